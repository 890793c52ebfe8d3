"""Other incidents that may be the same: near in time and place, compared by the evidence that merging weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from dateline.desk import pages
from dateline.desk.parts import listed_line
from dateline.merging import compare
from dateline.record import Claim, Place, Summary
from dateline.store import Box, Query, Store
from dateline.store import summaries as many

_DAYS = 3
_KM = 50.0
_CANDIDATES = 24
_CLAIMS = 2  # compared of each incident
_SHOWN = 5
_LEAST = 0.02  # the least chance that is worth showing


def nearby(store: Store, summary: Summary, claims: Sequence[Claim]) -> tuple[pages.Near, ...]:
    """The likeliest other incidents, best first, each with the evidence on its best pair of claims."""
    query = _around(summary)
    if query is None or not claims:
        return ()
    with store.reading() as connection:
        found, _ = many.page(connection, query, after=None, limit=_CANDIDATES, newest=True)
    near = [
        one
        for other in found
        if other.summary.incident.id != summary.incident.id
        for one in _best(store, claims, other)
    ]
    near.sort(key=lambda n: (-n.probability, n.incident.id))
    return tuple(near[:_SHOWN])


def _around(summary: Summary) -> Query | None:
    """Incidents some days and kilometres around; None when neither is known."""
    if summary.earliest is None or summary.latest is None:
        return None
    box = _box(summary.place)
    if box is None:
        return None
    margin = timedelta(days=_DAYS)
    try:
        return Query(since=summary.earliest - margin, until=summary.latest + margin, bbox=box)
    except OverflowError:
        return None


def _box(place: Place | None) -> Box | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    high = min(((place.radius_km or 0.0) + _KM) / 111, 20.0)
    south, north = max(-90.0, place.lat - high), min(90.0, place.lat + high)
    west, east = place.lon - high * 1.5, place.lon + high * 1.5
    return Box(max(west, -180.0), south, min(east, 180.0), north)


def _best(store: Store, claims: Sequence[Claim], other: many.Listed) -> Iterator[pages.Near]:
    """The pair of claims of two incidents that speaks most for their being one."""
    wanted = sorted(other.summary.incident.claims)[:_CLAIMS]
    theirs = [c for c in store.claims_in([("claim", 0, i) for i in wanted]) if c.id in wanted]
    pairs = [(a, b) for a in claims[:_CLAIMS] for b in theirs]
    if not pairs:
        return
    reports = {c.report: store.report(c.report) for pair in pairs for c in pair}
    published = {i: r.published for i, r in reports.items()}
    texts = {i: r.text for i, r in reports.items()}
    origins = {i: o for i in reports if (o := store.origin(i))}
    scored = [(compare(a, b, published=published, origins=origins, texts=texts), a, b) for a, b in pairs]
    found, a, b = max(scored, key=lambda item: item[0].score)
    if found.probability >= _LEAST:
        reasons = tuple(pages.Reason(round(r.points, 2), r.sentence) for r in found.reasons)
        yield pages.Near(listed_line(other), round(found.probability, 4), reasons, (a.id, b.id))
