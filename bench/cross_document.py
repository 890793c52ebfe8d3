"""Who speaks of one event, on ECB+: news of all kinds, pairs of like events told by many outlets each.

Nothing in merging was fitted on it but, on its train part, how readily accounts are joined. The gold's
event words are given, the reader fills in the rest: type, place, day and parties are its guesses, no day
of publication is known, and few events are of a type in our codebook, so this asks for the joining alone,
on foreign ground. Scored are the mentions that the reader can take for a trigger, `found` of all. `lemma_*`
joins equal stems within a topic, the usual yardstick, which is told the topics; ours is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.corpora import Record, records
from bench.incidents import forced
from bench.reader import dateline
from dateline.merging import Rules, merge
from dateline.merging.accounts import stem
from dateline.record import Claim, Report, Span

CORPUS = "crossdoc/ecbplus"
Key = tuple[str, int, int]
Clusters = Mapping[Key, str]


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float]:
    """BCubed and CoNLL F1 of ours and of the stems; `limit` counts documents."""
    documents = list(records(corpora, f"{CORPUS}/{split}", limit))
    reports, claims = read(documents)
    told = {key: cluster for d in documents for key, cluster in gold(d)}
    wanted = scored(told, claims)
    stems = _scores(_by_stem(documents), wanted)
    return {
        "mentions": len(told),
        "found": len(wanted),
        **_scores(clusters(wanted, reports, claims), wanted),
        **{f"lemma_{name}": number for name, number in stems.items()},
    }


def read(documents: Iterable[Record]) -> tuple[dict[str, Report], list[Claim]]:
    """The reports, by the document's id, and a claim at each gold event word."""
    events = [e for e in dateline().codebook.events if e != "none"]
    reports: dict[str, Report] = {}
    claims: list[Claim] = []
    for document in documents:
        report = Report(document["text"], id=document["id"])
        reading = dateline().reading(report)
        heads = [reading.head_in(Span(begin, end)) for begin, end in _actions(document)]
        reports[report.id] = report
        claims += forced(reading, {word: events for word in heads if word is not None})
    return reports, claims


def scored(gold: Clusters, claims: Iterable[Claim]) -> dict[Key, str]:
    """The gold's mentions that a claim is at."""
    at = {(c.report, c.trigger.begin) for c in claims}
    return {key: cluster for key, cluster in gold.items() if any((key[0], i) in at for i in range(*key[1:]))}


def clusters(
    gold: Iterable[Key], reports: Mapping[str, Report], claims: Sequence[Claim], rules: Rules | None = None
) -> dict[Key, str]:
    """The incident of each of the gold's mentions that a claim is at."""
    texts = {r.id: r.text for r in reports.values()}
    published = dict.fromkeys(reports)
    found = merge(claims, published=published, origins={}, texts=texts, rules=rules)
    incident = {claim: one.id for one in found for claim in one.claims}
    at = {(c.report, c.trigger.begin): incident[c.id] for c in claims}
    out: dict[Key, str] = {}
    for report, begin, end in gold:
        inside = [at[report, i] for i in range(begin, end) if (report, i) in at]
        out[report, begin, end] = inside[0]
    return out


def _actions(document: Record) -> Iterator[tuple[int, int]]:
    for mention in document["mentions"]:
        if mention["validated"] and "ACTION" in mention["tag"]:
            yield mention["begin"], mention["end"]


def gold(document: Record) -> Iterator[tuple[Key, str]]:
    """The event mentions of a document, each with its cluster."""
    for mention in document["mentions"]:
        if mention["validated"] and "ACTION" in mention["tag"]:
            key = (document["id"], mention["begin"], mention["end"])
            yield key, mention["cluster"] or f"alone {key}"


def _by_stem(documents: Iterable[Record]) -> dict[Key, str]:
    """The usual yardstick: one cluster for each stem of a topic."""
    return {
        (d["id"], begin, end): f"{d['meta']['topic']} {stem(d['text'][begin:end].casefold())}"
        for d in documents
        for begin, end in _actions(d)
    }


# ---------------------------------------------------------------- measures


def _scores(found: Clusters, gold: Clusters) -> dict[str, float]:
    parts = {"muc": _muc(found, gold), "b3": b_cubed(found, gold), "ceafe": _ceaf(found, gold)}
    f1 = {name: _f1(*pair) for name, pair in parts.items()}
    precision, recall = parts["b3"]
    return {
        "b3_precision": round(precision, 4),
        "b3_recall": round(recall, 4),
        "b3_f1": round(f1["b3"], 4),
        "conll_f1": round(sum(f1.values()) / len(f1), 4),
    }


def b_cubed(found: Clusters, gold: Clusters) -> tuple[float, float]:
    """Precision and recall, mean over mentions."""
    both, mine, theirs = _overlaps(found, gold)
    precision = sum(n * n / mine[f] for (f, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[g] for (_, g), n in both.items()) / len(gold)
    return precision, recall


def _muc(found: Clusters, gold: Clusters) -> tuple[float, float]:
    """Links kept: of each cluster's members all but as many as the other side parts it into."""
    both, mine, theirs = _overlaps(found, gold)
    kept = len(gold) - len(both)
    return _share(kept, len(gold) - len(mine)), _share(kept, len(gold) - len(theirs))


def _ceaf(found: Clusters, gold: Clusters) -> tuple[float, float]:
    """The best one-to-one matching of clusters, each pair counting by its overlap (phi 4)."""
    both, mine, theirs = _overlaps(found, gold)
    rows, columns = {f: i for i, f in enumerate(mine)}, {g: i for i, g in enumerate(theirs)}
    likeness = np.zeros((len(rows), len(columns)))
    for (f, g), n in both.items():
        likeness[rows[f], columns[g]] = 2 * n / (mine[f] + theirs[g])
    total = float(likeness[linear_sum_assignment(likeness, maximize=True)].sum())
    return _share(total, len(rows)), _share(total, len(columns))


def _overlaps(found: Clusters, gold: Clusters) -> tuple[Counter[tuple[str, str]], Counter[str], Counter[str]]:
    """Sizes of the overlaps of both sides' clusters, and of the clusters themselves."""
    return Counter((found[k], gold[k]) for k in gold), Counter(found[k] for k in gold), Counter(gold.values())


def _share(right: float, of: float) -> float:
    return right / of if of else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
