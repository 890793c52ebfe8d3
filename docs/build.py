"""Writes the generated pages of the documentation; with --check, fails when one has drifted.

    python docs/build.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import typer

from dateline import assets
from dateline.cli import app
from dateline.coding import Codebook

DOCS = Path(__file__).parent


def cli_page() -> str:
    """The help text of every command."""
    lines = ["# Commands", "", "Written by `python docs/build.py` from the program's own help.", ""]
    for path, command in sorted(commands(typer.main.get_command(app), ["dateline"])):
        context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
        lines += [f"## {path}", "", "```", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(lines)


def commands(command: click.Command, path: list[str]) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its full name."""
    children = getattr(command, "commands", None)
    if children:
        for name, child in children.items():
            yield from commands(child, [*path, name])
    else:
        yield " ".join(path), command


def codebook_page() -> str:
    """The event types of the shipped codebook with their crosswalk."""
    book = Codebook.load(assets.data_file("events.toml"))
    lines = [
        "# The codebook",
        "",
        f"Written by `python docs/build.py` from `src/dateline/data/events.toml`, version {book.version}.",
        "Copy that file, change it, and read with `dateline read --events FILE`.",
        "",
        "| event | what it covers | for example | ACLED sub-event | PLOVER | CAMEO |",
        "|---|---|---|---|---|---|",
    ]
    for event in book.events.values():
        plover = "; ".join(" ".join([p.type, *p.modes]) for p in event.plover) or "—"
        acled = "; ".join(event.acled) or "—"
        examples = "; ".join(event.examples)
        lines.append(
            f"| `{event.key}` | {event.covers} | {examples} | {acled} | {plover} | {event.cameo or '—'} |"
        )
    return "\n".join(lines) + "\n"


PAGES = {"cli.md": cli_page, "codebook.md": codebook_page}


def main(check: bool) -> int:
    """Writes or checks every page; returns the exit code."""
    drifted = []
    for name, build in PAGES.items():
        path, text = DOCS / name, build()
        if check and (not path.exists() or path.read_text(encoding="utf8") != text):
            drifted.append(name)
        elif not check:
            path.write_text(text, encoding="utf8")
    for name in drifted:
        sys.stderr.write(f"docs/{name} is out of date: run `python docs/build.py` and commit it\n")
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
