"""Claims by the reading that made them.

A reading is one reader and codebook version's claims of one report. A new one supersedes the last,
whose claims stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, select, tuple_, update

from dateline.errors import StoreError
from dateline.record import Claim
from dateline.store import audit, extras
from dateline.store.claim_rows import (
    COLUMNS,
    ROWS,
    Key,
    Parts,
    claim_of,
    parties_of,
    places_of,
    quantities_of,
    weapons_of,
)
from dateline.store.codec import digest
from dateline.store.filters import CLAIMS, CURRENT, of_claims
from dateline.store.query import EVERYTHING, Query
from dateline.store.reports import need
from dateline.store.tables import (
    added,
    claim_parties,
    claim_places,
    claim_quantities,
    claim_weapons,
    claims,
    readings,
    reports,
)

# Readings fetched at a time: some thousand claims, few enough to hold and enough to be fast.
_BATCH = 200
# Ends the reader version of claims that people's decisions were laid over.
DECIDED = " with decisions"


def put_claims(
    connection: Connection, by: str, report: str, given: Sequence[Claim], *, reader_version: str, codebook_version: str
) -> bool:
    """Stores the claims of a report as its current ones; False when the current ones are the same.

    The same means the same versions and the same claims.
    """
    number = need(connection, report)
    _check(report, given)
    wanted = readings.c.number, readings.c.reader_version, readings.c.codebook_version, readings.c.digest
    was = connection.execute(select(*wanted).where(readings.c.report == number, CURRENT)).first()
    made = (reader_version, codebook_version, digest(tuple(given)))
    if was and tuple(was[1:]) == made:
        return False
    reading = _put_reading(connection, number, made, len(given))
    if was:
        connection.execute(update(readings).where(readings.c.number == was.number).values(superseded_by=reading))
    _put_rows(connection, reading, given)
    before = list(was[1:]) if was else None
    audit.log(connection, by, "claims", report, before=before, after=made)
    return True


def _check(report: str, given: Sequence[Claim]) -> None:
    foreign = next((claim for claim in given if claim.report != report), None)
    if foreign:
        raise StoreError(f"claim {foreign.id} is of report {foreign.report}, not of {report}")
    if len({claim.id for claim in given}) < len(given):
        raise StoreError(f"two claims of {report} have one id; an id names a report, an event and a trigger")


def _put_reading(connection: Connection, report: int, made: tuple[str, str, str], count: int) -> int:
    reader, codebook, hashed = made
    row = {"report": report, "reader_version": reader, "codebook_version": codebook, "digest": hashed}
    row |= {"at": datetime.now(UTC), "claims": count}
    return added(connection, readings, row)


def _put_rows(connection: Connection, reading: int, given: Sequence[Claim]) -> None:
    for table, rows_of in ROWS.items():
        rows = [
            {"reading": reading, name: number} | row
            for number, claim in enumerate(given)
            for name in ("number" if table is claims else "claim",)
            for row in rows_of(claim)
        ]
        if rows:
            connection.execute(insert(table), rows)
    places = ((n, p) for n, c in enumerate(given) for p in (c.place, c.origin, c.destination))
    extras.index_claims(connection, [(reading, n, extras.area(p)) for n, p in places])


# ---------------------------------------------------------------- and back


def coded(connection: Connection, query: Query) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    """Ids of reports with those of their current claims that the query wants, in order of arrival and text."""
    wanted = select(claims.c.reading, claims.c.number, reports.c.id).select_from(CLAIMS)
    rows = connection.execute(wanted.where(*of_claims(query)).order_by(reports.c.number, claims.c.number))
    numbers: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for reading, number, report in rows:
        numbers[reading, report].append(number)
    found = list(numbers.items())
    for i in range(0, len(found), _BATCH):
        batch = found[i : i + _BATCH]
        keys = None if query == EVERYTHING else [(reading, n) for (reading, _), kept in batch for n in kept]
        every = _fetch(connection, {reading: report for (reading, report), _ in batch}, keys)
        for (reading, report), _ in batch:
            yield report, tuple(every[reading])


def sketched(connection: Connection, query: Query) -> list[Claim]:
    """Current claims that the query wants, as they were read, without targets, sources, weapons and quantities.

    Of the places, only where it happened. In few statements however many claims there are: for questions to
    the whole record that need no more.
    """
    conditions = list(of_claims(query))

    def rows(table: Table, role: str) -> Iterable[Any]:
        part = table.alias("part")  # the conditions speak of tables of this name themselves
        own = and_(part.c.reading == claims.c.reading, part.c.claim == claims.c.number, part.c.role == role)
        wanted = select(part.c.reading, part.c.claim, *(part.c[name] for name in COLUMNS[table]))
        wanted = wanted.select_from(CLAIMS.join(part, own)).where(*conditions)
        return connection.execute(wanted.order_by(*(part.c[column.name] for column in table.primary_key.columns)))

    actors, places = parties_of(rows(claim_parties, "actor")), places_of(rows(claim_places, "place"))
    report = select(readings.c.number, reports.c.id).join(reports, reports.c.number == readings.c.report)
    whose = {row.number: row.id for row in connection.execute(report.where(CURRENT))}
    wanted = select(claims.c.reading, claims.c.number, *(claims.c[name] for name in COLUMNS[claims]))
    found = connection.execute(wanted.select_from(CLAIMS).where(*conditions))
    return [claim_of(row, whose[row[0]], Parts(actors, {}, places, {})) for row in found]


def ids(connection: Connection, query: Query) -> Iterator[str]:
    """Ids of the current claims that the query wants, in order of arrival and text."""
    wanted = select(claims.c.id).select_from(CLAIMS).where(*of_claims(query))
    yield from connection.execute(wanted.order_by(reports.c.number, claims.c.number)).scalars()


def of_readings(connection: Connection, whose: dict[int, str]) -> dict[int, tuple[Claim, ...]]:
    """All claims of readings, given with the ids of their reports, in text order."""
    every = _fetch(connection, whose, None)
    return {reading: tuple(every[reading]) for reading in whose}


def as_read(connection: Connection, report: str) -> tuple[tuple[str, str], tuple[Claim, ...]]:
    """The newest reading of a report that people's decisions are not part of: its versions and claims."""
    wanted = select(readings.c.number, readings.c.reader_version, readings.c.codebook_version)
    own = (readings.c.report == need(connection, report), readings.c.reader_version.not_like(f"%{DECIDED}"))
    row = connection.execute(wanted.where(*own).order_by(readings.c.number.desc()).limit(1)).first()
    if row is None:
        raise StoreError(f"report {report} has not been read yet; `dateline retry` reads what is archived")
    return (row.reader_version, row.codebook_version), of_readings(connection, {row.number: report})[row.number]


def _fetch(connection: Connection, whose: dict[int, str], keys: list[Key] | None) -> defaultdict[int, list[Claim]]:
    """The claims of some readings in text order, only those with the keys if any are given."""

    def rows(table: Table) -> Iterable[Any]:
        number = table.c.number if table is claims else table.c.claim
        wanted = select(table.c.reading, number, *(table.c[name] for name in COLUMNS[table]))
        some = table.c.reading.in_(whose) if keys is None else tuple_(table.c.reading, number).in_(keys)
        return connection.execute(wanted.where(some).order_by(*table.primary_key.columns))

    parts = Parts(
        parties_of(rows(claim_parties)),
        weapons_of(rows(claim_weapons)),
        places_of(rows(claim_places)),
        quantities_of(rows(claim_quantities)),
    )
    out: defaultdict[int, list[Claim]] = defaultdict(list)
    for row in rows(claims):
        out[row[0]].append(claim_of(row, whose[row[0]], parts))
    return out
