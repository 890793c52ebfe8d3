"""The grammar of time expressions: words of a text to what they mean, before any calendar.

Rules are written in token classes ("the? day=numeral_day|nth of? month") and are tried at every
token; the longest wins. A few functions put the simple expressions together: "since …",
"from … to …", "early …", "two days before …". What comes out is one of the small types below;
`times.py` turns it into days.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.grounding.time_words import Token, cut, kinds, tables
from dateline.record import Span

# ---------------------------------------------------------------- what a time expression can mean


@dataclass(frozen=True, slots=True)
class Calendar:
    """A place in the calendar with the parts that are said; `which` is "last", "next", "that" …

    `season` may also be a quarter ("q3") and `holiday` a key of the holiday table.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    holiday: str | None = None
    which: str = ""


@dataclass(frozen=True, slots=True)
class Era:
    """A decade (`years` 10) or century (`years` 100) from its first year on."""

    year: int
    years: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The last, this, next, same, following … week, month or year."""

    which: str
    unit: str


@dataclass(frozen=True, slots=True)
class Offset:
    """A count of units from a day: from publication ("ago"), the report's time ("later"), `base`.

    `start` is "publication", "reference" or "base"; `count` is None for "several".
    """

    count: float | None
    unit: str
    sign: int
    start: str
    base: Time | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken run of units up to publication (sign -1) or from it on (sign 1).

    `start` is "publication" or, for "the following six weeks", "reference".
    """

    count: float | None
    unit: str
    sign: int
    start: str = "publication"


@dataclass(frozen=True, slots=True)
class Length:
    """A duration with no place in the calendar: "three days"."""

    count: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of something: early, mid, late, start, end, earlier, later, "first half", "week 2"."""

    part: str
    of: Time


@dataclass(frozen=True, slots=True)
class Daytime:
    """A time of day, as a part of the day or a clock time, of a day that may be left unsaid."""

    part: str
    of: Time | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """A calendar place inside another time: "August of last year"."""

    inner: Time
    outer: Time


@dataclass(frozen=True, slots=True)
class Range:
    """From the beginning of one time to the end of another."""

    first: Time
    last: Time


@dataclass(frozen=True, slots=True)
class Bound:
    """Since, until, by, before, after, from, for or within another time."""

    kind: str
    of: Time


@dataclass(frozen=True, slots=True)
class Vague:
    """Past, present or future with no dates: "recently", "now", "soon"."""

    where: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """What happens again and again: "daily", "every Friday"."""

    unit: str
    of: Time | None = None


Time = (
    Calendar | Era | Unit | Offset | Run | Length | Portion | Daytime | Within | Range | Bound
    | Vague | Repeated
)  # fmt: skip
Found = tuple[Time, int]
Groups = Mapping[str, Token]

# ---------------------------------------------------------------- the rules, in token classes

# Classes whose words have a letter of their own, so that rules may name the word itself.
_WORDWISE = ("relation", "portion", "bound", "when", "preposition")


@functools.cache
def _letters() -> dict[str, str]:
    """Class, or word of a wordwise class → its letters in the class string of a text."""
    letters: dict[str, str] = {}
    following = 0x4E00
    for kind in kinds():
        names = list(tables()[kind]) if kind in _WORDWISE else [kind]
        for name in names:
            letters[name] = chr(following)
            following += 1
        letters[kind] = "".join(letters[name] for name in names)
    return letters


@dataclass(frozen=True, slots=True)
class Rule:
    """One simple expression: its compiled pattern, what it means, and where it may stand."""

    pattern: re.Pattern[str]
    opens: frozenset[str]
    build: Callable[[Groups], Time | None]
    allowed: Callable[[Sequence[Token], int, int], bool] | None


def _compiled(pattern: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """A rule's pattern and the letters that it can begin with."""
    parts, opens, optional = [], "", True
    for item in pattern.split():
        label, _, classes = item.rstrip("?").rpartition("=")
        letters = "".join(_letters()[name] for name in classes.split("|"))
        label = label or classes.split("|")[0]
        group = "" if f"<{label}>" in "".join(parts) else f"?P<{label}>"
        parts.append(f"({group}[{letters}])" + "?" * item.endswith("?"))
        opens += letters if optional else ""
        optional = optional and item.endswith("?")
    return re.compile("".join(parts)), frozenset(opens)


