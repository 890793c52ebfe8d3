"""Where claims go wrong: misses and false claims by type, wrong values by role, with examples."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.coded_claims import Coded, predict, scorer

EXAMPLES = 4
_PARTIES = ("actors", "targets", "sources")
_PLACES = ("place", "origin", "destination")
Groups = dict[tuple[str, str], list[str]]  # (kind of error, type or role) → examples
Difference = tuple[str, str, str]  # kind of error, type or role, detail


def report_errors(golds: Sequence[Coded], corpora: Path) -> str:
    """The errors of all reports as text, most frequent groups first."""
    return listing(groups_of(golds, predict(golds, corpora), scorer(corpora)))


def listing(groups: Groups) -> str:
    """Groups of errors with their first examples."""
    lines, last = [], ""
    for (kind, name), examples in sorted(groups.items(), key=lambda g: (g[0][0], -len(g[1]))):
        if kind != last:
            lines.append(f"\n== {kind}")
            last = kind
        lines.append(f"{len(examples):4} {name}")
        lines += [f"       {e}" for e in examples[:EXAMPLES]]
    return "\n".join(lines)


def groups_of(golds: Sequence[Coded], predictions: Any, score: ModuleType) -> Groups:
    """Every error of every report in its group; optional claims are none when missed."""
    groups: Groups = defaultdict(list)
    for gold in golds:
        text, name = gold["report"]["text"], gold["report"]["name"]
        said = predictions.get(gold["report"]["id"], [])
        pairs = score.assign(said, gold["claims"])
        paired = Counter(id(c) for pair in pairs for c in pair)
        for claim in gold["claims"]:
            if id(claim) not in paired and not claim["optional"]:
                groups["1 missed, by gold type", claim["event"]].append(f"{name}: {_quote(text, claim)}")
        for claim in said:
            if id(claim) not in paired:
                line = f"{name}: {_quote(text, claim)} ({claim['confidence']:.2f})"
                groups["2 false, by type", claim["event"]].append(line)
        for ours, theirs in pairs:
            for kind, what, detail in _differences(ours, theirs, score, text):
                groups[kind, what].append(f"{name}: {detail} :: {_quote(text, theirs)}")
    return groups


def _differences(ours: Coded, gold: Coded, score: ModuleType, text: str) -> Iterator[Difference]:
    """Every field in which a pair of claims differs."""
    if not score.types_agree(ours, gold):
        yield "3 wrong type", f"{gold['event']} taken for {ours['event']}", ""
    for field in ("polarity", "modality"):
        if ours[field] != gold[field]:
            yield f"4 wrong {field}", f"{gold[field]} taken for {ours[field]}", ""
    for role in _PARTIES:
        yield from _parties(role, ours[role], gold[role], score, text)
    for role in _PLACES:
        yield from _place(role, ours[role], gold[role], score, text)
    if not _same_when(ours["when"], gold["when"], score):
        yield "7 when", _lack(ours["when"], gold["when"]), f"{_day(ours['when'], text)} for {_day(gold['when'], text)}"
    for field, agree in (("weapons", score.overlap), ("quantities", score.same_quantity)):
        pairs = score.pair_up(ours[field], gold[field], agree)
        for value in _unpaired(gold[field], [g for _, g in pairs]):
            yield "8 other values", f"{field} missed", _values(value, text)
        for value in _unpaired(ours[field], [p for p, _ in pairs]):
            yield "8 other values", f"{field} false", _values(value, text)


def _parties(role: str, ours: list[Coded], gold: list[Coded], score: ModuleType, text: str) -> Iterator[Difference]:
    """Missed, false and wrongly resolved mentions of one role."""
    pairs = score.pair_up(ours, gold, score.overlap)
    for party in _unpaired(gold, [g for _, g in pairs]):
        yield "5 parties", f"{role} missed", _of(party, text)
    for party in _unpaired(ours, [p for p, _ in pairs]):
        yield "5 parties", f"{role} false", _of(party, text)
    for p, g in pairs:
        if not score.same_party(p, g):
            wanted = "/".join(g["names"]) or f"{g['country']} {g['sector']}"
            got = f"{p['name']} {p['country']} {p['sector']}"
            yield "5 parties", f"{role} resolved wrongly", f"{_of(p, text)} → {got} for {wanted}"


def _place(role: str, ours: Coded | None, gold: Coded | None, score: ModuleType, text: str) -> Iterator[Difference]:
    """A missed, false or wrongly located place."""
    if ours is None and gold is None:
        return
    if ours is None or gold is None or not score.overlap(ours, gold):
        yield "6 places", f"{role} {_lack(ours, gold)}", f"{_of(ours, text)} for {_of(gold, text)}"
    elif gold.get("lat") is not None and not score.same_point(ours, gold):
        got = f"{ours['name']} {ours['country']} {ours['lat']},{ours['lon']}"
        yield "6 places", f"{role} located wrongly", f"{_of(ours, text)} → {got} for {gold['lat']},{gold['lon']}"


def _same_when(ours: Coded | None, gold: Coded | None, score: ModuleType) -> bool:
    if ours is None or gold is None:
        return ours is gold
    return bool(score.same_when(ours, gold))


def _lack(ours: object | None, gold: object | None) -> str:
    return "missed" if ours is None else "false" if gold is None else "wrong"


def _unpaired(values: list[Coded], paired: list[Coded]) -> list[Coded]:
    return [v for v in values if not any(v is p for p in paired)]


def _of(mention: Coded | None, text: str) -> str:
    return f"“{text[mention['begin'] : mention['end']]}”" if mention else "nothing"


def _day(when: Coded | None, text: str) -> str:
    return f"{_of(when, text)} {when['from']}..{when['to']}" if when else "nothing"


def _values(value: Coded, text: str) -> str:
    numbers = f" {value['kind']} {value['min']}..{value['max']}" if "kind" in value else ""
    return _of(value, text) + numbers


def _quote(text: str, claim: Coded) -> str:
    """The trigger in brackets among some of its sentence."""
    begin, end = claim["trigger"]["begin"], claim["trigger"]["end"]
    low, high = max(claim["evidence"]["begin"], begin - 60), min(max(claim["evidence"]["end"], end), end + 60)
    return f"{text[low:begin]}[{text[begin:end]}]{text[end:high]}".replace("\n", " ")
