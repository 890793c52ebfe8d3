"""Spatial words around a place name, and the area they describe.

"6 km south of X", "the western edge of X", "outside X": what stands before and after a name becomes
a `Relation`; a relation and an area become a new area with an honest radius.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from dateline.grounding.gazetteer_sources import distance_km
from dateline.record import Relation

_BEARINGS = {"north": "N", "northeast": "NE", "east": "E", "southeast": "SE", "south": "S",
             "southwest": "SW", "west": "W", "northwest": "NW"}  # fmt: skip
_DEGREES = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}
_UNITS_KM = {"k": 1.0, "m": 1.609, "y": 0.000914, "metre": 0.001}
_NUMBERS = {word: float(value) for value, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve".split())}  # fmt: skip
_NUMBERS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
             "hundred": 100, "a hundred": 100, "a": 1, "dozen": 12, "a dozen": 12}  # fmt: skip

SETTLEMENT = (
    "city|town|village|hamlet|municipality|settlement|capital|suburb|township|stronghold|port|"
    "community|port city|border town|enclave|locality"
)
DIVISION = (
    "province|governorate|oblast|state|region|county|district|department|prefecture|parish|"
    "canton|division|municipality|territory|republic|raion|wilaya|sub-district|subdistrict"
)
_PARTS = (
    "edges?|sides?|parts?|half|halves|quarters?|outskirts|suburbs?|neighbou?rhoods?|districts?|"
    "countryside|corner|end|fringes?|flank|bank|banks|area|areas|sector|sectors|approaches|"
    "entrance|gates|towns|villages|tip|coast|shore|front"
)
_C = r"((?:north|south)[- ]?(?:east|west)|north|south|east|west)"
_COMPASS = re.compile(rf"\b{_C}(?:ern|ernmost|wards?)?\b")
_NUMBER = r"(\d[\d,.]*|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(kilomet(?:er|re)s?|kms?|miles?|mi|met(?:er|re)s?|m|yards?)"
_ROAD = r"(?:(?:main|coastal|desert|supply) )?(?:road|highway|motorway|route|railway|line|axis|corridor)"

# What may stand between the spatial words and the name: "the (Iraqi) city of", "the".
_LEAD = re.compile(
    rf"(?:\b(?:the|its|their|a|an) )?(?:(?:[\w'-]+ ){{0,3}}(?:{SETTLEMENT}|{DIVISION}) of )?"
    r"(?:the )?$"
)
_DISTANCE = re.compile(
    rf"{_NUMBER}(?: ?(?:-|to|and|or) ?{_NUMBER})?[ -]?{_UNIT}(?: ?\([^)]*\))?"
    rf"(?: (?:to the |due |further |away )*{_C}(?:ern)?)?(?: away)?"
    r"(?: (?:of|from|outside|off|away from|inside))?$"
)
_DIRECTION = re.compile(rf"\b{_C}(?:wards?)? (?:of|from)$|\bto the {_C}(?:,)? of$")
_PART_OF = re.compile(
    rf"((?:{_C}(?:ern|ernmost)?|outer|inner|central|upper|lower|far) (?:[\w-]+ )?(?:{_PARTS})) (?:of|in)$"
)
_PART = re.compile(rf"\b((?:far |central-)?{_C}(?:ern|ernmost)?|central|downtown|inner|upper|lower|rural)$")
_CENTRE = re.compile(r"\b((?:city )?cent(?:er|re)|heart|middle|old city|three sides|parts?|half|most|much) of$")
_OUTSIDE = re.compile(r"\b(?:outside(?: of)?|outskirts of|suburbs? of|edges? of|fringes of|countryside (?:of|around))$")
_AROUND = re.compile(r"\b(?:around|surrounding|environs of|surroundings of|encircling)$")
_NEAR = re.compile(
    r"\b(?:near|nearby|close to|not far from|vicinity of|next to|adjacent to|off|off the coast of|"
    r"coast of|gates of|neighbou?rhood of|beside|overlooking|bordering|opposite)$"
)
_ALONG = re.compile(r"\b(?:along|(?:banks?|shores?|bed|course) of)$")
_AFTER_PART = re.compile(rf"^(?:'s)? ((?:{_C}(?:ern)?|outer|inner|central) (?:[\w-]+ )?(?:{_PARTS}))\b")
_AFTER_OUTSIDE = re.compile(r"^(?:'s)? (?:[\w-]+ )?(?:outskirts|suburbs|countryside|surroundings|environs)\b")
_AFTER_AREA = re.compile(r"^(?:'s)? (?:area|region|vicinity)\b")
_AFTER_ROAD = re.compile(rf"^ {_ROAD}\b")
_BEFORE_ROAD = re.compile(rf"{_ROAD} (?:that )?(?:between|from|linking|links|connecting|connects)$")
_JOIN = re.compile(r"^ ?(?:-|to|and|with|&) ?(?:the )?$")
_WITH = re.compile(r"^,? ?(?:and|or|&|,|as well as) ?(?:in |the |both )*$")


@dataclass(frozen=True, slots=True)
class Area:
    """A circle on the map."""

    lat: float
    lon: float
    radius_km: float


def plain(text: str) -> str:
    """Text as the patterns here expect it: lower case, plain hyphens and apostrophes, one space."""
    text = re.sub("[\u2010-\u2015]", "-", text.lower()).replace("\u2019", "'")
    return re.sub(r"\s+", " ", text)


def relation(before: str, after: str) -> Relation | None:
    """What the words before and after a name (both `plain`) add to it, or None."""
    lead = _LEAD.sub("", before).rstrip()
    if found := _DISTANCE.search(lead):
        return _distance(found)
    if found := _DIRECTION.search(lead):
        return Relation("direction", bearing=_bearing(found[1] or found[2]))
    if found := _PART_OF.search(lead) or _PART.search(lead):
        return Relation("part", bearing=_bearing(found[2]), part=found[1])
    if found := _CENTRE.search(lead):
        return Relation("part", part=found[1])
    for kind, pattern in (("outside", _OUTSIDE), ("surrounding", _AROUND), ("near", _NEAR),
                          ("along", _ALONG)):  # fmt: skip
        if pattern.search(lead):
            return Relation(kind)
    if found := _AFTER_PART.search(after):
        return Relation("part", bearing=_bearing(found[2]), part=found[1])
    if _AFTER_OUTSIDE.search(after):
        return Relation("outside")
    return Relation("near") if _AFTER_AREA.search(after) else None


def pair_relation(before: str, middle: str, after: str) -> Relation | None:
    """What joins two names: between them, along their road, or None."""
    lead = _LEAD.sub("", before).rstrip()
    joined = _JOIN.search(_LEAD.sub("", middle + " ").rstrip() or middle)
    if not joined:
        return None
    if _BEFORE_ROAD.search(lead) or _AFTER_ROAD.search(after):
        return Relation("along")
    return Relation("between") if lead.endswith("between") else None


def are_joined(middle: str) -> bool:
    """True when two names are tied by a hyphen or "to": the "X-Y road", "between X and Y"."""
    return bool(_JOIN.search(middle))


def are_listed(middle: str) -> bool:
    """True when the words between two names only enumerate: "X and Y", "X and a part of Y"."""
    return bool(_WITH.search(middle) or re.match(r"^,? and (?:[\w-]+ ){1,6}$", middle))


def bearing_vector(bearing: str) -> tuple[float, float]:
    """How far north and how far east a step in a compass direction leads."""
    angle = math.radians(_DEGREES[bearing])
    return math.cos(angle), math.sin(angle)


def compass(text: str) -> str | None:
    """The direction that plain words name first: "the far south-east" → "SE"."""
    found = _COMPASS.search(text)
    return _bearing(found[1]) if found else None


def apply(relation: Relation, area: Area, *, is_wide: bool) -> Area:
    """The area that a relation to `area` describes; `is_wide` for divisions and regions."""
    if relation.km:
        return _at_distance(relation, area)
    radius = area.radius_km
    if relation.kind == "direction":
        away = radius * 1.1 if is_wide else radius * 0.6 + 6
        return _offset(area, relation.bearing, away, max(15.0, away))
    if relation.kind == "part":
        away = radius * 0.5 if relation.bearing else 0.0
        return _offset(area, relation.bearing, away, max(2.0, radius * 0.65))
    added = {"outside": 15.0, "surrounding": 20.0, "near": 10.0}.get(relation.kind, 0.0)
    return replace(area, radius_km=round(radius + added, 1))


def span_two(one: Area, other: Area, *, slack_km: float = 5.0) -> Area:
    """The area that stretches from one place to another."""
    lat, lon = (one.lat + other.lat) / 2, (one.lon + other.lon) / 2
    if abs(one.lon - other.lon) > 180:
        lon = lon - 180 if lon > 0 else lon + 180
    half = distance_km((one.lat, one.lon), (other.lat, other.lon)) / 2
    return Area(round(lat, 4), round(lon, 4), round(half + slack_km, 1))


def _distance(found: re.Match[str]) -> Relation:
    unit = found[3]
    scale = _UNITS_KM["metre" if re.match(r"met|m$", unit) else unit[0]]
    low = _number(found[1]) * scale
    high = _number(found[2]) * scale if found[2] else low
    low, high = sorted((round(low, 1), round(high, 1)))
    return Relation("distance", bearing=_bearing(found[4]), km=(low, high))


def _number(text: str) -> float:
    return _NUMBERS[text] if text in _NUMBERS else float(text.replace(",", "").rstrip("."))


def _bearing(text: str | None) -> str | None:
    return _BEARINGS[re.sub(r"[- ]", "", text)] if text else None


def _at_distance(relation: Relation, area: Area) -> Area:
    low, high = relation.km or (0.0, 0.0)
    middle = (low + high) / 2
    if not relation.bearing:
        return replace(area, radius_km=round(max(high, area.radius_km), 1))
    radius = max(3.0, (high - low) / 2 + 0.25 * middle)
    return _offset(area, relation.bearing, middle, radius)


def _offset(area: Area, bearing: str | None, away_km: float, radius_km: float) -> Area:
    if not bearing or not away_km:
        return replace(area, radius_km=round(radius_km, 1))
    angle = math.radians(_DEGREES[bearing])
    lat = max(-89.9, min(89.9, area.lat + away_km * math.cos(angle) / 111.2))
    lon = area.lon + away_km * math.sin(angle) / (111.2 * max(0.1, math.cos(math.radians(lat))))
    return Area(round(lat, 4), round((lon + 180) % 360 - 180, 4), round(radius_km, 1))
