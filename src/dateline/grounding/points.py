"""GeoNames' points of divisions (`data/divisions.tsv`).

Towns crowd at coasts and borders: the middle of a division's towns can lie far from where everybody else puts
its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.grounding.gazetteer_sources import Entry, Named

Points = dict[tuple[str, str, str, str], tuple[int, float, float]]  # by kind, country, division and name


def text() -> str:
    """The table as it ships; `training/divisions.py` writes it."""
    return files("dateline").joinpath("data", "divisions.tsv").read_text(encoding="utf8")


def points() -> Points:
    """GeoNames number, latitude and longitude (WGS84 degrees) by kind, country (alpha-3), admin1 and name."""
    rows = [line.split("\t") for line in text().splitlines()[1:]]
    return {(kind, country, admin1, name): (int(n), float(lat), float(lon))
            for kind, country, admin1, name, n, lat, lon in rows}  # fmt: skip


def pointed(places: Iterable[Named]) -> Iterator[Named]:
    """The places, each wide one at its point."""
    known = points()
    for named in places:
        found = known.get(_key(named.entry))
        if found:
            number, lat, lon = found
            named = replace(named, entry=replace(named.entry, geonameid=number, lat=lat, lon=lon))
        yield named


def _key(entry: Entry) -> tuple[str, str, str, str]:
    return entry.kind, entry.country or "", (entry.admin1 or "") if entry.kind == "admin2" else "", entry.name
