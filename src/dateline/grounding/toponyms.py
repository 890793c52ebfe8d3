"""Names of places in a report: finding them, and deciding jointly which places they mean.

A name has as many readings as the gazetteer has entries for it. Each reading starts with a prior
(kind, population, how exactly the name fits) and gains from what the report says elsewhere: the
country, the first-level division and the square degree that the other names share, and from words
such as "X, Ohio" or "X province". A few rounds of that settle all names together (mean field).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.grounding.gazetteer import Gazetteer, Match
from dateline.grounding.gazetteer_sources import Entry, distance_km
from dateline.grounding.names import Name, nations_named
from dateline.grounding.spatial import plain
from dateline.grounding.spelling import fold
from dateline.record import Span

# Weights of the evidence, in tenfolds of population; tuned on the train parts of LGL, TR-News and
# GeoVirus (bench/places.py), not on dev or test.
WEIGHTS = {"country": 4.0, "admin1": 2.2, "cell": 2.2, "container": 5.0, "hint": 0.7, "word": 4.0,
           "stated": 2.0, "capital": 1.5}  # fmt: skip
# A report is clearly about a country from two mentions of it or its people; then a place elsewhere
# needs other names there, or this many people.
_CLEAR_COUNTRY = math.log1p(2)
_CLEAR_BY_TOWNS = 2.0  # or from some three of its towns
_STRAY_SUPPORT = 0.4
_STRAY_SHARE = 0.2
_ONLY_ONE = 20_000
_FAR_KM = 2000.0  # so far from a report's country small places do not speak for one another
_LOOK_ALIKE_KM = 200.0  # a name is read as a misspelling only so near to other places of the report
# Named as actors all over the world, so that their name says little of where a report plays.
ACT_ABROAD = frozenset({"USA", "GBR", "FRA", "RUS"})
_ABROAD = 0.25  # what a naming of theirs counts
_ANYWHERE = frozenset({"country", "continent", "sea", "strait", "river"})
_KNOWN_ABROAD = {"city": 200_000, "admin1": 3_000_000}
_KIND_PRIOR = {"country": 8.5, "continent": 8.5, "sea": 6.8, "admin2": 4.0}
_OTHER_PRIOR = 6.0
_LISTED_TOWN_PRIOR = 4.0  # a town without a known population that our supplement lists
_CAPITAL = 2.0
_GREAT_CAPITAL = 1.0  # from two million people on: as well known by its size
_GREAT = 2_000_000
_GRADE_COST = {"name": 0.0, "alias": 1.0, "demonym": 0.0, "bare": 0.9, "skeleton": 1.2, "edit": 2.2}
_SHARPNESS = 2.0
_ROUNDS = 3
_READINGS = 40  # per name: a common US town name has that many
_SEAT_SHARE = 0.12  # of a division's people: from there a bare name means its town of that name

# Nouns that say which kind a name beside them has: "X province", "the city of X".
KIND_WORDS = {
    word: frozenset(kinds.split())
    for words, kinds in (
        ("city town village hamlet municipality settlement capital", "city"),
        ("province governorate oblast state department wilaya", "admin1"),
        ("region republic territory canton krai", "admin1 region admin2"),
        ("county parish prefecture raion", "admin2 admin1"),
        ("district township twp", "admin2 city admin1"),
        ("country nation", "country"),
        ("river", "river"),
        ("sea ocean gulf bay", "sea"),
        ("strait straits", "strait"),
        ("island islands peninsula", "island peninsula"),
        ("valley", "valley river region"),
        ("mountain mountains hills", "mountain"),
        ("desert", "desert"),
        ("lake", "lake"),
        ("dam", "dam"),
        ("airport airbase airfield", "base"),
        ("crossing", "crossing"),
        ("camp", "camp"),
        ("oilfield", "field"),
        ("forest", "forest region"),
    )
    for word in words.split()
}
_WATERS = frozenset({"lake", "river", "sea", "strait"})
_MODIFIERS = frozenset("greater downtown old new north south east west upper lower inner".split())
_OF_KIND = re.compile(r"\b([a-z]+) of (?:the )?$")
_WATER_BEFORE = re.compile(r"\b(lake|river) $")
_KIND_AFTER = re.compile(r"^ ([a-z]+)\b")
_INSIDE = re.compile(
    r"^(?:,| in| of|,? in the| \() ?(?:the |(?:[a-z]+ )?(?:province|state|city|district|region|governorate) of )?"
    r"(?:(?:north|south|east|west)[a-z-]* |central )?$"
)
_AFTER_COMMA = re.compile(r",\s+((?:[A-Z][\w.'\u2019-]*\s?){1,3})")
_SPEAKS = re.compile(r"^ (?:[\w-]+ )?(?:said|says|announced|claim(?:s|ed)|denie[sd]|told|reported|confirmed|warned)\b")
_POSTAL = re.compile(r"^,? ([A-Z]{2})\b(?!\.[A-Z])")


@dataclass(frozen=True, slots=True)
class Reading:
    """The entry a name is taken to mean, and the sentence that says why."""

    entry: Entry
    why: str
    is_demonym: bool = False
    is_loose: bool = False  # reached by a looser key than the name as written


@dataclass(slots=True)
class _Unit:
    """All mentions of one name that share one reading, with its candidate readings."""

    names: list[Name]
    matches: list[Match]
    prior: list[float]
    kinds: frozenset[str]
    container: Entry | None
    family: str  # the folded name: two units of one name are no evidence for each other
    seats: dict[Entry, Entry] = field(default_factory=dict)  # divisions of that name with their towns of that name
    share: list[float] = field(default_factory=list)
    votes: dict[object, float] = field(default_factory=dict)


class Toponyms:
    """All place names of one report with their readings."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        nations: dict[str, Match],
        text: str,
        names: Sequence[Name],
        hints: Sequence[str],
    ) -> None:
        self._gazetteer = gazetteer
        self._text = text
        self._nations = nations
        self._hints = Counter(hints)
        self.names = sorted(names, key=lambda name: name.span)
        self.named = nations_named(text, nations, besides={fold(name.surface) for name in self.names})
        self._units = self._group()
        self.readings: dict[Span, Reading] = {}
        self._settle()

    # -------------------------------------------------------- grouping

    def _group(self) -> list[_Unit]:
        units: dict[tuple[str, Entry | None, frozenset[str]], _Unit] = {}
        latest: dict[str, tuple[str, Entry | None, frozenset[str]]] = {}
        for index, name in enumerate(self.names):
            folded, kinds = fold(name.surface), self._kinds_beside(name)
            container = self._container(index)
            is_bare = container is None and not kinds
            key = latest.get(folded, (folded, None, kinds)) if is_bare else (folded, container, kinds)
            latest.setdefault(folded, key)
            if key not in units:
                # A lake or river that is not listed may be far from the town of its name.
                is_water = bool(kinds) and kinds <= _WATERS
                matches = [m for m in self._matches(name.surface) if m.entry.kind in kinds or not is_water]
                units[key] = _Unit([], matches, [], kinds, container, folded)
            units[key].names.append(name)
        for unit in units.values():
            self._weigh(unit)
        return list(units.values())

    def _matches(self, surface: str) -> list[Match]:
        found = list(self._gazetteer.matches(surface))
        words = surface.split()
        if found or len(words) < 2:
            return found
        if words[-1].lower().rstrip(".") in KIND_WORDS:
            return list(self._gazetteer.matches(" ".join(words[:-1])))
        if words[0].lower() in KIND_WORDS or words[0].lower() in _MODIFIERS:
            return list(self._gazetteer.matches(" ".join(words[1:])))
        return []

    def _kinds_beside(self, name: Name) -> frozenset[str]:
        before = plain(self._text[max(0, name.span.begin - 40) : name.span.begin])
        after = plain(self._text[name.span.end : name.span.end + 24])
        for found in (_KIND_AFTER.search(after), _OF_KIND.search(before), _WATER_BEFORE.search(before)):
            if found and found[1] in KIND_WORDS and not found[0].startswith(" state"):
                return KIND_WORDS[found[1]]
        last = name.surface.rsplit(" ", 1)[-1].lower().rstrip(".")
        return KIND_WORDS.get(last, frozenset()) if " " in name.surface else frozenset()

    def _container(self, index: int) -> Entry | None:
        """The state or country that the words after a name put it in: "X, Ohio", "X in Syria"."""
        name = self.names[index]
        if self._is_country(name.surface):
            return self._state_after(name)
        rest = self._text[name.span.end : name.span.end + 48]
        postal = _POSTAL.match(rest)
        if postal and (state := self._gazetteer.by_code("USA", postal[1])):
            return state
        for other in self.names[index + 1 : index + 3]:
            gap = other.span.begin - name.span.end
            if 0 < gap < 40 and not self._is_demonym(other.surface) and _INSIDE.match(plain(rest[:gap])):
                tells = _SPEAKS.match(self._text[other.span.end : other.span.end + 40])  # "…, Moscow said"
                return None if tells else self._as_container(other.surface)
        found = _AFTER_COMMA.match(rest)
        words = found[1].split() if found else []
        if (
            words
            and re.fullmatch(r"[A-Z][a-z]\.", words[0])
            and (state := self._gazetteer.by_code("USA", words[0][:2].upper()))
        ):
            return state
        for count in range(len(words), 0, -1):
            if entry := self._as_container(" ".join(words[:count])):
                return entry
        return None

    def _state_after(self, name: Name) -> Entry | None:
        """For a name that is a country's too: a state right after it ("Lebanon, Tenn.")."""
        found = _AFTER_COMMA.match(self._text[name.span.end : name.span.end + 48])
        entry = self._as_container(found[1].split()[0]) if found else None
        return entry if entry and entry.kind == "admin1" else None

    def _is_country(self, surface: str) -> bool:
        return any(m.entry.kind == "country" and m.grade != "bare"
                   for m in self._gazetteer.matches(surface))  # fmt: skip

    def _is_demonym(self, surface: str) -> bool:
        return any(m.grade == "demonym" for m in self._gazetteer.matches(surface))

    def _as_container(self, surface: str) -> Entry | None:
        fits = [m.entry for m in self._gazetteer.matches(surface)
                if m.entry.kind in ("country", "admin1") and m.grade in ("name", "alias")]  # fmt: skip
        return max(fits, key=lambda entry: (entry.kind == "country", entry.population), default=None)

    # -------------------------------------------------------- weighing

    def _weigh(self, unit: _Unit) -> None:
        """Set the prior of each reading; keep the likeliest ones."""
        pairs = [(self._prior(match, unit), match) for match in unit.matches]
        cities = [m.entry for m in unit.matches if m.entry.kind == "city"]
        states = {m.entry.country for m in unit.matches if m.entry.kind == "country" and m.grade != "bare"}
        for number, (prior, match) in enumerate(pairs):
            seat = _seat_of(match.entry, cities)
            if seat:
                unit.seats[match.entry] = seat
                best = max(prior for prior, other in pairs if other.entry == seat)
                pairs[number] = (min(prior, best - 0.5), match)
            if match.entry.kind == "city" and match.entry.country in states:
                pairs[number] = (min(prior, _KIND_PRIOR["country"] - 0.5), match)
        pairs = [(self._bonus(match.entry, unit) + prior, match) for prior, match in pairs]
        pairs.sort(key=lambda pair: -pair[0])
        unit.matches = [match for _, match in pairs[:_READINGS]]
        unit.prior = [prior for prior, _ in pairs[:_READINGS]]
        unit.share = _softmax(unit.prior)

    def _prior(self, match: Match, unit: _Unit) -> float:
        entry = match.entry
        if entry.kind == "city":
            capital = _CAPITAL if entry.population < _GREAT else _GREAT_CAPITAL
            base = math.log10(entry.population + 300) + capital * entry.is_capital
            if entry.geonameid is None:
                base = _LISTED_TOWN_PRIOR
        elif entry.kind == "admin1":
            base = min(7.0, max(4.8, math.log10(entry.population + 1) - 0.2))
        else:
            base = _KIND_PRIOR.get(entry.kind, _OTHER_PRIOR)
        return base - _GRADE_COST[match.grade]

    def _bonus(self, entry: Entry, unit: _Unit) -> float:
        bonus = 0.0
        if unit.kinds:
            bonus += WEIGHTS["word"] if entry.kind in unit.kinds else 0.0
        if unit.container and unit.container != entry:
            bonus += WEIGHTS["container"] if _inside(entry, unit.container) else 0.0
        if entry.country in self._hints:
            bonus += WEIGHTS["hint"]
        return bonus

    def _settle(self) -> None:
        for _ in range(_ROUNDS):
            self._vote()
        self._add_look_alikes()
        for _ in range(2):
            self._vote()
        self._firm = self._firmly_named()
        self._likely = [self._best(unit) for unit in self._units if unit.matches]
        for unit in self._units:
            if not unit.matches:
                continue
            likely = sorted(range(len(unit.matches)), key=lambda i: -unit.share[i])
            best = next((i for i in likely if not self._is_stray(unit, unit.matches[i].entry)), None)
            if best is None:
                continue
            grade = unit.matches[best].grade
            reading = Reading(unit.matches[best].entry, self._why(unit, best),
                              grade == "demonym", grade in ("bare", "skeleton", "edit"))  # fmt: skip
            for name in unit.names:
                self.readings[name.span] = reading

    def _vote(self) -> None:
        """One round: every name votes for what its readings share, then readings are reweighed."""
        total: dict[object, float] = defaultdict(float)
        families: dict[str, dict[object, float]] = {}
        stated: dict[str, float] = defaultdict(float, {c: math.log1p(n) for c, n in self.named.items()})
        for unit in self._units:
            unit.votes = _votes(unit)
            for key, vote in unit.votes.items():
                total[key] += vote
            _add_votes(families.setdefault(unit.family, unit.votes), unit.votes)
            for share, match in zip(unit.share, unit.matches, strict=True):
                if match.entry.kind == "country" and match.entry.country:
                    stated[match.entry.country] += share * math.log1p(len(unit.names))
        for code, count in self.named.items():
            total[code] += math.log1p(count) * (_ABROAD if code in ACT_ABROAD else 1.0)
        for unit in self._units:
            unit.votes = families[unit.family]
        self._total, self._stated, self._most_stated = total, stated, max(stated.values(), default=0.0)
        for unit in self._units:
            entries = [unit.seats.get(match.entry, match.entry) for match in unit.matches]
            scores = [prior + sum(self._shared(unit, entry, total)) + self._at_home(entry)
                      for prior, entry in zip(unit.prior, entries, strict=True)]  # fmt: skip
            unit.share = _softmax(scores)

    def _at_home(self, entry: Entry) -> float:
        """What it adds to a reading that the report names its country, or the country's people."""
        if entry.kind in ("country", "continent") or not self._most_stated:
            return 0.0
        share = self._stated.get(entry.country or "", 0.0) / max(0.7, self._most_stated)
        if entry.country in ACT_ABROAD:
            share *= _ABROAD
        return WEIGHTS["stated"] * share + (WEIGHTS["capital"] * share if entry.is_capital else 0.0)

    def _is_stray(self, unit: _Unit, entry: Entry) -> bool:
        """True for a small place in a country that nothing else in a report about others speaks of."""
        if entry.kind in _ANYWHERE or entry.country is None or unit.container or entry.country in self._hints:
            return False
        if entry.population > _KNOWN_ABROAD.get(entry.kind, math.inf) or _is_listed(entry):
            return False
        is_only = all(match.entry.country == entry.country for match in unit.matches)
        if is_only and entry.kind == "city" and entry.population > _ONLY_ONE:
            return False
        others = {c: v - unit.votes.get(c, 0.0) for c, v in self._total.items() if isinstance(c, str)}
        most = max(others.values(), default=0.0)
        if self._most_stated < _CLEAR_COUNTRY and most < _CLEAR_BY_TOWNS:
            return False
        least = max(_STRAY_SUPPORT, _STRAY_SHARE * max(self._most_stated, most))
        support = others.get(entry.country, 0.0)
        if support < most and self._is_far(entry, max(others, key=lambda c: others[c])):
            support = min(support, self._firm[entry.country])
        # A power whose jets are named in a report about elsewhere does not bring its villages into it.
        return support * (_ABROAD if entry.country in ACT_ABROAD and support < 0.5 * most else 1.0) < least

    def _firmly_named(self) -> Mapping[str, float]:
        """What speaks for each country besides its small places, which across the world bear the same names."""
        firm = defaultdict[str, float](float, {c: math.log1p(n) for c, n in self.named.items()})
        for unit in self._units:
            for share, match in zip(unit.share, unit.matches, strict=True):
                entry = match.entry
                is_small = entry.population <= _KNOWN_ABROAD.get(entry.kind, math.inf) and not _is_listed(entry)
                if entry.country and (unit.container or entry.kind in _ANYWHERE or not is_small):
                    firm[entry.country] += share * math.log1p(len(unit.names))
        return firm

    def _is_far(self, entry: Entry, country: str) -> bool:
        """True for a place far from all that the report names in the country it is about."""
        home = [e for e in self._likely if e.country == country and e.kind != "country"]
        return bool(home) and all(distance_km((entry.lat, entry.lon), (e.lat, e.lon)) > _FAR_KM for e in home)

    def _shared(self, unit: _Unit, entry: Entry, total: dict[object, float]) -> tuple[float, float, float]:
        """What the other names add to a reading: by country, by division, by nearness."""
        if entry.kind == "continent":
            return 0.0, 0.0, 0.0
        if entry.kind == "country":
            vote = max(0.0, total.get(entry.country, 0.0) - unit.votes.get(entry.country, 0.0))
            return sum(WEIGHTS[name] for name in ("country", "admin1", "cell")) * vote / (vote + 0.7), 0.0, 0.0
        keys = (entry.country, (entry.country, entry.admin1) if entry.admin1 else None,
                (math.floor(entry.lat), math.floor(entry.lon)))  # fmt: skip
        votes = [max(0.0, total.get(k, 0.0) - unit.votes.get(k, 0.0)) if k else 0.0 for k in keys]
        names = ("country", "admin1", "cell")
        country, admin1, cell = (WEIGHTS[name] * vote / (vote + 0.7) for name, vote in zip(names, votes, strict=True))
        return country, admin1, cell

    def nation(self, country: str) -> Entry | None:
        """The entry of a country by its code."""
        return next((match.entry for match in self._nations.values() if match.entry.country == country), None)

    def stated(self) -> list[str]:
        """Countries that the report names, by name or by their people, not only in passing."""
        weight = {c: w * (0.4 if c in ACT_ABROAD else 1.0) for c, w in self._stated.items()}
        most = max(weight.values(), default=0.0)
        return sorted((c for c in weight if weight[c] >= 0.4 * most > 0), key=lambda c: -weight[c])

    def container(self, name: Name) -> Entry | None:
        """The division or country that the text puts a name in."""
        return next((unit.container for unit in self._units if name in unit.names), None)

    def countries(self) -> list[str]:
        """Countries the report is about, the likeliest first, as far as they are worth a look."""
        weight = {k: v for k, v in self._total.items() if isinstance(k, str)}
        for code, count in self._hints.items():
            weight[code] = weight.get(code, 0.0) + 0.7 * count
        most = max(weight.values(), default=0.0)
        return sorted((c for c in weight if weight[c] >= 0.3 * most), key=lambda c: -weight[c])[:4]

    def _add_look_alikes(self) -> None:
        """Other spellings, inside the report's countries, of names not found or found elsewhere."""
        countries = self.countries()
        points = [self._best(unit) for unit in self._units if unit.matches]
        points = [entry for entry in points if entry.kind not in ("country", "continent")]
        for unit in self._units:
            entry = unit.matches[unit.share.index(max(unit.share))].entry if unit.matches else None
            at_home = entry and (entry.country in countries or entry.country is None)
            if at_home or (entry and (entry.kind != "city" or entry.population > 100_000)):
                continue
            surface = unit.names[0].surface
            found = [m for c in countries for m in self._gazetteer.sounding(surface, c)]
            unit.matches = [*unit.matches, *(m for m in found if self._is_near(m.entry, points))]
            self._weigh(unit)

    def _best(self, unit: _Unit) -> Entry:
        return unit.matches[unit.share.index(max(unit.share))].entry

    @staticmethod
    def _is_near(entry: Entry, points: Sequence[Entry]) -> bool:
        """True for a division or region, and for a town not far from others of the report, if it names any."""
        inland = [p for p in points if p.country == entry.country]
        if entry.kind != "city" or not inland:
            return True
        return any(distance_km((entry.lat, entry.lon), (p.lat, p.lon)) < _LOOK_ALIKE_KM + p.radius_km for p in inland)

    # -------------------------------------------------------- saying why

    def _why(self, unit: _Unit, best: int) -> str:
        match = unit.matches[best]
        entry, name = match.entry, unit.names[0].surface
        label = describe(entry)
        if match.grade == "skeleton":
            return f'"{name}" is read as another spelling of {label}.'
        if match.grade == "edit":
            return f'"{name}" is read as a misspelling of {label}.'
        rivals = [m.entry for m in unit.matches if distance_km(
            (m.entry.lat, m.entry.lon), (entry.lat, entry.lon)) > 60]  # fmt: skip
        if not rivals:
            return f'"{name}" is {label}; the gazetteer knows no other far from it.'
        reason = self._reason(unit, entry)
        return (f'"{name}" could be {len(rivals) + 1} places (also {describe(rivals[0])}); '
                f"taken as {label}: {reason}.")  # fmt: skip

    def _reason(self, unit: _Unit, entry: Entry) -> str:
        if unit.container and _inside(entry, unit.container) and unit.container != entry:
            return f"the text puts it in {unit.container.name}"
        country, admin1, cell = self._shared(unit, entry, self._total)
        if cell > 0.6:
            return "it lies near other places named in the report"
        if admin1 > 0.6:
            return f"the report names other places in {entry.admin1}"
        if country > 0.8:
            return "the report is about its country"
        if unit.kinds and entry.kind in unit.kinds:
            return "the word beside the name says so"
        return "it is the best known of that name"


