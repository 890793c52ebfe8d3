"""The types refuse nonsense."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.record import Interval, Place, Report, Span


@given(st.text(min_size=1), st.data())
def test_a_span_quotes_its_text(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    assert Span(begin, end).of(text) == text[begin:end]


@pytest.mark.parametrize("bounds", [(3, 3), (4, 2), (-1, 2)])
def test_an_empty_or_negative_span_is_refused(bounds: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="begin < end"):
        Span(*bounds)


def test_a_place_has_both_coordinates_or_neither() -> None:
    with pytest.raises(ValueError, match="or neither"):
        Place(Span(0, 1), "x", lat=1.0)
    with pytest.raises(ValueError, match="no such point"):
        Place(Span(0, 1), "x", lat=95.0, lon=0.0)


def test_an_interval_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Interval(Span(0, 1), "x", date(2017, 1, 2), date(2017, 1, 1))


def test_a_report_is_named_by_its_text() -> None:
    assert Report("a").id == Report("a", title="other").id != Report("b").id
    assert Report("a").id.startswith("sha256:")
