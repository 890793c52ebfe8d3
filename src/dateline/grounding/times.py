"""When: time expressions of a report into inclusive intervals of days (claims.md §5, Dates).

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
from dateline.grounding.time_grammar import (
    Bound,
    Calendar,
    Daytime,
    Era,
    Length,
    Offset,
    Parser,
    Portion,
    Range,
    Repeated,
    Run,
    Time,
    Unit,
    Vague,
    Within,
)
from dateline.record import Granularity, Interval, Span

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


def find_times(text: str) -> list[Span]:
    """The time expressions of a text, left to right, with their "since" and "between … and"."""
    return [span for span, _ in Parser(text).scan()]


def resolve_time(
    phrase: str,
    *,
    anchor: date | None,
    tense: Tense | None = None,
    reference: Interval | None = None,
    year: int | None = None,
) -> Resolved:
    """The days a phrase stands for, given the publication date and what the report said before.

    `reference` is the date that the report named last; `year` one that it states elsewhere.
    `tense` None reads weekdays as past and takes the nearest of other dates.
    """
    day, around = _as_reference(reference)
    meaning = understand(phrase)
    if meaning is None:
        return Resolved(None, None, "unknown", f'no time is recognised in "{phrase}"')
    return resolve(meaning, Setting(anchor, tense, day, around, year))


def _as_reference(interval: Interval | None) -> tuple[date | None, Days | None]:
    if interval is None or interval.earliest is None or interval.latest is None:
        return None, None
    single = interval.earliest if interval.earliest == interval.latest else None
    return single, Days(interval.earliest, interval.latest)


def understand(phrase: str) -> Time | None:
    """What the time expression in a phrase means, or None when it holds none.

    A leading "since" or "after" keeps its hold over a clause: "since the siege began on 3 May".
    """
    for alone in (False, True):
        parser = Parser(phrase, alone=alone)
        found = [meaning for _, meaning in parser.scan()]
        if found:
            best = min(found, key=_vagueness)
            opening = parser.tokens[0]
            if opening.kind == "bound" and not isinstance(best, (Bound, Range)):
                return Bound(opening.name, best)
            return best
    return None


def _vagueness(meaning: Time) -> int:
    """Orders several expressions of one phrase: what names days first, durations last."""
    if isinstance(meaning, Bound):
        return _vagueness(meaning.of)
    if isinstance(meaning, Daytime):
        return 0 if meaning.of else 1
    return {Length: 2, Vague: 4, Repeated: 3}.get(type(meaning), 0)


# ---------------------------------------------------------------- meanings into days


def resolve(meaning: Time, setting: Setting) -> Resolved:
    """The days of one meaning; ends that nothing tells are None."""
    try:
        return _RESOLVERS[type(meaning)](meaning, setting)
    except (ValueError, OverflowError):
        return Resolved(None, None, granularity_of(meaning), "there is no such date")


def granularity_of(meaning: Time) -> Granularity:
    """How fine an expression is, whether or not it can be resolved."""
    match meaning:
        case Calendar():
            if meaning.day or meaning.weekday or meaning.holiday:
                return "day"
            if meaning.season:
                return "quarter" if meaning.season[0] == "q" else "season"
            return "month" if meaning.month else "year"
        case Era():
            return "decade" if meaning.years == 10 else "span"
        case Unit() | Offset() | Run() | Length():
            return _UNITS[meaning.unit]
        case Portion():
            unit = meaning.part.split()[0]
            return _UNITS[unit] if unit in _UNITS else granularity_of(meaning.of)
        case Daytime():
            return "hour" if meaning.part[0].isdigit() else "day"
        case Within():
            return granularity_of(meaning.inner)
        case Range():
            return granularity_of(meaning.last)
        case Bound():
            return granularity_of(meaning.of)
        case Repeated():
            return _UNITS.get(meaning.unit, "unknown")
        case Vague():
            return "unknown"


_UNITS: dict[str, Granularity] = {
    "second": "hour", "minute": "hour", "hour": "hour", "day": "day", "night": "day",
    "weekend": "day", "week": "week", "fortnight": "week", "month": "month", "quarter": "quarter",
    "year": "year", "decade": "decade", "century": "span",
}  # fmt: skip


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
    manner = {"future": "the next", "past": "the latest"}.get(setting.tense or "", "the nearest")
    return f"{manner} such date, seen from publication on {setting.anchor}"


def _pick(spans: Sequence[Days], anchor: date, tense: Tense | None) -> Days | None:
    """The span that a date without a year means: latest, next, or nearest to publication."""
    if not spans:
        return None
    past = [s for s in spans if s.earliest <= anchor]
    future = [s for s in spans if s.latest >= anchor]
    if tense == "past" and past:
        return past[-1]
    if tense == "future" and future:
        return future[0]
    return min(spans, key=lambda s: s.distance(anchor))


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
        return _days(Days.of(setting.day.replace(day=day)), meaning, "in the month named before")
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
    if setting.tense == "past":
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
        start, lacking = _reference_day(meaning.sign, setting), _NO_REFERENCE
    else:
        base = resolve(meaning.base, setting) if meaning.base else None
        start = base and (base.earliest if meaning.sign < 0 else base.latest)
        lacking = "the date it counts from is not known"
    if start is None or meaning.count is None:
        return _nothing(meaning, "no number is given" if start else lacking)
    exact = meaning.start != "publication"
    days = _shifted(start, meaning.count * meaning.sign, meaning.unit, exact=exact)
    return _days(days, meaning, f"counted from {start}")


def _reference_day(sign: int, setting: Setting) -> date | None:
    if setting.around is None:
        return setting.day
    return setting.around.earliest if sign < 0 else setting.around.latest


def _shifted(start: date, count: float, unit: str, *, exact: bool) -> Days:
    """The day, calendar week, month or year that lies `count` units away; "weeks" `exact` by day."""
    if unit in _HOURS:
        return Days.of(start + timedelta(math.trunc(count * _HOURS[unit] / 24)))
    if unit in ("week", "fortnight") and exact:
        return Days.of(start + timedelta(round(count * (7 if unit == "week" else 14))))
    if count != int(count):
        return unit_span(start, "month", round(count * 12)) if unit == "year" else unit_span(start, unit, round(count))
    scale, unit = _SCALES.get(unit, (1, unit))
    return unit_span(start, unit, int(count) * scale)


_HOURS = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}
_SCALES = {"decade": (10, "year"), "century": (100, "year"), "fortnight": (2, "week"),
           "night": (1, "day")}  # fmt: skip


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
    whole = resolve(meaning.of, replace(setting, tense=None) if meaning.part in _SIDES else setting)
    if whole.earliest is None or whole.latest is None:
        return _nothing(meaning, whole.why)
    days = Days(whole.earliest, whole.latest)
    if meaning.part in _SIDES:
        days = _up_to_anchor(days, replace(setting, tense=_SIDES[meaning.part]))
    else:
        days = calendars.part_of(days, meaning.part)
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
    if isinstance(meaning.of, Daytime) and meaning.kind in ("by", "before", "until", "from"):
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
    return (setting.anchor if setting.tense == "future" else None), inner.latest


def _by(inner: Days, meaning: Bound, setting: Setting) -> Ends:
    """By the end of something: from publication for a plan, from the date named before else."""
    if setting.tense == "future":
        return setting.anchor, inner.latest
    named = setting.day if setting.day and setting.day < inner.earliest else None
    return named or inner.earliest, inner.latest


def _before(inner: Days, meaning: Bound, setting: Setting) -> Ends:
    ends = isinstance(meaning.of, Portion) and meaning.of.part in ("end", "late")
    last = inner.latest if ends else inner.earliest - timedelta(1)
    return (setting.anchor if setting.tense == "future" else None), last


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
    """ "after four more days" of the date named before; "within a week" of publication, of plans."""
    if length.count is None:
        return _nothing(meaning, "no number is given")
    if meaning.kind == "after" and setting.day:
        days = _shifted(setting.day, length.count, length.unit, exact=True)
        return _days(days, meaning, f"counted from {setting.day}, named before")
    if meaning.kind == "within" and setting.tense == "future" and setting.anchor:
        end = calendars.shift(setting.anchor, length.count, length.unit)
        return _days(Days(setting.anchor, end), meaning, f"counted from {setting.anchor}")
    return _length(length, setting)


_RESOLVERS: dict[type, Callable[[Any, Setting], Resolved]] = {
    Calendar: _calendar, Era: _era, Unit: _unit, Offset: _offset, Run: _run, Length: _length,
    Portion: _portion, Daytime: _daytime, Within: _within, Range: _range, Bound: _bound,
    Vague: _vague, Repeated: _vague,
}  # fmt: skip


# ---------------------------------------------------------------- over a whole report


class TimeResolver:
    """Resolves the time mentions of a report, carrying dates and years from one to the next."""

    def resolve(
        self,
        text: str,
        mentions: Sequence[Span],
        *,
        anchor: date | None,
        tenses: Sequence[Tense | None] | None = None,
    ) -> list[Interval]:
        """One interval per mention, in the order given; `tenses` go with the mentions."""
        wanted = tenses or [None] * len(mentions)
        context = [
            (span, meaning) for span, meaning in Parser(text).scan() if not any(span.overlaps(m) for m in mentions)
        ]
        known = [(m, understand(m.of(text)), i) for i, m in enumerate(mentions)]
        steps = sorted([*known, *((s, t, -1) for s, t in context)], key=lambda step: step[0])
        story = _Story(anchor, [meaning for _, meaning, _ in steps])
        intervals: dict[int, Interval] = {}
        for span, meaning, index in steps:
            tense = wanted[index] if index >= 0 else None
            resolved = story.tell(span, meaning, tense)
            if index >= 0:
                intervals[index] = Interval(span, span.of(text), *resolved)
        return [intervals[i] for i in range(len(mentions))]


class _Story:
    """What a report has said so far: the last day, the last interval, and the year it is in."""

    def __init__(self, anchor: date | None, meanings: Sequence[Time | None]) -> None:
        years = [m.year for m in map(_dated, meanings) if m is not None]
        self._setting = Setting(anchor, year=years[0] if years and not anchor else None)
        self._stated: tuple[Span, Days] | None = None

    def tell(self, span: Span, meaning: Time | None, tense: Tense | None) -> Resolved:
        """Resolves the next expression of the report and remembers it."""
        if meaning is None:
            return Resolved(None, None, "unknown", "no time is recognised in it")
        resolved = self._carried(span, meaning) or resolve(meaning, replace(self._setting, tense=tense))
        self._remember(span, meaning, resolved, tense)
        return resolved

    def _carried(self, span: Span, meaning: Time) -> Resolved | None:
        """A date soon after one with its year stated goes on in that year, if it comes later."""
        if self._stated is None or self._setting.anchor is None:
            return None
        at, days = self._stated
        near = span.begin - at.end < _CARRY
        if not near or not isinstance(meaning, Calendar) or not meaning.month or meaning.year:
            return None
        if meaning.which or days.earliest.year >= self._setting.anchor.year:
            return None
        resolved = resolve(replace(meaning, year=days.earliest.year), self._setting)
        return resolved if resolved.earliest and resolved.earliest >= days.earliest else None

    def _remember(self, span: Span, meaning: Time, resolved: Resolved, tense: Tense | None) -> None:
        if resolved.earliest is None or resolved.latest is None or isinstance(meaning, Bound):
            if not (isinstance(meaning, Bound) and isinstance(meaning.of, Length)):
                return
        if tense == "future" or resolved.earliest is None or resolved.latest is None:
            return
        days = Days(resolved.earliest, resolved.latest)
        single = days.earliest if days.earliest == days.latest else None
        dated = _dated(meaning)
        if dated is not None or (self._stated and self._carried(span, meaning)):
            self._stated = span, days
        year = dated.year if dated is not None else self._setting.year
        if resolved.granularity in ("day", "hour", "week", "month", "season", "year"):
            self._setting = replace(self._setting, day=single or self._setting.day, around=days, year=year)


# A year carries over about a paragraph: far enough for a narrative, too short for background.
_CARRY = 400


def _dated(meaning: Time | None) -> Calendar | None:
    """The date with month and year that an expression is about, if it states both."""
    match meaning:
        case Calendar():
            return meaning if meaning.year and meaning.month else None
        case Range():
            return _dated(meaning.last)
        case Portion() | Daytime():
            return _dated(meaning.of)
        case _:
            return None
