"""Asking the record: `incidents`, `show`, `why`, `holders`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from dateline.cli.common import (
    DATABASE,
    Actor,
    Bbox,
    Country,
    Database,
    Disputed,
    Event,
    MinConfidence,
    Since,
    Source,
    Standing,
    Until,
    query,
    record,
    remarks,
)
from dateline.errors import StoreError
from dateline.record import Claim

if TYPE_CHECKING:
    from dateline.store import Store


def incidents(
    db: Database = DATABASE,
    since: Since = None,
    until: Until = None,
    bbox: Bbox = None,
    country: Country = None,
    actor: Actor = None,
    event: Event = None,
    source: Source = None,
    status: Standing = None,
    disputed: Disputed = False,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """List incidents in order of time, those without a date last.

    Example: dateline incidents --db desk.db --event killing --disputed
    """
    from dateline.show import show_list

    wanted = query(since, until, bbox, country, actor, event, source, status, disputed, min_confidence)
    with record(db, read_only=True) as store:
        count = show_list(Console(highlight=False), store.incidents(wanted, grid=False))
    remarks.print(f"{count:,} incidents; `dateline show INCIDENT` tells one of them")


def show(
    incident: Annotated[str, typer.Argument(help="Id of an incident, or its first characters.")],
    db: Database = DATABASE,
) -> None:
    """Show an incident: what each independent origin says of each field, and the quotes it was read from.

    Example: dateline show 3f2a91 --db desk.db
    """
    from dateline.show import show_incident

    with record(db, read_only=True) as store:
        summary = store.incident(store.named("incident", incident))
        claims = claims_of(store, sorted(summary.incident.claims))
        reports = {i: store.report(i) for i in summary.reports}
    order = {i: n for n, i in enumerate(summary.reports)}
    claims.sort(key=lambda c: (order[c.report], c.trigger))
    show_incident(Console(highlight=False), summary, claims, reports)


def why(
    claim: Annotated[str, typer.Argument(help="Id of a claim, or its first characters.")],
    other: Annotated[str, typer.Argument(help="Id of another.")],
    db: Database = DATABASE,
) -> None:
    """Show the evidence for and against two claims speaking of one event.

    Example: dateline why 0c1d 77ab --db desk.db
    """
    from dateline.merging import compare
    from dateline.show import show_comparison

    with record(db, read_only=True) as store:
        one, two = claims_of(store, [store.named("claim", claim), store.named("claim", other)])
        reports = {c.report: store.report(c.report) for c in (one, two)}
        found = compare(
            one,
            two,
            published={i: r.published for i, r in reports.items()},
            origins={i: o for i in reports if (o := store.origin(i))},
            texts={i: r.text for i, r in reports.items()},
        )
        verdicts = [
            f"{j.by} judged on {j.at:%Y-%m-%d}: {j.verdict}"
            for j in store.judgements()
            if set(j.claims) == {one.id, two.id}
        ]
        together = store.incident_of(one.id) == store.incident_of(two.id)
    verdicts.append("they are in one incident" if together else "they are in different incidents")
    reasons = [(r.points, r.sentence) for r in found.reasons]
    show_comparison(Console(highlight=False), (one, two), reports, found.probability, reasons, verdicts)


def holders(
    place: Annotated[str | None, typer.Argument(help="Part of a place's name; all places without it.")] = None,
    db: Database = DATABASE,
    since: Since = None,
    until: Until = None,
    country: Country = None,
    bbox: Bbox = None,
) -> None:
    """Show who is said to hold, take, leave or besiege each place, in order of time, with who says so.

    Example: dateline holders Khasham --db desk.db
    """
    from dateline.merging.holders import holders as sequence
    from dateline.show import show_holders
    from dateline.store.fold import fold

    events = ["control", "capture", "withdrawal", "siege", "siege_lifted"]
    wanted = query(since, until, bbox, country, None, events, None, None, False, 0.0)
    with record(db, read_only=True) as store:
        coded = list(store.coded(wanted))
        origins = {r.id: o for r, _ in coded if (o := store.origin(r.id))}
    published = {r.id: r.published for r, _ in coded}
    found = sequence([c for _, several in coded for c in several], origins, published=published)
    names = {o.key: o.name or "unknown outlet" for o in origins.values()}
    part = fold(place or "")
    some = {name: steps for name, steps in found.items() if part in fold(name)}
    show_holders(Console(highlight=False), some, names)
    remarks.print(f"{len(some):,} places")


def claims_of(store: Store, ids: list[str]) -> list[Claim]:
    """Current claims by id, in that order. Raises StoreError when one is not current."""
    found = {c.id: c for c in store.claims_in([("claim", 0, i) for i in ids])}
    if missing := [i for i in ids if i not in found]:
        raise StoreError(f"claim {missing[0]} is not among the current claims; a later reading superseded it")
    return [found[i] for i in ids]