def describe(entry: Entry) -> str:
    """An entry in words for the analyst: "Paris (city, Tennessee, USA)"."""
    first = entry.admin1 if entry.kind != "admin1" else None
    return f"{entry.name} ({', '.join(part for part in (entry.kind, first, entry.country) if part)})"


def _inside(entry: Entry, container: Entry) -> bool:
    if entry.country != container.country:
        return False
    return container.kind == "country" or entry.admin1 == container.admin1


def _seat_of(entry: Entry, cities: Iterable[Entry]) -> Entry | None:
    """The town that a division shares its name with, when it holds a good part of its people."""
    if entry.kind != "admin1":
        return None
    for city in cities:
        same = city.country == entry.country and city.admin1 == entry.admin1
        if same and city.population >= _SEAT_SHARE * entry.population:
            return city
    return None


def _votes(unit: _Unit) -> dict[object, float]:
    """What a name says the report is about: countries, divisions, square degrees around it."""
    votes: dict[object, float] = defaultdict(float)
    weight = min(1.5, 0.6 + 0.4 * math.log1p(len(unit.names)))
    for share, match in zip(unit.share, unit.matches, strict=True):
        vote, entry = share * weight, match.entry
        if vote < 0.02:
            continue
        if entry.country:
            votes[entry.country] += vote
        if entry.admin1:
            votes[entry.country, entry.admin1] += vote
        if entry.radius_km < 80 and entry.kind not in ("country", "continent"):
            row, column = math.floor(entry.lat), math.floor(entry.lon)
            for i in (-1, 0, 1):
                for j in (-1, 0, 1):
                    votes[row + i, column + j] += vote if i == j == 0 else 0.6 * vote
    return votes


def _is_listed(entry: Entry) -> bool:
    """True for a site or region of our supplement, which lists what the news knows by name."""
    return entry.geonameid is None and entry.kind not in ("city", "quarter", "admin1", "admin2")


def _add_votes(into: dict[object, float], votes: dict[object, float]) -> None:
    if into is not votes:
        for key, vote in votes.items():
            into[key] = into.get(key, 0.0) + vote


def _softmax(scores: Sequence[float]) -> list[float]:
    if not scores:
        return []
    most = max(scores)
    raised = [math.exp(_SHARPNESS * (score - most)) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]
