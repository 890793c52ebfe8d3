"""What a time expression means, as days: inclusive intervals by the rulings of claims.md §5, Dates.

Relative expressions count from the publication date ("last week"), or from the date the report
named last ("the following day"). Without such a date they keep their granularity and stay
unresolved: the publication date is never the date of an event for want of a better one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from dateline.grounding import calendars
from dateline.grounding.calendars import Days, unit_span
from dateline.grounding.time_meanings import (
    SCALES,
    Bound,
    Calendar,
    Daytime,
    Era,
    Length,
    Offset,
    Portion,
    Range,
    Repeated,
    Run,
    Time,
    Unit,
    Vague,
    Within,
    granularity_of,
)
from dateline.record import Granularity

Tense = Literal["past", "future", "present"]


class Resolved(NamedTuple):
    """An inclusive interval of days, open or empty where nothing tells, and how it came about."""

    earliest: date | None
    latest: date | None
    granularity: Granularity
    why: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a relative expression counts from.

    `day` is the last single day and `around` the last interval that the report named; `year` is one
    that it states elsewhere, for dates without a year when there is no anchor.
    """

    anchor: date | None
    tense: Tense | None = None
    day: date | None = None
    around: Days | None = None
    year: int | None = None


def resolve(meaning: Time, setting: Setting) -> Resolved:
    """The days of one meaning; ends that nothing tells are None."""
    try:
        return _RESOLVERS[type(meaning)](meaning, setting)
    except (ValueError, OverflowError):
        return Resolved(None, None, granularity_of(meaning), "there is no such date")


def _days(days: Days | None, meaning: Time, why: str) -> Resolved:
    if days is None:
        return Resolved(None, None, granularity_of(meaning), why)
    return Resolved(days.earliest, days.latest, granularity_of(meaning), why)


def _nothing(meaning: Time, lacking: str) -> Resolved:
    return Resolved(None, None, granularity_of(meaning), lacking)


_NO_ANCHOR = "no publication date to count from"
_NO_REFERENCE = "the report names no date before that it counts from"


def _calendar(meaning: Calendar, setting: Setting) -> Resolved:
    if meaning.which:
        return _related(meaning, setting)
    if meaning.weekday and not meaning.month:
        return _weekday(meaning, setting)
    if meaning.day and not meaning.month:
        return _day_alone(meaning, setting)
    year = meaning.year or (setting.year if setting.anchor is None else None)
    if year:
        days = calendars.span_in(meaning, year)
        stated = "as stated" if meaning.year else f"the year {year} is stated elsewhere"
        return _days(days, meaning, stated if days else "there is no such date")
    if setting.anchor is None:
        return _nothing(meaning, "no year is stated and there is no publication date")
    days = _pick(calendars.spans_near(meaning, setting.anchor), setting.anchor, setting.tense)
    return _days(days, meaning, _picked(days, setting))


def _picked(days: Days | None, setting: Setting) -> str:
    if days is None:
        return "there is no such date"
    manner = {"future": "the next", None: "the nearest"}.get(setting.tense, "the latest")
    return f"{manner} such date, seen from publication on {setting.anchor}"


def _pick(spans: Sequence[Days], anchor: date, tense: Tense | None) -> Days | None:
    """The span that a date without a year means: latest, next, or nearest to publication.

    Reports tell more of the past than of what is to come: a day ahead counts as twice as far.
    """
    if not spans:
        return None
    past = [s for s in spans if s.earliest <= anchor]
    future = [s for s in spans if s.latest >= anchor]
    if tense in ("past", "present") and past:
        return past[-1]
    if tense == "future" and future:
        return future[0]
    return min(spans, key=lambda s: s.distance(anchor) * (2 if s.earliest > anchor else 1))


def _weekday(meaning: Calendar, setting: Setting) -> Resolved:
    """A weekday: the latest on or before publication; of a plan, the next on or after it."""
    anchor, weekday = setting.anchor, meaning.weekday or 1
    if anchor is None:
        return _nothing(meaning, _NO_ANCHOR)
    if setting.tense == "future":
        days = [anchor + timedelta(n) for n in range(7 if not meaning.day else 366)]
    else:
        days = [anchor - timedelta(n) for n in range(7 if not meaning.day else 366)]
    fits = [d for d in days if d.isoweekday() == weekday and (not meaning.day or d.day == meaning.day)]
    side = "next on or after" if setting.tense == "future" else "latest on or before"
    return _days(Days.of(fits[0]) if fits else None, meaning, f"{side} publication, {anchor}")