def _int(groups: Groups, name: str) -> int | None:
    return int(groups[name].number) if name in groups else None


def _count(groups: Groups) -> float | None:
    if "article" in groups:
        return 1
    return groups["count"].number or None if "count" in groups else None


def _full_year(token: Token | None) -> int | None:
    if token is None:
        return None
    year = int(token.number)
    return year if year > 99 else year + (1900 if year >= 40 else 2000)


def _iso(g: Groups) -> Time | None:
    year, month, *rest = (int(part) for part in re.split(r"[-t:]", g["iso"].form)[:3])
    return Calendar(year, month, rest[0] if rest else None) if 1 <= month <= 12 else None


def _slashed(g: Groups) -> Time | None:
    """Day/month/year where only one order makes sense; an ambiguous one is no date."""
    one, two, year = (int(part) for part in re.split(r"[/.]", g["slashed"].form))
    year += 0 if year > 99 else 1900 if year >= 40 else 2000
    if one > 12 >= two or one == two:
        return Calendar(year, two, one)
    return Calendar(year, one, two) if two > 12 >= one else None


def _date(g: Groups) -> Time | None:
    year = _full_year(g.get("year"))
    weekday = _int(g, "weekday")
    date = Calendar(year, _int(g, "month"), _int(g, "day"), weekday)
    return date if date.day is None or 1 <= date.day <= 31 else None


def _days(g: Groups) -> Time | None:
    year, month = _full_year(g.get("year")), _int(g, "month")
    first, last = _int(g, "first") or 0, _int(g, "last") or 0
    if not 1 <= first < last <= 31:
        return None
    return Range(Calendar(year, month, first), Calendar(year, month, last))


def _within_year(g: Groups) -> Time | None:
    inner = Calendar(month=_int(g, "month"), day=_int(g, "day"))
    if "season" in g:
        inner = Calendar(season=g["season"].name)
    return Within(inner, Unit(g["relation"].name, "year")) if g["unit"].name == "year" else None


def _decade(g: Groups) -> Time | None:
    digits = re.sub(r"\D", "", g["decade"].form)
    year = int(g["decade"].name or digits or 0)
    return Era(year if year > 99 else 1900 + year, 10) if year % 10 == 0 else None


def _century(g: Groups) -> Time | None:
    number = int(g["nth"].number)
    return Era(100 * (number - 1), 100) if g["unit"].name == "century" else None


def _quarter(g: Groups) -> Time | None:
    if g["unit"].name != "quarter" or not 1 <= g["nth"].number <= 4:
        return None
    season = f"q{int(g['nth'].number)}"
    if "relation" in g:
        return Within(Calendar(season=season), Unit(g["relation"].name, "year"))
    return Calendar(_full_year(g.get("year")), season=season)


def _related(g: Groups) -> Time | None:
    """ "last Friday", "this morning", "that October", "the following spring", "last week"."""
    which, thing = g["relation"].name, g["thing"]
    if "again" in g:  # "that same day", "this past spring"
        which = g["again"].name
    if thing.kind == "unit":
        return _related_unit(which, thing)
    if thing.kind == "part":
        day: dict[str, Time] = {
            "last": Offset(1, "day", -1, "publication"),
            "this": Unit("this", "day"),
        }
        return Daytime(thing.name, day.get(which, Unit(which, "day")))
    if thing.kind in ("season", "holiday"):
        return Calendar(which=which, **{thing.kind: thing.name})
    return Calendar(which=which, **{thing.kind: int(thing.number)})


_RUNS = {"past": -1, "last": -1, "next": 1, "coming": 1, "following": 1, "recent": -1, "latest": -1}


def _related_unit(which: str, thing: Token) -> Time | None:
    if which == "past" or (thing.form.endswith("s") and which in _RUNS):
        plural = thing.form.endswith("s")
        return Run(None if plural else 1, thing.name, _RUNS[which])
    return Unit(which, thing.name)


def _run(g: Groups) -> Time | None:
    which = g["relation"].name
    if which not in _RUNS or _hours_of_day(g["unit"]):
        return None
    start = "reference" if which == "following" else "publication"
    return Run(_count(g), g["unit"].name, _RUNS[which], start)


