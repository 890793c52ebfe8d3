"""The simple time expressions as a table of rules in token classes, each with what it means."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dateline.grounding import time_guards as guards
from dateline.grounding.time_meanings import (
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
from dateline.grounding.time_words import Token, kinds, tables

Groups = Mapping[str, Token]
Build = Callable[[Groups], Time | None]
Allowed = Callable[[Sequence[Token], int, int], bool]  # tokens, and where the match begins and ends

# Classes whose words have a letter of their own, so that rules may name the word itself.
WORDWISE = ("relation", "portion", "bound", "when", "preposition")


@functools.cache
def letters() -> dict[str, str]:
    """Class, or word of a wordwise class → its letters in the class string of a text."""
    known: dict[str, str] = {}
    following = 0x4E00
    for kind in kinds():
        names = list(tables()[kind]) if kind in WORDWISE else [kind]
        for name in names:
            known[name] = chr(following)
            following += 1
        known[kind] = "".join(known[name] for name in names)
    return known


@dataclass(frozen=True, slots=True)
class Rule:
    """One simple expression: its compiled pattern, what it means, and where it may stand."""

    pattern: re.Pattern[str]
    opens: frozenset[str]
    build: Build
    allowed: Allowed | None


def _compiled(pattern: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """A rule's pattern and the letters that it can begin with."""
    parts: list[str] = []
    opens, optional = "", True
    for item in pattern.split():
        label, _, classes = item.rstrip("?").rpartition("=")
        any_of = "".join(letters()[name] for name in classes.split("|"))
        label = label or classes.split("|")[0]
        group = "" if f"<{label}>" in "".join(parts) else f"?P<{label}>"
        parts.append(f"({group}[{any_of}])" + "?" * item.endswith("?"))
        opens += any_of if optional else ""
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


def _year_named(g: Groups) -> Time | None:
    """ "the year 2000"."""
    return Calendar(int(g["year"].number)) if g["unit"].name == "year" else None


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
    match thing.kind:
        case "season":
            return Calendar(season=thing.name, which=which)
        case "holiday":
            return Calendar(holiday=thing.name, which=which)
        case "weekday":
            return Calendar(weekday=int(thing.number), which=which)
        case _:
            return Calendar(month=int(thing.number), which=which)


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


def _offsets(g: Groups) -> Time | None:
    """ "two or three days ago": somewhere between the two."""
    far, near = _offset(g), _offset({**g, "count": g["low"]})
    if far is None or near is None or g["low"].number >= g["count"].number:
        return None
    return Range(near, far) if g["direction"].name == "later" else Range(far, near)


def _year_earlier(g: Groups) -> Time | None:
    return Offset(1, g["unit"].name, -1, "reference")


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


