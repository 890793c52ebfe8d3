"""Which numbers of dead count, and which are parts of others or told of something else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dateline.merging.tolls import figures, toll
from dateline.record import Claim, Interval, Quantity, Report, Span
from tests.merging.builders import claim

WORDS = {"four": 4, "six": 6, "seven": 7, "nine": 9}


def _report(*sentences: tuple[str, str]) -> tuple[dict[str, Report], list[Claim]]:
    """A report of sentences, and a claim for each with the numbers given beside it ("31 drivers; 4 guards")."""
    text = " ".join(sentence for sentence, _ in sentences)
    claims: list[Claim] = []
    for sentence, numbers in sentences:
        begin = text.index(sentence)
        told = []
        for number in filter(None, numbers.split("; ")):
            word, _, of = number.partition(" ")
            at = begin + re.search(rf"\b{word}\b", sentence).start()  # type: ignore[union-attr]
            value = WORDS.get(word) or int(word)
            told.append(Quantity("killed", Span(at, at + len(word)), word, value, value, of=of or None))
        one = replace(claim(f"c{len(claims)}", "r1"), trigger=Span(begin, begin + 1), quantities=tuple(told))
        claims.append(replace(one, evidence=Span(begin, begin + len(sentence))))
    return {"r1": Report(text, id="r1")}, claims


def _range(*sentences: tuple[str, str]) -> tuple[int | None, int | None] | None:
    reports, claims = _report(*sentences)
    found = toll(figures(claims, "killed", reports), {}, reports)
    return (found.low, found.high) if found else None


@pytest.mark.parametrize(
    ("sentence", "numbers", "dead"),
    [
        ("Shells killed 31 drivers and four guards.", "31 drivers; four guards", 35),
        ("Shells killed 31 drivers, four guards.", "31 drivers; four guards", 35),
        ("Shells killed 31 drivers along with four guards.", "31 drivers; four guards", 35),
        ("Shells killed 31 people, four guards.", "31 people; four guards", 31),
        ("It counted 31 dead, among them nine women and four guards.", "31; nine women; four guards", 31),
        ("The toll rose to 31, up from 9.", "31; 9", 31),
        ("The raid wounded 31 farmers and killed four.", "31 farmers; four", 4),
        ("Four of them made 31 raids and killed seven.", "31; seven", 7),
        ("Mortar fire on the harbour: 4 killed 31 wounded.", "4; 31", 4),
        ("Mortar fire kills 4 wounds 31.", "4; 31", 4),
        ("At dawn seven suicide bombers stormed the depot and killed four.", "seven; four", 4),
        ("Guards killed seven suicide bombers at the depot.", "seven", 7),
    ],
)
def test_numbers_of_one_sentence(sentence: str, numbers: str, dead: int) -> None:
    assert _range((sentence, numbers)) == (dead, dead)


def test_a_number_that_makes_up_a_larger_one_with_its_neighbour_is_a_part() -> None:
    whole = ("Raids killed 31 people in the valley.", "31 people")
    assert _range(whole, ("In the market 25 died, while six others died at the mill.", "25")) == (31, 31)
    assert _range(whole, ("In the market 25 died, while nine others were hurt at the mill.", "25")) == (25, 31)
    assert _range(whole, ("In the market 25 died.", "25"), ("Six more people died at the mill.", "")) == (31, 31)
    assert _range(whole, ("In the market 25 died.", "25"), ("Six people sold bread at the mill.", "")) == (25, 31)


def test_bodies_that_one_hospital_received_are_a_part() -> None:
    whole = ("Raids killed 31 people in the valley.", "31 people")
    assert _range(whole, ("The bodies of 9 people arrived at a clinic.", "9 people")) == (31, 31)
    assert _range(("The bodies of 9 people arrived at a clinic.", "9 people")) == (9, 9)


def test_a_figure_of_other_days_does_not_count() -> None:
    reports, (now, before) = _report(("Raids killed 31.", "31"), ("Others killed 9 last month.", "9"))
    day = Interval(Span(0, 1), "", date(2016, 7, 18), date(2016, 7, 18))
    past = Interval(Span(0, 1), "", date(2016, 6, 1), date(2016, 6, 30))
    told = figures([replace(now, when=day), replace(before, when=past)], "killed", reports, day)
    assert [f.size for f in told.counting] == [31]


def test_a_toll_says_which_phrases_it_counted_and_which_are_parts() -> None:
    reports, claims = _report(("Shells killed 31 people, among them nine women.", "31 people; nine women"))
    found = toll(figures(claims, "killed", reports), {}, reports)
    assert found is not None and len(found.counted) == 1
    text, counted = reports["r1"].text, found.counted[0]
    assert [s.of(text) for s in counted.phrases] == ["31"] and [s.of(text) for s in counted.parts] == ["nine"]
