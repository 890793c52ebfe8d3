"""What an incident's summary says of agreement between independent origins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dateline.merging.agreement import summarise
from dateline.record import Claim, FieldView, Incident, Origin, Party, Quantity, Report, Span, Summary
from tests.merging.builders import claim

TEXT = "x" * 3000
REPORTS = {f"r{i}": Report(TEXT, id=f"r{i}", outlet=f"Paper {i}", published=date(2016, 7, i)) for i in range(1, 5)}
ORIGINS = {f"r{i}": Origin(f"outlet {i}", "own") for i in range(1, 5)} | {"r4": Origin("outlet 3", "wire")}


def _summary(*claims: Claim, reports: dict[str, Report] = REPORTS) -> Summary:
    incident = Incident("i", frozenset(c.id for c in claims))
    return summarise(incident, {c.id: c for c in claims}, ORIGINS, reports)


def _field(summary: Summary, name: str) -> FieldView:
    return next(f for f in summary.fields if f.field == name)


@pytest.mark.parametrize(
    ("one", "two", "agreement"),
    [
        ((31, 31), (31, None), "conflict_free"),
        ((31, 31), (31, 31), "same"),
        ((31, 31), (40, 40), "range"),
        ((3, 3), (100, None), "conflict"),
    ],
)
def test_tolls_agree_differ_in_degree_or_conflict(one: tuple, two: tuple, agreement: str) -> None:  # type: ignore[type-arg]
    found = _summary(claim("a", "r1", killed=one), claim("b", "r2", killed=two))
    told = _field(found, "killed").agreement
    assert told in ("same", "range") if agreement == "conflict_free" else told == agreement


def test_a_field_nobody_speaks_of_is_silent() -> None:
    assert _field(_summary(claim("a", "r1")), "killed").agreement == "silent"


def test_two_independent_origins_corroborate_and_two_copies_do_not() -> None:
    assert _summary(claim("a", "r1"), claim("b", "r2")).status == "corroborated"
    assert _summary(claim("a", "r3"), claim("b", "r4")).status == "single-source"


def test_a_denial_beside_an_affirmation_is_a_dispute_and_alone_a_denial() -> None:
    denial = claim("b", "r2", polarity="denied")
    assert _summary(claim("a", "r1"), denial).status == "disputed"
    assert _summary(denial).status == "denied"


def test_rival_actors_make_a_dispute_and_both_are_shown() -> None:
    found = _summary(claim("a", "r1", actor="Syria"), claim("b", "r2", actor="Islamic State"))
    assert found.status == "disputed"
    assert {v for t in _field(found, "actors").told for v in t.values} == {"Syria", "Islamic State"}


def test_the_toll_spans_all_reports_and_says_how_best_was_chosen() -> None:
    found = _summary(
        claim("a", "r1", killed=(22, 22)), claim("b", "r2", killed=(44, None)), claim("c", "r3", killed=(44, 44))
    )
    assert found.killed is not None
    assert (found.killed.low, found.killed.best, found.killed.high) == (22, 44, 44)
    assert "2 independent origins" in found.killed.rule


def test_children_among_the_dead_are_no_rival_figure() -> None:
    found = _summary(claim("a", "r1", killed=(15, 15)), claim("b", "r1", at=1, killed=(11, 11), of="children"))
    assert found.killed is not None and found.killed.low == 15


def _two_numbers(text: str, first: str, second: str) -> Claim:
    def figure(word: str, number: int) -> Quantity:
        begin = text.index(word)
        return Quantity("killed", Span(begin, begin + len(word)), word, number, number)

    return replace(claim("a", "r1"), quantities=(figure(first, 31), figure(second, 4)))


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A raid killed thirty-one drivers and four guards.", 35),
        ("A raid killed thirty-one people, among them four guards.", 31),
    ],
)
def test_numbers_that_stand_side_by_side_add_up_and_parts_do_not(text: str, killed: int) -> None:
    reports = {"r1": Report(text, id="r1")}
    found = _summary(_two_numbers(text, "thirty-one", "four"), reports=reports)
    assert found.killed is not None and found.killed.high == killed


def test_a_vague_figure_gives_way_to_a_number_in_the_same_report() -> None:
    vague = replace(claim("b", "r1", at=1), quantities=(Quantity("killed", Span(1, 2), "dozens", 24, 99, True),))
    found = _summary(claim("a", "r1", killed=(58, 58)), vague)
    assert found.killed is not None and (found.killed.low, found.killed.high) == (58, 58)


def test_an_outlet_that_changes_its_figure_is_named() -> None:
    reports = REPORTS | {"r2": replace(REPORTS["r2"], outlet="Paper 1")}
    found = _summary(claim("a", "r1", killed=(22, 22)), claim("b", "r2", killed=(44, 44)), reports=reports)
    assert found.revisions == ("Paper 1 raised killed from 22 to 44 on 2016-07-02",)


def test_place_and_date_are_the_narrowest_that_most_origins_fit() -> None:
    found = _summary(
        claim("a", "r1", place="Aleppo", day=1), claim("b", "r2", place="Manbij", day=1), claim("c", "r3", day=2)
    )
    assert found.place is not None and found.place.name == "Manbij"
    assert found.earliest == date(2016, 7, 1)
    assert _field(found, "place").agreement == "range"
    assert _field(found, "date").agreement == "conflict"


@pytest.mark.parametrize(
    ("text", "number", "killed"),
    [
        ("Rockets killed seven people and 41 others were injured.", "41", None),
        ("The blast killed more than 60 people and wounded 220.", "60", 60),
        ("The blast killed more than 60 people and wounded 220.", "220", None),
        ("Six of the air raids hit a court.", "Six", None),
        ("Shells claimed the lives of 9 persons, injuring 55.", "9", 9),
    ],
)
def test_a_number_counts_as_dead_only_where_its_own_words_allow_it(text: str, number: str, killed: int | None) -> None:
    begin = text.index(number)
    size = {"Six": 6}.get(number) or int(number)
    told = Quantity("killed", Span(begin, begin + len(number)), number, size, size)
    found = _summary(replace(claim("a", "r1"), quantities=(told,)), reports={"r1": Report(text, id="r1")})
    assert (found.killed.high if found.killed else None) == killed


def test_civilians_hit_beside_an_army_stay_among_the_targets_and_troops_do_not() -> None:
    def victim(text: str, sector: str) -> Party:
        return Party(Span(0, 1), text, None, None, sector)

    one = claim("a", "r1", target="Syrian Arab Army")
    two = replace(claim("b", "r2"), targets=(victim("villagers", "CVL"), victim("troops", "MIL")))
    assert [p.text for p in _summary(one, two).targets] == ["Syrian Arab Army", "villagers"]