_D = "day=numeral_day|nth|ordinal"
_COUNTS = "numeral_day|numeral_short|numeral_year|numeral|number|vague_number"
_COUNT = f"count={_COUNTS}"
_YEAR = "comma? of? year=numeral_year"
_THING = "thing=unit|weekday|month|season|part|holiday"
_TABLE: tuple[tuple[str, Build, Allowed | None], ...] = (
    ("iso", _iso, None),
    ("slashed", _slashed, None),
    (f"weekday|short_weekday? comma? the? {_D} of? month", _date, None),
    (f"weekday|short_weekday? comma? the? {_D} of? month {_YEAR}", _date, None),
    (f"{_D} dash? month dash? year=numeral_short|numeral_day", _date, guards.short_year_allowed),
    (f"{_D} dash month dash year=numeral_year", _date, None),
    (f"weekday|short_weekday? comma? month the? {_D}", _date, guards.month_day_allowed),
    (f"weekday|short_weekday? comma? month the? {_D} {_YEAR}", _date, None),
    ("the? first=numeral_day|nth dash|slash|to|and|through|until the? last=numeral_day|nth "
     "of? month", _days, None),
    ("the? first=numeral_day|nth dash|slash|to|and|through|until the? last=numeral_day|nth "
     f"of? month {_YEAR}", _days, None),
    ("the? first=numeral_day|nth comma numeral_day|nth comma? and last=numeral_day|nth of? month",
     _days, None),
    ("the? first=numeral_day|nth comma numeral_day|nth comma? and last=numeral_day|nth of? month "
     f"{_YEAR}", _days, None),
    ("month first=numeral_day|nth dash|slash|to|and|through|until last=numeral_day|nth",
     _days, guards.short_year_allowed),
    ("month first=numeral_day|nth dash|slash|to|and|through|until last=numeral_day|nth "
     f"{_YEAR}", _days, None),
    ("month", _date, None),
    (f"month {_YEAR}", _date, None),
    ("month of? the? relation unit", _within_year, None),
    (f"the? {_D} of? month of? the? relation unit", _within_year, None),
    ("month day=numeral_day|nth of? the? relation unit", _within_year, None),
    ("the? season of? the? relation unit", _within_year, None),
    ("year=numeral_year", _date, guards.year_allowed),
    ("the? unit year=numeral_year", _year_named, None),
    ("the? decade", _decade, None),
    ("the? nth|ordinal dash? unit", _century, None),
    ("the? nth|ordinal dash? unit", _quarter, None),
    ("the? nth|ordinal dash? unit of? year=numeral_year", _quarter, None),
    ("the? year=numeral_year nth|ordinal dash? unit",
     _quarter, None),
    ("the? nth|ordinal dash? unit of? relation whole=unit", _quarter, None),
    ("weekday", _date, None),
    ("short_weekday part",
     lambda g: Daytime(g["part"].name, Calendar(weekday=_int(g, "short_weekday"))), None),
    ("weekday|short_weekday comma? the? day=numeral_day|nth", _date, guards.short_year_allowed),
    ("the nth|ordinal", lambda g: Calendar(day=int(g["nth"].number)), guards.nth_allowed),
    ("nth", lambda g: Calendar(day=int(g["nth"].number)), guards.nth_allowed),
    ("the? season", lambda g: Calendar(season=g["season"].name), None),
    ("the? season of? year=numeral_year",
     lambda g: Calendar(int(g["year"].number), season=g["season"].name), None),
    ("the? holiday", lambda g: Calendar(holiday=g["holiday"].name), None),
    ("the? holiday comma? year=numeral_year",
     lambda g: Calendar(int(g["year"].number), holiday=g["holiday"].name), None),
    ("today", lambda g: _today(g["today"]), None),
    ("day=hence", lambda g: Offset(0, "day", 1, "publication"), guards.from_today),
    ("overnight", lambda g: Range(_yesterday(), Offset(0, "day", 1, "publication")), None),
    (f"the? relation again=relation? {_THING}", _related, None),
    ("the unit", lambda g: Unit("the", g["unit"].name), guards.singular),
    (f"the? relation {_COUNT} more? unit|part", _run, guards.length_allowed),
    (f"{_COUNT} more? dash? unit|part so? direction=ago|hence|earlier|later|prior|subsequent",
     _offset, None),
    ("article unit so? direction=ago|hence|earlier|later|prior|subsequent", _offset, None),
    ("unit direction=ago|hence|later", _offset, None),
    ("the? unit dash direction=ago|earlier span=unit?", _year_earlier, None),
    (f"the? nth|ordinal {_COUNT} unit", _length, None),
    (f"low={_COUNTS} to|dash|or {_COUNT} unit direction=ago|earlier|later", _offsets, None),
    (f"the? {_COUNT} more? dash? unit|part so? long?", _length, guards.length_allowed),
    (f"low={_COUNTS} to|dash|or {_COUNT} dash? unit", _length, guards.length_allowed),
    ("the? unit dash|genitive? end", lambda g: Portion("end", Unit("this", g["unit"].name)), None),
    ("article unit so? long?", _length, guards.length_allowed),
    ("unit", _length, guards.plural_allowed),
    ("clock zone?", _clock, None),
    (f"{_COUNT} oclock in? the? at? part?", _oclock, None),
    ("count=numeral_day|number in the part", _oclock, None),
    ("the? part", lambda g: Daytime(g["part"].name), guards.part_allowed),
    (f"each {_THING}", lambda g: Repeated(g["thing"].name), None),
    ("repeated", lambda g: Repeated(g["repeated"].name), None),
    ("vague", lambda g: Vague(g["vague"].name), guards.vague_allowed),
    ("the past", lambda g: Vague("past"), guards.adjective_allowed),
    ("recent", lambda g: Vague("past"), guards.adjective_allowed),
    ("current", lambda g: Vague("present"), guards.adjective_allowed),
)  # fmt: skip


def _yesterday() -> Time:
    return Offset(1, "day", -1, "publication")


def _today(token: Token) -> Time:
    days = int(token.name)
    day = Offset(abs(days), "day", -1 if days < 0 else 1, "publication")
    return Daytime("night", day) if "night" in token.form else day


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return tuple(Rule(*_compiled(pattern), build, allowed) for pattern, build, allowed in _TABLE)


@functools.cache
def rules_by_letter() -> dict[str, tuple[Rule, ...]]:
    """The rules that can begin with each letter, in the order of the table."""
    opening = {letter for rule in _rules() for letter in rule.opens}
    return {x: tuple(rule for rule in _rules() if x in rule.opens) for x in opening}
