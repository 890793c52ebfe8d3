"""Each kind of evidence points the way it says, and better pairs score higher than worse ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dateline.merging import compare, telling
from dateline.merging.accounts import account
from dateline.merging.evidence import EVIDENCE, NAMES
from dateline.merging.rules import shipped
from dateline.merging.telling import told_apart
from dateline.record import Claim, Span
from tests.merging.builders import claim, party

PUBLISHED = {"r1": date(2016, 7, 2), "r2": date(2016, 7, 2)}


def _score(a: Claim, b: Claim, texts: dict[str, str] | None = None) -> float:
    return compare(a, b, published=PUBLISHED, origins={}, texts=texts).score


def _one(**values: Any) -> Claim:
    return claim("a", "r1", **values)


def _two(**values: Any) -> Claim:
    return claim("b", "r2", **values)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"day": 1}, {"day": 9}),
        ({"day": 1}, {"day": 20}),
        ({"place": "Manbij", "day": 1}, {"day": 1}),
        ({"killed": (31, 31)}, {"killed": (2, 2)}),
        ({"target": "Syria"}, {"target": "Islamic State"}),
        ({"event": "air_strike"}, {"event": "clash"}),
    ],
)
def test_a_pair_that_agrees_scores_higher_than_one_that_does_not(
    better: dict[str, object], worse: dict[str, object]
) -> None:
    told = _one(place="Manbij", day=1, target="Syria", killed=(31, 31))
    assert _score(told, _two(**better)) > _score(told, _two(**worse))


def test_shared_wording_counts_where_texts_are_at_hand() -> None:
    sentence = "Barrel bombs struck the crowded vegetable market beside the mosque at noon"
    same, other = {"r1": sentence, "r2": sentence}, {"r1": sentence, "r2": "Mediators postponed their conference"}
    assert _score(_one(), _two(), same) > _score(_one(), _two(), other)


def test_every_kind_of_evidence_has_a_weight_that_points_the_way_its_sentence_says() -> None:
    for scope, weights in shipped().weights.items():
        assert set(weights) == {"start", *NAMES}, scope
    assert len(NAMES) == len(set(NAMES)) == sum(map(len, EVIDENCE.values()))
    assert all((f.__doc__ or "").strip().endswith(".") for functions in EVIDENCE.values() for f in functions)


def test_a_comparison_is_the_same_both_ways() -> None:
    a, b = _one(place="Manbij", day=1, killed=(4, 4)), _two(place="Aleppo", killed=(5, 5))
    assert _score(a, b) == pytest.approx(_score(b, a))


@pytest.mark.parametrize(
    ("evidence", "better", "worse"),
    [
        ("other_day", {"day": 1}, {"day": 9}),
        ("other_place", {"place": "Manbij"}, {"place": "Raqqa"}),
        ("both_open", {"at": 0}, {"at": 20}),
    ],
)
def test_each_kind_of_evidence_sees_what_it_says(evidence: str, better: dict[str, Any], worse: dict[str, Any]) -> None:
    see = next(f for functions in EVIDENCE.values() for f in functions if f.__name__ == evidence)
    one, two, three = (
        account([c], shipped(), published=PUBLISHED, texts={}, origins={})
        for c in (_one(place="Manbij", day=1), _two(**better), _two(**worse))
    )
    assert see(one, two) != see(one, three)


def test_rare_words_tell_more_than_common_ones() -> None:
    rare = {"r1": "Zimbru quarry struck", "r2": "Zimbru quarry damaged"}
    common = {"r1": "Army soldiers struck", "r2": "Army soldiers damaged"}
    assert _score(_one(), _two(), rare) > _score(_one(), _two(), common)


def _in(text: str, word: str, name: str, **values: Any) -> Claim:
    """A claim at a word of a report of one sentence."""
    one = claim(name, "r1", **values)
    begin = text.index(word)
    return replace(one, trigger=Span(begin, begin + len(word)), evidence=Span(0, len(text)))


def test_a_word_that_sets_events_apart_between_two_triggers_counts_against_joining() -> None:
    apart, one = (
        "Planes bombed the mill after rockets hit the barracks",
        "Planes bombed the mill and rockets hit the barracks",
    )
    scores = [
        _score(_in(text, "bombed", "a"), _in(text, "hit", "b", event="attack"), {"r1": text}) for text in (apart, one)
    ]
    assert scores[0] < scores[1]
    outside = "After dawn planes bombed the mill and rockets hit the barracks"
    told = [
        account([_in(outside, word, word)], shipped(), published={}, texts={"r1": outside}, origins={})
        for word in ("bombed", "hit")
    ]
    assert told_apart(*told) == 0.0


def test_a_state_and_an_armed_group_as_the_ones_who_did_it_count_against_joining() -> None:
    army, group = _one(actor="Syrian Arab Army"), _one(actor="Islamic State")
    nameless = replace(_two(), actors=(replace(party("rebels", "REB"), name=None),))
    assert _score(army, nameless) < _score(group, nameless)


def test_an_air_strike_by_nobody_named_is_a_states() -> None:
    rebels = replace(_two(event="attack"), actors=(replace(party("rebels", "REB"), name=None),))
    bomb = _one(event="bombing")
    assert _score(_one(event="air_strike"), rebels) < _score(bomb, rebels)

    def sides_differ(claim: Claim) -> float:
        return telling.other_side(
            *(account([c], shipped(), published={}, texts={}, origins={}) for c in (claim, rebels))
        )

    assert (sides_differ(_one(event="air_strike")), sides_differ(bomb)) == (1.0, 0.0)
