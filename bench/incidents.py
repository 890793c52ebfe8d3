"""Incidents against the merge gold: articles added to a record, exported, scored by the gold's scorer.

The gold (`gold_incidents/` beside the corpora) has one split, read whatever split is asked for. The
weights were fitted on it; training/merging_weights.py prints how well they do on groups they were
not fitted on. `oracle` merges the gold's own mentions, with what the reader says about those words:
merging alone.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.reader import dateline
from dateline.coding import code
from dateline.export import bundle, export
from dateline.grounding import ground
from dateline.intake import gather, to_report
from dateline.intake.documents import Document
from dateline.keeping import Keeper
from dateline.merging import Rules, merge
from dateline.merging.agreement import summarise
from dateline.merging.copies import copies, origins
from dateline.record import Claim, Reading, Report, Span
from dateline.store import Store

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mention:
    """A gold mention as a claim: of which article, report and incident."""

    claim: Claim
    group: str
    incident: str


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, object]:
    """The scorer's rows over what `add` and `export` make, and `oracle` over the gold's; `limit` counts groups."""
    gold, reports = load(corpora, limit)
    with tempfile.TemporaryDirectory() as name:
        exported, claims = _recorded(corpora, reports, Path(name))
    mentions = [m.claim for m in oracle(gold, reports)]
    found, told = copies(reports.values()), {tuple(sorted(p)) for p in _gold_copies(gold)}
    inside = {p for p in found if _one_group(gold, p)}
    return {
        "reports": len(reports),
        "claims": claims,
        **_rows(scorer(corpora).score(gold, exported)),
        "copies_f1": round(_f1(len(inside & told), len(inside), len(told)), 4),
        "oracle": scores(corpora, gold, reports, mentions),
    }


def _recorded(corpora: Path, reports: Mapping[str, Report], folder: Path) -> tuple[list[Gold], int]:
    """The articles through a record and out again: incidents as exported, and how many claims there are."""
    source, out = folder / "articles.jsonl", folder / "incidents.jsonl"
    lines = (corpora.parent / "gold_incidents" / "articles.jsonl").read_text(encoding="utf8").splitlines()
    wanted = {r.text for r in reports.values()}
    source.write_text("\n".join(line for line in lines if json.loads(line)["text"] in wanted), encoding="utf8")
    with Store.open(folder / "desk.db", create=True) as store:
        list(Keeper(store, dateline).add(gather([str(source)])))
        export(bundle(store.coded(), store.incidents()), out, what="incidents", format="jsonl")
        count = store.counts()["current_claims"]
    return [json.loads(line) for line in out.read_text(encoding="utf8").splitlines()], count


def scores(
    corpora: Path, gold: Gold, reports: Mapping[str, Report], claims: Sequence[Claim], rules: Rules | None = None
) -> dict[str, float]:
    """What the scorer says of claims once they are merged."""
    return _rows(scorer(corpora).score(gold, list(incidents(reports, claims, rules))))


def _rows(rows: Mapping[str, Any]) -> dict[str, float]:
    """The scorer's numbers by our names."""
    return {
        "found_recall": rows["mentions"]["recall"],
        "pairs_precision": rows["pairs"]["precision"],
        "pairs_recall": rows["pairs"]["recall"],
        "pairs_f1": rows["pairs"]["f1"],
        "b3_precision": rows["b3"]["precision"],
        "b3_recall": rows["b3"]["recall"],
        "b3_f1": rows["b3"]["f1"],
        "connected_share": rows["connected"]["share"],
        "killed_share": rows["killed"]["share"],
        "killed_gold": rows["killed"]["gold"],
        "mixed": rows["mixed"]["incidents"],
    }


def incidents(
    reports: Mapping[str, Report], claims: Sequence[Claim], rules: Rules | None = None
) -> Iterable[dict[str, Any]]:
    """Merged incidents as the scorer reads them."""
    told = origins(list(reports.values()), claims)
    published = {r.id: r.published for r in reports.values()}
    texts = {r.id: r.text for r in reports.values()}
    by_id = {c.id: c for c in claims}
    for incident in merge(claims, published=published, origins=told, texts=texts, rules=rules):
        toll = summarise(incident, by_id, told, reports).killed
        yield {
            "id": incident.id,
            "claims": [_claim(by_id[c]) for c in sorted(incident.claims)],
            "killed": {"low": toll.low, "high": toll.high} if toll else None,
        }


