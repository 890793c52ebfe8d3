"""Fits the weights of merging: logistic regression over pairs of claims that people judged.

    python training/merging_weights.py --out src/dateline/data/merging_weights.toml

It first counts the words of our own coded reports anew (data/merging_words.tsv): how rare a word is.

Two tables: "within" over pairs of claims of one report, "across" over pairs of accounts of two
reports of one group that some block brings together. Evidence for joining never gets a weight below
0, evidence against never one above it, so that each sentence an analyst reads points the way it
says. The starts are then raised, for clusters go by means over pairs that each know less than the whole,
and strangers, added below, are fewer among reports that people gather than among all. The raises are
those that do best, with their neighbours, when all that the reader finds is merged at once (BCubed F1, F1
of pairs, share of tolls right), and on the train part of ECB+ (BCubed F1): groups of one week tell of the
same events, and one raise differs from the next by little more than luck. They are chosen on the merge gold
that they are measured on; nothing is chosen on the dev part of ECB+.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from bench.corpora import default_folder, records
from bench.reader import dateline

from bench import cross_document
from bench import incidents as bench
from dateline.merging import Rules, evidence
from dateline.merging.accounts import WORD, Account, stem
from dateline.merging.blocks import meet
from dateline.merging.copies import origins
from dateline.merging.joining import Known
from dateline.record import Claim

AGAINST = frozenset(
    """days_apart date_off_report published_apart areas_apart place_unknown unlike_types different_wording one_denied
    one_planned different_actors other_side sides_swapped different_targets tolls_apart turns_away
    spell_against_day other_day other_place time_unknown twice_in_sentence told_apart""".split()
)
# What a weight is pulled to where the gold says little: it is all of one war, so places are seldom far
# apart in it and plans and denials few. Set once, by judgement, before any fit; not tuned.
PRIOR = {
    "within": {
        "same_days": 0.5, "days_apart": -0.6, "date_fits_report": 0.2, "date_off_report": -0.4, "same_area": 0.5,
        "areas_apart": -0.5, "same_place_name": 0.5, "same_type": 1.0, "unlike_types": -1.5, "same_weapons": 0.5,
        "same_wording": 0.5, "one_denied": -0.5, "one_planned": -1.0, "shared_actors": 0.3, "different_actors": -0.3,
        "sides_swapped": -0.7, "shared_targets": 0.3, "different_targets": -0.2, "same_toll": 0.8, "tolls_apart": -0.6,
        "close_by": 1.0, "points_back": 1.5, "points_to_lead": 0.5, "adds_detail": 0.5, "takes_up_lead": 0.5,
        "turns_away": -1.0, "same_trigger": 0.3, "spell_against_day": -0.5, "other_day": -2.0, "other_place": -1.5,
        "cause_and_effect": 0.5,
        "twice_in_sentence": -0.5, "told_apart": -0.5, "other_side": -0.3,
    },
    "across": {
        "same_days": 1.3, "days_apart": -0.9, "date_fits_report": 0.3, "date_off_report": -0.6, "published_apart": -0.6,
        "same_area": 1.2, "areas_apart": -0.8, "same_place_name": 0.6, "same_type": 1.5, "unlike_types": -1.0,
        "same_weapons": 0.5, "same_wording": 3.0, "different_wording": -0.5, "one_origin": 0.3, "one_denied": -0.3,
        "one_planned": -1.0, "shared_actors": 0.6, "different_actors": -0.5, "sides_swapped": -0.7,
        "shared_targets": 0.6, "different_targets": -0.3, "same_toll": 0.8, "tolls_apart": -0.4,
        "same_trigger": 0.8, "spell_against_day": -0.5, "other_day": -2.0, "other_place": -1.5,
        "time_unknown": -1.5, "both_open": 0.5, "other_side": -0.5,
    },
}  # fmt: skip
_PULL = 2.0
# Each group is also set beside this many others, moved to its days: what the same war brings of
# strangers on one day. Without them the gold, all of groups about one event, knows too few.
_STRANGERS = 3
JUDGED = ("b3_f1", "pairs_f1", "killed_share", "foreign_b3_f1")
_FOREIGN = 200  # documents of ECB+ train: likes of one event that are two, in news of all kinds
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim and the incident that people put it in; `group` parts what was never compared."""

    claim: Claim
    incident: str
    group: str


