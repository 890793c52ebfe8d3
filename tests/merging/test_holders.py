"""Who holds what, as a dated sequence per place."""

from __future__ import annotations

from datetime import date

from dateline.merging.holders import holders
from dateline.record import Claim, Origin
from tests.merging.builders import claim

PUBLISHED = {f"r{i}": date(2016, 7, i) for i in range(1, 10)}
ORIGINS = {f"r{i}": Origin(f"outlet {i}", "own") for i in range(1, 10)}


def _steps(*claims: Claim) -> list[tuple[str | None, str, tuple[str, ...]]]:
    found = holders(claims, ORIGINS, published=PUBLISHED)
    return [(h.party.name if h.party else None, h.change, h.rivals) for h in found.get("Manbij", [])]


def test_a_place_passes_from_one_party_to_another_in_order_of_time() -> None:
    taken = claim("b", "r5", "capture", place="Manbij", day=5, actor="Syria")
    held = claim("a", "r1", "control", place="Manbij", day=1, actor="Islamic State")
    assert _steps(taken, held) == [("Islamic State", "holds", ()), ("Syria", "takes", ())]


def test_two_reports_of_one_capture_are_one_step_with_two_origins() -> None:
    two = [claim(f"c{i}", f"r{i}", "capture", place="Manbij", day=3, actor="Syria") for i in (3, 4)]
    found = holders(two, ORIGINS, published=PUBLISHED)["Manbij"]
    assert len(found) == 1 and found[0].origins == ("outlet 3", "outlet 4")


def test_rival_claims_to_a_place_on_the_same_day_name_each_other() -> None:
    one = claim("a", "r3", "control", place="Manbij", day=3, actor="Syria")
    two = claim("b", "r4", "control", place="Manbij", day=3, actor="Islamic State")
    assert {s[2] for s in _steps(one, two)} == {("Islamic State",), ("Syria",)}


def test_a_denied_control_says_who_does_not_hold_it_and_other_events_say_nothing() -> None:
    denied = claim("a", "r1", "control", place="Manbij", day=1, actor="Syria", polarity="denied")
    assert _steps(denied, claim("b", "r1", "air_strike", place="Manbij", day=1)) == [("Syria", "does not hold", ())]
