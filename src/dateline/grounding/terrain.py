"""How countries and divisions lie: their parts, shared borders and capitals, from the towns in them.

The gazetteer has no outlines. Where the towns of a country lie is a fair picture of it: the middle of
its northern third is the north, and where towns of two countries face each other runs their border.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Sequence

from dateline.grounding.gazetteer import Gazetteer
from dateline.grounding.gazetteer_sources import distance_km
from dateline.grounding.spatial import Area, bearing_vector

Point = tuple[float, float]

_MANY = 6000  # towns: enough for the shape of the largest country
_FACING_KM = 45.0  # towns of two countries no farther apart lie on both sides of a border
_CELL = 0.45  # degrees, of the grid in which facing towns are sought
_STRETCH_KM = 120.0  # of a border, around its nearest point
_OUTER = 1 / 3  # of an extent, measured along a bearing: "the north"


class Terrain:
    """The lie of the land, from the towns of a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.towns = functools.lru_cache(maxsize=64)(self._towns)
        self.part = functools.lru_cache(maxsize=512)(self._part)
        self.border = functools.lru_cache(maxsize=256)(self._border)

    def _towns(self, country: str, admin1: str | None) -> tuple[Point, ...]:
        towns = self._gazetteer.towns(country, most=_MANY)
        return tuple((lat, lon) for lat, lon, first in towns if admin1 in (None, first))

    def _part(self, country: str, admin1: str | None, bearing: str) -> Area | None:
        """The outer third of a country or division in a direction: "eastern Ukraine"."""
        towns = self.towns(country, admin1)
        if len(towns) < 12:
            return None
        north, east = bearing_vector(bearing)
        along = sorted((lat * north + lon * math.cos(math.radians(lat)) * east, lat, lon) for lat, lon in towns)
        low, high = along[len(along) // 50][0], along[-1 - len(along) // 50][0]
        outer = [(lat, lon) for value, lat, lon in along if value >= high - _OUTER * (high - low)]
        return _around(outer)

    def _border(self, one: str, other: str) -> tuple[Point, ...]:
        """Points along the border of two countries: half-way between the towns that face each other."""
        ours, theirs = self.towns(one, None), self.towns(other, None)
        cells: dict[tuple[int, int], list[Point]] = defaultdict(list)
        for town in _within(ours, theirs):
            cells[_cell(town)].append(town)
        points = []
        for town in _within(theirs, ours) if cells else ():
            row, column = _cell(town)
            near = [t for i in (-1, 0, 1) for j in (-1, 0, 1) for t in cells.get((row + i, column + j), ())]
            facing = min(near, key=functools.partial(_nearness, town), default=None)
            if facing and distance_km(facing, town) <= _FACING_KM:
                points.append(((town[0] + facing[0]) / 2, (town[1] + facing[1]) / 2))
        return tuple(points)

    def border_area(self, one: str, other: str, near: Sequence[Point]) -> Area | None:
        """The stretch of a border nearest to some points, or all of it when there are none."""
        points = self.border(one, other)
        if len(points) < 2:
            return None
        if not near:
            return _around(points)
        near = list(dict.fromkeys(near))
        closest = min(points, key=lambda point: min(_nearness(point, other) for other in near))
        return _around([point for point in points if distance_km(point, closest) <= _STRETCH_KM / 2], least_km=40.0)


def _within(some: Sequence[Point], others: Sequence[Point]) -> Sequence[Point]:
    """Points of some in the box around others, two cells wider on every side: few where countries are no neighbours."""
    if not others:
        return ()
    (south, north), (west, east) = ((min(x) - 2 * _CELL, max(x) + 2 * _CELL) for x in zip(*others, strict=True))
    return [p for p in some if south <= p[0] <= north and west <= p[1] <= east]


def _cell(point: Point) -> tuple[int, int]:
    return math.floor(point[0] / _CELL), math.floor(point[1] / _CELL)


def _nearness(one: Point, other: Point) -> float:
    """A quick stand-in for distance, good for comparing places close to each other."""
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return (one[0] - other[0]) ** 2 + east * east


def _around(points: Sequence[Point], *, least_km: float = 10.0) -> Area:
    """A circle around the middle of some towns and of their extent, that holds most of them."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    lat = (sum(lats) / len(lats) + (min(lats) + max(lats)) / 2) / 2
    lon = (sum(lons) / len(lons) + (min(lons) + max(lons)) / 2) / 2
    far = sorted(distance_km((lat, lon), point) for point in points)
    return Area(round(lat, 4), round(lon, 4), round(max(least_km, far[int(0.9 * (len(far) - 1))]), 1))
