"""One phrase, three conventions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.export.conventions import CONVENTIONS, acled, claims, ucdp
from dateline.export.tolls import acled_fatalities
from dateline.record import Quantity, Span
from tests.export.samples import DEATHS, FIRST, SHELLING, bundle, span, summary


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


def test_acled_takes_the_lowest_of_origins_that_disagree() -> None:
    assert acled_fatalities(bundle(), summary()) == 12
    many = replace(SHELLING, quantities=(replace(SHELLING.quantities[0], least=40.0, most=40.0, text="40"),))
    assert acled_fatalities(bundle(claims=(many, DEATHS)), summary()) == 12  # "Dozens" is 12


def test_acled_takes_the_highest_that_one_origin_gives() -> None:
    later = replace(DEATHS, id="c9", report=FIRST.id)
    one = summary(claims=frozenset(["c1", "c9"]), fields=())
    few = replace(SHELLING, quantities=(replace(SHELLING.quantities[0], least=3.0, most=3.0, text="3"),))
    assert acled_fatalities(bundle(claims=(few, later)), one) == 12


def test_parts_of_a_total_are_not_added_to_it() -> None:
    where = span(FIRST, "at least 12"), span(FIRST, "a monitor")
    people = Quantity("killed", where[0], "19", 19, 19, of="people")
    children = Quantity("killed", where[1], "5", 5, 5, of="children")
    claim = replace(SHELLING, quantities=(people, children))
    assert acled_fatalities(bundle(claims=(claim,)), summary()) == 19
    soldiers = replace(people, of="soldiers")
    claim = replace(SHELLING, quantities=(soldiers, children))
    assert acled_fatalities(bundle(claims=(claim,)), summary()) == 24


def test_a_killing_of_several_without_a_figure_counts_three() -> None:
    claim = replace(DEATHS, report=FIRST.id, trigger=span(FIRST, "killing"), quantities=(), targets=SHELLING.targets)
    assert acled_fatalities(bundle(claims=(claim,)), summary(killed=None)) == 3
    assert acled_fatalities(bundle(claims=(replace(claim, targets=()),)), summary(killed=None)) == 0


def test_denied_and_planned_deaths_do_not_count() -> None:
    denied = replace(SHELLING, polarity="denied")
    assert acled_fatalities(bundle(claims=(denied,)), summary(killed=None)) == 0
