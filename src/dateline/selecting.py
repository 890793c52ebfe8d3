"""What a query selects of the record, with all that an export needs of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields

from dateline import __version__
from dateline.export import Bundle, bundle
from dateline.record import Claim, Report
from dateline.store import Query, Store

# Layouts of incidents that hold nothing of the agreement grid or the claims: a hundred thousand go out in seconds.
LIGHT = ("gpkg", "geojson", "kml")


def bundle_of(store: Store, what: str, query: Query, format: str) -> Bundle:
    """What a query selects, with all that the layout needs."""
    light = what == "incidents" and format in LIGHT
    summaries = list(store.incidents(query, grid=not light)) if what == "incidents" else []
    if light:
        coded = []
    elif what == "incidents":
        coded = list(_telling(store, {c for s in summaries for c in s.incident.claims}))
    else:
        coded = [(r, list(claims)) for r, claims in store.coded(query)]
        if what == "reports" and not told(query):
            have = {r.id for r, _ in coded}
            coded += [(r, []) for r in store.reports() if r.id not in have]
    return bundle(
        coded,
        summaries,
        store.judgements(),
        audit_head=str(store.head()),
        filters=told(query),
        made_by={"dateline": __version__, **store.made_by()},
    )


def _telling(store: Store, ids: Collection[str]) -> Iterator[tuple[Report, list[Claim]]]:
    """Some claims, by the reports that make them."""
    by: dict[str, list[Claim]] = {}
    for claim in store.claims_in([("claim", 0, i) for i in sorted(ids)]):
        if claim.id in ids:
            by.setdefault(claim.report, []).append(claim)
    for report, claims in by.items():
        yield store.report(report), claims


def told(query: Query) -> dict[str, str]:
    """A query in words: the filters that are set."""
    given = {f.name: value for f in fields(query) if (value := getattr(query, f.name)) != f.default}
    return {name: ", ".join(value) if isinstance(value, tuple) else str(value) for name, value in given.items()}