def _day_alone(meaning: Calendar, setting: Setting) -> Resolved:
    """ "the 14th": in the month the report speaks of, or else seen from publication."""
    day = meaning.day or 1
    if setting.day:
        month = unit_span(setting.day, "month")
        named = month.earliest.replace(day=day)
        if setting.anchor and setting.day <= setting.anchor < named and setting.tense != "future":
            named = unit_span(setting.day, "month", -1).earliest.replace(day=day)
        return _days(Days.of(named), meaning, "in the month named before")
    if setting.anchor is None:
        return _nothing(meaning, _NO_ANCHOR)
    spans = [
        Days.of(month.earliest.replace(day=day))
        for shift in range(-2, 3)
        if (month := unit_span(setting.anchor, "month", shift)).latest.day >= day
    ]
    days = _pick(spans, setting.anchor, setting.tense or "past")
    return _days(days, meaning, _picked(days, setting))


def _related(meaning: Calendar, setting: Setting) -> Resolved:
    """ "last Friday", "next May", "this summer", "that October", "the following spring"."""
    plain = replace(meaning, which="")
    which = _SYNONYMS.get(meaning.which, meaning.which)
    if which in ("that", "same", "following", "previous"):
        if setting.around is None:
            return _nothing(meaning, _NO_REFERENCE)
        days = _beside(plain, which, setting.around)
        return _days(days, meaning, f"seen from the date named before, {setting.around}")
    if setting.anchor is None:
        return _nothing(meaning, _NO_ANCHOR)
    if which == "this":
        return _days(_this(plain, setting), meaning, f"seen from publication on {setting.anchor}")
    days = _beside(plain, {"last": "previous", "next": "following"}[which], _period(plain, setting))
    return _days(days, meaning, f"seen from publication on {setting.anchor}")


_SYNONYMS = {
    "past": "last", "recent": "last", "latest": "last", "coming": "next", "current": "this",
}  # fmt: skip


def _period(plain: Calendar, setting: Setting) -> Days:
    """What "last" and "next" step over: the publication day, or its whole month for months."""
    assert setting.anchor is not None
    month = plain.month and not plain.day
    return unit_span(setting.anchor, "month" if month else "day")


def _beside(plain: Calendar, which: str, around: Days) -> Days | None:
    """The occurrence before, after or in the same year (for weekdays: week) as a reference."""
    if plain.weekday and not plain.month:
        spans = [Days.of(around.earliest + timedelta(n)) for n in range(-8, 16)]
        spans = [s for s in spans if s.earliest.isoweekday() == plain.weekday]
        home = unit_span(around.earliest, "week")
    else:
        spans = calendars.spans_near(plain, around.earliest)
        home = unit_span(around.earliest, "year")
    if which == "previous":
        return next((s for s in reversed(spans) if s.latest < around.earliest), None)
    if which == "following":
        return next((s for s in spans if s.earliest > around.latest), None)
    return next((s for s in spans if home.earliest <= s.earliest <= home.latest), None)


def _this(plain: Calendar, setting: Setting) -> Days | None:
    anchor = setting.anchor
    assert anchor is not None
    if plain.weekday and setting.tense in ("past", "future"):
        resolved = _weekday(plain, setting)
        return Days.of(resolved.earliest) if resolved.earliest else None
    return _beside(plain, "that", Days.of(anchor))


def _unit(meaning: Unit, setting: Setting) -> Resolved:
    """ "last week", "this year", "the following day", "that month"."""
    which = _SYNONYMS.get(meaning.which, meaning.which)
    if meaning.unit == "day" and which in ("last", "next"):
        which = "following" if which == "next" else "previous"
    if which in _STEPS_FROM_REFERENCE:
        return _unit_from_reference(meaning, _STEPS_FROM_REFERENCE[which], setting)
    anchor = setting.anchor
    if anchor is None:
        return _nothing(meaning, _NO_ANCHOR)
    if meaning.unit == "weekend" and which in ("this", "the"):
        return _days(_weekend(setting), meaning, f"the weekend nearest to publication, {anchor}")
    step = {"last": -1, "next": 1}.get(which, 0)
    days = unit_span(anchor, meaning.unit, step)
    if step == 0:
        days = _up_to_anchor(days, setting)
    return _days(days, meaning, f"counted from publication on {anchor}")