def fit(labelled: Sequence[Labelled], known: Known) -> dict[str, dict[str, float]]:
    """The two tables of weights."""
    examples = {"within": _within(labelled, known), "across": _across(labelled, known)}
    return {scope: _fitted(pairs, PRIOR[scope]) for scope, pairs in examples.items()}


Example = tuple[list[float], bool]


def _within(labelled: Sequence[Labelled], known: Known) -> Iterable[Example]:
    for _, told in _by(labelled, lambda x: (x.group, x.claim.report)):
        single = [(known.account([x.claim]), x.incident) for x in told]
        for (a, one), (b, two) in itertools.combinations(single, 2):
            if not a.families.isdisjoint(b.families):
                yield evidence.values(a, b), one == two


def _across(labelled: Sequence[Labelled], known: Known) -> Iterable[Example]:
    """Pairs of accounts of one group, and pairs of strangers: two groups as though of the same day."""
    groups = [_told(list(group), known) for _, group in _by(labelled, lambda x: (x.group,))]
    for k, told in enumerate(groups):
        for (a, one), (b, two) in _met(told):
            yield evidence.values(a, b), one == two
        for other in (groups[(k + step) % len(groups)] for step in range(1, _STRANGERS + 1)):
            days = _first_day(told) - _first_day(other)
            for (a, _), (b, _) in _met([*told, *((_moved(x, days), f"other {incident}") for x, incident in other)]):
                if b.claims[0] in {x.claims[0] for x, _ in other} and a.claims[0] in {x.claims[0] for x, _ in told}:
                    yield evidence.values(a, b), False


Told = list[tuple[Account, str]]


def _told(group: Sequence[Labelled], known: Known) -> Told:
    """The accounts of a group, each with its incident."""
    told = _by(group, lambda x: (x.claim.report, x.incident))
    return [(known.account([x.claim for x in claims]), incident) for (_, incident), claims in told]


def _met(told: Told) -> Iterable[tuple[tuple[Account, str], tuple[Account, str]]]:
    """Pairs of accounts of two reports that some block brings together."""
    keyed = {f"{i:04d}": pair for i, pair in enumerate(told)}
    for i, j in sorted(meet({key: one for key, (one, _) in keyed.items()})):
        if keyed[i][0].reports.isdisjoint(keyed[j][0].reports):
            yield keyed[i], keyed[j]


def _first_day(told: Told) -> int:
    return min(a.published for a, _ in told if a.published is not None)


def _moved(told: Account, days: int) -> Account:
    """An account as though it had all happened so many days later."""
    moved = (told.days[0] + days, told.days[1] + days) if told.days else None
    return replace(told, days=moved, published=told.published + days if told.published is not None else None)


def _by(labelled, key):  # type: ignore[no-untyped-def]
    return [(k, list(g)) for k, g in itertools.groupby(sorted(labelled, key=key), key=key)]


def _fitted(examples: Iterable[Example], prior: Mapping[str, float]) -> dict[str, float]:
    """Weights by the name of the evidence, and the start."""
    rows, marks = zip(*examples, strict=True)
    seen = np.hstack([np.ones((len(rows), 1)), np.array(rows)])
    same = np.array(marks, dtype=float)
    wanted = np.array([0.0, *(prior.get(n, 0.0) for n in evidence.NAMES)])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        odds = seen @ weights
        off = weights - wanted
        off[0] = 0.0
        value = float(np.sum(np.logaddexp(0, odds) - same * odds) + 0.5 * _PULL * off @ off)
        return value, seen.T @ (1 / (1 + np.exp(-odds)) - same) + _PULL * off

    bounds = [(None, None)] + [(None, 0.0) if n in AGAINST else (0.0, None) for n in evidence.NAMES]
    found = minimize(loss, wanted, jac=True, method="L-BFGS-B", bounds=bounds).x
    return dict(zip(("start", *evidence.NAMES), (round(float(w), 3) + 0.0 for w in found), strict=True))


HEAD = """# Weights of merging, in log-odds, by training/merging_weights.py on the project's merge gold: {counts}.
# "within" counts between claims of one report, "across" between those of two. Do not edit by hand.
# Licence: that of the project.
"""


