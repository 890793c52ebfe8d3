"""The grammar of time expressions: words of a text to what they mean.

The simple expressions are the rules of `time_rules.py`, tried at every token; the longest wins. The
functions here put them together: "since …", "from … to …", "early …", "two days before …".
`time_days.py` turns what comes out into days.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.grounding.time_guards import word_follows
from dateline.grounding.time_meanings import (
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
)
from dateline.grounding.time_rules import WORDWISE, letters, rules_by_letter
from dateline.grounding.time_words import cut
from dateline.record import Span

Found = tuple[Time, int]


class Parser:
    """Reads time expressions at any token of one text."""

    def __init__(self, text: str, *, alone: bool = False) -> None:
        self.tokens = cut(text, alone=alone)
        of = letters()
        self._letters = "".join(of[t.name if t.kind in WORDWISE else t.kind] for t in self.tokens)
        self._bases: dict[int, Found | None] = {}
        self._points: dict[int, Found | None] = {}
        self._alone = alone

    def scan(self, *, whole: bool = True) -> Iterator[tuple[Span, Time]]:
        """The expressions from left to right; `whole` keeps "since …" and "from … to …" in one."""
        read = self.time if whole else self.point
        i = 0
        while i < len(self.tokens):
            found = read(i) if self._may_open(i) else None
            if found is None or _only_inside(found[0], self._alone):
                i += 1
                continue
            yield Span(self.tokens[i].begin, self.tokens[found[1] - 1].end), found[0]
            i = found[1]

    def _may_open(self, i: int) -> bool:
        """A quick look that spares most words: a time rarely opens with one that an ordinary follows."""
        token = self.tokens[i]
        if token.kind in _NEVER_OPEN or (token.kind == "preposition" and token.name not in _OPEN):
            return False
        needy = token.kind in _NEEDY and token.name not in ("recent", "current") and i + 1 < len(self.tokens)
        return not (needy and self.tokens[i + 1].kind == "other")

    def _name(self, i: int) -> str:
        token = self.tokens[i] if 0 <= i < len(self.tokens) else None
        return "" if token is None else token.name or token.kind

    def _skip(self, i: int, *names: str) -> int:
        """The next token that is none of the named words, each allowed once, in that order."""
        for name in names:
            i += self._name(i) == name
        return i

    def time(self, i: int) -> Found | None:
        """The longest expression from token `i` on: a range, a bounded or a plain time."""
        return self._bounded(i) or self._ranged(i) or self.point(i)

    def _bounded(self, i: int) -> Found | None:
        kind = self._name(i)
        if self.tokens[i].kind != "bound" and kind not in ("for", "during"):
            return None
        found = self._ranged(self._skip(i + 1, "about", "on", "in")) or self.point(
            self._skip(i + 1, "about", "on", "in", "at")
        )
        if kind == "from" and (ranged := self._ranged(i + 1)):
            return ranged
        if found is None or (kind == "from" and isinstance(found[0], Range)):
            return found
        return Bound(self.tokens[i].form if kind == "during" else kind, found[0]), found[1]

    def _ranged(self, i: int) -> Found | None:
        """ "between A and B", "A to B", "A-B", "Friday and Saturday"."""
        if i >= len(self.tokens):
            return None
        between = self._name(i) == "between"
        first = self.point(self._skip(i, "between"))
        if first is None:
            return None
        link = self._name(first[1])
        if link not in _LINKS:
            return first if between and isinstance(first[0], Range) else None
        last = self.point(self._skip(first[1] + 1, "on", "in"))
        if last is None or not _ranges(first[0], last[0], link, between):
            return first if between and isinstance(first[0], Range) else None
        return Range(_aligned(first[0], last[0]), last[0]), last[1]

    def point(self, i: int) -> Found | None:
        """The longest plain time from token `i` on."""
        if i not in self._points:
            self._points[i] = self._read_point(i) if i < len(self.tokens) and self._may_open(i) else None
        return self._points[i]

    def _read_point(self, i: int) -> Found | None:
        best: Found | None = None
        for read in (self._portion, self._nth_week, self._daytime, self._eve, self._shifted):
            found = read(i)
            if found and (best is None or found[1] > best[1]):
                best = found
        base = self._base(i)
        if base and (best is None or base[1] > best[1]):
            best = base
        if best is None and self._approximates(i):
            return self.point(i + 1)
        return best and self._with_suffix(*best)

    def _approximates(self, i: int) -> bool:
        """True at "about", and at "over" and "more than" before a count."""
        if self._name(i) != "about":
            return False
        counting = self.tokens[i].form.split()[-1] in ("over", "than", "least", "under", "almost")
        follows = self.tokens[i + 1].kind if i + 1 < len(self.tokens) else ""
        counts = ("article", "number", "vague_number", "numeral", "numeral_day", "numeral_short")
        return follows in counts or (not counting and follows != "relation")

    def _base(self, i: int) -> Found | None:
        if i not in self._bases:
            self._bases[i] = self._read_base(i)
        return self._bases[i]

    def _read_base(self, i: int) -> Found | None:
        best: Found | None = None
        for rule in rules_by_letter().get(self._letters[i], ()):
            match = rule.pattern.match(self._letters, i)
            if match is None or (best is not None and match.end() <= best[1]):
                continue
            end = match.end()
            if rule.allowed and not rule.allowed(self.tokens, i, end):
                continue
            groups = {k: self.tokens[match.start(k)] for k, v in match.groupdict().items() if v}
            meaning = rule.build(groups)
            if meaning is not None:
                best = meaning, end
        return best

    def _portion(self, i: int) -> Found | None:
        """ "early November", "the end of last year", "earlier this month", "late on Tuesday"."""
        j = self._skip(i, "the")
        if j >= len(self.tokens) or self.tokens[j].kind != "portion":
            return None
        part = self._name(j)
        found = self.point(self._skip(j + 1, "dash", "of", "in", "on"))
        if found is None:
            return None
        inner = found[0]
        if isinstance(inner, (Length, Vague, Repeated, Run)):
            return None
        if isinstance(inner, Daytime) and inner.of is None and part in ("earlier", "later"):
            return None
        return Portion(part, inner), found[1]

    def _nth_week(self, i: int) -> Found | None:
        """ "the first week of December", "the second half of 2015"."""
        j = self._skip(i, "the")
        ordinal = self.tokens[j] if j < len(self.tokens) else None
        last = self._name(j) == "last"
        if ordinal is None or not (last or ordinal.kind in ("ordinal", "nth")):
            return None
        unit = (
            self._name(j + 1)
            if self._name(j + 1) in ("week", "day", "month")
            else ("half" if j + 1 < len(self.tokens) and self.tokens[j + 1].form == "half" else "")
        )
        if not unit or self._name(j + 2) not in ("of", "in"):
            return None
        found = self.point(j + 3)
        if found is None:
            return None
        return Portion(f"{unit} {-1 if last else int(ordinal.number)}", found[0]), found[1]

    def _daytime(self, i: int) -> Found | None:
        """ "10:30 pm on Friday", "the night of 19 August", "dawn today"."""
        j = self._skip(i, "about")
        found = self._base(j) if j < len(self.tokens) else None
        if found is None or not isinstance(found[0], Daytime) or found[0].of is not None:
            return None
        day = self.point(self._skip(found[1], "comma", "on", "of", "from"))
        linked = self._name(found[1]) == "of"
        if day and linked and (ranged := self._ranged(self._skip(found[1], "of"))):
            day = ranged
        if day is None or not _holds_day(day[0]):
            return found if j == i else None
        return Daytime(found[0].part, day[0]), day[1]

    def _eve(self, i: int) -> Found | None:
        j = self._skip(i, "the")
        if self._name(j) != "eve" or self._name(j + 1) != "of":
            return None
        found = self.point(j + 2)
        if found is None:
            return Offset(1, "day", -1, "base"), j + 2
        return Offset(1, "day", -1, "base", found[0]), found[1]

    def _shifted(self, i: int) -> Found | None:
        """ "two days before 3 May", "the day after tomorrow", "the day before"."""
        j = self._skip(i, "about")
        found = self._base(j) if j < len(self.tokens) else None
        if found is None or self._name(found[1]) not in ("before", "after"):
            return None
        length = found[0]
        if isinstance(length, Unit) and length.which == "the" and length.unit != "weekend":
            length = Length(1, length.unit)
        if not isinstance(length, Length):
            return None
        sign = -1 if self._name(found[1]) == "before" else 1
        base = self.point(found[1] + 1)
        if base and not isinstance(base[0], (Length, Vague, Run)):
            return Offset(length.count, length.unit, sign, "base", base[0]), base[1]
        follows = word_follows(self.tokens, found[1] + 1) or self._name(found[1] + 1) == "the"
        start = "base" if follows else "reference"
        return Offset(length.count, length.unit, sign, start), found[1] + 1

    def _with_suffix(self, meaning: Time, j: int) -> Found:
        """A time of day or a containing time behind: "Friday morning", "Tuesday of last week"."""
        if _holds_day(meaning):
            if j < len(self.tokens) and self.tokens[j].kind == "part":
                return Daytime(self._name(j), meaning), j + 1
            k = self._skip(j, "comma", "at", "in", "about")
            part = self._base(k) if k < len(self.tokens) else None
            if part and isinstance(part[0], Daytime) and part[0].of is None:
                return Daytime(part[0].part, meaning), part[1]
        if isinstance(meaning, Calendar) and meaning.weekday and not meaning.month:
            k = self._skip(j, "comma", "of")
            week = self._base(k) if k < len(self.tokens) else None
            if week and isinstance(week[0], Unit) and week[0].unit == "week":
                return Within(meaning, week[0]), week[1]
        if self._name(j) == "opening" and isinstance(meaning, Offset):
            date = self._base(j + 1) if j + 1 < len(self.tokens) else None
            if date and isinstance(date[0], Calendar) and self._name(date[1]) == "closing":
                return date[0], date[1] + 1
        return meaning, j


_NEVER_OPEN = frozenset(["other", "comma", "stop", "dash", "slash", "opening", "closing", "genitive"])
_OPEN = frozenset(["between", "during", "for", "eve"])
# Classes that make a time only together with what comes next.
_NEEDY = frozenset("the article relation about number numeral numeral_short numeral_day vague_number ordinal".split())
_LINKS = frozenset(["and", "to", "until", "through", "dash", "slash"])


def _only_inside(meaning: Time, alone: bool) -> bool:
    """True for "the year" and the like, which are times only as a part of a longer expression."""
    return (
        isinstance(meaning, Unit)
        and meaning.which == "the"
        and (not alone and meaning.unit not in ("weekend", "quarter"))
    )


def _holds_day(meaning: Time) -> bool:
    """True when a time of day may go with it."""
    match meaning:
        case Calendar():
            return bool(meaning.day or meaning.weekday or meaning.holiday)
        case Offset() | Unit():
            return meaning.unit in ("day", "weekend")
        case Range():
            return _holds_day(meaning.first)
        case Portion() | Within():
            return _holds_day(meaning.of if isinstance(meaning, Portion) else meaning.inner)
        case _:
            return False


def _ranges(first: Time, last: Time, link: str, between: bool) -> bool:
    """True when two times joined by a word are the ends of one range, not two times."""
    plain = (Calendar, Portion, Within, Era, Unit, Offset)
    if not isinstance(first, plain) or not isinstance(last, plain):
        return (between or link != "and") and isinstance(first, Daytime) and isinstance(last, Daytime)
    if isinstance(first, Unit) and first.which == "the":
        return False
    if link == "and" and not between:
        days = isinstance(first, Calendar) and isinstance(last, Calendar)
        return days and bool(first.weekday and last.weekday)  # type: ignore[union-attr]
    return True


def _aligned(first: Time, last: Time) -> Time:
    """The first end with the year of the last, where only that one says it."""
    if not (isinstance(first, Calendar) and isinstance(last, Calendar)) or first.year:
        return first
    if not (last.year and first.month and last.month):
        return first
    return Calendar(last.year - (first.month > last.month), first.month, first.day, first.weekday)