_STEPS_FROM_REFERENCE = {"following": 1, "previous": -1, "that": 0, "same": 0}


def _unit_from_reference(meaning: Unit, step: int, setting: Setting) -> Resolved:
    fine = meaning.unit in ("day", "night", "hour")
    around = Days.of(setting.day) if setting.day and (fine or not setting.around) else None
    around = around or (None if fine else setting.around)
    if around is None:
        return _nothing(meaning, _NO_REFERENCE)
    start = around.latest if step > 0 else around.earliest
    return _days(unit_span(start, meaning.unit, step), meaning, f"counted from {start}, named before")


def _up_to_anchor(days: Days, setting: Setting) -> Days:
    """ "this year" of a deed ends at publication, of a plan it begins there."""
    anchor = setting.anchor
    if anchor is None or not days.earliest <= anchor <= days.latest:
        return days
    if setting.tense in ("past", "present"):
        return Days(days.earliest, anchor)
    return Days(anchor, days.latest) if setting.tense == "future" else days


def _weekend(setting: Setting) -> Days:
    """The latest weekend begun by publication; of a plan, the next not over by then."""
    assert setting.anchor is not None
    spans = [unit_span(setting.anchor, "weekend", n) for n in (-1, 0, 1)]
    chosen = _pick(spans, setting.anchor, setting.tense or "past")
    return chosen or spans[1]


def _offset(meaning: Offset, setting: Setting) -> Resolved:
    """ "two days ago", "a week later", "the day before 3 May"."""
    start: date | None
    if meaning.start == "publication":
        start, lacking = setting.anchor, _NO_ANCHOR
    elif meaning.start == "reference":
        start, lacking = _reference_day(meaning, setting), _NO_REFERENCE
    else:
        base = resolve(meaning.base, setting) if meaning.base else None
        start = base and (base.earliest if meaning.sign < 0 else base.latest)
        lacking = "the date it counts from is not known"
    if start is None:
        return _nothing(meaning, lacking)
    if meaning.count is None:
        return _days(Days.of(start) if meaning.unit in _HOURS else None, meaning, f"near {start}")
    exact = meaning.start != "publication"
    days = _shifted(start, meaning.count * meaning.sign, meaning.unit, exact=exact)
    return _days(days, meaning, f"counted from {start}")


def _reference_day(meaning: Offset, setting: Setting) -> date | None:
    """The day that "later" counts from; days and weeks count from a day, never from a year."""
    if setting.around is None or meaning.unit not in ("month", "quarter", "year", "decade"):
        return setting.day
    return setting.around.earliest if meaning.sign < 0 else setting.around.latest


def _shifted(start: date, count: float, unit: str, *, exact: bool) -> Days:
    """The day, calendar week, month or year that lies `count` units away; "weeks" `exact` by day."""
    if unit in _HOURS:
        return Days.of(start + timedelta(math.trunc(count * _HOURS[unit] / 24)))
    if unit in ("week", "fortnight") and exact:
        return Days.of(start + timedelta(round(count * (7 if unit == "week" else 14))))
    if count != int(count):
        return unit_span(start, "month", round(count * 12)) if unit == "year" else unit_span(start, unit, round(count))
    scale, unit = SCALES.get(unit, (1, unit))
    return unit_span(start, unit, int(count) * scale)


_HOURS = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}


def _run(meaning: Run, setting: Setting) -> Resolved:
    """ "the past three years": from that day three years back to publication."""
    if meaning.count is None:
        return _nothing(meaning, "no number is given")
    if meaning.start == "reference":
        start, lacking = setting.day, _NO_REFERENCE
    else:
        start, lacking = setting.anchor, _NO_ANCHOR
    if start is None:
        return _nothing(meaning, lacking)
    end = calendars.shift(start, meaning.count * meaning.sign, meaning.unit)
    if meaning.start == "reference":
        start += timedelta(1)
    days = Days(min(start, end), max(start, end))
    return _days(days, meaning, f"counted from {start}")


