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

from dateline.merging import facts, telling
from dateline.merging.accounts import Account, account
from dateline.merging.rules import Rules, shipped
from dateline.record import Claim, Origin

Evidence = Callable[[Account, Account], float]

EVIDENCE: dict[str, tuple[Evidence, ...]] = {
    "time": (
        facts.same_days,
        facts.days_apart,
        facts.other_day,
        facts.spell_against_day,
        facts.date_fits_report,
        facts.date_off_report,
        facts.published_apart,
        facts.time_unknown,
    ),
    "place": (facts.same_area, facts.areas_apart, facts.other_place, facts.same_place_name, facts.place_unknown),
    "event": (telling.same_type, telling.same_trigger, telling.unlike_types),
    "weapons": (telling.same_weapons,),
    "wording": (telling.same_wording, telling.different_wording),
    "origin": (telling.one_origin,),
    "polarity": (telling.one_denied,),
    "modality": (telling.one_planned,),
    "actors": (telling.shared_actors, telling.different_actors, telling.other_side, telling.sides_swapped),
    "targets": (telling.shared_targets, telling.different_targets),
    "toll": (facts.same_toll, facts.tolls_apart),
    "position": (
        telling.close_by,
        telling.points_back,
        telling.points_to_lead,
        telling.adds_detail,
        telling.takes_up_lead,
        telling.cause_and_effect,
        telling.twice_in_sentence,
        telling.told_apart,
        telling.both_open,
        telling.turns_away,
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
    return ", ".join(f"{facts.largest(figures):.0f} {kind}" for kind, figures in told.items() if figures)


_SHOWN: dict[str, Callable[[Account], str]] = {
    "time": _shown_days,
    "place": lambda a: ", ".join(p.name or p.text for p in a.places) or ", ".join(sorted(a.names)),
    "event": lambda a: ", ".join(sorted(a.events)),
    "weapons": lambda a: ", ".join(sorted(a.weapons)),
    "actors": lambda a: ", ".join(sorted(a.actors)),
    "targets": lambda a: ", ".join(sorted(a.targets)),
    "toll": _shown_figures,
}
