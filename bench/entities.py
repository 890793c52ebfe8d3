"""Entities of conflict reporting: re3d mentions through our own words and sentences.

Exact: same characters and type, micro F1. Relaxed: same type and at least one character in common,
paired one to one (re3d spans run long). Gold has confidence 0.5 or more; a wrong answer that lies
on an unconfirmed candidate, and on no gold, counts neither way. `open` leaves out the BBC reports,
whose licence forbids training on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.corpora import Record, records
from bench.measures import Counts
from bench.reader import look_at
from dateline.record import Reading


class Mention(NamedTuple):
    """Characters and their type."""

    begin: int
    end: int
    type: str


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """Exact and relaxed F1; `limit` counts reports."""
    exact, relaxed, open_exact = Counts(), Counts(), Counts()
    for record in records(corpora, f"ner/re3d/{split}", limit):
        gold = [mention(e) for e in record["entities"]]
        said = kept(mentions(look_at(record["text"]).reading), gold, [mention(c) for c in record["candidates"]])
        exact.add(said, gold)
        relaxed.add_pairs(said, gold, lambda a, b: a.type == b.type and overlap(a, b))
        if record["meta"].get("shippable"):
            open_exact.add(said, gold)
    return {
        **exact.as_scores("exact"),
        **relaxed.as_scores("relaxed"),
        **open_exact.as_scores("open_exact"),
        "entities": exact.gold,
    }


def mention(entity: Record) -> Mention:
    """A record's entity or candidate."""
    return Mention(entity["begin"], entity["end"], entity["type"])


def overlap(a: Mention, b: Mention) -> bool:
    """True when two mentions share a character."""
    return a.begin < b.end and b.begin < a.end


def kept(said: Sequence[Mention], gold: Sequence[Mention], candidates: Sequence[Mention]) -> list[Mention]:
    """Our mentions without those that only an unconfirmed candidate speaks for."""
    return [m for m in said if any(overlap(m, g) for g in gold) or not any(overlap(m, c) for c in candidates)]


def mentions(reading: Reading) -> list[Mention]:
    """The runs of BIO tags within sentences; a stray I opens a run."""
    found: list[Mention] = []
    for a, b in reading.sentences:
        begin: int | None = None
        for i in range(a, b + 1):
            tag = reading.words[i].entity if i < b else "O"
            goes_on = begin is not None and tag == "I" + reading.words[begin].entity[1:]
            if begin is not None and not goes_on:
                span = reading.span_of(begin, i - 1)
                found.append(Mention(span.begin, span.end, reading.words[begin].entity[2:]))
                begin = None
            if tag != "O" and not goes_on:
                begin = i
    return found
