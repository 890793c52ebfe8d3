"""Evidence for and against joining: one small function per kind, in log-odds that add up.

Each function looks at two accounts and returns how much it sees, 0 meaning silence; its docstring
is what the analyst reads, its weight (data/merging_weights.toml) says how much that counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dateline.merging.accounts import Account, Figures, account
from dateline.merging.rules import Rules, shipped
from dateline.record import Claim, Origin, Place

# The headline and the sentence or two below it.
_OPENING_CHARACTERS = 300
_NARROW_KM = 25.0
_EFFECTS = frozenset({"killing", "destruction", "displacement"})

# ---------------------------------------------------------------- when


def same_days(a: Account, b: Account) -> float:
    """The dates overlap; the fewer days they span, the more that tells."""
    if not a.days or not b.days or _gap(a.days, b.days) > 0:
        return 0.0
    return 1 / (1 + math.log2(1 + max(a.days[1] - a.days[0], b.days[1] - b.days[0])) / 2)


def days_apart(a: Account, b: Account) -> float:
    """The dates do not overlap; the more days lie between them, the more that tells."""
    if not a.days or not b.days:
        return 0.0
    return min(math.log2(1 + _gap(a.days, b.days)), 5.0)


def date_fits_report(a: Account, b: Account) -> float:
    """One has no date, but was published when the other happened or within three days after."""
    delay = _delay(a, b)
    return 1.0 if delay is not None and -1 <= delay <= 3 else 0.0


def date_off_report(a: Account, b: Account) -> float:
    """One has no date, and was published long before or after the other happened."""
    delay = _delay(a, b)
    return min(math.log2(1 + max(-delay - 1, delay - 3, 0)), 5.0) if delay is not None else 0.0


def other_day(a: Account, b: Account) -> float:
    """Both name the very day, and the days are not the same or neighbours."""
    if not a.days or not b.days or a.days[0] != a.days[1] or b.days[0] != b.days[1]:
        return 0.0
    return 1.0 if _gap(a.days, b.days) > 1 else 0.0


def spell_against_day(a: Account, b: Account) -> float:
    """One tells of a day or two, the other of weeks, months or years."""
    if not a.days or not b.days:
        return 0.0
    short, long = sorted((a.days[1] - a.days[0], b.days[1] - b.days[0]))
    return 1.0 if short <= 2 and long >= 14 else 0.0


def published_apart(a: Account, b: Account) -> float:
    """Neither has a date, and they were published days apart."""
    if a.days or b.days or a.published is None or b.published is None:
        return 0.0
    return min(math.log2(1 + max(abs(a.published - b.published) - 1, 0)), 5.0)


def time_unknown(a: Account, b: Account) -> float:
    """Of one neither the day nor when its report came out is known."""
    return 1.0 if any(x.days is None and x.published is None for x in (a, b)) else 0.0


# ---------------------------------------------------------------- where


def same_area(a: Account, b: Account) -> float:
    """The areas overlap; the smaller they are, the more that tells."""
    if not a.places or not b.places or _apart_km(a, b) > 0:
        return 0.0
    return 1 / (1 + max(_radius(a.places[0]), _radius(b.places[0])) / 25)


def areas_apart(a: Account, b: Account) -> float:
    """The areas lie apart, both radii counted; the farther, the more that tells."""
    if not a.places or not b.places:
        return 0.0
    return min(math.log2(1 + _apart_km(a, b) / 5), 5.0)


def other_place(a: Account, b: Account) -> float:
    """Both name a place of 25 km or less, and the two lie more than 25 km apart."""
    if not a.places or not b.places or max(_radius(a.places[0]), _radius(b.places[0])) > _NARROW_KM:
        return 0.0
    return 1.0 if _apart_km(a, b) > _NARROW_KM else 0.0


def same_place_name(a: Account, b: Account) -> float:
    """Both name the same place."""
    return 1.0 if a.names & b.names else 0.0


def place_unknown(a: Account, b: Account) -> float:
    """One of them does not say where, or names a place that is not on the map."""
    return 0.0 if a.places and b.places else 1.0


# ---------------------------------------------------------------- what


def same_type(a: Account, b: Account) -> float:
    """Both name the same type of event."""
    return 1.0 if a.events & b.events else 0.0


def unlike_types(a: Account, b: Account) -> float:
    """The types of event are not ones that reports put for each other."""
    return 1.0 if a.alike.isdisjoint(b.events) else 0.0


def same_trigger(a: Account, b: Account) -> float:
    """The same word names the event."""
    return 1.0 if a.triggers & b.triggers else 0.0


def same_weapons(a: Account, b: Account) -> float:
    """Both name the same weapon."""
    return 1.0 if a.weapons & b.weapons else 0.0


def same_wording(a: Account, b: Account) -> float:
    """The sentences share telling words; the rarer they are, the more that tells."""
    shared = a.words.keys() & b.words.keys()
    if not shared:
        return 0.0
    return sum(a.words[w] for w in shared) / max(min(sum(a.words.values()), sum(b.words.values())), 4.0)


def different_wording(a: Account, b: Account) -> float:
    """The sentences share no telling words."""
    return 1.0 if a.words and b.words and a.words.keys().isdisjoint(b.words) else 0.0


def one_origin(a: Account, b: Account) -> float:
    """Both reports rest on the same origin."""
    return 1.0 if a.origins & b.origins and a.reports.isdisjoint(b.reports) else 0.0


def one_denied(a: Account, b: Account) -> float:
    """One says that it happened, the other that it did not."""
    return 1.0 if a.denied != b.denied else 0.0


def one_planned(a: Account, b: Account) -> float:
    """One is planned or possible only, the other told as fact."""
    return 1.0 if not a.modalities & b.modalities else 0.0


# ---------------------------------------------------------------- who


def shared_actors(a: Account, b: Account) -> float:
    """Both name the same party as the one who did it."""
    return 1.0 if a.actors & b.actors else 0.0


def different_actors(a: Account, b: Account) -> float:
    """Different parties are said to have done it."""
    return 1.0 if a.actors and b.actors and not a.actors & b.actors else 0.0


def shared_targets(a: Account, b: Account) -> float:
    """Both name the same party as the one it was done to."""
    return 1.0 if a.targets & b.targets else 0.0


def different_targets(a: Account, b: Account) -> float:
    """It is said to have been done to different parties."""
    return 1.0 if a.targets and b.targets and not a.targets & b.targets else 0.0


def sides_swapped(a: Account, b: Account) -> float:
    """The one who did it in one account is the one it was done to in the other."""
    if a.actors & b.actors or a.targets & b.targets:
        return 0.0
    return 1.0 if a.actors & b.targets or a.targets & b.actors else 0.0


# ---------------------------------------------------------------- how many


def same_toll(a: Account, b: Account) -> float:
    """They give the same number of dead or injured; larger numbers tell more."""
    return max(_shared_number(a.killed, b.killed), _shared_number(a.injured, b.injured))


def tolls_apart(a: Account, b: Account) -> float:
    """Their numbers of dead are far from each other."""
    if not a.killed or not b.killed or a.killed & b.killed:
        return 0.0
    return min(abs(math.log2((1 + _largest(a.killed)) / (1 + _largest(b.killed)))), 3.0)


# ---------------------------------------------------------------- in one report


def close_by(a: Account, b: Account) -> float:
    """They stand in one sentence, or in sentences close to each other."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    return 1 / (1 + max(a.begin - b.end, b.begin - a.end, 0) / 150)


