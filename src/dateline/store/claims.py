"""Claims as rows and back, losing nothing; by the reading that made them.

A reading is one reader and codebook version's claims of one report. A new one supersedes the last,
whose claims stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select, update

from dateline.errors import StoreError
from dateline.record import Claim, Interval, Party, Place, Quantity, Relation, Source, Span
from dateline.store import audit, extras
from dateline.store.codec import digest
from dateline.store.filters import CLAIMS, CURRENT, of_claims
from dateline.store.fold import fold
from dateline.store.query import Query
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
Key = tuple[int, int]
Values = dict[str, Any]


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


# ---------------------------------------------------------------- to rows


def _put_rows(connection: Connection, reading: int, given: Sequence[Claim]) -> None:
    for table, rows_of in _ROWS.items():
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


def _claim_rows(claim: Claim) -> Iterator[Values]:
    when = claim.when
    yield {
        "id": claim.id,
        "event": claim.event,
        **_bounds(claim.trigger, "trigger_"),
        **_bounds(claim.evidence, "evidence_"),
        "polarity": claim.polarity,
        "modality": claim.modality,
        "when_begin": when.span.begin if when else None,
        "when_end": when.span.end if when else None,
        "when_text": when.text if when else None,
        "earliest": when.earliest if when else None,
        "latest": when.latest if when else None,
        "granularity": when.granularity if when else None,
        "when_why": when.why if when else None,
        "confidence": claim.confidence,
        "notes": list(claim.notes),
    }


def _party_rows(claim: Claim) -> Iterator[Values]:
    for role, parties in (("actor", claim.actors), ("target", claim.targets)):
        yield from (_party_row(role, n, party, None) for n, party in enumerate(parties))
    yield from (_party_row("source", n, s.party, s.stance) for n, s in enumerate(claim.sources))


def _party_row(role: str, number: int, party: Party, stance: str | None) -> Values:
    return {
        "role": role,
        "number": number,
        **_bounds(party.span),
        "text": party.text,
        "name": party.name,
        "country": party.country,
        "sector": party.sector,
        "why": party.why,
        "stance": stance,
        "folded": fold(f"{party.name}\n{party.text}" if party.name else party.text),
    }


def _weapon_rows(claim: Claim) -> Iterator[Values]:
    yield from ({"number": n, **_bounds(span)} for n, span in enumerate(claim.weapons))


def _place_rows(claim: Claim) -> Iterator[Values]:
    for role in ("place", "origin", "destination"):
        if place := getattr(claim, role):
            yield {"role": role} | _place_row(place)


def _place_row(place: Place) -> Values:
    relation = place.relation or Relation("")
    least, most = relation.km or (None, None)
    return {
        **_bounds(place.span),
        **{name: getattr(place, name) for name in _PLACE},
        "relation": relation.kind if place.relation else None,
        "bearing": relation.bearing,
        "least_km": least,
        "most_km": most,
        "part": relation.part,
        "why": place.why,
    }


def _quantity_rows(claim: Claim) -> Iterator[Values]:
    for number, quantity in enumerate(claim.quantities):
        yield {
            "number": number,
            "kind": quantity.kind,
            **_bounds(quantity.span),
            "text": quantity.text,
            "least": quantity.least,
            "most": quantity.most,
            "approx": quantity.approx,
            "of": quantity.of,
        }


def _bounds(span: Span, prefix: str = "") -> Values:
    return {f"{prefix}begin": span.begin, f"{prefix}end": span.end}


_PLACE = ("text", "name", "country", "admin1", "admin2", "geonameid", "lat", "lon", "radius_km", "precision")
_ROWS = {
    claims: _claim_rows,
    claim_parties: _party_rows,
    claim_weapons: _weapon_rows,
    claim_places: _place_rows,
    claim_quantities: _quantity_rows,
}

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
        every = of_readings(connection, {reading: report for (reading, report), _ in batch})
        for (reading, report), kept in batch:
            yield report, tuple(every[reading][number] for number in kept)


def ids(connection: Connection, query: Query) -> Iterator[str]:
    """Ids of the current claims that the query wants, in order of arrival and text."""
    wanted = select(claims.c.id).select_from(CLAIMS).where(*of_claims(query))
    yield from connection.execute(wanted.order_by(reports.c.number, claims.c.number)).scalars()


def of_readings(connection: Connection, whose: dict[int, str]) -> dict[int, tuple[Claim, ...]]:
    """All claims of readings, given with the ids of their reports, in text order."""
    values = _Values(connection, list(whose))
    out: defaultdict[int, list[Claim]] = defaultdict(list)
    for row in _rows(connection, claims, list(whose)):
        out[row.reading].append(values.claim(row, whose[row.reading]))
    return {reading: tuple(out[reading]) for reading in whose}


def _rows(connection: Connection, table: Table, wanted: Iterable[int]) -> Iterator[Row[Any]]:
    query = select(table).where(table.c.reading.in_(wanted)).order_by(*table.primary_key.columns)
    yield from connection.execute(query)


class _Values:
    """The values of the claims of some readings, by claim."""

    def __init__(self, connection: Connection, wanted: list[int]):
        self.parties: defaultdict[tuple[Key, str], list[Any]] = defaultdict(list)
        for row in _rows(connection, claim_parties, wanted):
            party = Party(Span(row.begin, row.end), row.text, row.name, row.country, row.sector, row.why)
            value = Source(party, row.stance) if row.role == "source" else party
            self.parties[(row.reading, row.claim), row.role].append(value)
        self.weapons: defaultdict[Key, list[Span]] = defaultdict(list)
        for row in _rows(connection, claim_weapons, wanted):
            self.weapons[row.reading, row.claim].append(Span(row.begin, row.end))
        self.places = {
            ((row.reading, row.claim), row.role): _place(row) for row in _rows(connection, claim_places, wanted)
        }
        self.quantities: defaultdict[Key, list[Quantity]] = defaultdict(list)
        for row in _rows(connection, claim_quantities, wanted):
            values = (row.text, row.least, row.most, row.approx, row.of)
            self.quantities[row.reading, row.claim].append(Quantity(row.kind, Span(row.begin, row.end), *values))

    def claim(self, row: Row[Any], report: str) -> Claim:
        key = (row.reading, row.number)
        return Claim(
            id=row.id,
            report=report,
            event=row.event,
            trigger=Span(row.trigger_begin, row.trigger_end),
            evidence=Span(row.evidence_begin, row.evidence_end),
            polarity=row.polarity,
            modality=row.modality,
            actors=tuple(self.parties.get((key, "actor"), ())),
            targets=tuple(self.parties.get((key, "target"), ())),
            weapons=tuple(self.weapons.get(key, ())),
            place=self.places.get((key, "place")),
            origin=self.places.get((key, "origin")),
            destination=self.places.get((key, "destination")),
            when=_when(row),
            quantities=tuple(self.quantities.get(key, ())),
            sources=tuple(self.parties.get((key, "source"), ())),
            confidence=row.confidence,
            notes=tuple(row.notes),
        )


def _when(row: Row[Any]) -> Interval | None:
    if row.when_begin is None:
        return None
    span = Span(row.when_begin, row.when_end)
    return Interval(span, row.when_text, row.earliest, row.latest, row.granularity, row.when_why)


def _place(row: Row[Any]) -> Place:
    km = None if row.least_km is None else (row.least_km, row.most_km)
    relation = None if row.relation is None else Relation(row.relation, row.bearing, km, row.part)
    values = {name: getattr(row, name) for name in _PLACE}
    return Place(Span(row.begin, row.end), **values, relation=relation, why=row.why)
