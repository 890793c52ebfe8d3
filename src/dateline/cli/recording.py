"""Filling the record: `add`, `watch`, `status`, `retry`, `reread`, `merge`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from dateline.cli.common import (
    DATABASE,
    By,
    Codebook,
    Database,
    Outlet,
    Published,
    counted,
    gazetteer_progress,
    record,
    remarks,
)
from dateline.record import FeedState, Taken

if TYPE_CHECKING:
    from dateline.intake.watch import Step
    from dateline.keeping import Keeper, Outcome
    from dateline.store import Store

_KINDS = {
    "read": "read",
    "copy": "read, and copies of another's account",
    "known": "in the record already",
    "no text": "without text",
    "language": "not in English",
    "broken": "in quarantine; `dateline retry` tries again",
}


def add(
    sources: Annotated[
        list[str],
        typer.Argument(help="Files (text, HTML, PDF, JSONL, CSV, feeds, WARC), folders, web addresses, or -."),
    ],
    db: Database = DATABASE,
    published: Published = None,
    outlet: Outlet = None,
    events: Codebook = None,
    by: By = None,
) -> None:
    """Add reports to the record: archive them, read their claims, merge them into incidents.

    Example: dateline add examples/ --db desk.db
    """
    from dateline.intake import gather
    from dateline.intake.fetch import Fetcher

    with record(db, create=True, by=by) as store, Fetcher() as fetcher:
        taken = gather(sources, published=published, outlet=outlet, fetch=fetcher.fetch)
        outcomes = keeper(store, events).add(taken)
        finish(outcomes)


def watch(
    feeds: Annotated[list[str], typer.Argument(help="Addresses of RSS or Atom feeds.")],
    db: Database = DATABASE,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed that is due, then stop.")] = False,
    events: Codebook = None,
    by: By = None,
) -> None:
    """Poll feeds politely and add what is new; stop with Ctrl-C, and it goes on where it was.

    Example: dateline watch https://example.org/feed.xml --db desk.db
    """
    from dateline.intake import polling
    from dateline.intake.fetch import Fetcher
    from dateline.intake.watch import watch as poll

    with record(db, create=True, by=by) as store, Fetcher() as fetcher:
        steps = poll(feeds, fetcher, store.feeds(), parse=polling.entries, read=polling.page, once=once)
        try:
            finish(keeper(store, events).follow(_remarked(steps)))
        except KeyboardInterrupt:
            remarks.print("stopped; `dateline watch` goes on from here")


def _remarked(steps: Iterable[Step]) -> Iterator[tuple[Taken | None, FeedState]]:
    for step in steps:
        if step.remark:
            remarks.print(step.remark, markup=False, soft_wrap=True)
        yield step.taken, step.state


def status(db: Database = DATABASE) -> None:
    """Say what the record holds and what waits in quarantine, with the reasons.

    Example: dateline status --db desk.db
    """
    console = Console(highlight=False)
    with record(db, read_only=True) as store:
        counts = store.counts()
        console.print(
            f"{counts['reports']:,} reports, {counts['current_claims']:,} claims, {counts['incidents']:,} incidents,"
            f" {counts['judgements']:,} judgements"
        )
        if unread := len(store.unread()):
            console.print(f"{unread:,} reports are archived and not read yet; `dateline add` or `retry` goes on")
        cases = store.quarantined()
        for state, title in (("waiting", "in quarantine"), ("given up", "not read, and not worth another try")):
            some = [case for case in cases if case.state == state]
            if not some:
                continue
            console.print(f"\n{len(some)} {title}:")
            for case in some:
                times = f" (tried {case.attempts} times)" if case.attempts > 1 else ""
                console.print(f"  {case.name} {case.reason}{times}", markup=False, soft_wrap=True)
        head = store.head()
        console.print(f"\naudit log head {head}")


def retry(db: Database = DATABASE, events: Codebook = None, by: By = None) -> None:
    """Try what is in quarantine again, and what an earlier run left unread.

    Example: dateline retry --db desk.db
    """
    from dateline.intake.fetch import Fetcher

    with record(db, by=by) as store, Fetcher() as fetcher:
        desk = keeper(store, events)
        finish(chain(desk.go_on(), desk.retry(fetcher.fetch)))


def reread(db: Database = DATABASE, events: Codebook = None, by: By = None) -> None:
    """Read all reports again that an older reader or codebook has read; old claims are kept as superseded.

    Example: dateline reread --db desk.db
    """
    with record(db, by=by) as store:
        finish(keeper(store, events).reread())


def merge(db: Database = DATABASE, by: By = None) -> None:
    """Work out all incidents anew from claims and judgements.

    Example: dateline merge --db desk.db
    """
    with record(db, by=by) as store:
        remarks.print(f"{keeper(store, None).merge():,} incidents")


def keeper(store: Store, events: Path | None) -> Keeper:
    """The record with a reader that is loaded when something is to be read."""
    from dateline.keeping import Keeper
    from dateline.pipeline import Dateline

    def load() -> Dateline:
        with gazetteer_progress() as progress:
            return Dateline(events=events, progress=progress)

    return Keeper(store, load)


def finish(outcomes: Iterable[Outcome]) -> None:
    """Goes through outcomes, naming what was skipped, and ends with a table; exit code 1 when anything was."""
    counts: Counter[str] = Counter()
    claims = 0
    for outcome in counted(outcomes, "documents"):
        counts[outcome.kind] += 1
        claims += outcome.claims
        if outcome.kind in ("no text", "language", "broken"):
            remarks.print(f"skipped: {outcome.name} {outcome.reason}", markup=False, soft_wrap=True)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for kind, meaning in _KINDS.items():
        if counts[kind]:
            table.add_row(f"{counts[kind]:,}", meaning)
    table.add_row(f"{claims:,}", "claims")
    remarks.print(table)
    if counts["no text"] + counts["language"] + counts["broken"]:
        raise typer.Exit(1)