def points_back(a: Account, b: Account) -> float:
    """The later one points back ("the attack") to an event told shortly before."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    later = max(a, b, key=lambda x: x.begin)
    return close_by(a, b) if later.points_back else 0.0


def adds_detail(a: Account, b: Account) -> float:
    """The later one, close by, names no place and no day of its own."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    later = max(a, b, key=lambda x: x.begin)
    return 0.0 if later.days or later.names else close_by(a, b)


def takes_up_lead(a: Account, b: Account) -> float:
    """One is what the report opens with, to which later sentences return."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    return 1.0 if _opens(a) or _opens(b) else 0.0


def points_to_lead(a: Account, b: Account) -> float:
    """One is what the report opens with, the other points back ("the attack") from anywhere."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    first, later = sorted((a, b), key=lambda x: x.begin)
    return 1.0 if _opens(first) and later.points_back and not _opens(later) else 0.0


def cause_and_effect(a: Account, b: Account) -> float:
    """In one sentence or the next, one tells what was done, the other whom or what it killed or wrecked."""
    if a.reports.isdisjoint(b.reports) or bool(a.events & _EFFECTS) == bool(b.events & _EFFECTS):
        return 0.0
    return 1.0 if close_by(a, b) > 0.6 and a.alike & b.events else 0.0


