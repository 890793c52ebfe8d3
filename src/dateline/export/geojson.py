"""Claims as GeoJSON (RFC 7946): a point and its radius, or a null geometry where nothing was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from dateline.export.records import claim_json
from dateline.record import Claim, Report


def geojson(coded: Iterable[tuple[Report, tuple[Claim, ...]]]) -> Iterator[str]:
    """One feature collection, a feature a claim; `radius_km` says how large the area is."""
    yield '{"type": "FeatureCollection", "features": [\n'
    first = True
    for report, claims in coded:
        for claim in claims:
            yield ("" if first else ",\n") + json.dumps(_feature(report, claim), ensure_ascii=False)
            first = False
    yield "\n]}\n"


def _feature(report: Report, claim: Claim) -> dict[str, object]:
    place = claim.place
    located = place is not None and place.lat is not None
    properties = claim_json(report, claim)
    return {
        "type": "Feature",
        "id": claim.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if located and place else None,
        "properties": properties
        | {
            "report": report.id,
            "title": report.title,
            "published": report.published.isoformat() if report.published else None,
            "quote": claim.evidence.of(report.text),
            "radius_km": place.radius_km if place else None,
            "precision": place.precision if place else None,
        },
    }