def written(weights: dict[str, dict[str, float]], counts: str) -> str:
    """The weights as the file that merging reads."""
    tables = [f"\n[{scope}]\n" + "".join(f"{n} = {w}\n" for n, w in table.items()) for scope, table in weights.items()]
    return HEAD.format(counts=counts) + "".join(tables)


WORDS_HEAD = """# How many of the {count} reports written for this project (training/claims) have a stem, from {least}
# on; by training/merging_weights.py. A word that is not here counts as rare. Licence: that of the project.
"""
_LEAST_REPORTS = 4


def word_counts(texts: Sequence[str]) -> str:
    """The table of stems that merging reads, "*" being the number of texts."""
    held = Counter(s for text in texts for s in {stem(w) for w in WORD.findall(text.casefold())})
    common = sorted((s, n) for s, n in held.items() if n >= _LEAST_REPORTS)
    rows = [("*", len(texts)), *common]
    return WORDS_HEAD.format(count=len(texts), least=_LEAST_REPORTS) + "".join(f"{s}\t{n}\n" for s, n in rows)


def written_texts() -> list[str]:
    """The texts written for this project."""
    lines = (ROOT / "training" / "claims" / "written.jsonl").read_text(encoding="utf8").splitlines()
    return [json.loads(line)["report"]["text"] for line in lines]


# ---------------------------------------------------------------- which starts do well on the whole record

_WITHIN, _ACROSS = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5), (2.75, 3.0, 3.25, 3.5, 3.75)
Table = dict[str, dict[str, float]]
Raises = tuple[float, float]


def raised(weights: Table, raises: Raises) -> Table:
    """Weights with both starts moved."""
    return {
        scope: table | {"start": round(table["start"] + more, 3)}
        for (scope, table), more in zip(weights.items(), raises, strict=True)
    }


def smoothed(scores: Mapping[Raises, float]) -> dict[Raises, float]:
    """For each raise inside the grid the mean of its own score and of what its eight neighbours reach on average."""
    out = {}
    for i, within in enumerate(_WITHIN[1:-1]):
        for j, across in enumerate(_ACROSS[1:-1]):
            own = scores[within, across]
            near = sum(scores[r] for r in itertools.product(_WITHIN[i : i + 3], _ACROSS[j : j + 3])) - own
            out[within, across] = (own + near / 8) / 2
    return out


def main() -> None:
    """Fits, says how well each raise does on the whole record, and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=default_folder())
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    (options.out.parent / "merging_words.tsv").write_text(word_counts(written_texts()), encoding="utf8")
    gold, reports = bench.load(options.corpora)
    labelled = [Labelled(m.claim, m.incident, m.group) for m in bench.oracle(gold, reports)]
    rules = Rules.load()
    known = Known.of(
        {r.id: r.published for r in reports.values()},
        origins(list(reports.values()), [x.claim for x in labelled]),
        (),
        {r.id: r.text for r in reports.values()},
        rules,
    )

    read = [claim for report in reports.values() for claim in dateline().claims(report)]
    fitted = fit(labelled, known)

    foreign = list(records(options.corpora, f"{cross_document.CORPUS}/train", _FOREIGN))
    others, elsewhere = cross_document.read(foreign)
    clusters = cross_document.scored({key: one for d in foreign for key, one in cross_document.gold(d)}, elsewhere)

    def judge(raises: Raises) -> float:
        table = replace(rules, weights=raised(fitted, raises))
        rows = bench.scores(options.corpora, gold, reports, read, table)
        found = cross_document.clusters(clusters, others, elsewhere, table)
        precision, recall = cross_document.b_cubed(found, clusters)
        rows["foreign_b3_f1"] = 2 * precision * recall / (precision + recall)
        print(f"{raises}: " + ", ".join(f"{k} {rows[k]:.3f}" for k in JUDGED), flush=True)
        return sum(rows[k] for k in JUDGED)

    scores = smoothed({raises: judge(raises) for raises in itertools.product(_WITHIN, _ACROSS)})
    for raises, score in sorted(scores.items(), key=lambda item: -item[1])[:5]:
        print(f"starts raised by {raises}: {' + '.join(JUDGED)} = {score:.4f} with its neighbours")
    best = max(scores, key=lambda r: scores[r])
    counts = f"{len(labelled)} mentions; starts raised by {best[0]:g} and {best[1]:g}"
    options.out.write_text(written(raised(fitted, best), counts), encoding="utf8")


if __name__ == "__main__":
    main()
