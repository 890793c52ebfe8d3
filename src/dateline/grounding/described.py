"""Which named place an unnamed one most likely means: "the city", "there", "a market", "the south".

A definite noun takes the nearest earlier name of its kind. Whatever else happens at a place that is
only described takes the place the report is speaking of just then: named in the same sentence, else
in the one before, else where the report plays. The dateline is never one of them.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from dateline.grounding.gazetteer import Gazetteer
from dateline.grounding.gazetteer_sources import Entry
from dateline.grounding.names import Name
from dateline.grounding.spatial import plain
from dateline.grounding.toponyms import Reading, Toponyms, describe
from dateline.record import Span

_SETTLED = frozenset({"city", "quarter", "camp", "base", "admin2"})
_LOCAL = _SETTLED | {"crossing", "dam", "field", "facility", "island"}
_LOCAL_REGION_KM = 80.0  # a wider valley or region is no locality
# Below that, the commonest place of a coded report was the right one for an unknown name in 4 of 24 cases.
_LEAST_SHARE = 0.15
_AREAS = _SETTLED | {"region", "admin1", "valley", "island", "dam", "field", "crossing"}
_TOWNS = ("city", "town", "village", "capital", "hamlet", "suburb", "settlement")
_DIVISIONS = ("province", "governorate", "state", "oblast", "department")
NOUN_KINDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_TOWNS, frozenset({"city"})),
    **dict.fromkeys(_DIVISIONS, frozenset({"admin1"})),
    **dict.fromkeys(("country", "nation"), frozenset({"country"})),
    "river": frozenset({"river"}), "island": frozenset({"island"}), "islands": frozenset({"island", "country"}),
    "valley": frozenset({"valley", "river"}), "peninsula": frozenset({"peninsula", "island"}),
    "district": frozenset({"admin2", "city"}), "camp": frozenset({"camp"}),
    "mountain": frozenset({"mountain"}), "mountains": frozenset({"mountain"}), "lake": frozenset({"lake"}),
    "region": frozenset({"region", "admin1"}), "territory": frozenset({"region", "admin1"}),
    "enclave": frozenset({"region"}), "republic": frozenset({"admin1", "region"}),
    "strip": frozenset({"region"}), "base": frozenset({"base"}), "airport": frozenset({"base"}),
    "dam": frozenset({"dam"}), "crossing": frozenset({"crossing"}), "strait": frozenset({"strait"}),
    "desert": frozenset({"desert"}), "forest": frozenset({"forest"}),
}  # fmt: skip
_MOST_PEOPLE = {"village": 60_000, "hamlet": 20_000, "town": 900_000}
# Seats of government, where the capital by law is another town.
_SEATS = {"BOL": "La Paz", "BDI": "Bujumbura"}
_LANDMARK = re.compile(
    r"\b(?:(?:(?:north|south|east|west)\w*|\d ?km|kilomet\w+|miles?) of|from|near|outside|toward|towards|to) "
    r"(?:the )?(?:\w+ (?:city|town|village) of )?$"
)
# What stands before a capital that is a place; without it a capital speaks or acts for its government.
_PLACED = re.compile(
    r"\b(?:in|at|near|to|from|of|on|off|around|outside|inside|within|into|through|towards?|across|over|for|via|"
    r"between|beyond|left|leaving|reach\w*|enter\w*|capital,?|city,?|suburb) (?:the |greater |central |downtown )*$"
)
# Where those sit who tell of it.
_TOLD_IN = re.compile(
    r"\b(?:reporters|journalists|correspondents?|ministry|spokes\w+|officials?|diplomats?|briefing|conference|"
    r"statement|government|embassy|headquarters|agency|office) (?:in|from|at) (?:the )?$"
)
_SENTENCE_END = re.compile(r"(?<=[a-z0-9\"'\u201d)\]A-Z]{2})[.!?]['\"\u201d)\]]*\s+|\n+")


class Described:
    """The named places of one report, as antecedents of those it does not name."""

    def __init__(
        self, gazetteer: Gazetteer, text: str, report: Toponyms, dateline: Span | None, namesakes: frozenset[Span]
    ) -> None:
        self._gazetteer = gazetteer
        self._text = text
        self._report = report
        self._dateline = dateline
        self._namesakes = namesakes
        self._starts = [0, *(found.end() for found in _SENTENCE_END.finditer(text))]
        self._named = [(name, reading) for name in report.names if (reading := self._usable(name))]

    def _usable(self, name: Name) -> Reading | None:
        """What a name means, None for the dateline, for peoples, governments and names of other things."""
        reading = self._report.readings.get(name.span)
        if reading is None or reading.is_demonym or name.span in self._namesakes:
            return None
        if reading.entry.is_capital and self._is_seat(name):
            return None
        return None if self._dateline and self._dateline.overlaps(name.span) else reading

    def _is_seat(self, name: Name) -> bool:
        """True where a capital stands for its government, or is only where something is told."""
        before = self._before_name(name)
        return not _PLACED.search(before) or bool(_TOLD_IN.search(before))

    # -------------------------------------------------------- by its noun

    def of_noun(self, mention: Span, noun: str) -> Reading | None:
        """The nearest earlier place of the kind that a noun asks for, or what its country tells."""
        kinds = NOUN_KINDS.get(noun, _AREAS)
        if noun == "capital":
            return self.capital(mention)
        found = self._nearest_before(mention, kinds, noun)
        if found is None and kinds == {"country"}:
            return self.country(mention)
        return found

    def _nearest_before(self, mention: Span, kinds: frozenset[str], noun: str) -> Reading | None:
        """The nearest earlier name of some kinds; landmarks ("south of X") only if nothing else."""
        second: Reading | None = None
        for name, reading in self._before(mention):
            if reading.entry.population > _MOST_PEOPLE.get(noun, math.inf):
                continue
            entry = self._raised(reading.entry, kinds)
            if entry is None:
                continue
            fitting = replace(reading, entry=entry)
            if not self._is_landmark(name):
                return fitting
            second = second or fitting
        return second

    def _before(self, mention: Span) -> Iterator[tuple[Name, Reading]]:
        return ((name, reading) for name, reading in reversed(self._named) if name.span.end <= mention.begin)

    def _is_landmark(self, name: Name) -> bool:
        return bool(_LANDMARK.search(self._before_name(name)))

    def _before_name(self, name: Name) -> str:
        return plain(self._text[max(0, name.span.begin - 40) : name.span.begin])

    def _raised(self, entry: Entry, kinds: frozenset[str]) -> Entry | None:
        """The entry itself, or the division or country it lies in when that is asked for."""
        if entry.kind in kinds:
            return entry
        if kinds == {"admin1"} and entry.kind in ("city", "admin2"):
            return self._gazetteer.division(entry.country, entry.admin1)
        return None

    def unknown_before(self, mention: Span) -> Name | None:
        """A name that nobody knows, nearer before a mention than any town that is known."""
        for name in reversed(self._report.names):
            if name.span.end > mention.begin or name.span in self._namesakes:
                continue
            reading = self._report.readings.get(name.span)
            if reading is None:
                return name
            if reading.entry.kind == "city":
                return None
        return None

    # -------------------------------------------------------- by country

    def capital(self, mention: Span) -> Reading | None:
        """The capital of the country that is spoken of: named in the phrase, else the report's."""
        inside = [self._report.readings[name.span].entry.country for name in self._report.names
                  if name.span in self._report.readings and mention.overlaps(name.span)]  # fmt: skip
        for country in [*inside, *self._countries()]:
            if country and (entry := self._capital_of(country)):
                return Reading(entry, f"The capital of {country} is {describe(entry)}.")
        return None

    def _capital_of(self, country: str) -> Entry | None:
        if seat := _SEATS.get(country):
            return next((e for e in self._gazetteer.lookup(seat) if e.country == country and e.kind == "city"), None)
        return self._gazetteer.capital(country)

    def country(self, mention: Span) -> Reading | None:
        """The country the report is about, when that is clear."""
        for code in self._countries():
            named = [r for _, r in self._named if r.entry.kind == "country" and r.entry.country == code]
            if named:
                return named[0]
            if entry := self._report.nation(code):
                return Reading(entry, f"The report is about {entry.name}.")
        return None

    def _countries(self) -> list[str]:
        """Countries by how often local places of the report lie in them, then by its other words."""
        local = Counter(r.entry.country for _, r in self._named if r.entry.country and r.entry.kind != "country")
        ranked = self._report.countries()
        known = [c for c in ranked if local.get(c)]
        return sorted(known, key=lambda c: -local[c]) + [c for c in ranked if c not in known]

    # -------------------------------------------------------- by where the report is

    def locality(self, mention: Span, *, is_named: bool = False) -> Reading | None:
        """Where the report is just then: a locality near the mention, else the report's own.

        None for a name that nobody knows in a report that is at no place more than elsewhere.
        """
        if near := self._near_by(mention, is_named):
            return near
        main = self._main()
        if main and is_named and self._share(main) < _LEAST_SHARE:
            return None
        return main or self._wide(mention)

    def anything(self, mention: Span) -> Reading | None:
        """The nearest earlier place of any kind, as "there" means it; of "Homs in Syria", Homs."""
        nearest = list(islice(self._before(mention), 2))
        if len(nearest) == 2 and nearest[0][1].entry.kind in ("country", "admin1"):
            (outer, around), (inner, reading) = nearest
            is_inside = reading.entry.country == around.entry.country and reading.entry.kind != "country"
            if is_inside and outer.span.begin - inner.span.end < 12:
                return reading
        return nearest[0][1] if nearest else self.locality(mention)

    def _near_by(self, mention: Span, is_named: bool) -> Reading | None:
        here, homes = self._sentence(mention.begin), self._homes()
        local = [(n, r) for n, r in self._named if _is_local(r.entry) and not mention.overlaps(n.span)]
        before = [(n, r) for n, r in local if n.span.end <= mention.begin]
        after = [(n, r) for n, r in local if n.span.begin >= mention.end and self._sentence(n.span.begin) == here]
        same = [(n, r) for n, r in before if self._sentence(n.span.begin) == here]
        last = [(n, r) for n, r in before if self._sentence(n.span.begin) == here - 1]
        ordered = [*reversed(same), *after, *reversed(last)]
        plainly = [r for n, r in ordered if is_named or not self._is_landmark(n)]
        likely = [*plainly, *(r for _, r in ordered)]
        return next((r for r in likely if not homes or r.entry.country in homes), None)

    def _homes(self) -> list[str]:
        """Countries with local places in the report: those that it names, and the commonest."""
        local = Counter(r.entry.country for _, r in self._named if _is_local(r.entry) and r.entry.country)
        commonest = [country for country, _ in local.most_common(1) if country]
        return [country for country in self._report.stated() if country in local] + commonest

    def _main(self) -> Reading | None:
        """The locality that the report names most often, the first of equals."""
        homes = self._homes()
        local = [r for _, r in self._named if _is_local(r.entry) and (not homes or r.entry.country in homes)]
        counts = Counter(r.entry for r in local)
        return max(local, key=lambda r: counts[r.entry], default=None)

    def _share(self, reading: Reading) -> float:
        """How many of the localities named in the report are this one."""
        local = [r.entry for _, r in self._named if _is_local(r.entry)]
        return local.count(reading.entry) / len(local)

    def _wide(self, mention: Span) -> Reading | None:
        """A division or region named, the nearest before first; else the country."""
        wide = [(n, r) for n, r in self._named if r.entry.kind in ("admin1", "region", "valley")]
        before = [r for n, r in wide if n.span.end <= mention.begin]
        return next(iter([*reversed(before), *(r for _, r in wide)]), None) or self.country(mention)

    def points(self, mention: Span) -> list[tuple[float, float]]:
        """Where the report is just then: its localities in the mention's own sentence, else the last before it."""
        local = [(n, r.entry) for n, r in self._named if _is_local(r.entry)]
        here = [e for n, e in local if self._sentence(n.span.begin) == self._sentence(mention.begin)]
        before = [e for n, e in local if n.span.end <= mention.begin]
        return [(entry.lat, entry.lon) for entry in here or before[-2:] or [e for _, e in local]]

    def countries(self) -> list[str]:
        """The countries the report is about, the likeliest first."""
        return self._countries()

    def _sentence(self, offset: int) -> int:
        return bisect.bisect_right(self._starts, offset)


def _is_local(entry: Entry) -> bool:
    return entry.kind in _LOCAL or (entry.kind in ("region", "valley") and entry.radius_km <= _LOCAL_REGION_KM)
