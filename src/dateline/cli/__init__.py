"""The command line: parse, call, print. Results go to standard output, remarks to standard error.

Exit code 0: all done; 1: something was skipped, or is wrong with the record; 2: wrong use.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dateline import __version__
from dateline.cli import asking, deciding, files, reading, recording, serving
from dateline.cli.common import remarks
from dateline.errors import DatelineError

app = typer.Typer(
    help="From conflict reporting to a record that can be checked.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    *(reading.read, reading.doctor),
    *(recording.add, recording.watch, recording.status, recording.retry, recording.reread, recording.merge),
    *(asking.incidents, asking.show, asking.why, asking.holders),
    *(deciding.judge, deciding.withdraw),
    serving.desk,
    *(files.export, files.import_, files.verify, files.backup, files.rebuild),
):
    app.command(command.__name__.rstrip("_"))(command)
app.add_typer(reading.gazetteer_app, name="gazetteer")
app.add_typer(serving.user_app, name="user")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit()


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """From conflict reporting to a record that can be checked."""


def main() -> None:
    """Entry point: errors of ours become one clear line and exit code 2."""
    try:
        app()
    except DatelineError as problem:
        remarks.print(f"dateline: {problem}", markup=False, soft_wrap=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
