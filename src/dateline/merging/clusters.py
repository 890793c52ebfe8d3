"""Clusters: joining what belongs together, pair by pair, without minding the order of arrival.

Average linkage: the two clusters whose members agree best on average are joined first, until no
two agree on balance. What people decided is never overruled: what they joined starts joined, what
they parted is never joined.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.record import Judgement

Pair = tuple[str, str]


def pair(a: str, b: str) -> Pair:
    """Two ids as an unordered pair."""
    return (a, b) if a < b else (b, a)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided: claims joined into `together`, and for each such set those it is apart from.

    `together` maps a claim to the smallest claim it was joined with; a claim nobody joined is
    absent and stands for itself; `members` is the way back. `apart` maps such a claim to those it
    must stay apart from.
    """

    together: Mapping[str, str]
    members: Mapping[str, frozenset[str]]
    apart: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Decisions:
        """The judgements in force: the last one on each pair. "Different" wins over chains of "same"."""
        last: dict[Pair, Judgement] = {}
        for judgement in sorted(judgements, key=lambda j: (j.at, j.by, j.verdict)):
            last[pair(*judgement.claims)] = judgement
        different = [p for p, j in last.items() if j.verdict == "different"]
        same = [p for p, j in last.items() if j.verdict == "same"]
        same.sort(key=lambda p: (last[p].at, p), reverse=True)
        return cls._joined(same, different)

    @classmethod
    def _joined(cls, same: Sequence[Pair], different: Sequence[Pair]) -> Decisions:
        """Joins pair after pair, leaving out what would join two that were parted."""
        root: dict[str, str] = {}
        members: dict[str, set[str]] = {}
        foes: dict[str, set[str]] = {}
        for a, b in different:
            foes.setdefault(a, set()).add(b)
            foes.setdefault(b, set()).add(a)
        for a, b in same:
            one, two = sorted((root.get(a, a), root.get(b, b)))
            mine, theirs = members.get(one, {one}), members.get(two, {two})
            if one == two or any(foes.get(m, set()) & theirs for m in mine):
                continue
            members[one] = mine | theirs
            members.pop(two, None)
            root.update(dict.fromkeys(members[one], one))
        apart: dict[str, set[str]] = {}
        for a, b in different:
            apart.setdefault(root.get(a, a), set()).add(root.get(b, b))
            apart.setdefault(root.get(b, b), set()).add(root.get(a, a))
        sets = {claim: frozenset(others) for claim, others in members.items()}
        return cls(root, sets, {claim: frozenset(others) for claim, others in apart.items()})

    def root(self, claim: str) -> str:
        """The claim that stands for all that people joined with this one."""
        return self.together.get(claim, claim)

    def joined_with(self, claim: str) -> frozenset[str]:
        """All claims that people joined with this one, itself included; empty when nobody did."""
        return self.members.get(self.root(claim), frozenset())


def agglomerate(
    units: Sequence[str],
    scores: Mapping[Pair, float],
    *,
    apart: Mapping[str, frozenset[str]],
    unseen: float,
    lean: float = 0.0,
) -> list[list[str]]:
    """Groups of units by average linkage; units that share no positive pair stay alone.

    `scores` are log-odds of pairs; a pair that was never compared counts as `unseen`, below 0.
    Two groups are as close as the mean of their pairs, moved by the share `lean` to their best pair.
    The result depends on the set of units and scores alone, ties being settled by id.
    """
    parts = components(units, (p for p, s in scores.items() if s > 0))
    part_of = {unit: n for n, part in enumerate(parts) for unit in part}
    within: list[dict[Pair, float]] = [{} for _ in parts]
    for (a, b), points in scores.items():
        if part_of[a] == part_of[b]:
            within[part_of[a]][a, b] = points
    groups: list[list[str]] = []
    for part, own in zip(parts, within, strict=True):
        groups += [part] if len(part) == 1 else _linked(part, own, apart, unseen, lean)
    return sorted(groups)


def components(units: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Units connected through pairs, each group sorted; a unit in no pair stands alone."""
    neighbours: dict[str, list[str]] = {unit: [] for unit in sorted(units)}
    for a, b in pairs:
        neighbours[a].append(b)
        neighbours[b].append(a)
    seen: set[str] = set()
    out: list[list[str]] = []
    for unit in neighbours:
        if unit in seen:
            continue
        seen.add(unit)
        group, waiting = [unit], [unit]
        while waiting:
            fresh = [n for n in neighbours[waiting.pop()] if n not in seen]
            fresh = list(dict.fromkeys(fresh))
            seen.update(fresh)
            group += fresh
            waiting += fresh
        out.append(sorted(group))
    return out


def _linked(
    units: Sequence[str], scores: Mapping[Pair, float], apart: Mapping[str, frozenset[str]], unseen: float, lean: float
) -> list[list[str]]:
    """Average linkage within one component."""
    members = {unit: [unit] for unit in units}
    foes = {unit: set(apart.get(unit, ())) & members.keys() for unit in units}
    sums: dict[str, dict[str, tuple[float, int, float]]] = {unit: {} for unit in units}
    for (a, b), points in scores.items():
        sums[a][b] = sums[b][a] = (points, 1, points)

    def mean(a: str, b: str) -> float:
        total, seen, best = sums[a][b]
        pairs = len(members[a]) * len(members[b])
        return lean * best + (1 - lean) * (total + unseen * (pairs - seen)) / pairs

    queue = [(-mean(a, b), a, b, 1, 1) for a in units for b in sums[a] if a < b and mean(a, b) > 0]
    heapq.heapify(queue)
    while queue:
        _, a, b, size_a, size_b = heapq.heappop(queue)
        current = a in members and b in members and (len(members[a]), len(members[b])) == (size_a, size_b)
        if not current or b in foes[a]:
            continue
        members[a] += members.pop(b)
        _fold(a, b, sums, foes)
        for c in sums[a]:
            if (link := mean(a, c)) > 0:
                one, two = (a, c) if a < c else (c, a)
                heapq.heappush(queue, (-link, one, two, len(members[one]), len(members[two])))
    return [sorted(group) for group in members.values()]


def _fold(a: str, b: str, sums: dict[str, dict[str, tuple[float, int, float]]], foes: dict[str, set[str]]) -> None:
    """Gives cluster `a` the links and the enemies of cluster `b`, which is no more."""
    del sums[a][b]
    for c, (total, seen, best) in sums.pop(b).items():
        if c == a:
            continue
        del sums[c][b]
        mine = sums[a].get(c, (0.0, 0, best))
        sums[a][c] = sums[c][a] = (mine[0] + total, mine[1] + seen, max(mine[2], best))
    for foe in foes.pop(b):
        foes[foe].discard(b)
        foes[foe].add(a)
        foes[a].add(foe)
