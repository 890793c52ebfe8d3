"""Claims as CSV: one row a claim, several values of a field joined by "; "."""

from __future__ import annotations

import csv as standard
import io
from collections.abc import Iterable, Iterator

from dateline.record import Claim, Party, Report

COLUMNS = (
    "claim report title published outlet event trigger polarity modality actors actor_names targets "
    "target_names weapons place place_name country admin1 latitude longitude radius_km precision "
    "when date_from date_to quantities sources source_names stances confidence evidence"
).split()
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run as a formula


def csv(coded: Iterable[tuple[Report, tuple[Claim, ...]]]) -> Iterator[str]:
    """A header line, then one line per claim; cells that a spreadsheet would run are quoted with '."""
    yield _line(COLUMNS)
    for report, claims in coded:
        for claim in claims:
            yield _line([_safe(value) for value in _row(report, claim)])


def _line(values: Iterable[object]) -> str:
    buffer = io.StringIO()
    standard.writer(buffer, lineterminator="\n").writerow(values)
    return buffer.getvalue()


def _safe(value: object) -> object:
    """Text that starts like a formula gets an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_LIVE):
        return "'" + value
    return value


def _row(report: Report, claim: Claim) -> list[object]:
    place, when = claim.place, claim.when
    return [
        claim.id,
        report.id,
        report.title or "",
        report.published or "",
        report.outlet or "",
        claim.event,
        claim.trigger.of(report.text),
        claim.polarity,
        claim.modality,
        *_parties(claim.actors),
        *_parties(claim.targets),
        "; ".join(w.of(report.text) for w in claim.weapons),
        place.text if place else "",
        (place.name or "") if place else "",
        (place.country or "") if place else "",
        (place.admin1 or "") if place else "",
        place.lat if place and place.lat is not None else "",
        place.lon if place and place.lon is not None else "",
        place.radius_km if place and place.radius_km is not None else "",
        place.precision if place else "",
        when.text if when else "",
        (when.earliest or "") if when else "",
        (when.latest or "") if when else "",
        "; ".join(f"{q.kind}: {q.text}" for q in claim.quantities),
        *_parties([s.party for s in claim.sources]),
        "; ".join(s.stance for s in claim.sources),
        claim.confidence,
        " ".join(claim.evidence.of(report.text).split()),
    ]


def _parties(parties: Iterable[Party]) -> tuple[str, str]:
    """Mentions and resolved names, in the same order."""
    found = list(parties)
    return "; ".join(p.text for p in found), "; ".join(p.name or "?" for p in found)
