"""What a time expression can mean, before any calendar: the types between grammar and days."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.record import Granularity


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

# Units that are counted in another: a decade ago is ten calendar years ago.
SCALES = {"decade": (10, "year"), "century": (100, "year"), "fortnight": (2, "week"),
           "night": (1, "day")}  # fmt: skip


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
        case Offset():
            return _UNITS[SCALES.get(meaning.unit, (1, meaning.unit))[1]]
        case Unit() | Run() | Length():
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
