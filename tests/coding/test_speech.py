"""Direct speech: who speaks is found once for all that a quotation tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline import assets
from dateline.coding import Codebook, code
from dateline.record import Arc, Reading, Trigger
from tests.builders import reading, trigger

BOOK = Codebook.load(assets.data_file("events.toml"))
STATEMENT = """
The DET 2 det
governor NOUN 3 nsubj
said VERB 0 root
: PUNCT 3 punct

{open} PUNCT 4 punct
Rebels NOUN 3 nsubj
have AUX 4 aux
shelled VERB 0 root
Rahma PROPN 4 obj
. PUNCT 4 punct

They PRON 2 nsubj
burned VERB 0 root
two NUM 4 nummod
mills NOUN 2 obj
. PUNCT 2 punct
{close} PUNCT 2 punct
"""
TAGGED = """
" PUNCT 5 punct
They PRON 3 nsubj
shelled VERB 0 root
the DET 5 det
market NOUN 3 obj
, PUNCT 3 punct
" PUNCT 3 punct
Amina PROPN 9 nsubj
said VERB 3 parataxis
. PUNCT 3 punct

" PUNCT 4 punct
Then ADV 4 advmod
they PRON 4 nsubj
burned VERB 0 root
it PRON 4 obj
. PUNCT 4 punct
" PUNCT 4 punct
"""


def _unsure(word: int, event: str, *sources: tuple[int, float]) -> Trigger:
    return replace(trigger(word, event), arcs=tuple(Arc("source", w, p) for w, p in sources))


def _sources(read: Reading) -> list[list[str]]:
    return [[s.party.text for s in claim.sources] for claim in code(read, BOOK)]


@pytest.mark.parametrize("marks", ["“”", '""', "«»"])
def test_a_colon_names_the_speaker_of_the_whole_quotation(marks: str) -> None:
    table = STATEMENT.format(open=marks[0], close=marks[1])
    read = reading(table, triggers=(_unsure(7, "shelling"), _unsure(11, "destruction")))
    assert _sources(read) == [["The governor"], ["The governor"]]


def test_without_marks_nothing_is_carried_over() -> None:
    table = STATEMENT.format(open="-", close="-")
    read = reading(table, triggers=(_unsure(7, "shelling"), _unsure(11, "destruction")))
    assert _sources(read) == [[], []]


def test_the_events_of_a_quotation_are_asked_together() -> None:
    """One event that hardly hears the speaker takes it from one that does; a third voice outside has none."""
    table = STATEMENT.format(open="“", close="”").replace(": PUNCT", ", PUNCT")
    heard = reading(table, triggers=(_unsure(7, "shelling", (1, 0.45)), _unsure(11, "destruction", (1, 0.05))))
    unheard = reading(table, triggers=(_unsure(7, "shelling", (1, 0.1)), _unsure(11, "destruction")))
    assert _sources(heard) == [["The governor"], ["The governor"]]
    assert _sources(unheard) == [[], []]


def test_a_source_that_is_read_stays() -> None:
    """Inside a quotation somebody else may be quoted."""
    table = STATEMENT.format(open="“", close="”")
    read = reading(table, triggers=(_unsure(7, "shelling"), _unsure(11, "destruction", (10, 0.9))))
    assert _sources(read) == [["The governor"], ["They"]]


def test_each_quotation_has_a_speaker_of_its_own() -> None:
    read = reading(TAGGED, triggers=(_unsure(2, "shelling", (7, 0.4)), _unsure(13, "destruction")))
    assert _sources(read) == [["Amina"], []]


def test_a_paragraph_ends_a_quotation_that_it_leaves_open() -> None:
    table = STATEMENT.format(open="“", close="-")
    text = "The governor said : “ Rebels have shelled Rahma .\nThey burned two mills . -"
    read = reading(table, text=text, triggers=(_unsure(7, "shelling"), _unsure(11, "destruction")))
    assert _sources(read) == [["The governor"], []]
