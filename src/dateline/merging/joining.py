"""Joining: claims of one report into accounts, accounts of many reports into incidents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from dateline.merging.accounts import Account, account
from dateline.merging.blocks import meet
from dateline.merging.clusters import Decisions, Pair, agglomerate, components, pair
from dateline.merging.evidence import score
from dateline.merging.facts import other_day, told_as_two, told_before
from dateline.merging.rules import Rules, shipped
from dateline.record import Claim, Incident, Judgement, Origin

# Claims of one report that stand farther apart than this are not compared directly.
_REACH_CHARACTERS = 10_000
# What a pair counts that was never compared, in log-odds.
_UNSEEN = -2.0
# How far the best pair counts, against the mean of all, when clusters of different reports are joined.
# Chosen from 0 to 0.75 by cross-validation on the merge gold; within a report the mean alone is best.
_LEAN = 0.5
# What is added for the event told before that a claim without day and place fits best, in log-odds. On the
# merge gold in cross-validation, anything from 0.75 to 2.5 raises F1 of pairs; 0 lowers it.
_TAKEN_UP = 1.5
# How much of its lead a better match takes from a pair. Chosen from 0, 0.25, 0.5 and 1 likewise.
_RIVALRY = 0.25


@dataclass(frozen=True, slots=True)
class Known:
    """All that merging knows besides the claims: by report id, and what people decided."""

    published: Mapping[str, date | None]
    origins: Mapping[str, Origin]
    texts: Mapping[str, str]
    decisions: Decisions
    rules: Rules

    @classmethod
    def of(
        cls,
        published: Mapping[str, date | None],
        origins: Mapping[str, Origin],
        judgements: Iterable[Judgement],
        texts: Mapping[str, str] | None,
        rules: Rules | None,
    ) -> Known:
        """With the shipped rules unless others are given."""
        return cls(published, origins, {} if texts is None else texts, Decisions.of(judgements), rules or shipped())

    def account(self, claims: Sequence[Claim]) -> Account:
        """The account that some claims give together."""
        return account(claims, self.rules, published=self.published, texts=self.texts, origins=self.origins)


def accounts(claims: Iterable[Claim], known: Known) -> dict[str, Account]:
    """What each report says of each event, by its smallest claim id.

    Claims that people joined are one account even when they come from different reports.
    """
    units: dict[str, list[Claim]] = {}
    reports: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.report, c.trigger, c.id)):
        units.setdefault(known.decisions.root(claim.id), []).append(claim)
        reports.setdefault(claim.report, []).append(claim)
    scores: dict[Pair, float] = {}
    for told in reports.values():
        for p, points in _scores_within(told, known):
            scores[p] = max(points, scores.get(p, points))
    groups = agglomerate(list(units), scores, apart=known.decisions.apart, unseen=_UNSEEN)
    members = [[c for unit in group for c in units[unit]] for group in groups]
    return {min(c.id for c in group): known.account(group) for group in members}


def _scores_within(claims: Sequence[Claim], known: Known) -> Iterator[tuple[Pair, float]]:
    """Scores of the claims of one report that can be one event, by what stands for them."""
    told = [known.account([claim]) for claim in claims]
    roots = [known.decisions.root(claim.id) for claim in claims]
    scores: dict[tuple[int, int], float] = {}
    for i, one in enumerate(told):
        for j in range(i + 1, len(told)):
            if claims[j].trigger.begin - claims[i].trigger.begin > _REACH_CHARACTERS:
                break
            if not one.families.isdisjoint(told[j].families):
                scores[i, j] = score(one, told[j], known.rules)
    _take_up(told, scores)
    for (i, j), points in scores.items():
        if roots[i] != roots[j]:
            yield pair(roots[i], roots[j]), points


def _take_up(told: Sequence[Account], scores: dict[tuple[int, int], float]) -> None:
    """Raises for each claim without day and place its score with the event of an earlier sentence that it fits best.

    Such a claim ("the attack killed five") mostly goes on about an event told before, and about one alone.
    """
    best: dict[int, tuple[float, int]] = {}
    for (i, j), points in scores.items():
        first, later = told[i], told[j]
        if first.begin < later.begin and not later.days and not later.names and first.alike & later.events:
            best[j] = max(best.get(j, (points, i)), (points, i))
    for j, (points, i) in best.items():
        scores[i, j] = points + _TAKEN_UP


def joined(
    told: Mapping[str, Account], known: Known, scores: Mapping[Pair, float] | None = None
) -> list[list[Account]]:
    """Accounts of one event, put together; `scores` are those of all pairs that meet, if they are known."""
    if scores is None:
        scores = {(a, b): score(told[a], told[b], known.rules) for a, b in meet(told)}
    scores = _preferring(told, scores)
    groups = agglomerate(list(told), scores, apart=_parted(told, scores, known.decisions), unseen=_UNSEEN, lean=_LEAN)
    return [[told[key] for key in group] for group in groups]


def _preferring(told: Mapping[str, Account], scores: Mapping[Pair, float]) -> dict[Pair, float]:
    """The scores, lowered for a pair where one side fits another account of the other's report better.

    Two accounts of one report mostly tell of two events, so that a third belongs to one of them. Only
    scores above 0 fall, and only for rivals above 0: whoever is linked to a pair then knows all that
    bears on it, and adding reports bit by bit gives the same incidents.
    """
    best: dict[tuple[str, frozenset[str]], float] = {}
    for (a, b), points in scores.items():
        for one, other in ((a, b), (b, a)):
            key = (one, told[other].reports)
            best[key] = max(best.get(key, points), points)
    out = dict(scores)
    for (a, b), points in scores.items():
        if points > 0 and told[a].reports.isdisjoint(told[b].reports):
            rivals = best[a, told[b].reports] + best[b, told[a].reports] - 2 * points
            out[a, b] = points - _RIVALRY * rivals
    return out


def _parted(
    told: Mapping[str, Account], scores: Mapping[Pair, float], decisions: Decisions
) -> dict[str, frozenset[str]]:
    """For each account those that never share its incident.

    People say so, or both name the very day, and not one, or one was told before the other happened, or one
    report tells of both with tolls far apart.
    """
    out: dict[str, set[str]] = {}
    for linked in components(told, (p for p, points in scores.items() if points > 0)):
        for a, b in combinations(linked, 2):
            one, two = told[a], told[b]
            if not (one.days or two.days or one.reports & two.reports):
                continue  # most pairs of a large component: no rule can part them
            if other_day(one, two) or told_before(one, two) or told_as_two(one, two):
                out.setdefault(a, set()).add(b)
                out.setdefault(b, set()).add(a)
    if decisions.apart:
        holder = {decisions.root(claim): key for key, one in told.items() for claim in one.claims}
        for root, others in decisions.apart.items():
            if root in holder:
                out.setdefault(holder[root], set()).update(holder[o] for o in others if o in holder)
    return {key: frozenset(others) for key, others in out.items()}


def incident(group: Sequence[Account], report: Mapping[str, str], known: Known) -> Incident:
    """The incident of some accounts, with an id that outlasts later reports."""
    claims = frozenset(claim for one in group for claim in one.claims)
    first = min(claims, key=lambda c: (known.published.get(report[c]) or date.max, c))
    return Incident(hashlib.sha256(f"incident {first}".encode()).hexdigest()[:16], claims)
