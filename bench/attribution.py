"""Who says it: sources, cues and contents read off the grammar, against corpora of attribution.

Nothing of ours was trained on attribution spans. How far spans reach (auxiliaries and prepositions in
the cue, appositions in the source, marks in the content) was learnt from 90 texts of PolNeAR's train
split; an earlier version had been made after a look at some forty attributions of its dev split.

PolNeAR: F1 of spans of exactly the same characters; every gold span counts once, however many
attributions share it. Its annotators mark no attribution inside the content of another, nor in
quotations: of nested ones only the outermost is scored. GUM (`attribution/gum_rst`) marks clauses and
no exact spans: there an attribution of a clause or quotation is right when its cue lies in a gold
attribution unit and its content overlaps that unit's content.
"""

from __future__ import annotations

from pathlib import Path

from bench.corpora import Record, records
from bench.measures import Counts
from bench.quotations import quotations
from bench.reader import look_at
from bench.reporting_verbs import Attribution
from bench.sayings import attributions
from dateline.record import Reading, Span

_CLAUSAL = frozenset({"quotation", "clause", "beside"})
_SPEECH = 25  # characters from which a quotation is more than a name or word in marks


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """Exact F1 of PolNeAR's spans, and F1 of GUM's attributions; `limit` counts texts."""
    exact = {"source": Counts(), "cue": Counts(), "content": Counts()}
    for record in records(corpora, f"attribution/polnear/{split}", limit):
        found = outermost(look_at(record["text"]).reading)
        for part, said in (
            ("source", {s for a in found for s in a.sources}),
            ("cue", {a.cue for a in found}),
            ("content", {s for a in found for s in a.contents}),
        ):
            exact[part].add(said, {_span(s) for a in record["attributions"] for s in a[part]})
    gum = Counts()
    for record in records(corpora, f"attribution/gum_rst/{split}", limit):
        clausal = [a for a in attributions(look_at(record["text"]).reading) if a.form in _CLAUSAL]
        gum.add_pairs(clausal, record["attributions"], same_unit)
    out: dict[str, float | int] = {}
    for part, counts in exact.items():
        out |= counts.as_scores(part)
    return out | gum.as_scores("gum") | {"sources": exact["source"].gold, "gum_attributions": gum.gold}


def outermost(reading: Reading) -> list[Attribution]:
    """The attributions of a report that stand in no quotation and in no content of another."""
    quotes = [q for q in quotations(reading.report.text) if q.end - q.begin > _SPEECH]
    found = [a for a in attributions(reading) if not any(q.covers(a.cue) for q in quotes)]
    return [a for a in found if not any(_holds(b, a) for b in found if a is not b)]


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """True when a cue lies in the content of another attribution; of two in each other the longer holds."""
    return _covers(outer, inner) and not (_covers(inner, outer) and _length(inner) >= _length(outer))


def _covers(outer: Attribution, inner: Attribution) -> bool:
    return any(s.covers(inner.cue) for s in outer.contents)


def _length(attribution: Attribution) -> int:
    return sum(s.end - s.begin for s in attribution.contents)


def same_unit(said: Attribution, gold: Record) -> bool:
    """True when a GUM unit holds the cue and its content overlaps ours."""
    heads = [_span(s) for s in gold["content_head"]]
    return _span(gold["attribution_edu"]).covers(said.cue) and any(s.overlaps(h) for s in said.contents for h in heads)


def _span(mention: Record) -> Span:
    return Span(mention["begin"], mention["end"])