def _hours_of_day(unit: Token) -> bool:
    return unit.kind == "part" and unit.name != "night"


def _offset(g: Groups) -> Time | None:
    direction = g["direction"].name
    if _hours_of_day(g["unit"]):
        return None
    unit = "day" if g["unit"].kind == "part" else g["unit"].name
    start = "publication" if direction in ("ago", "hence") else "reference"
    sign = -1 if direction in ("ago", "earlier", "prior") else 1
    return Offset(_count(g), unit, sign, start)


def _length(g: Groups) -> Time | None:
    if _hours_of_day(g["unit"]) or (g["unit"].kind == "part" and "article" in g):
        return None
    return Length(_count(g), g["unit"].name)


def _clock(g: Groups) -> Time | None:
    return Daytime(g["clock"].form)


def _oclock(g: Groups) -> Time | None:
    hour = int(g["count"].number)
    part = g["part"].name if "part" in g else ""
    return Daytime(f"{hour} o'clock {part}".strip()) if 1 <= hour <= 24 else None


# ---------------------------------------------------------------- where a rule may stand


def _form(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].form if 0 <= i < len(tokens) else ""


def _kind(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].kind if 0 <= i < len(tokens) else ""


def _word_follows(tokens: Sequence[Token], j: int) -> bool:
    """True when an ordinary word comes next, as after a count: "2000 people"."""
    return _kind(tokens, j) == "other" and tokens[j].form.isalpha() and (tokens[j].form not in _FUNCTION)


_FUNCTION = frozenset(
    "when where which who that as with he she it they we i his her its their was were is are had "
    "has have but or if while because although against near amid said says told killed left "
    "under out up also not after there this would will could it's according".split()
)
_YEAR_LEADS = frozenset(
    "in since until till by of during from between through before after early mid late - – — to "
    "the and / , ( summer winter spring autumn fall end circa around about this that for than "
    "over till late".split()
)


def _year_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """A bare four-digit number is a year after a word that leads to one, unless it counts."""
    number, before = int(tokens[i].number), _form(tokens, i - 1)
    if not 1700 <= number <= 2060 or _kind(tokens, j) in ("unit", "numeral"):
        return False
    if _form(tokens, j) in ("%", "km", "kg", "per", "percent", "troops", "people", "men"):
        return False
    if i and before not in _YEAR_LEADS and _kind(tokens, i - 1) not in ("month", "stop"):
        return False
    counted = _word_follows(tokens, j) and (
        tokens[j].form.endswith("s") or number % 100 == 0 or before in (",", "and", "about", "around")
    )
    return not counted


def _nth_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """ "the 14th" is a day unless it numbers a unit or an occasion: "the 14th Division"."""
    if _kind(tokens, j - 1) != "nth" and _form(tokens, i - 1) not in ("on", "since", "until"):
        return False
    if tokens[j - 1].number > 31 or tokens[j - 1].kind == "ordinal":
        return False
    if _kind(tokens, j) in ("dash", "unit", "part", "numeral", "season"):
        return False
    return not _word_follows(tokens, j)


def _part_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """A bare part of the day needs a word that makes it a time."""
    if tokens[j - 1].name in ("noon", "midnight", "dawn", "dusk"):
        return _form(tokens, j) != "prayers" and _form(tokens, j) != "raid"
    leads = {"at", "by", "before", "after", "since", "until", "during", "in", "through", "all",
             "that", "late", "early", "throughout", "on", "of"}  # fmt: skip
    return not i or _form(tokens, i - 1) in leads


def _length_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """No duration in ages ("18-year-old", "aged 3 years")."""
    after = _form(tokens, j), _form(tokens, j + 1)
    return "old" not in (after[0], after[1] if after[0] in ("-", "–") else "")


def _plural_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Bare "weeks" and "years" are times after a word of duration, "days" in "days of"."""
    before = _form(tokens, i - 1)
    return tokens[i].form.endswith("s") and (
        before in ("for", "in", "within", "over", "after", "of", "throughout")
        or _form(tokens, j) in ("ago", "later", "earlier", "before", "after")
    ) and _length_allowed(tokens, i, j)  # fmt: skip


def _short_year_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """A two-digit year only where nothing follows that it could count: "20 AUG 88 (EFE)"."""
    return not _word_follows(tokens, j)


def _month_day_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Not "in March 12 people died"."""
    counts = _form(tokens, i - 1) == "in" and _kind(tokens, j - 1) == "numeral_day"
    return not (counts and _word_follows(tokens, j))


