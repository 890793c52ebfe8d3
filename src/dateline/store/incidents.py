"""Incidents as rows and back. They are derived: put anew at any time, in part or as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    update,
)

from dateline.errors import StoreError
from dateline.record import Summary, Toll
from dateline.store import extras
from dateline.store.codec import summary_of, summary_texts
from dateline.store.filters import of_incidents
from dateline.store.fold import fold
from dateline.store.query import Query
from dateline.store.tables import (
    claim_parties,
    claims,
    incident_claims,
    incident_events,
    incident_parties,
    incident_reports,
    incidents,
    readings,
    reports,
)

# Rows per statement: memory stays flat when a hundred thousand incidents are put at once.
_BATCH = 2000
# SQLite takes 32,766 parameters in one statement, PostgreSQL as many.
_IDS = 10_000
Values = dict[str, Any]


def put_incidents(connection: Connection, summaries: Iterable[Summary], *, gone: Iterable[str]) -> None:
    """Puts incidents in place of those of the same id, those that share a claim with them, and those gone."""
    _drop(connection, incidents.c.id, list(gone))
    batch: list[Summary] = []
    held: dict[str, str] = {}
    for summary in summaries:
        _check(summary, held)
        batch.append(summary)
        if len(batch) == _BATCH:
            _put(connection, batch)
            batch = []
    _put(connection, batch)


def _check(summary: Summary, held: dict[str, str]) -> None:
    """Raises StoreError when a claim is in an incident already; notes those of this one in `held`."""
    for claim in summary.incident.claims:
        if claim in held:
            both = f"{held[claim]} and {summary.incident.id}"
            raise StoreError(f"claim {claim} is in two incidents, {both}; merging puts each claim into one")
        held[claim] = summary.incident.id


def clear(connection: Connection) -> None:
    """Removes every incident."""
    connection.exec_driver_sql("DELETE FROM incident_areas")
    for table in (incident_claims, incident_events, incident_parties, incident_reports, incidents):
        connection.execute(delete(table))


def _put(connection: Connection, batch: Sequence[Summary]) -> None:
    _drop(connection, incidents.c.id, [summary.incident.id for summary in batch])
    shared = [claim for summary in batch for claim in summary.incident.claims]
    _drop(connection, incident_claims.c.claim, shared)
    last = connection.execute(select(func.coalesce(func.max(incidents.c.number), 0))).scalar_one()
    numbered = list(enumerate(batch, last + 1))
    for table, rows_of in _ROWS.items():
        name = "number" if table is incidents else "incident"
        rows = [{name: number} | row for number, summary in numbered for row in rows_of(summary)]
        if rows:
            connection.execute(insert(table), rows)
    extras.index_incidents(connection, [(number, extras.area(s.place)) for number, s in numbered])
    if numbered:
        _derive(connection, numbered[0][0], numbered[-1][0])


def _derive(connection: Connection, first: int, last: int) -> None:
    """Notes of incidents, given by the range of their numbers, in which reports and by whose words they are told.

    Of their claims, when they come up for review.
    """
    these = incident_claims.c.incident.between(first, last)
    connection.execute(update(incident_claims).where(these).values(turn=_turn()))
    current = incident_claims.join(claims, claims.c.id == incident_claims.c.claim)
    current = current.join(readings, and_(readings.c.number == claims.c.reading, readings.c.superseded_by.is_(None)))
    told = select(incident_claims.c.incident, readings.c.report).select_from(current).where(these).distinct()
    connection.execute(insert(incident_reports).from_select(["incident", "report"], told))
    source = (claim_parties.c.reading == claims.c.reading, claim_parties.c.claim == claims.c.number)
    spoken = current.join(claim_parties, and_(*source, claim_parties.c.role == "source"))
    name = func.min(func.coalesce(claim_parties.c.name, claim_parties.c.text))
    _put_names(connection, "speaker", incident_claims.c.incident, name, claim_parties.c.folded, spoken, these)
    printed = incident_reports.join(reports, reports.c.number == incident_reports.c.report)
    here = and_(incident_reports.c.incident.between(first, last), reports.c.outlet_folded.is_not(None))
    name = func.min(reports.c.outlet)
    _put_names(connection, "outlet", incident_reports.c.incident, name, reports.c.outlet_folded, printed, here)


def _turn() -> ScalarSelect[float]:
    """The place of a row of `incident_claims` in the order of review."""
    joined = claims.join(readings, and_(readings.c.number == claims.c.reading, readings.c.superseded_by.is_(None)))
    joined = joined.join(incidents, incidents.c.number == incident_claims.c.incident)
    doubt = func.abs(claims.c.confidence - 0.5)
    found = select(doubt + case((incidents.c.disputed, 0), else_=1)).select_from(joined)
    return found.where(claims.c.id == incident_claims.c.claim).correlate(incident_claims).scalar_subquery()


def _put_names(
    connection: Connection,
    role: str,
    incident: ColumnElement[int],
    name: ColumnElement[str],
    folded: ColumnElement[str],
    origin: FromClause,
    where: ColumnElement[bool],
) -> None:
    """Names of one role, each once an incident."""
    number = func.row_number().over(partition_by=incident, order_by=folded)
    rows = select(incident, literal(role), number, name, null(), null(), folded)
    rows = rows.select_from(origin).where(where).group_by(incident, folded)
    columns = ["incident", "role", "number", "name", "country", "sector", "folded"]
    connection.execute(insert(incident_parties).from_select(columns, rows))


def _drop(connection: Connection, column: Any, values: list[str]) -> None:
    """Removes the incidents whose `column` has one of the values."""
    number = incidents.c.number if column.table is incidents else incident_claims.c.incident
    for i in range(0, len(values), _IDS):
        found = select(number).where(column.in_(values[i : i + _IDS])).distinct()
        numbers = list(connection.execute(found).scalars())
        if numbers:
            connection.execute(delete(incidents).where(incidents.c.number.in_(numbers)))
            extras.forget_incidents(connection, numbers)


# ---------------------------------------------------------------- rows


def _incident_rows(summary: Summary) -> Iterator[Values]:
    place = summary.place
    text, grid = summary_texts(summary)
    yield {
        "id": summary.incident.id,
        "status": summary.status,
        "disputed": summary.status == "disputed" or any(v.agreement == "conflict" for v in summary.fields),
        "modality": summary.modality,
        "earliest": summary.earliest,
        "latest": summary.latest,
        "place": (place.name or place.text) if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "radius_km": place.radius_km if place else None,
        "precision": place.precision if place else None,
        **_toll("killed", summary.killed),
        **_toll("injured", summary.injured),
        "origins": len({origin.key for origin in summary.origins}),
        "reports": len(summary.reports),
        "first_published": summary.first_published,
        "last_published": summary.last_published,
        "summary": text,
        "grid": grid,
    }


def _toll(kind: str, toll: Toll | None) -> Values:
    return {f"{kind}_{figure}": getattr(toll, figure) if toll else None for figure in ("low", "best", "high")}


def _claim_rows(summary: Summary) -> Iterator[Values]:
    yield from ({"claim": claim} for claim in sorted(summary.incident.claims))


def _event_rows(summary: Summary) -> Iterator[Values]:
    yield from ({"number": n, "event": event} for n, event in enumerate(summary.events))


def _party_rows(summary: Summary) -> Iterator[Values]:
    for role, parties in (("actor", summary.actors), ("target", summary.targets)):
        for number, party in enumerate(parties):
            row = {"name": party.name or party.text, "country": party.country, "sector": party.sector}
            yield {"role": role, "number": number, "folded": fold(f"{party.name or ''}\n{party.text}")} | row
    for number, origin in enumerate(summary.origins):
        if origin.name:
            row = {"name": origin.name, "country": None, "sector": None}
            yield {"role": "source", "number": number, "folded": fold(origin.name)} | row


_ROWS = {
    incidents: _incident_rows,
    incident_claims: _claim_rows,
    incident_events: _event_rows,
    incident_parties: _party_rows,
}


# ---------------------------------------------------------------- and back


def summaries(connection: Connection, query: Query, *, grid: bool) -> Iterator[Summary]:
    """The incidents that the query wants, by time, then id, those without a date last."""
    columns = [incidents.c.summary, *([incidents.c.grid] if grid else [])]
    order = (incidents.c.earliest.is_(None), incidents.c.earliest, incidents.c.id)
    for row in connection.execute(select(*columns).where(*of_incidents(query)).order_by(*order)):
        yield summary_of(row[0], row[1] if grid else None)


def one_incident(connection: Connection, id: str) -> Summary | None:
    """An incident by its id."""
    row = connection.execute(select(incidents.c.summary, incidents.c.grid).where(incidents.c.id == id)).first()
    return summary_of(*row) if row else None


def incident_of(connection: Connection, claim: str) -> str | None:
    """The id of the incident that a claim belongs to."""
    joined = select(incidents.c.id).join(incident_claims, incident_claims.c.incident == incidents.c.number)
    return connection.execute(joined.where(incident_claims.c.claim == claim)).scalar()
