"""Where: the phrases a report uses for places, resolved to areas on the map.

A phrase holds a name with spatial words ("6 km south of Daquq"), or points back to one ("the
city"). The names of the whole report are read together (`toponyms.py`), the words around a name
shape its area (`spatial.py`), and what cannot be resolved stays unresolved.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.grounding import spatial
from dateline.grounding.described import NOUN_KINDS, Described
from dateline.grounding.gazetteer import Gazetteer
from dateline.grounding.gazetteer_sources import Entry
from dateline.grounding.names import Finder, Name
from dateline.grounding.spatial import Area, plain
from dateline.grounding.spelling import is_uncased
from dateline.grounding.terrain import Terrain
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
_OUTLET_AFTER = re.compile(
    r"^ (?:[A-Z]\w+ ){0,2}(?:Press|News|Newspaper|Agency|Times|Post|Herald|Tribune|Gazette|Observer|Monitor|"
    r"Bureau|Radio|Television|TV|Broadcasting|Telegraph|Network|University|Airlines|FC|Club)\b"
)
_NOUNS = (
    "city|town|village|capital|hamlet|suburb|settlement|province|governorate|state|oblast|department|"
    "country|nation|river|camp|area|region|vicinity|scene|site|location|place|zone|enclave|islands|island|"
    "district|valley|peninsula|territory|republic|strip|mountains|mountain|lake|dam|crossing|strait|desert|forest"
)
_NOUN = re.compile(rf"\b({_NOUNS}|{_FACILITY})s?\b")
_BACK = re.compile(rf"\b(?:the|this|that|its|their|his|her|our|same)(?: [\w'-]+){{0,3}}? ({_NOUNS}|{_FACILITY})s?\b")
_NOWHERE = re.compile(
    r"\b(?:another|elsewhere|somewhere|anywhere|everywhere|nowhere|abroad|overseas|other (?:places|parts|countries))\b|"
    r"\b(?:outside|beyond|leaving|left) (?:the )?(?:country|nation)\b|\bforeign (?:country|countries|soil)\b|"
    r"\b(?:populated|residential|civilian) areas\b|^(?:[a-z]+ )?(?:areas|locations)$"
)
_LEADS_TO = re.compile(
    rf"^(?:'s)? (?:[\w-]+ ){{0,2}}(?:{spatial.SETTLEMENT}|{spatial.DIVISION}|towns|cities|villages)"
    r"(?: of|,? including| such as| like) (?:the )?$"
)
_OWNS = re.compile(r"^'?s (?:[\w-]+ )?$")
# "An area that Washington has blamed": who acts in a relative clause is no place.
_ACTS = re.compile(r"\b(?:that|which|whom?) (?:the )?$")
_THERE = re.compile(r"^(?:from |up |over |down |in |of |parts of )*(?:there|it|its|which|where|that|here)$")
_BORDER = re.compile(r"\b(?:border|frontier)\b(?! (?:guard|police|town|village|force|crossing|post|gate|terminal))")
_COMPASS_ONLY = re.compile(
    r"^(?:the |in |most |much |part |parts |of |far |deep |desert |rural |country's |its )*"
    r"(?:north|south|east|west)(?:[- ]?(?:east|west))?(?: of (?:the|this) (?:country|nation|state|province))?$"
)
_BESIDE = re.compile(r"\b(?:road|highway|motorway|hill|forest|bush|track|route|reservoir|front|line|outskirt)s?\b")
_QUARTER = re.compile(r"\b(?:quarter|district|neighbou?rhood|suburb|street|avenue|boulevard|square|road)s?\b")
_FACILITY_RADIUS_KM = 10.0
_BACK_RADIUS_KM = 20.0
_UNLISTED_RADIUS_KM = 50.0


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
        self._terrain = Terrain(gazetteer)
        self._nations = dict(gazetteer.nations())

    def resolve(
        self,
        text: str,
        mentions: Sequence[Span],
        *,
        toponyms: Sequence[Span] = (),
        filed_from: Span | None = None,
        hints: Sequence[str] = (),
        parties: Sequence[Span] = (),
    ) -> list[Place | None]:
        """The places that `mentions` of a report stand for, one per mention, in order.

        `toponyms` are all name spans recognised in the report, `filed_from` the place of its
        dateline (context, never an antecedent), `hints` alpha-3 codes of countries it is likely
        about, `parties` where it names somebody who is no place. A place without coordinates could
        not be resolved; its `why` says so.
        """
        finder = Finder(self._gazetteer, text, is_uncased(text), is_cut=True, parties=tuple(parties))
        report = self._read(finder, mentions, toponyms, hints)
        job = _Job(self._gazetteer, self._terrain, text, report, filed_from)
        return [job.place(mention) for mention in mentions]

    def read_names(self, text: str, toponyms: Sequence[Span], *, hints: Sequence[str] = ()) -> list[Entry | None]:
        """What each recognised name means, whatever the words around it add."""
        report = self._read(Finder(self._gazetteer, text, is_uncased(text)), (), toponyms, hints)
        return [
            next((report.readings[name.span].entry for name in report.names
                  if span.overlaps(name.span) and name.span in report.readings), None)
            for span in toponyms
        ]  # fmt: skip

    def _read(
        self, finder: Finder, mentions: Sequence[Span], toponyms: Sequence[Span], hints: Sequence[str]
    ) -> Toponyms:
        return Toponyms(self._gazetteer, self._nations, finder.text, _find(finder, mentions, toponyms), hints)


def _find(finder: Finder, mentions: Sequence[Span], toponyms: Sequence[Span]) -> list[Name]:
    """Names in the recognised spans first, then whatever else the mentions hold."""
    found = [name for span in sorted(toponyms) for name in finder.names(span, is_name=True)]
    found += [name for span in mentions for name in finder.names(span, is_mention=True)]
    if not toponyms and not finder.is_caseless:
        found += finder.names(Span(0, len(finder.text)))
    kept: list[Name] = []
    for name in sorted(found, key=lambda n: (n.span.begin, -n.span.end)):
        if not kept or kept[-1].span.end <= name.span.begin:
            kept.append(name)
    return kept


class _Job:
    """The mentions of one report, with its names already read."""

    def __init__(
        self, gazetteer: Gazetteer, terrain: Terrain, text: str, report: Toponyms, filed_from: Span | None
    ) -> None:
        self._gazetteer = gazetteer
        self._terrain = terrain
        self._text = text
        self._report = report
        self._filed_from = filed_from
        self._namesakes = frozenset(name.span for name in report.names if self._is_namesake(name))
        self._context = Described(gazetteer, text, report, filed_from, self._namesakes)

    def place(self, mention: Span) -> Place | None:
        """The place of one mention."""
        phrase = self._phrase(mention)
        if _BORDER.search(plain(phrase.text)) and (border := self._border(phrase)):
            return border
        heads = self._heads(phrase)
        if not heads:
            return self._point_back(phrase)
        return self._from_names(phrase, heads)

    def _is_namesake(self, name: Name) -> bool:
        """True when the name is that of something else: "Al Salem hospital", "Lanka Press Bureau"."""
        reading = self._report.readings.get(name.span)
        rest = self._text[name.span.end : name.span.end + 50]
        if _OUTLET_AFTER.match(rest):
            return True
        after = plain(rest)
        if reading is None or reading.entry.kind != "city" or not _FACILITY_AFTER.search(after):
            return False
        return reading.is_loose or reading.entry.country not in self._report.countries()

    def _phrase(self, mention: Span) -> _Phrase:
        inside = [n for n in self._report.names if mention.overlaps(n.span) and n.span not in self._namesakes]
        names = tuple(n for n in inside if not _ACTS.search(plain(self._text[mention.begin : n.span.begin])))
        return _Phrase(mention, mention.of(self._text), names)

    def _heads(self, phrase: _Phrase) -> list[Name]:
        """The names that the phrase is about, without those that only say in what they lie."""
        readings = self._report.readings
        names = [name for name in phrase.names if name.span in readings]
        if not names:
            return list(phrase.names)
        proper = [name for name in names if not readings[name.span].is_demonym]
        names = _without_containers(self._led_to(proper), readings) or names
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

    def _led_to(self, names: list[Name]) -> list[Name]:
        """Names without those that only lead to the next: "the Danube town of Vukovar", "Iraq's Anbar province"."""
        readings, kept = self._report.readings, []
        for name, later in itertools.zip_longest(names, names[1:]):
            middle = plain(self._text[name.span.end : later.span.begin]) if later else ""
            kinds = [readings[n.span].entry.kind for n in (name, later) if n]
            is_owner = bool(_OWNS.search(middle)) and kinds[0] == "country" != kinds[1]
            if not (is_owner or (middle and _LEADS_TO.search(middle))):
                kept.append(name)
        return kept

    def _points_back(self, phrase: _Phrase) -> bool:
        found = _BACK.search(plain(phrase.text))
        return bool(found and found[1] in ("city", "town", "village", "capital"))

    # -------------------------------------------------------- phrases with a name

    def _from_names(self, phrase: _Phrase, heads: list[Name]) -> Place:
        first = heads[0]
        reading = self._report.readings.get(first.span)
        if reading is None:
            return self._unlisted(phrase, first)
        before, after = self._around(phrase, first)
        if len(heads) > 1:
            other = self._report.readings.get(heads[1].span)
            middle = plain(self._text[first.span.end : heads[1].span.begin])
            pair = spatial.pair_relation(before, middle, self._around(phrase, heads[1])[1])
            if other and other.entry != reading.entry and pair:
                return self._from_two(phrase, pair, reading, other)
        relation = spatial.relation(before, after)
        if relation and relation.kind == "outside" and reading.entry.kind == "country":
            return self._unknown(phrase, f"it lies somewhere outside {reading.entry.name}")
        return self._shape(phrase, reading, relation)

    def _unlisted(self, phrase: _Phrase, name: Name) -> Place:
        """A name that the gazetteer lacks: the area that the text puts it in, widened."""
        reason = f'the gazetteer has no place called "{name.surface}"'
        lowered = plain(phrase.text)
        if _NOWHERE.search(lowered):
            return self._unknown(phrase, reason)
        inside = self._report.container(name)
        reading = self._context.locality(phrase.span, is_named=True)
        if inside and not (reading and _lies_in(reading.entry, inside)):
            reading = Reading(inside, f"The text puts it in {inside.name}.")
        if reading is None:
            return self._unknown(phrase, reason)
        place = self._shape(phrase, reading, None)
        why = f"{reason[0].upper()}{reason[1:]}; the text has it in or near {describe(reading.entry)}."
        if reading.entry.kind in _WIDE:
            return replace(place, why=why)
        if _HAS_FACILITY.search(lowered) or _QUARTER.search(lowered):
            radius = max(_FACILITY_RADIUS_KM, reading.entry.radius_km)
            return replace(place, radius_km=radius, precision="exact", why=why)
        radius = max(_UNLISTED_RADIUS_KM, reading.entry.radius_km)
        return replace(place, radius_km=radius, precision="region", geonameid=None, why=why)

    def _around(self, phrase: _Phrase, name: Name) -> tuple[str, str]:
        """The words before and after a name: of the phrase, and those that lead into it."""
        text = self._text
        begin = max(0, name.span.begin - 70)
        before = re.split(r"[.;!?\n] ", text[begin : name.span.begin])[-1]
        after = text[name.span.end : max(phrase.span.end, name.span.end)]
        after += text[phrase.span.end : phrase.span.end + 24] if not after else ""
        return plain(before), plain(re.split(r"[.;!?\n]", after)[0])

    def _from_two(self, phrase: _Phrase, relation: Relation, reading: Reading, other: Reading) -> Place:
        """The area that two names span: between them, or along their road."""
        one, two = reading.entry, other.entry
        area = spatial.span_two(_area(one), _area(two))
        word = {"between": "between ", "along": "road "}.get(relation.kind, "")
        both = one.country == two.country
        kinds = {one.kind, two.kind}
        precision: Precision = "country" if kinds == {"country"} else "region"
        if kinds == {"city"} and area.radius_km <= 25:
            precision = "near"
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
            area = self._part(entry, relation) or spatial.apply(relation, area, is_wide=is_wide)
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

    def _part(self, entry: Entry, relation: Relation) -> Area | None:
        """The part of a country or division that a compass word names, as its towns lie."""
        if relation.kind != "part" or not relation.bearing or entry.kind not in ("country", "admin1"):
            return None
        first = entry.admin1 if entry.kind == "admin1" else None
        return self._terrain.part(entry.country, first, relation.bearing) if entry.country else None

    def _title(self, entry: Entry) -> str:
        """The usual English name; a division with its word: "Deir ez-Zor Governorate"."""
        if entry.kind != "admin1":
            return entry.name
        generic = self._gazetteer.generic(entry.country, entry.name)
        return f"{entry.name} {generic}".strip()

    # -------------------------------------------------------- phrases that point back

    def _point_back(self, phrase: _Phrase) -> Place:
        """ "The city", "the area", "there", "a market": the named place it most likely stands for."""
        lowered = plain(phrase.text)
        if _NOWHERE.search(lowered):
            return self._unknown(phrase, "it names no place")
        if _COMPASS_ONLY.search(lowered):
            return self._compass(phrase, lowered)
        if _THERE.search(lowered):
            return self._fallen_back(phrase, self._context.anything(phrase.span))
        found = [*_BACK.finditer(lowered)] or [*_NOUN.finditer(lowered)]
        reading = self._antecedent(phrase, found[-1][1], lowered) if found else None
        if reading:
            return self._pointed(phrase, reading, lowered, found[-1])
        return self._fallen_back(phrase, self._context.locality(phrase.span))

    def _antecedent(self, phrase: _Phrase, noun: str, lowered: str) -> Reading | None:
        """What a noun points back to, when it has a kind of its own."""
        if noun in ("city", "capital", "town") and re.search(rf"\\bthis {noun}$", lowered) and self._filed_from:
            for name in self._report.names:
                if self._filed_from.overlaps(name.span) and name.span in self._report.readings:
                    return self._report.readings[name.span]
        is_unknown = noun in ("town", "village", "hamlet", "settlement") and self._context.unknown_before(phrase.span)
        return None if noun not in NOUN_KINDS or is_unknown else self._context.of_noun(phrase.span, noun)

    def _pointed(self, phrase: _Phrase, reading: Reading, lowered: str, noun: re.Match[str]) -> Place:
        lead = plain(self._text[max(0, phrase.span.begin - 60) : phrase.span.begin])
        relation = spatial.relation(lead + lowered[: noun.start()] + "the ", lowered[noun.end(1) :])
        place = self._shape(phrase, reading, relation)
        why = f'"{phrase.text}" points back to {describe(reading.entry)}.'
        return replace(place, why=f"{why} {place.why}" if relation else why)

    def _fallen_back(self, phrase: _Phrase, reading: Reading | None) -> Place:
        """A place that is only described, put where the report is just then."""
        if reading is None:
            return self._unknown(phrase, "no place named in the report fits")
        lowered = plain(phrase.text)
        place = self._shape(phrase, reading, None)
        why = f'"{phrase.text}" points back to {describe(reading.entry)}, the place the report speaks of there.'
        if reading.entry.kind in _WIDE or _THERE.search(lowered):
            return replace(place, why=why)
        radius = max(place.radius_km or 0.0, _BACK_RADIUS_KM)
        precision = "near" if _BESIDE.search(lowered) else place.precision
        return replace(place, radius_km=radius, precision=precision, why=why)

    def _compass(self, phrase: _Phrase, lowered: str) -> Place:
        """ "The south", "the east of the country": that part of the country or division."""
        is_state = bool(re.search(r"\b(?:state|province)$", lowered))
        context = self._context
        reading = context.of_noun(phrase.span, "state") if is_state else context.country(phrase.span)
        bearing = spatial.compass(lowered)
        if reading is None or bearing is None:
            return self._unknown(phrase, "the report does not say of what country")
        return self._shape(phrase, reading, Relation("part", bearing=bearing, part=lowered.removeprefix("the ")))

    def _border(self, phrase: _Phrase) -> Place | None:
        """ "The Turkish border", "the border": its stretch nearest to where the report is."""
        readings = [self._report.readings[n.span].entry for n in phrase.names if n.span in self._report.readings]
        if any(entry.kind != "country" for entry in readings):
            return None
        named = list(dict.fromkeys(entry.country for entry in readings if entry.country))
        others = [country for country in self._context.countries() if country not in named]
        near = self._context.points(phrase.span)
        for one, other in itertools.combinations([*named, *others][:4], 2):
            if any(country not in (one, other) for country in named[:2]):
                continue
            if area := self._terrain.border_area(one, other, near):
                return self._along_border(phrase, one, other, area)
        return None

    def _along_border(self, phrase: _Phrase, one: str, other: str, area: Area) -> Place:
        names = sorted(nation.name if (nation := self._report.nation(code)) else code for code in (one, other))
        home = next((c for c in self._context.countries() if c in (one, other)), one)
        why = (f"The border of {names[0]} and {names[1]} runs between towns that face each other; this is its "
               "stretch nearest to the other places of the report.")  # fmt: skip
        return Place(
            phrase.span, phrase.text, f"{names[0]}\u2013{names[1]} border", home, None, None, None,
            area.lat, area.lon, area.radius_km, "region", Relation("along"), why,
        )  # fmt: skip

    def _unknown(self, phrase: _Phrase, reason: str) -> Place:
        return Place(phrase.span, phrase.text, why=f'"{phrase.text}" is not placed: {reason}.')


def _area(entry: Entry) -> Area:
    return Area(entry.lat, entry.lon, entry.radius_km)


def _without_containers(names: list[Name], readings: Mapping[Span, Reading]) -> list[Name]:
    """Names without those of a country or division that a later one lies in: "Iraq's Mosul"."""
    return [
        name for number, name in enumerate(names)
        if not any(_lies_in(readings[later.span].entry, readings[name.span].entry)
                   and readings[later.span].entry.kind != "admin1" for later in names[number + 1 :])
    ]  # fmt: skip


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