def twice_in_sentence(a: Account, b: Account) -> float:
    """One sentence names the same type of event twice."""
    if a.reports.isdisjoint(b.reports) or a.begin != b.begin or a.end != b.end:
        return 0.0
    return 1.0 if a.events & b.events else 0.0


def both_open(a: Account, b: Account) -> float:
    """Both are what their reports open with."""
    return 1.0 if a.reports.isdisjoint(b.reports) and _opens(a) and _opens(b) else 0.0


def turns_away(a: Account, b: Account) -> float:
    """The later sentence opens by turning to another event ("Elsewhere, …")."""
    if a.reports.isdisjoint(b.reports) or a.begin == b.begin:
        return 0.0
    return 1.0 if max(a, b, key=lambda x: x.begin).turns_away else 0.0


def _opens(a: Account) -> bool:
    return a.begin < _OPENING_CHARACTERS


# ---------------------------------------------------------------- adding up

Evidence = Callable[[Account, Account], float]

EVIDENCE: dict[str, tuple[Evidence, ...]] = {
    "time": (
        same_days,
        days_apart,
        other_day,
        spell_against_day,
        date_fits_report,
        date_off_report,
        published_apart,
        time_unknown,
    ),
    "place": (same_area, areas_apart, other_place, same_place_name, place_unknown),
    "event": (same_type, same_trigger, unlike_types),
    "weapons": (same_weapons,),
    "wording": (same_wording, different_wording),
    "origin": (one_origin,),
    "polarity": (one_denied,),
    "modality": (one_planned,),
    "actors": (shared_actors, different_actors, sides_swapped),
    "targets": (shared_targets, different_targets),
    "toll": (same_toll, tolls_apart),
    "position": (
        close_by,
        points_back,
        points_to_lead,
        adds_detail,
        takes_up_lead,
        cause_and_effect,
        twice_in_sentence,
        both_open,
        turns_away,
    ),
}
_FLAT: tuple[Evidence, ...] = tuple(function for functions in EVIDENCE.values() for function in functions)
NAMES: tuple[str, ...] = tuple(function.__name__ for function in _FLAT)


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: its points in log-odds (for joining above 0), and its sentence."""

    evidence: str
    points: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two claims speak of one event: log-odds (above 0: rather yes), and the reasons."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def probability(self) -> float:
        """The score as a probability."""
        return 1 / (1 + math.exp(-max(min(self.score, 60.0), -60.0)))


def values(a: Account, b: Account) -> list[float]:
    """What each kind of evidence sees, in the order of NAMES; for fitting the weights."""
    return [function(a, b) for function in _FLAT]


def score(a: Account, b: Account, rules: Rules) -> float:
    """The log-odds that two accounts tell of one event."""
    start, counted = _counted(rules, scope(a, b))
    total = start
    for function, weight in counted:
        if seen := function(a, b):
            total += weight * seen
    return total


@lru_cache(maxsize=16)
def _counted(rules: Rules, scope: str) -> tuple[float, tuple[tuple[Evidence, float], ...]]:
    """The start, and the evidence that has a weight."""
    weights = rules.weights[scope]
    return weights["start"], tuple((f, w) for f in _FLAT if (w := weights[f.__name__]))


def scope(a: Account, b: Account) -> str:
    """Which weights count: those within one report, or those across reports."""
    return "across" if a.reports.isdisjoint(b.reports) else "within"


def explain(a: Account, b: Account, rules: Rules) -> Comparison:
    """The score of two accounts with its reasons, the weightiest first."""
    weights = rules.weights[scope(a, b)]
    start = Reason("start", weights["start"], "Before any evidence, two accounts seldom tell of one event")
    reasons = [start]
    for aspect, functions in EVIDENCE.items():
        for function in functions:
            points = weights[function.__name__] * function(a, b)
            if points:
                reasons.append(Reason(function.__name__, points, _sentence(function, aspect, a, b)))
    reasons.sort(key=lambda r: -abs(r.points))
    return Comparison(sum(r.points for r in reasons), tuple(reasons))


def compare(
    a: Claim,
    b: Claim,
    *,
    published: Mapping[str, date | None],
    origins: Mapping[str, Origin],
    texts: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> Comparison:
    """The evidence for and against two claims speaking of one event."""
    rules = rules or shipped()
    one, two = (account([c], rules, published=published, texts=texts or {}, origins=origins) for c in (a, b))
    return explain(one, two, rules)


def _sentence(function: Evidence, aspect: str, a: Account, b: Account) -> str:
    """The function's own words with the two values it looked at."""
    told = (function.__doc__ or "").strip().rstrip(".")
    show = _SHOWN.get(aspect)
    return f"{told}: {show(a) or 'nothing'} | {show(b) or 'nothing'}" if show else told


