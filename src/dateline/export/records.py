"""Reports, claims and incidents as JSON; claims exactly as the claim contract writes them (docs/claims.md §2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.files import dumps, text_file
from dateline.export.incident_table import grid_json
from dateline.heap import uncollected
from dateline.record import Claim, Interval, Party, Place, Quantity, Report, Source, Span, Summary, Toll


def jsonl(coded: Iterable[tuple[Report, tuple[Claim, ...]]]) -> Iterator[str]:
    """One report a line: {"report": {…}, "claims": […]}."""
    for report, claims in coded:
        with uncollected():
            row = {"report": report_json(report), "claims": [claim_json(report, c) for c in claims]}
            line = json.dumps(row, ensure_ascii=False)
        yield line + "\n"


def report_json(report: Report) -> dict[str, Any]:
    """A report's record."""
    return {
        "id": report.id,
        "title": report.title,
        "text": report.text,
        "published": report.published.isoformat() if report.published else None,
        "outlet": report.outlet,
        "url": report.url,
        "lang": report.lang,
    }


def claim_json(report: Report, claim: Claim) -> dict[str, Any]:
    """A claim's record; what is absent is null or an empty list."""
    return {
        "id": claim.id,
        "event": claim.event,
        "trigger": _quoted(report, claim.trigger),
        "evidence": _bounds(claim.evidence),
        "polarity": claim.polarity,
        "modality": claim.modality,
        "actors": [_party(p) for p in claim.actors],
        "targets": [_party(p) for p in claim.targets],
        "weapons": [_quoted(report, w) for w in claim.weapons],
        "place": _place(claim.place),
        "origin": _place(claim.origin),
        "destination": _place(claim.destination),
        "when": _when(claim.when),
        "quantities": [_quantity(q) for q in claim.quantities],
        "sources": [_source(s) for s in claim.sources],
        "confidence": claim.confidence,
        "chances": dict(claim.chances),
    }


def _bounds(span: Span) -> dict[str, Any]:
    return {"begin": span.begin, "end": span.end}


def _quoted(report: Report, span: Span) -> dict[str, Any]:
    return _bounds(span) | {"text": span.of(report.text)}


def _party(party: Party) -> dict[str, Any]:
    values = {"text": party.text, "name": party.name, "country": party.country, "sector": party.sector}
    return _bounds(party.span) | values


def _source(source: Source) -> dict[str, Any]:
    return _party(source.party) | {"stance": source.stance}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return _bounds(place.span) | {
        "text": place.text,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "precision": place.precision,
        "relation": place.relation.as_json() if place.relation else None,
    }


def _when(when: Interval | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return _bounds(when.span) | {
        "text": when.text,
        "from": when.earliest.isoformat() if when.earliest else None,
        "to": when.latest.isoformat() if when.latest else None,
        "granularity": when.granularity,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "kind": quantity.kind,
        "min": _plain(quantity.least),
        "max": _plain(quantity.most),
        "approx": quantity.approx,
        "of": quantity.of,
        **_bounds(quantity.span),
        "text": quantity.text,
    }


def _plain(number: float | None) -> float | int | None:
    """Whole numbers without a decimal point."""
    return int(number) if number is not None and number == int(number) else number


# ---------------------------------------------------------------- incidents


def incident_json(bundle: Bundle, summary: Summary) -> dict[str, Any]:
    """An incident with its claims in full, each with the id of its report, and the agreement grid."""
    return {
        "id": summary.incident.id,
        "events": list(summary.events),
        "status": summary.status,
        "modality": summary.modality,
        "from": summary.earliest.isoformat() if summary.earliest else None,
        "to": summary.latest.isoformat() if summary.latest else None,
        "place": _place(summary.place),
        "actors": [_party(p) for p in summary.actors],
        "targets": [_party(p) for p in summary.targets],
        "killed": _toll(summary.killed),
        "injured": _toll(summary.injured),
        "fields": grid_json(summary.fields),
        "origins": [{"key": o.key, "kind": o.kind, "name": o.name, "why": o.why} for o in summary.origins],
        "reports": list(summary.reports),
        "first_published": summary.first_published.isoformat() if summary.first_published else None,
        "last_published": summary.last_published.isoformat() if summary.last_published else None,
        "revisions": list(summary.revisions),
        "claims": [{"report": c.report} | claim_json(bundle.report_of(c), c) for c in bundle.claims_of(summary)],
    }


def _toll(toll: Toll | None) -> dict[str, Any] | None:
    if toll is None:
        return None
    return {"low": toll.low, "best": toll.best, "high": toll.high, "rule": toll.rule}


# ---------------------------------------------------------------- files


def write_incidents(bundle: Bundle, path: Path) -> Written:
    """One incident a line."""
    return Written(_lines(path, (incident_json(bundle, s) for s in bundle.summaries)))


def write_claims(bundle: Bundle, path: Path) -> Written:
    """One report a line with its claims, as `dateline read` prints them."""
    claims: dict[str, list[Claim]] = {}
    for claim in bundle.claims.values():
        claims.setdefault(claim.report, []).append(claim)
    coded = ((bundle.report_of(theirs[0]), tuple(theirs)) for theirs in claims.values())
    with text_file(path) as file:
        file.writelines(jsonl(coded))
    return Written(len(bundle.claims))


def write_reports(bundle: Bundle, path: Path) -> Written:
    """One report a line."""
    return Written(_lines(path, (report_json(r) for r in bundle.reports.values())))


def _lines(path: Path, records: Iterable[dict[str, Any]]) -> int:
    count = 0
    with text_file(path) as file:
        for record in records:
            file.write(dumps(record) + "\n")
            count += 1
    return count
