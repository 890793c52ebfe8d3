"""Which stretches of a text stand inside quotation marks."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.quotes import quotations


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said: "They left." Nobody "spoke".', ["They left.", "spoke"]),
        ("“They left,” he said. «Nobody spoke.»", ["They left,", "Nobody spoke."]),
        ("``They left,'' he said.", ["They left,"]),
        ("“They call it the “red” line.", ["They call it the “red"]),
        ("“They left.\nNobody spoke.", ["They left."]),
        ('"Rebels hit Rahma in a ""reprisal"", police said."', ["reprisal"]),
        ('"""We left,"" he said. ""Nobody spoke."""', ["We left,", "Nobody spoke."]),
        ("It isn't theirs; the rebels' camp is.", []),
        ('It ends in a mark"', []),
        ("Nothing “” inside.", []),
        ("", []),
    ],
)
def test_what_stands_inside_marks(text: str, inside: list[str]) -> None:
    assert [span.of(text) for span in quotations(text)] == inside


@given(st.text("ab .\n\"'`“”«»"))
def test_quotations_stand_apart_and_hold_no_line_break(text: str) -> None:
    found = quotations(text)
    assert all(a.end < b.begin for a, b in itertools.pairwise(found))
    assert not any("\n" in span.of(text) for span in found)