def _shown_days(a: Account) -> str:
    if a.days:
        first, last = (date.fromordinal(d).isoformat() for d in a.days)
        return first if first == last else f"{first}..{last}"
    return f"no date, published {date.fromordinal(a.published).isoformat()}" if a.published else "no date"


def _shown_figures(a: Account) -> str:
    told = {"killed": a.killed, "injured": a.injured}
    return ", ".join(f"{_largest(figures):.0f} {kind}" for kind, figures in told.items() if figures)


_SHOWN: dict[str, Callable[[Account], str]] = {
    "time": _shown_days,
    "place": lambda a: ", ".join(p.name or p.text for p in a.places) or ", ".join(sorted(a.names)),
    "event": lambda a: ", ".join(sorted(a.events)),
    "weapons": lambda a: ", ".join(sorted(a.weapons)),
    "actors": lambda a: ", ".join(sorted(a.actors)),
    "targets": lambda a: ", ".join(sorted(a.targets)),
    "toll": _shown_figures,
}


# ---------------------------------------------------------------- measures


def _gap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Days from the end of one interval to the start of the other; 0 when they overlap."""
    return max(a[0] - b[1], b[0] - a[1], 0)


def _delay(a: Account, b: Account) -> int | None:
    """Days from the dated account's last day to the publication of the undated one."""
    if bool(a.days) == bool(b.days):
        return None
    dated, undated = (a, b) if a.days else (b, a)
    if undated.published is None or dated.days is None:
        return None
    return undated.published - dated.days[1]


def _radius(place: Place) -> float:
    return place.radius_km or 0.0


def _apart_km(a: Account, b: Account) -> float:
    """Kilometres between the edges of the nearest two areas."""
    return min(edges_apart_km(p, q) for p in a.places for q in b.places)


def edges_apart_km(p: Place, q: Place) -> float:
    """Kilometres between the edges of two located areas, with 3 km of grace; 0 when they overlap."""
    return max(_distance_km(p, q) - _radius(p) - _radius(q) - 3, 0.0)


def _distance_km(p: Place, q: Place) -> float:
    """Great-circle distance of two located places, by the haversine."""
    lat, lon, other_lat, other_lon = (math.radians(x or 0.0) for x in (p.lat, p.lon, q.lat, q.lon))
    half = math.sin((lat - other_lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((lon - other_lon) / 2) ** 2
    return 12742 * math.asin(min(math.sqrt(half), 1.0))


def _largest(figures: Figures) -> float:
    return max((most if most is not None else least or 0.0) for least, most in figures)


def _shared_number(a: Figures, b: Figures) -> float:
    """How telling the largest number is that both give: 0 for none, 1 for one, 3 from 50 on."""
    shared = {least for least, _ in a if least} & {least for least, _ in b if least}
    return min(1 + math.log10(max(shared)), 3.0) if shared else 0.0