def _length(meaning: Length, setting: Setting) -> Resolved:
    return _nothing(meaning, "a duration, with no place in the calendar")


def _vague(meaning: Vague | Repeated, setting: Setting) -> Resolved:
    return _nothing(meaning, "it names no days")


def _era(meaning: Era, setting: Setting) -> Resolved:
    last = meaning.year + meaning.years - 1
    return _days(Days(date(max(meaning.year, 1), 1, 1), date(last, 12, 31)), meaning, "as stated")


def _portion(meaning: Portion, setting: Setting) -> Resolved:
    """ "early November", "the end of last year", "earlier this month", "the first week of May"."""
    current = isinstance(meaning.of, Unit)
    whole = resolve(meaning.of, replace(setting, tense=None) if current else setting)
    if whole.earliest is None or whole.latest is None:
        return _nothing(meaning, whole.why)
    days = Days(whole.earliest, whole.latest)
    if meaning.part in _SIDES:
        days = _up_to_anchor(days, replace(setting, tense=_SIDES[meaning.part]))
    else:
        days = calendars.part_of(days, meaning.part)
        days = _up_to_anchor(days, setting) if current else days
    return _days(days, meaning, f"{meaning.part}, {whole.why}")


_SIDES: dict[str, Tense] = {"earlier": "past", "later": "future"}


def _daytime(meaning: Daytime, setting: Setting) -> Resolved:
    """ "Friday morning"; a bare "at dawn" or "10:30 pm" is of the day that the report named last."""
    if meaning.of is not None:
        day = resolve(meaning.of, setting)
        return day._replace(granularity=granularity_of(meaning))
    days = Days.of(setting.day) if setting.day else None
    return _days(days, meaning, "of the day named before" if days else _NO_REFERENCE)


def _within(meaning: Within, setting: Setting) -> Resolved:
    """ "August of last year", "Tuesday of last week"."""
    outer = resolve(meaning.outer, replace(setting, tense=None))
    if outer.earliest is None or outer.latest is None:
        return _nothing(meaning, outer.why)
    assert isinstance(meaning.inner, Calendar)
    days = _beside(meaning.inner, "that", Days(outer.earliest, outer.latest))
    return _days(days, meaning, f"inside {outer.earliest}..{outer.latest}")


def _range(meaning: Range, setting: Setting) -> Resolved:
    """From the first day of one to the last day of the other, read as the latest such pair."""
    last = resolve(meaning.last, setting)
    if last.latest is None:
        return _nothing(meaning, last.why)
    before = replace(setting, anchor=last.latest, tense="past", year=None)
    first = resolve(meaning.first, before if _floats(meaning.first) else setting)
    if first.earliest is None or first.earliest > last.latest:
        return _nothing(meaning, "its two ends do not fit together")
    return _days(Days(first.earliest, last.latest), meaning, last.why)


def _floats(meaning: Time) -> bool:
    """True for a date whose year is left open, so that the other end of the range fixes it."""
    if isinstance(meaning, Portion):
        return _floats(meaning.of)
    return isinstance(meaning, Calendar) and not meaning.year and not meaning.which


def _bound(meaning: Bound, setting: Setting) -> Resolved:
    """ "since 2015", "by Thursday", "after four more days", "within a week"."""
    if isinstance(meaning.of, Length):
        return _lasting(meaning, meaning.of, setting)
    if isinstance(meaning.of, (Run, Vague, Repeated)):
        return resolve(meaning.of, setting)
    if isinstance(meaning.of, Daytime) and meaning.kind != "since":
        return resolve(meaning.of, setting)  # "before dawn on Tuesday" is still that Tuesday
    tense = "past" if meaning.kind == "since" else setting.tense
    inner = resolve(meaning.of, replace(setting, tense=tense))
    if inner.earliest is None or inner.latest is None:
        return _nothing(meaning, inner.why)
    earliest, latest = _BOUNDS[meaning.kind](Days(inner.earliest, inner.latest), meaning, setting)
    if earliest and latest and earliest > latest:
        return _nothing(meaning, "it lies on the other side of publication")
    return Resolved(earliest, latest, granularity_of(meaning), f"{meaning.kind}: {inner.why}")