def _adjective_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    return _kind(tokens, j) not in ("unit", "numeral", "number", "vague_number")


_D = "day=numeral_day|nth|ordinal"
_COUNT = "count=numeral_day|numeral_short|numeral_year|numeral|number|vague_number"
_YEAR = "comma? of? year=numeral_year"
_THING = "thing=unit|weekday|month|season|part|holiday"
_TABLE: tuple[tuple[str, Callable[[Groups], Time | None], object], ...] = (
    ("iso", _iso, None),
    ("slashed", _slashed, None),
    (f"weekday|short_weekday? comma? on? the? {_D} of? month", _date, None),
    (f"weekday|short_weekday? comma? on? the? {_D} of? month {_YEAR}", _date, None),
    (f"{_D} dash? month dash? year=numeral_short|numeral_day", _date, _short_year_allowed),
    (f"weekday|short_weekday? comma? month the? {_D}", _date, _month_day_allowed),
    (f"weekday|short_weekday? comma? month the? {_D} {_YEAR}", _date, None),
    ("the? first=numeral_day|nth dash|slash|to|and|through|until the? last=numeral_day|nth "
     "of? month", _days, None),
    ("the? first=numeral_day|nth dash|slash|to|and|through|until the? last=numeral_day|nth "
     f"of? month {_YEAR}", _days, None),
    ("month first=numeral_day|nth dash|slash|to|and|through|until last=numeral_day|nth",
     _days, _short_year_allowed),
    ("month first=numeral_day|nth dash|slash|to|and|through|until last=numeral_day|nth "
     f"{_YEAR}", _days, None),
    ("month", _date, None),
    (f"month {_YEAR}", _date, None),
    ("month of? the? relation unit", _within_year, None),
    (f"the? {_D} of? month of? the? relation unit", _within_year, None),
    ("month day=numeral_day|nth of? the? relation unit", _within_year, None),
    ("the? season of? the? relation unit", _within_year, None),
    ("year=numeral_year", _date, _year_allowed),
    ("the? unit year=numeral_year", lambda g: Calendar(int(g["year"].number)), None),
    ("the? decade", _decade, None),
    ("the? nth|ordinal dash? unit", _century, None),
    ("the? nth|ordinal dash? unit", _quarter, None),
    ("the? nth|ordinal dash? unit of? year=numeral_year", _quarter, None),
    ("the? year=numeral_year nth|ordinal dash? unit",
     lambda g: _quarter({**g, "nth": g.get("nth", g["nth"])}), None),
    ("the? nth|ordinal dash? unit of? relation year=unit",
     lambda g: _quarter({k: v for k, v in g.items() if k != "year"}), None),
    ("weekday", _date, None),
    ("weekday|short_weekday comma? the? day=numeral_day|nth", _date, _short_year_allowed),
    ("the nth|ordinal", lambda g: Calendar(day=int(g["nth"].number)), _nth_allowed),
    ("nth", lambda g: Calendar(day=int(g["nth"].number)), _nth_allowed),
    ("the? season", lambda g: Calendar(season=g["season"].name), None),
    ("the? season of? year=numeral_year",
     lambda g: Calendar(int(g["year"].number), season=g["season"].name), None),
    ("the? holiday", lambda g: Calendar(holiday=g["holiday"].name), None),
    ("the? holiday comma? year=numeral_year",
     lambda g: Calendar(int(g["year"].number), holiday=g["holiday"].name), None),
    ("today", lambda g: _today(g["today"]), None),
    (f"the? relation again=relation? {_THING}", _related, None),
    ("the unit", lambda g: Unit("the", g["unit"].name), None),
    (f"the? relation {_COUNT} more? unit|part", _run, _length_allowed),
    (f"{_COUNT} more? dash? unit|part so? direction=ago|hence|earlier|later|prior|subsequent",
     _offset, None),
    ("article unit so? direction=ago|hence|earlier|later|prior|subsequent", _offset, None),
    ("unit direction=ago|hence|later", _offset, None),
    (f"the? {_COUNT} more? dash? unit|part so? long?", _length, _length_allowed),
    ("article unit so? long?", _length, _length_allowed),
    ("unit", _length, _plural_allowed),
    ("clock zone?", _clock, None),
    (f"{_COUNT} oclock in? the? at? part?", _oclock, None),
    ("count=numeral_day|number in the part", _oclock, None),
    ("the? part", lambda g: Daytime(g["part"].name), _part_allowed),
    (f"each {_THING}", lambda g: Repeated(g["thing"].name), None),
    ("repeated", lambda g: Repeated(g["repeated"].name), None),
    ("vague", lambda g: Vague(g["vague"].name), None),
    ("the past", lambda g: Vague("past"), _adjective_allowed),
    ("recent", lambda g: Vague("past"), _adjective_allowed),
    ("current", lambda g: Vague("present"), _adjective_allowed),
)  # fmt: skip


