"""Agreement of coders, against published examples."""

from __future__ import annotations

import pytest

from dateline.desk.alpha import agreed, alpha

# Krippendorff (2011), section C: four observers, twelve units, "." is missing; nominal alpha 0.743.
FOUR = ("12332141 2...", "12332241 25.3", ".3332342 251.", "12332441 251.")
# The same, section A: two observers, two values, ten units; alpha 0.095.
TWO = ("0100000010", "1110010000")


def units(rows: tuple[str, ...]) -> list[list[str]]:
    return [[v for v in column if v != "."] for column in zip(*(row.replace(" ", "") for row in rows), strict=True)]


@pytest.mark.parametrize(("rows", "value"), [(FOUR, 0.743), (TWO, 0.095)])
def test_alpha_is_as_published(rows: tuple[str, ...], value: float) -> None:
    assert alpha(units(rows)) == pytest.approx(value, abs=0.0005)


def test_alpha_is_unknown_where_nothing_varies_or_nobody_coded_twice() -> None:
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a"], ["b"]]) is None and alpha([]) is None


def test_agreed_counts_units_with_two_values() -> None:
    assert agreed([["a", "a"], ["a", "b"], ["c"]]) == 0.5
    assert agreed([["a"]]) is None
