"""Merging depends on claims and judgements alone, and what people decided holds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.merging import affected, block_keys, compare, merge, touched, world
from dateline.record import Claim, Incident, Judgement, Origin
from tests.merging.builders import PLACES, claim, party

DAYS = {f"r{i}": date(2016, 7, 1) + timedelta(days=i % 6) for i in range(8)} | {"r7": None}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _merge(claims: list[Claim], judgements: list[Judgement] | None = None) -> list[Incident]:
    return merge(claims, published=DAYS, origins={}, judgements=judgements or [])


def _judge(a: str, b: str, verdict: str, minute: int = 0) -> Judgement:
    return Judgement((a, b), verdict, "ana", NOW + timedelta(minutes=minute))  # type: ignore[arg-type]


def _together(found: list[Incident], a: str, b: str) -> bool:
    return any({a, b} <= i.claims for i in found)


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Claim], list[Judgement]]:
    count = draw(st.integers(2, 24))
    claims = [
        claim(
            f"c{draw(st.integers(0, 999)):03d}-{i}",
            draw(st.sampled_from(sorted(DAYS))),
            draw(st.sampled_from(["air_strike", "attack", "killing", "capture", "talks"])),
            at=draw(st.integers(0, 9)),
            place=draw(st.sampled_from([None, *PLACES])),
            day=draw(st.sampled_from([None, 1, 2, 5, 20])),
            actor=draw(st.sampled_from([None, "Islamic State", "Syria"])),
            killed=draw(st.sampled_from([None, (4, 4), (31, None)])),
        )
        for i in range(count)
    ]
    ids = st.sampled_from([c.id for c in claims])
    told = draw(st.lists(st.tuples(ids, ids, st.sampled_from(["same", "different", "unsure"])), max_size=6))
    judgements = [_judge(a, b, verdict, minute) for minute, (a, b, verdict) in enumerate(told) if a != b]
    return claims, judgements


@settings(max_examples=150, deadline=None)
@given(corpora(), st.randoms())
def test_incidents_do_not_depend_on_the_order_of_claims(
    drawn: tuple[list[Claim], list[Judgement]], chance: random.Random
) -> None:
    claims, judgements = drawn
    shuffled, others = list(claims), list(judgements)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    assert _merge(claims, judgements) == _merge(shuffled, others)


@settings(max_examples=200, deadline=None)
@given(corpora(), st.randoms())
def test_adding_claims_bit_by_bit_gives_the_same_incidents(
    drawn: tuple[list[Claim], list[Judgement]], chance: random.Random
) -> None:
    claims, judgements = drawn
    waiting = list(claims)
    chance.shuffle(waiting)
    known: list[Claim] = []
    kept: list[Incident] = []
    while waiting:
        size = chance.randint(1, 6)
        new, waiting = waiting[:size], waiting[size:]
        again = affected(new, known, published=DAYS, origins={}, judgements=judgements)
        ids = {c.id for c in again}
        assert all(i.claims <= ids or not i.claims & ids for i in kept)
        kept = [i for i in kept if not i.claims & ids] + _merge(again, judgements)
        known += new
    assert sorted(kept, key=lambda i: i.id) == _merge(claims, judgements)


@settings(max_examples=200, deadline=None)
@given(corpora(), st.randoms())
def test_reports_added_one_by_one_to_what_is_kept_in_mind_give_the_same_incidents(
    drawn: tuple[list[Claim], list[Judgement]], chance: random.Random
) -> None:
    claims = drawn[0]
    reports = sorted({c.report for c in claims})
    chance.shuffle(reports)
    origins: dict[str, Origin] = {}
    stored: list[Claim] = []
    mind = world(lambda asked: list(stored), published=DAYS, origins=origins)
    kept: list[Incident] = []
    for report in reports:
        new = [c for c in claims if c.report == report]
        copied = chance.choice(reports)  # one that was known may turn out to be another's copy
        moved = [c for c in stored if c.report == copied]
        before = mind.linked(c.id for c in moved)
        origins |= {c.report: Origin(chance.choice(reports), "own") for c in (*new, *moved)}
        mind.take([*new, *moved])
        again = mind.linked({c.id for c in (*new, *moved, *before)})
        ids = {c.id for c in again}
        assert all(i.claims <= ids or not i.claims & ids for i in kept)
        kept = [i for i in kept if not i.claims & ids] + mind.incidents(again)
        stored += new
    assert sorted(kept, key=lambda i: i.id) == merge(claims, published=DAYS, origins=origins)


def test_two_tolls_of_one_report_are_two_events_unless_two_voices_dispute_one() -> None:
    """Even when a third account fits both."""

    def together(first: tuple[int, int], second: tuple[int, int], *voices: str) -> bool:
        sources = [party(v) for v in voices] or [None, None]
        told: dict[str, Any] = {"place": "Manbij", "day": 1, "actor": "Syria", "target": "Islamic State"}
        found = _merge(
            [
                claim("a", "r0", **told, killed=first, source=sources[0]),
                claim("b", "r0", at=60, **told, killed=second, source=sources[1]),
                claim("c", "r1", **told),
            ]
        )
        return _together(found, "a", "b")

    assert together((20, 20), (20, 20))
    assert not together((20, 20), (40, 40))
    assert not together((20, 20), (40, 40), "an observatory", "an observatory")
    assert together((20, 20), (40, 40), "an observatory", "a coalition")
    assert not together((20, 20), (200, 200), "an observatory", "a coalition")


def test_a_report_does_not_tell_of_what_happened_after_it_came_out() -> None:
    def together(day: int, **early: Any) -> bool:
        told: dict[str, Any] = {"place": "Manbij", "actor": "Syria", "target": "Islamic State", "killed": (31, 31)}
        first = replace(claim("a", "early", **told), **early)
        published = {"early": date(2016, 7, 1), "late": date(2016, 7, 9)}
        found = merge([first, claim("b", "late", day=day, **told)], published=published, origins={})
        return _together(found, "a", "b")

    assert together(1) and together(2)
    assert not together(3)


@settings(max_examples=100, deadline=None)
@given(corpora())
def test_every_claim_is_in_one_incident_and_what_people_parted_is_apart(
    drawn: tuple[list[Claim], list[Judgement]],
) -> None:
    claims, judgements = drawn
    found = _merge(claims, judgements)
    assert sorted(c for i in found for c in i.claims) == sorted(c.id for c in claims)
    last = {tuple(sorted(j.claims)): j for j in sorted(judgements, key=lambda j: j.at)}
    assert not any(_together(found, *j.claims) for j in last.values() if j.verdict == "different")
    if not any(j.verdict == "different" for j in last.values()):
        assert all(_together(found, *j.claims) for j in last.values() if j.verdict == "same")


ONE = claim("a", "r1", place="Manbij", day=1, actor="Syria", killed=(31, 31))
TWIN = claim("b", "r2", place="Manbij", day=1, actor="Syria", killed=(31, 31))
FAR = claim("c", "r3", place="Raqqa", day=20, actor="Islamic State", killed=(4, 4))


def test_the_same_event_in_two_reports_is_one_incident() -> None:
    found = _merge([ONE, TWIN, FAR])
    assert _together(found, "a", "b") and not _together(found, "a", "c")


def test_two_different_days_never_share_an_incident_whoever_links_them() -> None:
    early, late = ONE, claim("d", "r3", place="Manbij", day=8, actor="Syria", killed=(31, 31))
    undated = [claim(f"u{i}", f"r{i}", place="Manbij", actor="Syria", killed=(31, 31)) for i in (0, 4, 5, 6)]
    assert not _together(_merge([early, late, *undated]), "a", "d")


def test_of_two_accounts_of_one_report_the_better_match_is_joined() -> None:
    other = claim("e", "r1", at=40, place="Manbij", day=1, actor="Syria", killed=(4, 4))
    found = _merge([ONE, other, TWIN])
    assert _together(found, "a", "b") and not _together(found, "e", "b")


def test_a_claim_without_day_and_place_goes_on_about_the_one_earlier_event_that_it_fits_best() -> None:
    lead = claim("a1", "r1", "air_strike", at=5, place="Manbij", day=18)
    other = claim("a2", "r1", "air_strike", at=9, place="Raqqa", day=2, killed=(4, 4))
    bare = claim("a3", "r1", "air_strike", at=14, killed=(4, 4))
    found = _merge([lead, other, bare])
    assert _together(found, "a2", "a3") and not _together(found, "a1", "a2")
    dated = claim("a3", "r1", "air_strike", at=14, day=9, killed=(4, 4))
    assert not _together(_merge([lead, other, dated]), "a2", "a3")


def test_a_person_can_part_what_the_machine_joins() -> None:
    assert not _together(_merge([ONE, TWIN], [_judge("a", "b", "different")]), "a", "b")


def test_a_person_can_join_what_the_machine_parts() -> None:
    assert _together(_merge([ONE, FAR], [_judge("c", "a", "same")]), "a", "c")


def test_the_latest_judgement_on_a_pair_counts() -> None:
    judgements = [_judge("a", "c", "same", 1), _judge("c", "a", "unsure", 2)]
    assert not _together(_merge([ONE, FAR], judgements), "a", "c")


def test_a_claim_without_a_place_meets_others_over_its_toll() -> None:
    vague = claim("v", "r2", "killing", killed=(31, 31), actor="Syria")
    assert set(block_keys([vague], published=DAYS, origins={})["v"]) & set(
        block_keys([ONE], published=DAYS, origins={})["a"]
    )


def test_an_incident_keeps_its_id_when_a_later_report_joins() -> None:
    early = claim("z", "r0", place="Manbij", day=1, actor="Syria", killed=(31, 31))
    before, after = _merge([early]), _merge([early, TWIN])
    assert _together(after, "z", "b") and before[0].id == after[0].id


def test_new_claims_leave_far_incidents_alone() -> None:
    again = affected([TWIN], [ONE, FAR], published=DAYS, origins={})
    assert [c.id for c in again] == ["a", "b"]


def test_a_store_is_asked_for_blocks_that_its_index_holds() -> None:
    keys = block_keys([ONE], published=DAYS, origins={})

    def fetch(asked):  # type: ignore[no-untyped-def]
        return [ONE] if set(asked) & {*keys["a"], ("report", 0, "r1"), ("claim", 0, "a")} else []

    assert [c.id for c in touched([TWIN], fetch, published=DAYS, origins={})] == ["a", "b"]


def test_a_comparison_gives_its_reasons_in_words_that_add_up() -> None:
    found = compare(ONE, FAR, published=DAYS, origins={})
    assert found.score < 0
    assert abs(sum(r.points for r in found.reasons) - found.score) < 1e-9
    assert any("2016-07-01" in r.sentence for r in found.reasons)
