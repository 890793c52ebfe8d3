"""Where: the phrases a report uses for places, resolved to areas on the map.

A phrase holds a name with spatial words ("6 km south of Daquq"), or points back to one ("the
city"). The names of the whole report are read together (`toponyms.py`), the words around a name
shape its area (`spatial.py`), and what cannot be resolved stays unresolved.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.grounding import spatial
from dateline.grounding.gazetteer import Gazetteer
from dateline.grounding.gazetteer_sources import Entry
from dateline.grounding.names import Finder, Name
from dateline.grounding.spatial import Area, plain
from dateline.grounding.toponyms import Reading, Toponyms, describe
from dateline.record import Place, Precision, Relation, Span

_PRECISIONS: dict[str, Precision] = {
    "city": "city", "admin1": "admin1", "admin2": "admin2", "country": "country", "sea": "sea",
    "strait": "sea", "quarter": "city", "base": "exact", "dam": "exact", "crossing": "exact", "camp": "exact",
    "field": "exact", "facility": "exact",
}  # fmt: skip
_WIDE = frozenset({"admin1", "region", "country", "continent", "desert", "valley", "river"})
_FACILITY = (
    "hospital|clinic|mosque|church|cathedral|temple|shrine|school|university|college|market|bazaar|"
    "airport|airfield|airbase|base|barracks|bridge|bridges|prison|jail|checkpoint|station|embassy|"
    "consulate|hotel|house|home|building|courthouse|court|palace|factory|refinery|compound|complex|"
    "camp|neighbou?rhood|square|street|stadium|restaurant|cafe|bank|mall|laboratories|laboratory|"
    "headquarters|office|offices|warehouse|depot|depots|convoy|port|cemetery|roundabout|monastery|"
    "plant|tower|theatre|theater|club|farm|orphanage|garrison|outpost|post|wedding|funeral"
)
_HAS_FACILITY = re.compile(rf"\b(?:{_FACILITY})s?\b")
_FACILITY_AFTER = re.compile(rf"^(?:'s)? (?:[\w-]+ )?(?:{_FACILITY})\b")
_BACK = re.compile(
    r"\b(?:the|this|that|its|their|his|her|same)(?: [\w'-]+){0,3}? (city|town|village|capital|"
    r"hamlet|suburb|settlement|"
    r"province|governorate|state|oblast|department|country|nation|river|camp|area|region|vicinity|"
    rf"scene|site|location|place|zone|enclave|island|district|valley|peninsula|{_FACILITY})s?\b"
)
_SETTLED = frozenset({"city", "quarter", "camp", "base", "admin2"})
_BACK_KINDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("city", "town", "village", "capital", "hamlet", "suburb", "settlement"),
                    frozenset({"city"})),
    **dict.fromkeys(("province", "governorate", "state", "oblast", "department"),
                    frozenset({"admin1"})),
    **dict.fromkeys(("country", "nation"), frozenset({"country"})),
    "river": frozenset({"river"}), "island": frozenset({"island"}),
    "valley": frozenset({"valley", "river"}), "peninsula": frozenset({"peninsula", "island"}),
    "district": frozenset({"admin2", "city"}), "camp": frozenset({"camp"}),
}  # fmt: skip
_MOST_PEOPLE = {"village": 60_000, "hamlet": 20_000, "town": 900_000}
_AREA_KINDS = _SETTLED | {"region", "admin1", "valley", "island", "dam", "field", "crossing"}
_LANDMARK = re.compile(r"\b(?:of|from|near|outside|toward|towards|to) (?:the )?(?:\w+ (?:city|town|village) of )?$")
_FACILITY_RADIUS_KM = 10.0
_BACK_RADIUS_KM = 20.0


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A mention with its names, split into what stands before, between and after them."""

    span: Span
    text: str
    names: tuple[Name, ...]


