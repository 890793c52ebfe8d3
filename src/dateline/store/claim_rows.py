"""A claim as rows of the tables, and rows as a claim: each the other's inverse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dateline.record import Claim, Interval, Party, Place, Quantity, Relation, Source, Span
from dateline.store.fold import fold
from dateline.store.tables import claim_parties, claim_places, claim_quantities, claim_weapons, claims

Values = dict[str, Any]
# A reading and the number of a claim in it.
Key = tuple[int, int]

# ---------------------------------------------------------------- to rows


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
        "chances": dict(claim.chances),
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
ROWS = {
    claims: _claim_rows,
    claim_parties: _party_rows,
    claim_weapons: _weapon_rows,
    claim_places: _place_rows,
    claim_quantities: _quantity_rows,
}

# ---------------------------------------------------------------- and back

# Per table the columns that a claim is made from, after the two of its key.
COLUMNS = {
    claim_parties: ("role", "begin", "end", "text", "name", "country", "sector", "why", "stance"),
    claim_weapons: ("begin", "end"),
    claim_places: ("role", "begin", "end", *_PLACE, "relation", "bearing", "least_km", "most_km", "part", "why"),
    claim_quantities: ("kind", "begin", "end", "text", "least", "most", "approx", "of"),
    claims: tuple(column.name for column in claims.columns if column.name not in ("reading", "number")),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The values of some claims, by the key of the claim and the role."""

    parties: dict[tuple[Key, str], list[Any]]
    weapons: dict[Key, list[Span]]
    places: dict[tuple[Key, str], Place]
    quantities: dict[Key, list[Quantity]]


def parties_of(rows: Iterable[Any]) -> dict[tuple[Key, str], list[Any]]:
    """Parties, and sources under the role "source"."""
    out: defaultdict[tuple[Key, str], list[Any]] = defaultdict(list)
    for reading, claim, role, begin, end, text, name, country, sector, why, stance in rows:
        party = Party(Span(begin, end), text, name, country, sector, why)
        out[(reading, claim), role].append(Source(party, stance) if role == "source" else party)
    return out


def weapons_of(rows: Iterable[Any]) -> dict[Key, list[Span]]:
    """Weapons."""
    out: defaultdict[Key, list[Span]] = defaultdict(list)
    for reading, claim, begin, end in rows:
        out[reading, claim].append(Span(begin, end))
    return out


def places_of(rows: Iterable[Any]) -> dict[tuple[Key, str], Place]:
    """Places, at most one in each role."""
    return {((reading, claim), role): _place(rest) for reading, claim, role, *rest in rows}


def quantities_of(rows: Iterable[Any]) -> dict[Key, list[Quantity]]:
    """Quantities."""
    out: defaultdict[Key, list[Quantity]] = defaultdict(list)
    for reading, claim, kind, begin, end, *rest in rows:
        out[reading, claim].append(Quantity(kind, Span(begin, end), *rest))
    return out


def claim_of(row: Any, report: str, parts: Parts) -> Claim:
    """The claim that a row of `claims` and its parts make."""
    reading, number, id, event, trigger, trigger_end, evidence, evidence_end, polarity, modality, *rest = row
    *when, confidence, notes, chances = rest
    key = (reading, number)
    return Claim(
        id=id,
        report=report,
        event=event,
        trigger=Span(trigger, trigger_end),
        evidence=Span(evidence, evidence_end),
        polarity=polarity,
        modality=modality,
        actors=tuple(parts.parties.get((key, "actor"), ())),
        targets=tuple(parts.parties.get((key, "target"), ())),
        weapons=tuple(parts.weapons.get(key, ())),
        place=parts.places.get((key, "place")),
        origin=parts.places.get((key, "origin")),
        destination=parts.places.get((key, "destination")),
        when=_when(when),
        quantities=tuple(parts.quantities.get(key, ())),
        sources=tuple(parts.parties.get((key, "source"), ())),
        confidence=confidence,
        chances=chances,
        notes=tuple(notes),
    )


def _when(values: list[Any]) -> Interval | None:
    begin, end, *rest = values
    return None if begin is None else Interval(Span(begin, end), *rest)


def _place(values: list[Any]) -> Place:
    begin, end, *named, kind, bearing, least, most, part, why = values
    relation = None if kind is None else Relation(kind, bearing, None if least is None else (least, most), part)
    return Place(Span(begin, end), **dict(zip(_PLACE, named, strict=True)), relation=relation, why=why)
