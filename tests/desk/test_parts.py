"""What the pages say in words."""

from __future__ import annotations

import pytest

from dateline.desk.parts import relation, sentence
from dateline.record import Party, Relation, Span
from tests.store.builders import incident


@pytest.mark.parametrize(
    ("given", "name", "words"),
    [
        (Relation("distance", bearing="S", km=(6, 6)), "Goma", "6 km south of"),
        (Relation("distance", km=(6, 8.5)), "Goma", "6–8.5 km from"),
        (Relation("direction", bearing="NE"), "Goma", "north-east of"),
        (Relation("part", bearing="W", part="western edge"), "Goma", "western edge of"),
        (Relation("part", bearing="SE", part="south-eastern"), "Ituri", "south-eastern"),
        (Relation("part", bearing="E", part="eastern"), "eastern Congo", None),
        (Relation("part", bearing="N"), "Ituri", "northern"),
        (Relation("part", part="city centre"), "Goma", "city centre of"),
        (Relation("surrounding"), "Goma", "around"),
        (Relation("outside"), "Goma", "outside"),
        (None, "Goma", None),
    ],
)
def test_what_words_add_to_a_place_reads_before_its_name(given: Relation | None, name: str, words: str | None) -> None:
    assert relation(given, name) == words


def test_a_bare_number_is_nobodys_name() -> None:
    counted = Party(Span(0, 2), "34", None, None, "CVL", "")
    assert " against " not in sentence(incident("i", "c", targets=(counted,)))
    named = Party(Span(0, 11), "34 civilians", None, None, "CVL", "")
    assert " against 34 civilians" in sentence(incident("i", "c", targets=(counted, named)))


@pytest.mark.parametrize(
    ("event", "reads"),
    [
        ("destruction", "Destruction of the clinic by Rebels in"),
        ("talks", "Talks by Rebels with the clinic in"),
        ("aid", "Aid by Rebels to the clinic in"),
        ("shelling", "Shelling by Rebels against the clinic in"),
    ],
)
def test_an_act_reads_with_its_own_preposition(event: str, reads: str) -> None:
    clinic = Party(Span(0, 10), "the clinic", None, None, None, "")
    assert sentence(incident("i", "c", events=(event,), targets=(clinic,))).startswith(reads)
