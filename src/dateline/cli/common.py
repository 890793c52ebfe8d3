"""What the commands share: consoles, progress, the record's file, the filters."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from dateline.store import Query, Store

T = TypeVar("T")

remarks = Console(stderr=True, highlight=False)


def day(text: str) -> date:
    """An option that is a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise typer.BadParameter(f"{text!r} is no day; write it as YYYY-MM-DD") from problem


def who(by: str | None) -> str:
    """Who the audit log says did it: the name given, or else the user's."""
    try:
        return by or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


Database = Annotated[Path, typer.Option("--db", help="The file that holds the record.", envvar="DATELINE_DB")]
DATABASE = Path("desk.db")
By = Annotated[str | None, typer.Option("--by", help="Who does this, for the audit log; else your user name.")]
Published = Annotated[
    date | None, typer.Option(parser=day, metavar="DATE", help="Day of publication for reports that carry none.")
]
Outlet = Annotated[str | None, typer.Option(help="Outlet of reports that name none.")]
Codebook = Annotated[Path | None, typer.Option(help="Your own codebook instead of the shipped one.")]


class Status(StrEnum):
    """How well an incident stands."""

    corroborated = "corroborated"
    single = "single-source"
    disputed = "disputed"
    denied = "denied"


Since = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Happened on this day or later.")]
Until = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Happened on this day or before.")]
Bbox = Annotated[str | None, typer.Option(metavar="W,S,E,N", help="May lie in this box, in degrees.")]
Country = Annotated[list[str] | None, typer.Option(metavar="ISO3", help="Happened in this country.")]
Actor = Annotated[list[str] | None, typer.Option(help="Part of the name of who takes part, on either side.")]
Event = Annotated[list[str] | None, typer.Option(metavar="TYPE", help="Event type of the codebook.")]
Source = Annotated[list[str] | None, typer.Option(help="Part of the name of who says so, or of the outlet.")]
Standing = Annotated[list[Status] | None, typer.Option("--status", help="How well the incident stands.")]
Disputed = Annotated[bool, typer.Option("--disputed", help="Only where independent origins conflict.")]

MinConfidence = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, help="Leave out claims less sure than this, from 0 to 1.")
]


def query(
    since: date | None,
    until: date | None,
    bbox: str | None,
    country: list[str] | None,
    actor: list[str] | None,
    event: list[str] | None,
    source: list[str] | None,
    status: list[Status] | None,
    disputed: bool,
    min_confidence: float,
) -> Query:
    """The filter options as one query; a wrong value is a wrong use of the command."""
    from dateline import assets
    from dateline.coding import Codebook as Book
    from dateline.store import Box, Query

    known = Book.load(assets.data_file("events.toml")).events if event else {}
    for name in event or ():
        if name not in known:
            raise typer.BadParameter(f"no event type {name!r}; the codebook has {', '.join(sorted(known))}")
    for code in country or ():
        if len(code) != 3 or not code.isalpha():
            raise typer.BadParameter(f"{code!r} is no country code; write three letters, as SYR")
    try:
        box = Box.parse(bbox) if bbox else None
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from problem
    return Query(
        since=since,
        until=until,
        bbox=box,
        country=tuple(c.upper() for c in country or ()),
        actor=tuple(actor or ()),
        event=tuple(event or ()),
        source=tuple(source or ()),
        status=tuple(s.value for s in status or ()),
        disputed=disputed,
        min_confidence=min_confidence,
    )


@contextmanager
def record(path: Path, *, create: bool = False, read_only: bool = False, by: str | None = None) -> Iterator[Store]:
    """The record, open while a command works on it."""
    from dateline.store import Store

    with Store.open(path, create=create, read_only=read_only, by=who(by)) as store:
        yield store


def counted(things: Iterable[T], what: str, *, total: int | None = None, shown: bool = True) -> Iterator[T]:
    """Passes things on; shows a person how many there were so far."""
    if not (shown and remarks.is_terminal):
        yield from things
        return
    columns = [TextColumn("{task.completed} " + what), TimeElapsedColumn()]
    if total is not None:
        columns.insert(1, BarColumn())
    with Progress(*columns, console=remarks, transient=True) as bar:
        task = bar.add_task("", total=total)
        for thing in things:
            bar.advance(task)
            yield thing


@contextmanager
def gazetteer_progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar for building the gazetteer, shown only when that happens."""
    columns = (TextColumn("building the gazetteer, once"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=remarks, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def advance(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of, visible=True)

        yield advance
