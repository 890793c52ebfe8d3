"""When: the time expressions of a report, found and resolved into days.

`time_grammar.py` reads what an expression means, `time_days.py` gives its days; here a report is
read through, so that dates and years carry from one expression to the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dateline.grounding.calendars import Days
from dateline.grounding.time_days import Resolved, Setting, Tense, resolve
from dateline.grounding.time_grammar import Parser
from dateline.grounding.time_meanings import (
    Bound,
    Calendar,
    Daytime,
    Length,
    Offset,
    Portion,
    Range,
    Repeated,
    Run,
    Time,
    Unit,
    Vague,
)
from dateline.record import Interval, Span

__all__ = ["Resolved", "Tense", "TimeResolver", "find_times", "resolve_time", "understand"]


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
    if isinstance(meaning, Unit) and meaning.which == "the":
        return 2
    if isinstance(meaning, Daytime):
        return 0 if meaning.of else 1
    return {Length: 2, Vague: 4, Repeated: 3}.get(type(meaning), 0)


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
        context = list(Parser(text).scan())
        meanings = {m: _meant(text, m, context) for m in mentions}
        for span, meaning in context:
            if not any(span.overlaps(m) for m in mentions):
                meanings[span] = meaning
        story = _Story(anchor, _year_stated([m for _, m in context]) if anchor is None else None)
        asked = {m: wanted[i] for i, m in reversed(list(enumerate(mentions)))}
        intervals: dict[int, Interval] = {}
        last: Span | None = None
        for span in sorted(meanings):
            if last is not None and not last.overlaps(span):  # mentions inside one another count once
                story.remember(last, meanings[last], asked.get(last))
            last = last if last is not None and last.overlaps(span) else span
            for i in (i for i, m in enumerate(mentions) if m == span):
                resolved = story.tell(span, meanings[span], _tense(text, span, wanted[i]))
                intervals[i] = Interval(span, span.of(text), *resolved)
        return [intervals[i] for i in range(len(mentions))]


def _meant(text: str, mention: Span, context: Sequence[tuple[Span, Time]]) -> Time | None:
    """What a mention means by itself, or else the expression in the text that it is part of."""
    meaning = understand(mention.of(text))
    if meaning is None:
        return next((m for span, m in context if span.overlaps(mention)), None)
    if isinstance(meaning, Length) and meaning.count and _IN.search(text[max(0, mention.begin - 20) : mention.end]):
        return Bound("in", meaning)
    if isinstance(meaning, Length):  # "two years" of "for two years", "days" of "ten days ago"
        whole = next((m for span, m in context if span.covers(mention)), meaning)
        after = isinstance(whole, Bound) and whole.kind == "after"
        return whole if isinstance(whole, (Run, Offset, Bound)) and not after else meaning
    if not isinstance(meaning, Offset) or meaning.start != "reference":
        return meaning
    cut_short = re.search(r"(?:after|before)$", mention.of(text), re.IGNORECASE)
    if cut_short and _GOES_ON.match(text, mention.end):  # "two days after", of "the attack"
        return replace(meaning, start="base")
    return meaning


# "The third raid in two days"; "in the two days of fighting" is a spell of its own.
_IN = re.compile(
    r"\bin (?:(?:just|only|barely|about|nearly|almost|over|around|more than|less than|under) )?[\w-]+ \w+$"
)
_GOES_ON = re.compile(r"\s+(?:(?:the|an?|his|her|its|their|this|that|these)\b|[A-Z])")
_PERFECT = re.compile(r"(?:\b(?:has|have)|['’]ve)\b[^.;\n]{0,100}$", re.IGNORECASE)


def _tense(text: str, span: Span, tense: Tense | None) -> Tense | None:
    """The tense given; "present" for what has lasted ("have held it for two years")."""
    if tense == "past" and _PERFECT.search(text, max(0, span.begin - 120), span.begin):
        return "present"
    return tense


def _year_stated(meanings: Sequence[Time]) -> int | None:
    """The year of the first full date of a report, or the one year that it names at all."""
    dated = [d.year for d in map(_dated, meanings) if d is not None]
    named = {m.year for m in meanings if isinstance(m, Calendar) and m.year}
    return dated[0] if dated else next(iter(named)) if len(named) == 1 else None


class _Story:
    """What a report has said so far: the last day, the last interval, and the year it is in."""

    def __init__(self, anchor: date | None, year: int | None) -> None:
        self._setting = Setting(anchor, year=year)
        self._stated: tuple[Span, Days] | None = None

    def tell(self, span: Span, meaning: Time | None, tense: Tense | None) -> Resolved:
        """The days of the next expression of the report."""
        if meaning is None:
            return Resolved(None, None, "unknown", "no time is recognised in it")
        return self._carried(span, meaning) or resolve(meaning, replace(self._setting, tense=tense))

    def _carried(self, span: Span, meaning: Time) -> Resolved | None:
        """A date soon after one with its year stated goes on in that year, if it comes later."""
        if self._stated is None or self._setting.anchor is None:
            return None
        at, days = self._stated
        near = span.begin - at.end < _CARRY
        if not near or not isinstance(meaning, Calendar) or meaning.year:
            return None
        if not (meaning.month or meaning.holiday):
            return None
        if meaning.which or days.earliest.year >= self._setting.anchor.year:
            return None
        resolved = resolve(replace(meaning, year=days.earliest.year), self._setting)
        return resolved if resolved.earliest and resolved.earliest >= days.earliest else None

    def remember(self, span: Span, meaning: Time | None, tense: Tense | None) -> None:
        """Lets later expressions count from this one, unless it is a plan or open at an end."""
        resolved = self.tell(span, meaning, tense)
        dated = _dated(meaning)
        if dated is not None:
            self._setting = replace(self._setting, year=dated.year)
        bounded = isinstance(meaning, Bound) and not isinstance(meaning.of, Length)
        if meaning is None or bounded or tense == "future":
            return
        if resolved.earliest is None or resolved.latest is None:
            return
        days = Days(resolved.earliest, resolved.latest)
        single = days.earliest if days.earliest == days.latest else None
        if single and (dated is not None or self._carried(span, meaning)):
            self._stated = span, days
        if resolved.granularity in ("day", "hour", "week", "month", "season", "year"):
            day = single or self._setting.day
            self._setting = replace(self._setting, day=day, around=days)


# A year carries over about a paragraph: far enough for a narrative, too short for background.
_CARRY = 400


def _dated(meaning: Time | None) -> Calendar | None:
    """The date with month and year that an expression is about, if it states both."""
    match meaning:
        case Calendar():
            return meaning if meaning.year and meaning.month else None
        case Range():
            return _dated(meaning.last)
        case Portion() | Daytime() | Bound():
            return _dated(meaning.of) if meaning.of else None
        case _:
            return None
