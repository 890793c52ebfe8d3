"""Calendar arithmetic: spans of days for units, dates, seasons and holidays."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.grounding.time_meanings import Calendar


@dataclass(frozen=True, slots=True)
class Days:
    """An inclusive span of days."""

    earliest: date
    latest: date

    @classmethod
    def of(cls, day: date) -> Days:
        """The span of one day."""
        return cls(day, day)

    def distance(self, day: date) -> int:
        """Days from a day to the nearest day of the span."""
        return max((self.earliest - day).days, (day - self.latest).days, 0)

    def __str__(self) -> str:
        if self.earliest == self.latest:
            return self.earliest.isoformat()
        return f"{self.earliest}..{self.latest}"


def month_span(year: int, month: int, months: int = 1) -> Days:
    """`months` calendar months from the first of one; `month` may run over the year's ends."""
    first, last = _month(year, month), _month(year, month + months)
    return Days(first, last - timedelta(1))


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def unit_span(day: date, unit: str, step: int = 0) -> Days:
    """The calendar unit that holds a day, or the one `step` units later; weeks begin on Monday."""
    if unit in ("day", "night", "hour", "minute", "second"):
        return Days.of(day + timedelta(step))
    if unit in ("week", "weekend", "fortnight"):
        monday = day - timedelta(day.weekday()) + timedelta(7 * step)
        return Days(monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(6))
    if unit in _MONTHS:
        months = _MONTHS[unit]
        ordinal = day.year * 12 + day.month - 1
        start = ordinal - ordinal % months + step * months
        return month_span(start // 12, start % 12 + 1, months)
    years = {"decade": 10, "century": 100}[unit]
    first = day.year - day.year % years + step * years
    return Days(date(first, 1, 1), date(first + years - 1, 12, 31))


_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1.0, "night": 1.0, "weekend": 7.0, "week": 7.0, "fortnight": 14.0, "hour": 1 / 24}
_IN_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def shift(day: date, count: float, unit: str) -> date:
    """The same day `count` units away; a day that its month lacks becomes the month's last."""
    if unit in _IN_MONTHS:
        month = _month(day.year, day.month + round(count * _IN_MONTHS[unit]))
        last = calendar.monthrange(month.year, month.month)[1]
        return month.replace(day=min(day.day, last))
    days = count * _DAYS.get(unit, 0)
    return day + timedelta(-int(-days // 1) if days > 0 else int(days // 1))


def span_in(when: Calendar, year: int) -> Days | None:
    """The days of a date, month, season or holiday in a year; None when there is no such day."""
    if when.holiday:
        return holiday(when.holiday, year)
    if when.season:
        first, months = _SEASONS[when.season]
        return month_span(year, first, months)
    if when.month is None:
        return Days(date(year, 1, 1), date(year, 12, 31))
    if when.day is None:
        return month_span(year, when.month)
    try:
        return Days.of(date(year, when.month, when.day))
    except ValueError:
        return None


# Meteorological seasons of the northern hemisphere: first month and length; winter ends next year.
_SEASONS = {
    "spring": (3, 3), "summer": (6, 3), "autumn": (9, 3), "winter": (12, 3),
    "q1": (1, 3), "q2": (4, 3), "q3": (7, 3), "q4": (10, 3),
}  # fmt: skip


def spans_near(when: Calendar, day: date) -> list[Days]:
    """The occurrences around a day, in order; those on the stated weekday where there are any."""
    years = range(max(1, day.year - 2), min(9998, day.year + 2) + 1)
    if (when.month, when.day) == (2, 29):
        years = range(max(1, day.year - 8), min(9998, day.year + 8) + 1)
    spans = [span for year in years if (span := span_in(when, year)) is not None]
    fitting = [s for s in spans if s.earliest.isoweekday() == when.weekday]
    return fitting or spans


def part_of(days: Days, part: str) -> Days:
    """A part of a span: early, mid, late, start, end, or "half 1", "week 2", "day 3", "month -1"."""
    if days.earliest == days.latest:
        return days
    unit, _, number = part.partition(" ")
    if number:
        return _numbered(days, unit, int(number))
    whole_month = days.earliest.day == 1 and days == unit_span(days.earliest, "month")
    if whole_month:
        first, last = _TENS[part]
        return Days(days.earliest.replace(day=first), days.earliest.replace(day=last or days.latest.day))
    if days.latest.year - days.earliest.year == 9:
        first, last = {"early": (0, 3), "start": (0, 3), "mid": (4, 6)}.get(part, (7, 9))
        year = days.earliest.year
        return Days(date(year + first, 1, 1), date(year + last, 12, 31))
    if part in ("start", "end") and days.latest - days.earliest > timedelta(80):
        return unit_span(days.earliest if part == "start" else days.latest, "month")
    return _third(days, part)


# Days of the month: early 1 to 10, mid 11 to 20, late 21 to the end (claims.md §5).
_TENS: dict[str, tuple[int, int | None]] = {
    "early": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, None), "end": (21, None),
}  # fmt: skip


def _third(days: Days, part: str) -> Days:
    """A third of a longer span, at month ends where it is made of whole months."""
    place = {"early": 0, "start": 0, "mid": 1}.get(part, 2)
    months = (days.latest.year - days.earliest.year) * 12 + days.latest.month - days.earliest.month + 1
    if days.earliest.day == 1 and months >= 3:
        first = days.earliest.month + months * place // 3
        return month_span(days.earliest.year, first, months * (place + 1) // 3 - months * place // 3)
    length = (days.latest - days.earliest).days + 1
    if length == 7:  # Monday to Wednesday, Tuesday to Thursday, Thursday to Sunday
        first, last = ((0, 2), (1, 3), (3, 6))[place]
        return Days(days.earliest + timedelta(first), days.earliest + timedelta(last))
    cuts = [days.earliest + timedelta(round(length * k / 3)) for k in range(4)]
    return Days(cuts[place], cuts[place + 1] - timedelta(1))


def _numbered(days: Days, unit: str, number: int) -> Days:
    """The nth day, week, month or half of a span, from its end when the number is -1."""
    if unit == "half":
        middle = days.earliest + (days.latest - days.earliest) / 2
        if days.earliest.day == 1:
            middle = middle.replace(day=1) - timedelta(1) if middle.day < 15 else middle
        return Days(days.earliest, middle) if number == 1 else Days(middle + timedelta(1), days.latest)
    if unit == "month":
        return unit_span(days.latest if number < 0 else days.earliest, unit, max(0, number - 1))
    length = {"week": 7, "day": 1}[unit]
    if number < 0:
        return Days(days.latest - timedelta(length - 1), days.latest)
    first = days.earliest + timedelta(length * (number - 1))
    return Days(first, min(first + timedelta(length - 1), days.latest))


# ---------------------------------------------------------------- holidays


def holiday(name: str, year: int) -> Days | None:
    """The days of a holiday in a year, by its key in `data/calendar.toml`."""
    if name in _MOVABLE:
        return _MOVABLE[name](year)
    if name.startswith("easter"):
        return Days.of(easter(year) + timedelta(int(name.removeprefix("easter"))))
    month, day = (int(part) for part in name.split("-"))
    return Days.of(date(year, month, day))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _thanksgiving(year: int) -> Days:
    """The fourth Thursday of November (United States)."""
    first = date(year, 11, 1)
    return Days.of(first + timedelta((3 - first.weekday()) % 7 + 21))


def _islamic(month: int, length: int, first_day: int = 1) -> Callable[[int], Days | None]:
    """Days of a month of the tabular Islamic calendar, a day wider at both ends for sighting."""

    def days(year: int) -> Days | None:
        for hijri in range(int((year - 622) * 1.0307) - 1, int((year - 622) * 1.0307) + 3):
            elapsed = (hijri - 1) * 354 + (3 + 11 * hijri) // 30 + (59 * (month - 1) + 1) // 2
            begin = date.fromordinal(227014 + elapsed + first_day)
            if begin.year == year:
                return Days(begin - timedelta(1), begin + timedelta(length))
        return None

    return days


_MOVABLE: dict[str, Callable[[int], Days | None]] = {
    "easter-week": lambda year: Days(easter(year) - timedelta(7), easter(year) - timedelta(1)),
    "thanksgiving": _thanksgiving,
    "ramadan": _islamic(9, 30),
    "eid-fitr": _islamic(10, 1),
    "eid-adha": _islamic(12, 1, 10),
}