class PlaceResolver:
    """Resolves the place phrases of one report after the other; holds no report."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._nations = dict(gazetteer.nations())

    def resolve(
        self,
        text: str,
        mentions: Sequence[Span],
        *,
        toponyms: Sequence[Span] = (),
        filed_from: Span | None = None,
        hints: Sequence[str] = (),
    ) -> list[Place | None]:
        """The places that `mentions` of a report stand for, one per mention, in order.

        `toponyms` are all name spans recognised in the report, `filed_from` the place of its
        dateline (context, never an antecedent), `hints` alpha-3 codes of countries it is likely
        about. A place without coordinates could not be resolved; its `why` says so.
        """
        report = self._read(text, mentions, toponyms, hints)
        job = _Job(self._gazetteer, text, report, filed_from)
        return [job.place(mention) for mention in mentions]

    def read_names(self, text: str, toponyms: Sequence[Span], *, hints: Sequence[str] = ()) -> list[Entry | None]:
        """What each recognised name means, whatever the words around it add."""
        report = self._read(text, (), toponyms, hints)
        return [
            next((report.readings[name.span].entry for name in report.names
                  if span.overlaps(name.span) and name.span in report.readings), None)
            for span in toponyms
        ]  # fmt: skip

    def _read(self, text: str, mentions: Sequence[Span], toponyms: Sequence[Span], hints: Sequence[str]) -> Toponyms:
        names = _find(Finder(self._gazetteer, text, _is_caseless(text)), mentions, toponyms)
        return Toponyms(self._gazetteer, self._nations, text, names, hints)


def _is_caseless(text: str) -> bool:
    """True for ALL-CAPS wires and lower-case pages, where capitals mark no names."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return capitals == 0 or capitals > 0.7 * len(letters)


def _find(finder: Finder, mentions: Sequence[Span], toponyms: Sequence[Span]) -> list[Name]:
    """Names in the recognised spans first, then whatever else the mentions hold."""
    found = [name for span in sorted(toponyms) for name in finder.names(span, is_name=True)]
    found += [name for span in mentions for name in finder.names(span, is_mention=True)]
    if not toponyms:
        found += finder.names(Span(0, len(finder.text)))
    kept: list[Name] = []
    for name in sorted(found, key=lambda n: (n.span.begin, -n.span.end)):
        if not kept or kept[-1].span.end <= name.span.begin:
            kept.append(name)
    return kept


