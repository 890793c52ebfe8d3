"""Sentences that nobody should miss: plain words, one event each, written for the project.

Each sentence is read as a report of its own, as it stands and as sites strip it, without commas, hyphens and
apostrophes. It is found when a claim has one of its types. The frames are those that our coded reports teach
too, so this tells of holes, not of how well the reader does on news.
"""

from __future__ import annotations

import re
from pathlib import Path

from bench.measures import share
from bench.reader import coded
from dateline.record import Report

SENTENCES = Path(__file__).with_name("plain.tsv")
_LOST = re.compile(r"[,'\u2019]|(?<=\w)-(?=\w)")


def score() -> dict[str, float | int]:
    """Share of the sentences that are found, as written and bare."""
    told = [line.split("\t") for line in SENTENCES.read_text(encoding="utf8").splitlines()[1:]]
    return {
        "found_share": share(sum(_found(types, sentence) for types, sentence in told), len(told)),
        "bare_found_share": share(sum(_found(types, _LOST.sub("", sentence)) for types, sentence in told), len(told)),
        "sentences": len(told),
    }


def _found(types: str, sentence: str) -> bool:
    return any(claim.event in types.split(",") for claim in coded(Report(sentence))[1])
