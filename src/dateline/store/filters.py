"""A query as conditions on the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    column,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    text,
)

from dateline.store import extras
from dateline.store.fold import fold
from dateline.store.query import Query
from dateline.store.tables import (
    claim_parties,
    claim_places,
    claims,
    incident_claims,
    incident_events,
    incident_parties,
    incident_reports,
    incidents,
    readings,
    reports,
)

Condition = ColumnElement[bool]
CURRENT = readings.c.superseded_by.is_(None)
# Every current claim with its reading and its report.
CLAIMS = claims.join(readings, and_(readings.c.number == claims.c.reading, CURRENT)).join(
    reports, reports.c.number == readings.c.report
)


def of_claims(query: Query) -> Iterator[Condition]:
    """Conditions on a row of `CLAIMS`."""
    yield from _days(claims, query)
    if query.event:
        yield claims.c.event.in_(query.event)
    if query.country:
        yield _has(claim_places, claim_places.c.country.in_(query.country))
    if query.bbox:
        touching = f"SELECT reading, claim FROM claim_areas WHERE {extras.touches(query.bbox)}"
        yield text(f"(claims.reading, claims.number) IN ({touching})")  # type: ignore[misc]
    if query.actor:
        yield _has(claim_parties, claim_parties.c.role != "source", _named(claim_parties, query.actor))
    if query.source:
        yield or_(_says(query.source), _like(reports.c.outlet_folded, query.source))
    if query.status or query.disputed:
        yield claims.c.id.in_(_claims_of_incidents(query))
    if query.words:
        yield _holds(reports.c.number, query.words)
    if query.located is not None:
        on_map = _has(claim_places, claim_places.c.role == "place", claim_places.c.lat.is_not(None))
        yield on_map if query.located else not_(on_map)
    if query.min_confidence:
        yield claims.c.confidence >= query.min_confidence


def of_incidents(query: Query, *, in_turn: bool = False) -> Iterator[Condition]:
    """Conditions on a row of `incidents`.

    Names are looked up first, and then all incidents with them; `in_turn`, each incident is asked for its
    names, so that a list of many can stop when its page is full.
    """
    yield from _days(incidents, query)
    yield from _standing(query)
    if query.event:
        yield _in(incident_events, incident_events.c.event.in_(query.event))
    if query.country:
        yield incidents.c.country.in_(query.country)
    if query.bbox:
        yield text(f"incidents.number IN (SELECT id / 2 FROM incident_areas WHERE {extras.touches(query.bbox)})")  # type: ignore[misc]
    if query.actor:
        yield _has_party(("actor", "target"), query.actor, in_turn=in_turn)
    if query.source:
        yield _has_party(("source", "speaker", "outlet"), query.source, in_turn=in_turn)
    if query.words:
        # Plus nothing, lest the index be asked for every report with the words, for every incident anew.
        told = _holds(incident_reports.c.report + 0, query.words)
        yield exists().where(incident_reports.c.incident == incidents.c.number, told)
    if query.located is not None:
        yield incidents.c.latitude.is_not(None) if query.located else incidents.c.latitude.is_(None)
    if query.min_confidence:
        sure = select(incident_claims.c.incident).join(claims, claims.c.id == incident_claims.c.claim)
        sure = sure.join(readings, and_(readings.c.number == claims.c.reading, CURRENT))
        yield incidents.c.number.in_(sure.where(claims.c.confidence >= query.min_confidence))


def _has_party(roles: Sequence[str], names: Sequence[str], *, in_turn: bool) -> Condition:
    party = incident_parties.c
    if in_turn:
        own = party.incident == incidents.c.number
        return exists().where(own, party.role.in_(roles), _named(incident_parties, names))
    named = select(_KNOWN.c.folded).where(_like(_KNOWN.c.folded, names))
    return _in(incident_parties, party.folded.in_(named), party.role.in_(roles))


def _known() -> CTE:
    """The names of all parties, each once: few beside the rows, so the index is led from each to the next."""
    table = incident_parties.alias("party")
    known = select(func.min(table.c.folded).label("folded")).cte("known", recursive=True)
    after = select(func.min(table.c.folded)).where(table.c.folded > known.c.folded).correlate(known)
    return known.union_all(select(after.scalar_subquery()).where(known.c.folded.is_not(None)))


_KNOWN = _known()


def _days(table: Table, query: Query) -> Iterator[Condition]:
    if query.since:
        yield func.coalesce(table.c.latest, table.c.earliest) >= query.since
    if query.until:
        yield func.coalesce(table.c.earliest, table.c.latest) <= query.until


def _standing(query: Query) -> Iterator[Condition]:
    if query.status:
        yield incidents.c.status.in_(query.status)
    if query.disputed:
        yield incidents.c.disputed


def _holds(report: ColumnElement[int], words: str) -> Condition:
    """The text of a report holds all words."""
    match = extras.matching(words)
    if not match:
        return false()
    found = text("SELECT rowid FROM report_words WHERE report_words MATCH :match").bindparams(match=match)
    return report.in_(found.columns(column("rowid", Integer)).scalar_subquery())


def _claims_of_incidents(query: Query) -> Select[Any]:
    joined = select(incident_claims.c.claim).join(incidents, incidents.c.number == incident_claims.c.incident)
    return joined.where(*_standing(query))


def _has(table: Table, *conditions: Condition) -> Condition:
    own = (table.c.reading == claims.c.reading, table.c.claim == claims.c.number)
    return exists().where(*own, *conditions)


def _in(table: Table, *conditions: Condition) -> Condition:
    return incidents.c.number.in_(select(table.c.incident).where(*conditions))


def _says(names: Sequence[str]) -> Condition:
    return _has(claim_parties, claim_parties.c.role == "source", _named(claim_parties, names))


def _named(table: Table, names: Sequence[str]) -> Condition:
    return _like(table.c.folded, names)


def _like(column: ColumnElement[Any], names: Sequence[str]) -> Condition:
    return or_(*(column.contains(fold(name), autoescape=True) for name in names))
