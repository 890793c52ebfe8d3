"""A speaker stands once in the chain of a claim."""

from __future__ import annotations

import pytest

from dateline.grounding import _once
from dateline.record import Claim, Party, Source, Span


def _source(begin: int, text: str, name: str | None) -> Source:
    return Source(Party(Span(begin, begin + len(text)), text, name))


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        # of one speaker's mentions the one in the claim's own sentence, wherever it stands in it
        ([(10, "Colonel Vance", "Ida Vance"), (190, "she", "Ida Vance")], ["she"]),
        ([(10, "Colonel Vance", "Ida Vance"), (190, "Vance", "Ida Vance")], ["Vance"]),
        # of two in it the nearer
        ([(102, "Colonel Vance", "Ida Vance"), (135, "she", "Ida Vance")], ["she"]),
        # two speakers, two documents of one party and speakers without a name stay
        ([(102, "the agency", "Agency"), (120, "an official", "Ministry")], ["the agency", "an official"]),
        ([(102, "Police", "Police"), (120, "the file", "Police")], ["Police", "the file"]),
        ([(102, "he", None), (120, "it", None)], ["he", "it"]),
        ([(102, "He", None), (120, "he", None)], ["he"]),
    ],
)
def test_a_chain_names_nobody_twice(told: list[tuple[int, str, str | None]], kept: list[str]) -> None:
    claim = Claim("c", "r", "shelling", Span(140, 147), Span(100, 200))
    sources = [_source(*source) for source in told]
    assert [s.party.text for s in _once(sources, claim)] == kept
