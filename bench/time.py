"""Times against TempEval-3: are time expressions found, and read as the right days?

Recognition counts the spans of plain expressions (TIMEX3 leaves out "since" and "between … and");
the value is that of TIMEX3 for each. Value F1 = relaxed F1 × accuracy of the value.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dateline.grounding.calendars import Days
from dateline.grounding.time_days import Setting, Tense, resolve
from dateline.grounding.time_grammar import Parser
from dateline.grounding.time_meanings import (
    Bound,
    Calendar,
    Daytime,
    Era,
    Length,
    Offset,
    Portion,
    Repeated,
    Run,
    Time,
    Unit,
    Vague,
    Within,
)
from dateline.record import Span

_LETTERS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "weekend": "WE",
    "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C",
}  # fmt: skip
_PARTS = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "dawn": "TDA",
    "dusk": "TEV", "noon": "T12:00", "midnight": "T24:00",
}  # fmt: skip
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_SCALED = {"decade": (10, "year"), "fortnight": (2, "week"), "century": (100, "year")}


def _setting(anchor: date, tense: Tense | None) -> Setting:
    """TIMEX3 lets "a year earlier" count from the document where the text names no other date."""
    return Setting(anchor, tense, anchor, Days.of(anchor))


def _value(meaning: Time, setting: Setting) -> str:
    match meaning:
        case Vague():
            return f"{meaning.where.upper()}_REF"
        case Unit(which="the", unit="quarter"):
            return _value(Unit("last", "quarter"), setting)
        case Run(count=1, unit="year", sign=-1):
            return _value(Unit("last", "year"), setting)
        case Length() | Run():
            return _period(meaning.count, meaning.unit)
        case Repeated():
            return _period(1, meaning.unit) if meaning.unit in _LETTERS else ""
        case Offset(count=None):
            return {-1: "PAST_REF", 1: "FUTURE_REF"}[meaning.sign]
        case Daytime():
            return _daytime(meaning, setting)
        case Portion():
            return _value(meaning.of, setting)
        case Bound():
            return _value(meaning.of, setting)
        case Era():
            return str(meaning.year)[: 3 if meaning.years == 10 else 2] + "X" * (meaning.years == 10)
        case _:
            return _date_value(meaning, setting)


def _period(count: float | None, unit: str) -> str:
    scale, unit = _SCALED.get(unit, (1, unit)) if count else (1, unit)
    clock = "T" if unit in ("hour", "minute", "second") else ""
    number = "X" if count is None else str(round(count * scale))
    return f"P{clock}{number}{_LETTERS[unit]}"


def _daytime(meaning: Daytime, setting: Setting) -> str:
    day = _value(meaning.of or Unit("this", "day"), setting)
    clock = re.match(r"(\d{1,2})[:.]?(\d{2})?\s?(?:([ap])\.?\s?m)?", meaning.part)
    if not clock:
        return day + _PARTS.get(meaning.part, "")
    hour = int(clock[1]) % 12 + 12 * (clock[3] == "p") if clock[3] else int(clock[1])
    return f"{day}T{hour:02}:{clock[2] or '00'}"


def _date_value(meaning: Time, setting: Setting) -> str:
    days = resolve(meaning, setting)
    inner = meaning.inner if isinstance(meaning, Within) else meaning
    first = days.earliest
    if first is None:
        return ""
    week = "{}-W{:02}".format(*first.isocalendar())
    if isinstance(inner, Unit) and inner.unit == "weekend":
        return week + "-WE"
    if isinstance(inner, Calendar) and inner.season in _SEASONS:
        return f"{first.year}-{_SEASONS[inner.season]}"
    return {
        "day": first.isoformat(),
        "hour": first.isoformat(),
        "week": week,
        "month": f"{first:%Y-%m}",
        "quarter": f"{first.year}-Q{(first.month + 2) // 3}",
        "year": f"{first.year}",
        "decade": str(first.year)[:3] + "X",
        "century": str(first.year)[:2],
    }.get(days.granularity, first.isoformat())


# ---------------------------------------------------------------- scoring


_AHEAD = re.compile(
    r"\b(?:will|would|shall|scheduled|slated|expected|due|planned|planning|set|going|as (?:soon|early) as) "
    r"(?:[\w-]+ ){0,12}\S*\s*$"
)
_PAST = re.compile(r"\b(?:was|were|had|did|said|came|made|took|began|went|brought|bought|\w{2,}ed)\b")


def tense_at(text: str, span: Span) -> Tense | None:
    """The tense that the words of a time's clause speak in; the reader knows better."""
    before = re.split(r"[.,;\n]\s", text[max(0, span.begin - 120) : span.begin])[-1]
    if _AHEAD.search(before):
        return "future"
    after = re.split(r"[.;\n]\s", text[span.end : span.end + 60])[0]
    return "past" if _PAST.search(before + " " + after) else None


def predict(text: str, anchor: date) -> list[tuple[Span, str]]:
    """Plain time expressions of a text with their TIMEX3 values."""
    found: list[tuple[Span, str]] = []
    # "A year earlier" in an account of a quarter is that quarter of the year before.
    quarter: str | None = None
    for span, meaning in Parser(text).scan(whole=False):
        value = _value(meaning, _setting(anchor, tense_at(text, span)))
        if quarter and isinstance(meaning, Offset) and (meaning.unit, meaning.count, meaning.sign) == ("year", 1, -1):
            value = f"{int(quarter[:4]) - 1}{quarter[4:]}"
        elif re.fullmatch(r"\d{4}-Q\d", value):
            quarter = value
        found.append((span, value))
    return found


def score(corpora: Path, split: str) -> dict[str, Any]:
    """Recognition and values on one split of `timex/tempeval3`."""
    counts: Counter[str] = Counter()
    for record in _records(corpora / "timex" / "tempeval3" / f"{split}.jsonl.gz"):
        gold = [(Span(t["begin"], t["end"]), t["value"]) for t in record["timexes"]]
        found = predict(record["text"], date.fromisoformat(record["dct"][:10]))
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        counts["strict"] += len({s for s, _ in gold} & {s for s, _ in found})
        for one, other in _pairs(found, gold):
            counts["relaxed"] += 1
            counts["right"] += one == other
    relaxed, strict = _f1(counts, "relaxed"), _f1(counts, "strict")
    accuracy = counts["right"] / max(1, counts["relaxed"])
    return {
        "relaxed_f1": round(relaxed, 4),
        "strict_f1": round(strict, 4),
        "value_accuracy": round(accuracy, 4),
        "value_f1": round(relaxed * accuracy, 4),
        "counts": dict(counts),
    }


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _pairs(found: Sequence[tuple[Span, str]], gold: Sequence[tuple[Span, str]]) -> Iterator[tuple[str, str]]:
    """Values of overlapping expressions, each taken once, in text order."""
    free = list(gold)
    for span, value in found:
        match = next((g for g in free if g[0].overlaps(span)), None)
        if match is not None:
            free.remove(match)
            yield value, match[1]


def _f1(counts: Counter[str], hits: str) -> float:
    return 2 * counts[hits] / max(1, counts["gold"] + counts["found"])
