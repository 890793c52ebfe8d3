"""What an implicative verb governs has come about; what an ending verb ends is no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.coding.modality import modality, polarity
from tests.builders import reading, trigger

TOLD = """
Troops NOUN 3 nsubj
{aux} AUX 3 aux
{verb} VERB 0 root
to PART 5 mark
shell VERB 3 xcomp
and CCONJ 7 cc
pursue VERB 5 conj
them PRON 7 obj
. PUNCT 3 punct
"""


@pytest.mark.parametrize(
    ("aux", "verb", "told"),
    [
        ("then", "began", "actual"),
        ("were", "forced", "actual"),
        ("will", "begin", "planned"),
        ("could", "managed", "planned"),
        ("have", "agreed", "planned"),
        ("never", "managed", "planned"),
    ],
)
@pytest.mark.parametrize("word", [4, 6])
def test_what_was_begun_or_forced_is_done(aux: str, verb: str, told: str, word: int) -> None:
    planned = replace(trigger(word, "shelling"), modality={"actual": 0.1, "planned": 0.8, "possible": 0.1})
    read = reading(TOLD.format(aux=aux, verb=verb), triggers=(planned,))
    assert modality(read, planned) == told


def test_what_is_only_possible_stays_so() -> None:
    feared = replace(trigger(4, "shelling"), modality={"actual": 0.1, "planned": 0.1, "possible": 0.8})
    assert modality(reading(TOLD.format(aux="have", verb="managed"), triggers=(feared,)), feared) == "possible"


@pytest.mark.parametrize(
    ("table", "word", "told"),
    [
        ("courts NOUN 2 nsubj\nlifted VERB 0 root\nbans NOUN 2 obj", 2, "denied"),
        ("courts NOUN 2 nsubj\nimposed VERB 0 root\nbans NOUN 2 obj", 2, "affirmed"),
        ("bans NOUN 3 nsubj\nwere AUX 3 aux\nlifted VERB 0 root", 0, "denied"),
        ("bans NOUN 2 nsubj\nended VERB 0 root\nrallies NOUN 2 obj", 0, "affirmed"),
        ("the DET 2 det\nlifting NOUN 0 root\nof ADP 4 case\nbans NOUN 2 nmod", 3, "denied"),
    ],
)
def test_a_sanction_that_is_lifted_is_denied(table: str, word: int, told: str) -> None:
    ban = trigger(word, "sanction")
    read = reading(table, triggers=(ban,))
    assert polarity(read, ban, "sanction") == told
    assert polarity(read, ban, "protest") == "affirmed"