def load(corpora: Path, limit: int | None = None) -> tuple[Gold, dict[str, Report]]:
    """The gold and its reports by id; with a limit, its first groups only."""
    folder = corpora.parent / "gold_incidents"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    gold["groups"] = gold["groups"][:limit]
    wanted = {a["report"] for g in gold["groups"] for a in g["articles"]}
    reports: dict[str, Report] = {}
    for line in (folder / "articles.jsonl").read_text(encoding="utf8").splitlines():
        article = json.loads(line)
        document = Document(article["id"], article["text"], None, date.fromisoformat(article["published"]))
        report = to_report(document, outlet=article["outlet"])
        if isinstance(report, Report) and report.id in wanted:
            reports[report.id] = report
    return gold, reports


def oracle(gold: Gold, reports: Mapping[str, Report]) -> list[Mention]:
    """The gold's mentions as claims: their trigger and type are given, the reader fills in the rest."""
    out: list[Mention] = []
    for group in gold["groups"]:
        ids = {a["id"]: a["report"] for a in group["articles"]}
        told = [(ids[m["a"]], inc, m) for inc in group["incidents"] for m in inc["mentions"]]
        for report in sorted(set(ids.values())):
            mine = [(inc, m) for r, inc, m in told if r == report]
            out += [Mention(c, group["group"], i) for c, i in _coded(reports[report], mine)]
    return out


def _coded(report: Report, mentions: Sequence[tuple[Gold, Gold]]) -> list[tuple[Claim, str]]:
    """Mentions of one report as grounded claims, each with its incident."""
    reading = dateline().reading(report)
    told = [(word, inc) for inc, m in mentions if (word := reading.head_in(_span(m["trigger"]))) is not None]
    incident = {reading.words[word].span.begin: inc["id"] for word, inc in told}
    claims = forced(reading, {word: inc["events"] for word, inc in told})
    return [(c, incident[c.trigger.begin]) for c in claims if c.trigger.begin in incident]


def forced(reading: Reading, wanted: Mapping[int, Sequence[str]]) -> list[Claim]:
    """Claims at some words alone, each of that type of its own list that the reader likes best."""
    reader = dateline()
    triggers = []
    for trigger in reading.triggers:
        if trigger.word in wanted:
            event = max(wanted[trigger.word], key=lambda e: trigger.types.get(e, 0.0))
            triggers.append(replace(trigger, types={event: 0.99, "none": 0.01}))
    return ground(code(replace(reading, triggers=tuple(triggers)), reader.codebook), reading, reader.world)


@cache
def scorer(corpora: Path) -> ModuleType:
    """The scorer that stands beside the corpora, `score/score_incidents.py`."""
    path = corpora.parent / "score" / "score_incidents.py"
    spec = importlib.util.spec_from_file_location("score_incidents", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"bench: no scorer at {path}; give --corpora the folder beside it")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "report": claim.report,
        "event": claim.event,
        "trigger": {"begin": claim.trigger.begin, "end": claim.trigger.end},
        "evidence": {"begin": claim.evidence.begin, "end": claim.evidence.end},
    }


def _span(bounds: Mapping[str, int]) -> Span:
    return Span(bounds["begin"], bounds["end"])


def _gold_copies(gold: Gold) -> Iterable[tuple[str, ...]]:
    for group in gold["groups"]:
        ids = {a["id"]: a["report"] for a in group["articles"]}
        yield from (tuple(ids[a] for a in pair) for pair in group["copies"])


def _one_group(gold: Gold, pair: tuple[str, str]) -> bool:
    """True for two reports of one group; the gold marks no copies across groups."""
    return any(set(pair) <= {a["report"] for a in g["articles"]} for g in gold["groups"])


def _f1(right: int, found: int, told: int) -> float:
    return 2 * right / (found + told) if found + told else 0.0