class _Job:
    """The mentions of one report, with its names already read."""

    def __init__(self, gazetteer: Gazetteer, text: str, report: Toponyms, filed_from: Span | None) -> None:
        self._gazetteer = gazetteer
        self._text = text
        self._report = report
        self._filed_from = filed_from
        self._namesakes = {name.span for name in report.names if self._is_namesake(name)}

    def place(self, mention: Span) -> Place | None:
        """The place of one mention."""
        phrase = self._phrase(mention)
        heads = self._heads(phrase)
        if not heads:
            return self._point_back(phrase)
        return self._from_names(phrase, heads)

    def _is_namesake(self, name: Name) -> bool:
        """True when a site's own name only happens to be a place's too: "Al Salem hospital"."""
        reading = self._report.readings.get(name.span)
        after = plain(self._text[name.span.end : name.span.end + 40])
        if reading is None or reading.entry.kind != "city" or not _FACILITY_AFTER.search(after):
            return False
        return reading.is_loose or reading.entry.country not in self._report.countries()

    def _phrase(self, mention: Span) -> _Phrase:
        names = tuple(
            name for name in self._report.names if mention.overlaps(name.span) and name.span not in self._namesakes
        )
        return _Phrase(mention, mention.of(self._text), names)

    def _heads(self, phrase: _Phrase) -> list[Name]:
        """The names that the phrase is about, without those that only say in what they lie."""
        readings = self._report.readings
        names = [name for name in phrase.names if name.span in readings]
        if not names:
            return list(phrase.names)
        proper = [name for name in names if not readings[name.span].is_demonym]
        names = proper or names
        if not proper and self._points_back(phrase):
            return []
        heads = [names[0]]
        for previous, name in itertools.pairwise(names):
            middle = plain(self._text[previous.span.end : name.span.begin])
            if spatial.are_listed(middle) or spatial.are_joined(middle):
                is_inside = _lies_in(readings[previous.span].entry, readings[name.span].entry)
                if not (is_inside and "," in middle):
                    heads.append(name)
        return heads

    def _points_back(self, phrase: _Phrase) -> bool:
        found = _BACK.search(plain(phrase.text))
        return bool(found and found[1] in ("city", "town", "village", "capital"))

    # -------------------------------------------------------- phrases with a name

    def _from_names(self, phrase: _Phrase, heads: list[Name]) -> Place:
        first = heads[0]
        reading = self._report.readings.get(first.span)
        if reading is None:
            return self._unknown(phrase, f'the gazetteer has no place called "{first.surface}"')
        before, after = self._around(phrase, first)
        if len(heads) > 1:
            other = self._report.readings.get(heads[1].span)
            if other and other.entry != reading.entry:
                return self._from_two(phrase, heads, reading, other)
        relation = spatial.relation(before, after)
        if relation and relation.kind == "outside" and reading.entry.kind == "country":
            return self._unknown(phrase, f"it lies somewhere outside {reading.entry.name}")
        return self._shape(phrase, reading, relation)

    def _around(self, phrase: _Phrase, name: Name) -> tuple[str, str]:
        """The words before and after a name: of the phrase, and those that lead into it."""
        text = self._text
        begin = max(0, name.span.begin - 70)
        before = re.split(r"[.;!?\n] ", text[begin : name.span.begin])[-1]
        after = text[name.span.end : max(phrase.span.end, name.span.end)]
        after += text[phrase.span.end : phrase.span.end + 24] if not after else ""
        return plain(before), plain(re.split(r"[.;!?\n]", after)[0])

    def _from_two(self, phrase: _Phrase, heads: list[Name], reading: Reading, other: Reading) -> Place:
        before, _ = self._around(phrase, heads[0])
        _, after = self._around(phrase, heads[1])
        middle = plain(self._text[heads[0].span.end : heads[1].span.begin])
        relation = spatial.pair_relation(before, middle, after)
        one, two = reading.entry, other.entry
        area = spatial.span_two(_area(one), _area(two))
        if relation is None:
            area = replace(area, radius_km=round(area.radius_km + max(one.radius_km, two.radius_km), 1))
        word = {"between": "between ", "along": "road "}.get(relation.kind if relation else "", "")
        both = one.country == two.country
        kinds = {one.kind, two.kind}
        precision: Precision = "country" if kinds == {"country"} else "region"
        if kinds == {"city"} and area.radius_km <= 25:
            precision = "near" if relation else "city"
        return Place(
            phrase.span, phrase.text, f"{word}{one.name} and {two.name}",
            one.country if both else None,
            one.admin1 if both and one.admin1 == two.admin1 else None,
            None, None, area.lat, area.lon, area.radius_km, precision, relation,
            f"{reading.why} {other.why} The area covers both.",
        )  # fmt: skip

    def _shape(self, phrase: _Phrase, reading: Reading, relation: Relation | None) -> Place:
        """A place from one reading, the words around its name, and the noun it may be inside."""
        entry = reading.entry
        is_wide = entry.kind in _WIDE
        area = _area(entry)
        precision = _PRECISIONS.get(entry.kind, "region")
        why = reading.why
        if relation:
            area = spatial.apply(relation, area, is_wide=is_wide)
            precision = _related(relation, precision, area)
            why += f" The words around it make it {_in_words(relation)}."
        elif entry.kind in ("city", "quarter") and _is_in_facility(plain(phrase.text), entry.name):
            area = replace(area, radius_km=min(area.radius_km, _FACILITY_RADIUS_KM))
            precision = "exact"
            why += " The site itself is not in the gazetteer: the point is the town's."
        return Place(
            phrase.span, phrase.text, self._title(entry), entry.country, entry.admin1,
            entry.admin2, entry.geonameid, area.lat, area.lon, area.radius_km, precision,
            relation, why,
        )  # fmt: skip

    def _title(self, entry: Entry) -> str:
        """The usual English name; a division with its word: "Deir ez-Zor Governorate"."""
        if entry.kind != "admin1":
            return entry.name
        generic = self._gazetteer.generic(entry.country, entry.name)
        return f"{entry.name} {generic}".strip()

    # -------------------------------------------------------- phrases that point back

    def _point_back(self, phrase: _Phrase) -> Place:
        """ "The city", "the area", "a district of the town": the nearest earlier name that fits."""
        lowered = plain(phrase.text)
        found = list(_BACK.finditer(lowered))
        if not found:
            return self._unknown(phrase, "it names no place")
        noun = found[-1][1]
        kinds = _BACK_KINDS.get(noun, _AREA_KINDS)
        is_area = noun not in _BACK_KINDS
        reading = self._antecedent(phrase.span, kinds, noun)
        if reading is None:
            return self._unknown(phrase, "no place named before it in the report fits")
        before = lowered[: found[-1].start()] + "the "
        lead = plain(self._text[max(0, phrase.span.begin - 60) : phrase.span.begin])
        relation = spatial.relation(lead + before, lowered[found[-1].end(1) :])
        place = self._shape(phrase, reading, relation)
        why = f'"{phrase.text}" points back to {describe(reading.entry)}, named before it.'
        if is_area and relation is None and place.precision == "city":
            radius = max(place.radius_km or 0.0, _BACK_RADIUS_KM)
            return replace(place, radius_km=radius, precision="near" if noun == "vicinity" else "city", why=why)
        return replace(place, why=f"{why} {place.why}" if relation else why)

    def _antecedent(self, mention: Span, kinds: frozenset[str], noun: str) -> Reading | None:
        """The nearest earlier name of a kind; landmarks ("south of X") only if nothing else."""
        second: Reading | None = None
        for name in reversed(self._report.names):
            if name.span.end > mention.begin or self._is_dateline(name):
                continue
            reading = self._report.readings.get(name.span)
            if reading is None and "city" in kinds and name.span not in self._namesakes:
                return second  # the likeliest antecedent is a place that nobody knows
            if reading is None or reading.is_demonym or name.span in self._namesakes:
                continue
            if reading.entry.population > _MOST_PEOPLE.get(noun, math.inf):
                continue
            entry = self._raised(reading.entry, kinds)
            if entry is None:
                continue
            fitting = replace(reading, entry=entry)
            before = plain(self._text[max(0, name.span.begin - 40) : name.span.begin])
            if not _LANDMARK.search(before):
                return fitting
            second = second or fitting
        return second

    def _raised(self, entry: Entry, kinds: frozenset[str]) -> Entry | None:
        """The entry itself, or the division or country it lies in when that is asked for."""
        if entry.kind in kinds:
            return entry
        if kinds == {"admin1"} and entry.kind in ("city", "admin2"):
            return self._gazetteer.division(entry.country, entry.admin1)
        return None

    def _is_dateline(self, name: Name) -> bool:
        return self._filed_from is not None and self._filed_from.overlaps(name.span)

    def _unknown(self, phrase: _Phrase, reason: str) -> Place:
        return Place(phrase.span, phrase.text, why=f'"{phrase.text}" is not placed: {reason}.')


