"""Areas on the globe: the circle around a place as a polygon, cut where a flat map would tear it.

RFC 7946: longitude first, outer rings counter-clockwise, split at the antimeridian.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

import numpy as np
import numpy.typing as npt

from dateline.record import Place

Circle = tuple[float, float, float]  # longitude, latitude, radius in km
Ring = npt.NDArray[np.float64]  # (points, 2): longitude, latitude; the first point again at the end

_EARTH_KM = 6371.0088
_SIDES = 48
# A circle may hold one pole, not both; wider ones are drawn at this radius.
_MOST_KM = 9_900.0
_BATCH = 4096
_BEARINGS = -np.linspace(0.0, 2 * np.pi, _SIDES, endpoint=False)


def circle(place: Place | None) -> Circle | None:
    """The area of a place, or None where it has no point or no extent."""
    if place is None or place.lat is None or place.lon is None or not place.radius_km:
        return None
    return place.lon, place.lat, place.radius_km


def areas(circles: Iterable[Circle]) -> Iterator[list[Ring]]:
    """The outer rings of each circle: one, or two where it crosses the antimeridian."""
    source = iter(circles)
    while batch := list(islice(source, _BATCH)):
        values = np.array(batch, dtype=np.float64)
        rings = _rings(values)
        low, high = rings[:, :, 0].min(axis=1), rings[:, :, 0].max(axis=1)
        polar = np.abs(values[:, 1]) + np.degrees(_angle(values[:, 2])) >= 90
        for i, ring in enumerate(rings):
            if polar[i]:
                yield [_cap(ring, north=values[i, 1] > 0)]
            elif low[i] < -180 or high[i] > 180:
                yield _split(ring)
            else:
                yield [ring]


def _angle(radius_km: Ring) -> Ring:
    return np.minimum(radius_km, _MOST_KM) / _EARTH_KM


def _rings(circles: Ring) -> Ring:
    """Rings of shape (circles, sides + 1, 2); longitudes run on beyond ±180 rather than jump."""
    lon, lat = np.radians(circles[:, 0:1]), np.radians(circles[:, 1:2])  # (n, 1)
    angle = _angle(circles[:, 2:3])  # (n, 1)
    sine = np.sin(lat) * np.cos(angle) + np.cos(lat) * np.sin(angle) * np.cos(_BEARINGS)  # (n, sides)
    east = np.arctan2(np.sin(_BEARINGS) * np.sin(angle) * np.cos(lat), np.cos(angle) - np.sin(lat) * sine)
    rings = np.stack([np.degrees(lon + east), np.degrees(np.arcsin(np.clip(sine, -1, 1)))], axis=2)
    return np.concatenate([rings, rings[:, :1]], axis=1)


def _cap(ring: Ring, *, north: bool) -> Ring:
    """A circle around a pole: its edge from 180° west to 180° east, closed along the pole."""
    wrapped = np.column_stack([(ring[:-1, 0] + 180) % 360 - 180, ring[:-1, 1]])
    edge = wrapped[np.argsort(wrapped[:, 0])]
    (west, first), (east, last) = edge[0], edge[-1]
    gap = west + 360 - east
    seam = last + (first - last) * ((180 - east) / gap if gap else 0)
    pole = 90.0 if north else -90.0
    line = [(-180.0, seam), *map(tuple, edge), (180.0, seam)]
    if north:
        closed = [*line, (180.0, pole), (-180.0, pole), line[0]]
    else:
        closed = [(-180.0, pole), (180.0, pole), *reversed(line), (-180.0, pole)]
    return np.array(closed)


def _split(ring: Ring) -> list[Ring]:
    """A ring that crosses the antimeridian as two that do not."""
    seam = 180.0 if ring[:, 0].max() > 180 else -180.0
    inside, outside = _clip(ring, seam, keep_below=seam > 0), _clip(ring, seam, keep_below=seam < 0)
    outside[:, 0] -= 2 * seam
    return [inside, outside]


def _clip(ring: Ring, seam: float, *, keep_below: bool) -> Ring:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    sign = 1.0 if keep_below else -1.0
    out: list[tuple[float, float]] = []
    for (x, y), (u, v) in pairwise(ring):
        here, there = sign * (seam - x), sign * (seam - u)
        if here >= 0:
            out.append((x, y))
        if here * there < 0:
            out.append((seam, y + (v - y) * (seam - x) / (u - x)))
    return np.array([*out, out[0]])


def coordinates(rings: list[Ring]) -> dict[str, object]:
    """GeoJSON geometry of an area, to about ten centimetres."""
    parts = [[[round(x, 6), round(y, 6)] for x, y in ring.tolist()] for ring in rings]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts}
    return {"type": "MultiPolygon", "coordinates": [[part] for part in parts]}


# ---------------------------------------------------------------- well-known binary

_POINT, _MULTIPOLYGON = 1, 6


def wkb_point(lon: float, lat: float) -> bytes:
    """A point as little-endian WKB."""
    return struct.pack("<BIdd", 1, _POINT, lon, lat)


def wkb_area(rings: list[Ring]) -> bytes:
    """An area as little-endian WKB, always a MultiPolygon, so that a layer holds one kind."""
    polygons = [struct.pack("<BIII", 1, 3, 1, len(ring)) + ring.astype("<f8").tobytes() for ring in rings]
    return struct.pack("<BII", 1, _MULTIPOLYGON, len(rings)) + b"".join(polygons)