def _today(token: Token) -> Time:
    days = int(token.name)
    day = Offset(abs(days), "day", -1 if days < 0 else 1, "publication")
    return Daytime("night", day) if "night" in token.form else day


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(*_compiled(pattern), build, allowed)  # type: ignore[arg-type]
        for pattern, build, allowed in _TABLE
    )


@functools.cache
def _rules_by_letter() -> dict[str, tuple[Rule, ...]]:
    letters = frozenset().union(*(rule.opens for rule in _rules()))
    return {x: tuple(rule for rule in _rules() if x in rule.opens) for x in letters}


# ---------------------------------------------------------------- putting them together


class Parser:
    """Reads time expressions at any token of one text."""

    def __init__(self, text: str, *, alone: bool = False) -> None:
        self.tokens = cut(text, alone=alone)
        letters = _letters()
        self._letters = "".join(letters[t.name] if t.kind in _WORDWISE else letters[t.kind] for t in self.tokens)
        self._bases: dict[int, Found | None] = {}
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
        return self.tokens[i].kind not in ("other", "comma", "stop", "dash")

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
        if found is None:
            return None
        return (
            found[0]
            if kind == "during" and self._name(i) != "within"
            else Bound(self.tokens[i].form if kind == "during" else kind, found[0])
        ), found[1]

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
        if i >= len(self.tokens):
            return None
        best: Found | None = None
        for read in (self._portion, self._nth_week, self._daytime, self._eve, self._shifted):
            found = read(i)
            if found and (best is None or found[1] > best[1]):
                best = found
        base = self._base(i)
        if base and (best is None or base[1] > best[1]):
            best = base
        if best is None and self._name(i) == "about":
            return self.point(i + 1)
        return best and self._with_suffix(*best)

    def _base(self, i: int) -> Found | None:
        if i not in self._bases:
            self._bases[i] = self._read_base(i)
        return self._bases[i]

    def _read_base(self, i: int) -> Found | None:
        best: Found | None = None
        for rule in _rules_by_letter().get(self._letters[i], ()):
            match = rule.pattern.match(self._letters, i)
            if match is None or (best is not None and match.end() <= best[1]):
                continue
            end = match.end()
            if rule.allowed and not self._alone and not rule.allowed(self.tokens, i, end):
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
        j = self._skip(i, "about", "at")
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
        follows = _word_follows(self.tokens, found[1] + 1) or self._name(found[1] + 1) == "the"
        start = "base" if follows else "reference"
        return Offset(length.count, length.unit, sign, start), found[1] + 1

    def _with_suffix(self, meaning: Time, j: int) -> Found:
        """A time of day or a containing time behind: "Friday morning", "Tuesday of last week"."""
        if _holds_day(meaning):
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
        return link != "and" and isinstance(first, Daytime) and isinstance(last, Daytime)
    if isinstance(first, Unit) and first.which == "the":
        return False
    if link == "and" and not between:
        days = isinstance(first, Calendar) and isinstance(last, Calendar)
        return days and bool(first.weekday and last.weekday)  # type: ignore[union-attr]
    return True


def _aligned(first: Time, last: Time) -> Time:
    """The first end with the year of the last, where only that one says it."""
    if isinstance(first, Calendar) and isinstance(last, Calendar) and not first.year:
        if last.year and first.month and last.month:
            year = last.year - (first.month > last.month)
            return Calendar(year, first.month, first.day, first.weekday)
    return first
