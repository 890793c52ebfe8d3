"""GeoJSON (RFC 7946): points, areas as polygons beside them, and null geometry where nothing was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.columns import Column
from dateline.export.features import LAYERS, rows
from dateline.export.files import dumps, text_file
from dateline.export.geometry import areas, circle, coordinates
from dateline.export.records import claim_json
from dateline.record import Claim, Place, Report


def geojson(coded: Iterable[tuple[Report, tuple[Claim, ...]]]) -> Iterator[str]:
    """For `dateline read`: a feature a claim, at its point; `radius_km` says how large the area is."""
    features = (_claim_feature(report, claim) for report, claims in coded for claim in claims)
    return _collection(features)


def write_geojson(bundle: Bundle, path: Path, what: str) -> Written:
    """A feature at the point of each row, and one for its area (`part` tells them apart).

    A row without a place has one feature with a null geometry.
    """
    count = 0

    def features() -> Iterator[dict[str, Any]]:
        nonlocal count
        layer = LAYERS[what]
        for row in rows(bundle, what):
            count += 1
            yield from _features(layer.id(row), layer.place(row), _properties(layer.columns, row), layer.one)

    with text_file(path) as file:
        file.writelines(_collection(features()))
    return Written(count)


def _collection(features: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield '{"type": "FeatureCollection", "features": [\n'
    between = ""
    for feature in features:
        yield between + dumps(feature)
        between = ",\n"
    yield "\n]}\n"


def _features(id: str, place: Place | None, properties: dict[str, Any], one: str) -> Iterator[dict[str, Any]]:
    if place is None or place.lat is None:
        yield _feature(id, None, properties | {"part": "unlocated"})
        return
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    yield _feature(id, point, properties | {"part": "point"})
    if extent := circle(place):
        (rings,) = areas([extent])
        yield _feature(f"{id}/area", coordinates(rings), properties | {"part": "area", one: id})


def _feature(id: str, geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": properties}


def _properties(columns: Sequence[Column[Any]], row: Any) -> dict[str, Any]:
    return {c.name: list(v) if c.kind == "texts" else v for c in columns for v in [c.value(row)]}


def _claim_feature(report: Report, claim: Claim) -> dict[str, Any]:
    place = claim.place
    located = place is not None and place.lat is not None
    properties = claim_json(report, claim) | {
        "report": report.id,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "quote": claim.evidence.of(report.text),
        "radius_km": place.radius_km if place else None,
        "precision": place.precision if place else None,
    }
    point = {"type": "Point", "coordinates": [place.lon, place.lat]} if located and place else None
    return _feature(claim.id, point, properties)