Ends = tuple[date | None, date | None]


def _since(inner: Days, meaning: Bound, setting: Setting) -> Ends:
    if setting.tense == "future":
        return inner.earliest, None
    later = setting.anchor if setting.anchor and setting.anchor >= inner.earliest else None
    return inner.earliest, later


def _until(inner: Days, meaning: Bound, setting: Setting) -> Ends:
    if isinstance(meaning.of, Unit) and meaning.kind == "through":  # "through the day"
        return inner.earliest, inner.latest
    return (setting.anchor if _ahead(inner, setting) else None), inner.latest


def _ahead(inner: Days, setting: Setting) -> bool:
    """True for a plan, and for what reaches beyond publication: "before the end of the year"."""
    return setting.tense == "future" or bool(setting.anchor and inner.latest > setting.anchor)


def _by(inner: Days, meaning: Bound, setting: Setting) -> Ends:
    """By some time: of a plan, from publication to its end; of a deed, that time itself."""
    return (setting.anchor if _ahead(inner, setting) else inner.earliest), inner.latest


def _before(inner: Days, meaning: Bound, setting: Setting) -> Ends:
    ends = isinstance(meaning.of, Portion) and meaning.of.part in ("end", "late")
    last = inner.latest if ends else inner.earliest - timedelta(1)
    return (setting.anchor if _ahead(inner, setting) else None), last


def _after(inner: Days, meaning: Bound, setting: Setting) -> Ends:
    first = inner.latest + timedelta(1)
    known = setting.tense != "future" and setting.anchor and setting.anchor >= first
    return first, setting.anchor if known else None


def _inside(inner: Days, meaning: Bound, setting: Setting) -> Ends:
    return inner.earliest, inner.latest


_BOUNDS: dict[str, Callable[[Days, Bound, Setting], Ends]] = {
    "since": _since, "from": _since, "until": _until, "through": _until, "by": _by,
    "before": _before, "after": _after, "for": _inside, "within": _inside, "over": _inside,
    "during": _inside, "throughout": _inside,
}  # fmt: skip


def _lasting(meaning: Bound, length: Length, setting: Setting) -> Resolved:
    """A duration that something places: "after four more days" of the date named before, "within
    a week" of publication for plans, "for two years" up to publication in the present perfect, "the
    third raid in two days" up to publication, "will meet in two days" that long after it.
    """
    if length.count is None:
        hours = length.unit in _HOURS and meaning.kind in ("after", "within") and setting.day
        return _days(Days.of(setting.day) if hours and setting.day else None, meaning, "no number is given")
    if meaning.kind == "after" and setting.day:
        days = _shifted(setting.day, length.count, length.unit, exact=True)
        return _days(days, meaning, f"counted from {setting.day}, named before")
    if meaning.kind == "for" and setting.tense == "present" and setting.anchor:
        return _run(Run(length.count, length.unit, -1), setting)
    if meaning.kind == "in" and setting.tense in ("past", "present"):
        return _run(Run(length.count, length.unit, -1), setting)
    if meaning.kind == "in" and setting.tense == "future":
        return _offset(Offset(length.count, length.unit, 1, "publication"), setting)
    if meaning.kind == "within" and setting.tense == "future" and setting.anchor:
        end = calendars.shift(setting.anchor, length.count, length.unit)
        return _days(Days(setting.anchor, end), meaning, f"counted from {setting.anchor}")
    if meaning.kind == "within" and setting.day:
        end = calendars.shift(setting.day, length.count, length.unit)
        return _days(Days(setting.day, end), meaning, f"counted from {setting.day}, named before")
    return _length(length, setting)


_RESOLVERS: dict[type, Callable[[Any, Setting], Resolved]] = {
    Calendar: _calendar, Era: _era, Unit: _unit, Offset: _offset, Run: _run, Length: _length,
    Portion: _portion, Daytime: _daytime, Within: _within, Range: _range, Bound: _bound,
    Vague: _vague, Repeated: _vague,
}  # fmt: skip
