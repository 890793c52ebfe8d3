"""Copies, agency credits and monitors: how many witnesses there really are."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.merging.copies import copies, origins
from dateline.record import Claim, Report
from tests.merging.builders import claim, party

WIRE = (
    "Gunmen stormed a post near the river crossing on Monday, killing four soldiers and wounding nine, a local "
    "official said. The attackers fled on motorbikes toward the hills before reinforcements came from the town. "
)
OTHER = (
    "Farmers in the delta said the rains had come late this year and that prices of seed had doubled since spring. "
    "The ministry promised help but gave no date for it, and the union called for a meeting in the capital. "
)


def _report(text: str, outlet: str | None, day: int = 1) -> Report:
    return Report(text, outlet=outlet, published=date(2024, 5, day))


def test_a_report_that_repeats_most_of_another_is_a_copy() -> None:
    a, b = _report("River post attacked\n\n" + WIRE, "Daily"), _report(WIRE + OTHER, "Herald")
    assert copies([a, b]) == [tuple(sorted((a.id, b.id)))]


def test_reports_of_the_same_event_in_other_words_are_no_copies() -> None:
    told = "Four soldiers died when a post by the river was attacked on Monday, according to a local official."
    assert copies([_report(WIRE, "Daily"), _report(told, "Herald")]) == []


def test_copies_of_one_wire_are_one_origin() -> None:
    wire = _report("(Reuters) - " + WIRE, "Daily", 2)
    found = origins([wire, _report(WIRE, "Herald"), _report(OTHER, "Post")])
    assert len({o.key for o in found.values()}) == 2
    assert {o.name for o in found.values()} == {"Reuters", "Post"}


def test_a_copy_without_credit_goes_back_to_the_report_that_came_first() -> None:
    first, later = _report(WIRE, "Daily", 1), _report(WIRE + "More soon.", "Herald", 2)
    found = origins([later, first])
    assert found[later.id].key == found[first.id].key == "outlet daily"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("River post attacked\n\nAFP Monday 6 May 2024 " + WIRE, "Agence France-Presse"),
        ("River post attacked\n\nGOMA (AFP) - " + WIRE, "Agence France-Presse"),
        ("River post attacked\n\nGOMA, May 6 (Xinhua) -- " + WIRE, "Xinhua"),
        (WIRE + "--AFP", "Agence France-Presse"),
        (WIRE + "Source: Reuters", "Reuters"),
        (WIRE + "An AFP photographer saw two burnt trucks. " + OTHER, "Agence France-Presse"),
        (WIRE + 'The mayor told Reuters: "We are alone." ' + OTHER, None),
        (WIRE + OTHER, None),
    ],
)
def test_agency_credits_are_found_where_credits_stand(text: str, agency: str | None) -> None:
    report = _report(text, "Daily")
    origin = origins([report])[report.id]
    assert (origin.name if origin.kind == "wire" else None) == agency


def test_an_outlet_that_is_an_agency_has_the_same_origin_as_its_wire() -> None:
    own, wire = _report(OTHER, "Sputnik"), _report("HOMS (Sputnik) - " + WIRE, "Daily")
    found = origins([own, wire])
    assert found[own.id].key == found[wire.id].key


def _told_by(monitor: str | None, report: Report, count: int) -> list[Claim]:
    source = party(monitor, "NGO") if monitor else None
    return [claim(f"{monitor}{i}", report.id, at=i, source=source) for i in range(count)]


def test_a_report_that_rests_on_one_monitor_has_that_monitor_as_origin() -> None:
    report = _report(WIRE, "Daily")
    origin = origins([report], [*_told_by("Observatory", report, 3), *_told_by(None, report, 1)])[report.id]
    assert (origin.kind, origin.name) == ("monitor", "Observatory")


def test_a_report_with_two_sources_is_its_own() -> None:
    report = _report(WIRE, "Daily")
    claims = [*_told_by("Observatory", report, 2), *_told_by("Red Crescent", report, 2)]
    assert origins([report], claims)[report.id].kind == "own"
