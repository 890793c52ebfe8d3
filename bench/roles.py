"""Semantic roles: PropBank predicates and the head words of their arguments, on EWT.

An argument is right when predicate, head word and role are; predicates are our own, not given.
Gold words and sentences. Wanted are numbered roles and ARGM-*; R-*, C-* and V are left out. Words
whose frame is a light verb or auxiliary (be.03, have.01, do.01) count neither way.
"""

from __future__ import annotations

import re
from pathlib import Path

from bench.corpora import Record, documents, records
from bench.measures import Counts
from bench.reader import Look, look_at_words, model

LIGHT = frozenset({"be.03", "have.01", "do.01", "be.00"})
_WANTED = re.compile(r"ARG\d$|ARGM-")
_CORE = frozenset({"ARG0", "ARG1"})
Argument = tuple[int, int, str]


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """F1 of predicates and arguments: all roles, those the head was taught, and ARG0 with ARG1."""
    taught = frozenset(model().pairs["argument"])
    predicates, everything, known, core = Counts(), Counts(), Counts(), Counts()
    for document in documents(records(corpora, f"srl/ewt/{split}", limit)):
        look = look_at_words([[t["form"] for t in s["tokens"]] for s in document])
        for (first, end), sentence in zip(look.reading.sentences, document, strict=True):
            wanted, skipped = gold(sentence)
            found = {i for i in range(end - first) if look.is_predicate(first + i)} - skipped
            predicates.add(found, {f["predicate"] for f in sentence["frames"]} - skipped)
            said = _arguments(look, first, found)
            everything.add(said, wanted)
            known.add(said, {a for a in wanted if a[2] in taught})
            core.add({a for a in said if a[2] in _CORE}, {a for a in wanted if a[2] in _CORE})
    return {
        **predicates.as_scores("predicates"),
        **everything.as_scores("arguments"),
        "arguments_taught_f1": round(known.f1, 4),
        **core.as_scores("arg0_arg1"),
        "predicates": predicates.gold,
        "arguments": everything.gold,
    }


def gold(sentence: Record) -> tuple[set[Argument], set[int]]:
    """Wanted (predicate, head, role) of a sentence, and the words that count neither way."""
    skipped = {f["predicate"] for f in sentence["frames"] if f["sense"] in LIGHT}
    wanted = {
        (f["predicate"], a["head_tok"], a["role"])
        for f in sentence["frames"]
        if f["predicate"] not in skipped
        for a in f["args"]
        if _WANTED.match(a["role"])
    }
    return wanted, skipped


def _arguments(look: Look, first: int, predicates: set[int]) -> set[Argument]:
    """Our arguments of some predicates, counted within the sentence."""
    return {(p, word - first, role) for p in predicates for role, word in look.arguments(first + p)}
