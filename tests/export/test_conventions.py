"""One phrase, three conventions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.export import Bundle
from dateline.export.conventions import CONVENTIONS, acled, claims, ucdp
from dateline.export.tolls import acled_fatalities, deaths_by_side
from dateline.merging.tolls import figures, toll
from dateline.record import Claim, Quantity, Span, Summary, Toll
from tests.export.samples import DEATHS, FIRST, SECOND, SHELLING, bundle, span, summary


def _quantity(text: str, least: float | None, most: float | None, of: str | None = None) -> Quantity:
    return Quantity("killed", Span(0, 1), text, least, most, of=of)


# phrase, least, most → ACLED; UCDP low, best, high; ours low, best, high
COUNTS = [
    ("12", 12, 12, 12, (12, 12, 12), (12, 12, 12)),
    ("two dozen", 24, 24, 24, (24, 24, 24), (24, 24, 24)),
    ("at least 12", 12, None, 12, (12, 12, 12), (12, 12, None)),
    ("12 to 15", 12, 15, 12, (12, 12, 15), (12, 12, 15)),
    ("up to 20", None, 20, 3, (0, 0, 20), (None, 20, 20)),
    ("up to two", None, 2, 2, (0, 0, 2), (None, 2, 2)),
    ("several", None, None, 3, (0, 0, 0), (None, None, None)),
    ("many", None, None, 3, (0, 0, 0), (None, None, None)),
    ("a few", None, None, 3, (0, 0, 0), (None, None, None)),
    ("Dozens", 24, 99, 12, (24, 24, 99), (24, 24, 99)),
    ("scores", 40, 99, 20, (40, 40, 99), (40, 40, 99)),
    ("hundreds", 200, 999, 100, (200, 200, 999), (200, 200, 999)),
    ("several hundred", 200, 999, 100, (200, 200, 999), (200, 200, 999)),
    ("some 50 to 60", 50, 60, 50, (50, 50, 60), (50, 50, 60)),
    ("some fifty to sixty", 50, 60, 50, (50, 50, 60), (50, 50, 60)),
    ("thousands", 2000, 9999, 1000, (2000, 2000, 9999), (2000, 2000, 9999)),
    ("tens of thousands", 20000, 99999, 10000, (20000, 20000, 99999), (20000, 20000, 99999)),
    ("casualties", None, None, 0, (0, 0, 0), (None, None, None)),
    ("none", 0, 0, 0, (0, 0, 0), (0, 0, 0)),
]


@pytest.mark.parametrize(("text", "least", "most", "lowest", "by_ucdp", "ours"), COUNTS)
def test_each_convention_counts_a_phrase_its_own_way(
    text: str,
    least: float | None,
    most: float | None,
    lowest: int,
    by_ucdp: tuple[int, int, int],
    ours: tuple[int | None, ...],
) -> None:
    quantity = _quantity(text, least, most)
    assert acled(quantity).best == acled(quantity).low == lowest
    assert (ucdp(quantity).low, ucdp(quantity).best, ucdp(quantity).high) == by_ucdp
    assert (claims(quantity).low, claims(quantity).best, claims(quantity).high) == ours


def test_conventions_go_by_name() -> None:
    assert set(CONVENTIONS) == {"acled", "ucdp", "claims"}


def _told(*claims: Claim, **more: Any) -> tuple[Bundle, Summary]:
    """Some claims with their toll as merging counts it."""
    reports = {r.id: r for r in (FIRST, SECOND)}
    killed = toll(figures(claims, "killed", reports), {}, reports)
    ids = frozenset(c.id for c in claims)
    return bundle(claims=claims), summary(claims=ids, killed=killed, **more)


def _figure(claim: Claim, words: str, number: int, of: str | None = None) -> Claim:
    """A claim with one more number of dead."""
    where = span(FIRST if claim.report == FIRST.id else SECOND, words)
    more = Quantity("killed", where, words, number, number, of=of)
    return replace(claim, quantities=(*claim.quantities, more))


BARE = replace(SHELLING, quantities=())


def test_acled_takes_the_lowest_of_origins_that_disagree() -> None:
    assert acled_fatalities(*_told(SHELLING, DEATHS)) == 12
    assert acled_fatalities(*_told(_figure(BARE, "at least 12", 40), DEATHS)) == 12  # "Dozens" is 12


def test_acled_takes_the_highest_that_one_origin_gives() -> None:
    few, later = _figure(BARE, "at least 12", 3), replace(_figure(BARE, "a monitor", 12), id="c9")
    assert acled_fatalities(*_told(few, later, fields=())) == 12


@pytest.mark.parametrize(("first", "dead"), [("people", 19), ("soldiers", 24)])
def test_parts_of_a_total_are_not_added_to_it(first: str, dead: int) -> None:
    listed = replace(FIRST, text="Shelling killed 19 there, 5 children.", id="")
    numbers = (
        Quantity("killed", Span(16, 18), "19", 19, 19, of=first),
        Quantity("killed", Span(26, 27), "5", 5, 5, of="children"),
    )
    claim = replace(BARE, report=listed.id, evidence=Span(0, 37), quantities=numbers)
    killed = toll(figures([claim], "killed", {listed.id: listed}), {}, {listed.id: listed})
    assert acled_fatalities(bundle(claims=(claim,)), summary(claims=frozenset([claim.id]), killed=killed)) == dead


def test_a_killing_of_several_without_a_figure_counts_three() -> None:
    claim = replace(DEATHS, report=FIRST.id, trigger=span(FIRST, "killing"), quantities=(), targets=SHELLING.targets)
    assert acled_fatalities(*_told(claim)) == 3
    assert acled_fatalities(*_told(replace(claim, targets=()))) == 0


def test_denied_and_planned_deaths_do_not_count() -> None:
    assert acled_fatalities(*_told(replace(SHELLING, polarity="denied"))) == 0
    assert acled_fatalities(*_told(replace(SHELLING, modality="possible"), DEATHS)) == 12


def test_an_incident_of_unknown_making_counts_its_lowest_figure() -> None:
    assert acled_fatalities(bundle(), summary(killed=Toll(7, 9, 9))) == 7


def test_parts_of_a_toll_tell_whose_dead_they_are() -> None:
    claim = _figure(_figure(BARE, "at least 12", 12, "people"), "a monitor", 4, "civilians")
    held, told = _told(claim)
    assert deaths_by_side(held, told, ((), ()), 12) == (0, 0, 4)
