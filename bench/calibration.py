"""Do the chances hold: of claims and values shown with 0.8, are eight in ten right?

Right is what the claim contract's `whole` asks: for a claim its event type, polarity and modality;
for a field that every one of its values is the coder's (mentions overlap, points lie near enough,
days and numbers are equal). Claims that pair with optional ones count neither way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from bench.coded_claims import Coded, predict, scorer
from bench.own_claims import coded_reports
from bench.reader import dateline
from dateline.coding import Calibration
from dateline.coding.confidence import CLAIM, FIELDS

BINS = 10
_MENTIONED = {"actors", "targets", "sources", "weapons"}
_PLACES = {"place", "origin", "destination"}


class Point(NamedTuple):
    """One claim or filled field: its report's number, what was said of it (0 … 1), and whether it was right."""

    report: int
    field: str
    said: float
    right: bool


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """Expected calibration error of claims and of each field, and the claims of every tenth of confidence."""
    found = points(corpora, split, dateline().calibration, limit=limit)
    out: dict[str, float | int] = {}
    for name in (CLAIM, *FIELDS):
        some = [p for p in found if p.field == name]
        if some:
            out |= {f"{name}_error": round(expected_error(some), 4), f"{name}_values": len(some)}
    for low, group in sorted(binned([p for p in found if p.field == CLAIM]).items()):
        name = f"said_{low / BINS:.1f}_to_{(low + 1) / BINS:.1f}"
        out |= {f"{name}_right": round(sum(p.right for p in group) / len(group), 4), f"{name}_claims": len(group)}
    return out


def points(corpora: Path, split: str, calibration: Calibration, *, limit: int | None = None) -> list[Point]:
    """Every claim and filled field of a split's reports, read with the given curves."""
    golds = coded_reports(corpora, split)[:limit]
    shipped = dateline().calibration
    dateline().calibration = calibration
    try:
        predictions = predict(golds, corpora)
    finally:
        dateline().calibration = shipped
    score = scorer(corpora)
    return [
        point
        for number, gold in enumerate(golds)
        for point in _judged(number, gold, predictions.get(gold["report"]["id"], []), score)
    ]


def _judged(number: int, gold: Coded, predicted: list[Coded], score: ModuleType) -> Iterator[Point]:
    pairs = {id(p): g for p, g in score.assign(predicted, gold["claims"])}
    for claim in predicted:
        coded = pairs.get(id(claim))
        if coded is None:
            yield Point(number, CLAIM, claim["confidence"], False)
            continue
        if coded["optional"]:
            continue
        same = score.types_agree(claim, coded) and all(claim[k] == coded[k] for k in ("polarity", "modality"))
        yield Point(number, CLAIM, claim["confidence"], same)
        if same:
            for name, said in claim["chances"].items():
                yield Point(number, name, said, _agrees(name, claim[name], coded[name], score))


def _agrees(name: str, ours: Any, theirs: Any, score: ModuleType) -> bool:
    """Whether a field holds what the coder wrote."""
    if name in _PLACES:
        return theirs is not None and (theirs.get("lat") is None or score.same_point(ours, theirs))
    if name == "when":
        return theirs is not None and score.same_when(ours, theirs)
    same = score.overlap if name in _MENTIONED else score.same_quantity
    return len(score.pair_up(ours, theirs, same)) == len(ours) == len(theirs)


def binned(found: Sequence[Point]) -> dict[int, list[Point]]:
    """Points by tenth of what was said; the last tenth holds 1.0."""
    out: dict[int, list[Point]] = {}
    for point in found:
        out.setdefault(min(BINS - 1, int(point.said * BINS)), []).append(point)
    return out


def expected_error(found: Sequence[Point]) -> float:
    """Expected calibration error over ten equal bins (Naeini et al. 2015): the mean gap of said and right."""
    gaps = (abs(sum(p.said - p.right for p in group)) for group in binned(found).values())
    return sum(gaps) / len(found)