def _area(entry: Entry) -> Area:
    return Area(entry.lat, entry.lon, entry.radius_km)


def _lies_in(entry: Entry, other: Entry) -> bool:
    if other.kind not in ("country", "admin1", "region") or entry.kind == "country":
        return False
    return entry.country == other.country and other.admin1 in (None, entry.admin1)


def _related(relation: Relation, precision: Precision, area: Area) -> Precision:
    """How precise a place is once words have moved or widened it."""
    if relation.kind == "part":
        return "region" if precision in ("country", "admin1", "region") else precision
    if relation.kind == "along":
        return "region"
    if precision in ("country", "admin1", "region", "sea"):
        return "sea" if precision == "sea" else "region"
    is_about = relation.kind in ("near", "outside", "surrounding")
    return "near" if is_about or area.radius_km <= 30 else "region"


def _in_words(relation: Relation) -> str:
    km = f"{relation.km[0]:g}-{relation.km[1]:g} km away" if relation.km else ""
    bearing = f"to the {relation.bearing}" if relation.bearing and not relation.part else ""
    return " ".join(word for word in (relation.part or relation.kind, km, bearing) if word)


def _is_in_facility(phrase: str, name: str) -> bool:
    """True when a phrase names a building or site in or of a town."""
    without = phrase.replace(plain(name), " ")
    return bool(_HAS_FACILITY.search(without))
