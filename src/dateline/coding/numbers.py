"""Numbers in words and figures as ranges, by the conventions of claims.md §5, Quantities.

"About 400" is 400 to 400, "at least 12" is 12 or more, "dozens" is 24 to 99; "several" is none.
The word lists are `data/numbers.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from dateline.coding.no_counts import is_count
from dateline.record import Span


@dataclass(frozen=True, slots=True)
class Number:
    """A range of numbers; an end that nothing tells is None. Areas are already in km².

    `unit` is "km2", "percent", a currency ("usd", "eur", "gbp", "other money"), or "" for a count.
    """

    least: float | None
    most: float | None
    approx: bool = False
    unit: str = ""


@functools.cache
def tables() -> dict[str, dict[str, Any]]:
    """The word lists of `data/numbers.toml`."""
    with resources.files("dateline").joinpath("data/numbers.toml").open("rb") as stream:
        return tomllib.load(stream)


def _reversed(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: meaning for meaning, words in table.items() for word in words}


_WORDS_OF = tables()
_ONES: dict[str, int] = _WORDS_OF["below_twenty"]
_TENS: dict[str, int] = _WORDS_OF["tens"]
_GROUPS: dict[str, int] = _WORDS_OF["groups"]
_LARGE: dict[str, int] = _WORDS_OF["large"]
_FIXED: dict[str, int] = _WORDS_OF["fixed"]
_COLLECTIVES: dict[str, tuple[int, int]] = _WORDS_OF["collectives"]
_MEASURES: dict[str, tuple[str, float]] = _WORDS_OF["measures"]
_SCALES = _GROUPS | _LARGE | _WORDS_OF["suffixes"]
_BEFORE, _AFTER = _reversed(_WORDS_OF["before"]), _reversed(_WORDS_OF["after"])
_CURRENCIES = _reversed(_WORDS_OF["currencies"])
_FRACTIONS = {"half a": 0.5, "half an": 0.5, "a quarter of a": 0.25, "a": 1.0, "an": 1.0}


def _any(words: Iterable[str]) -> str:
    """An alternation of words, longest first, with any white space between their parts."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


_NUMERAL = (
    r"(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d]|-[a-z])(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?!(?:st|nd|rd|th)\b)"
)
_BELOW_100 = rf"(?:{_any(_TENS)}(?:[\s-]+{_any(list(_ONES)[1:10])}\b)?|{_any(_ONES)})\b"
_BELOW_1000 = (
    rf"(?:(?:{_any([*_ONES, *_TENS])}|an?)[\s-]+hundred(?:\s+and\s+{_BELOW_100}|[\s-]+{_BELOW_100})?\b"
    rf"|hundred\b|{_BELOW_100})"
)
_DOZENS = rf"(?:(?:{_BELOW_100}|half\s+an?|an?)[\s-]+(?:dozen|score)\b|dozen\b)"
_BIG = (
    rf"(?:{_BELOW_1000}|half\s+an?|a\s+quarter\s+of\s+an?|an?)[\s-]+{_any(_LARGE)}\b"
    rf"(?:,?\s+(?:and\s+)?{_BELOW_1000}(?:[\s-]+{_any(_LARGE)}\b)?)*"
)
_WORDS = (
    rf"(?:(?:several|a\s+few|many)\s+(?:hundred\s+thousand|dozen|hundred|thousand|million)\b"
    rf"|{_any(_COLLECTIVES)}\b|a\s+couple\b|a\s+pair\b|both\b|{_DOZENS}|{_BIG}|{_BELOW_1000})"
)
_FIGURES = (
    rf"(?:{_any(_CURRENCIES)}\s?)?{_NUMERAL}(?:[\s-]?{_any([*_LARGE, 'dozen'])}\b"
    rf"|\s?(?:k|mn|mln|bn|tn)\b|(?<=\d)[mb](?![\w²]))?"
)
_CORE = rf"(?:{_FIGURES}|{_WORDS})"
_PHRASE = re.compile(
    rf"(?<![\w.,/:'’-])(?:(?P<modifier>{_any(_BEFORE)})\s*(?:{_any(_BEFORE)}\s+)?)?"
    rf"(?<![\w.])(?P<pair>(?:between|from)\s+)?"
    rf"(?P<first>{_CORE})"
    rf"(?:(?P<link>\s*[-–—]\s*|\s+(?:to|and|or)\s+)(?P<last>{_CORE}))?"
    rf"(?:[\s-]*(?P<after>{_any(_AFTER)})(?!\w))?"
    rf"(?:[\s-]*(?P<measure>{_any(_MEASURES)})(?![\w]))?",
    re.IGNORECASE,
)


def read_number(phrase: str) -> Number | None:
    """The range that a phrase states, or None when it states none ("several", "a", "third").

    Numbers of one phrase add up when they count different things: "three women and two children".
    """
    plain = " ".join(phrase.lower().split()).strip("\"'“”()")
    fixed = _FIXED.get(re.sub(r"\s+(?:of|more|others?)$", "", plain))
    if fixed is not None:
        return Number(fixed, fixed, approx="couple" in plain)
    numbers = [number for _, number in _phrases(phrase)]
    if not numbers:
        opening = re.match(r"(?:no|none)\b", plain)
        return Number(0, 0) if opening else None
    total = numbers[0]
    for number in numbers[1:]:
        total = _sum(total, number)
    return total


def find_numbers(text: str, *, percentages: bool = False) -> list[Span]:
    """The counts, sums of money and areas of a text, each with its modifiers ("at least 12").

    Leaves out what is no count: dates, years, times, ages, durations, distances, calibres, model
    and document numbers; and percentages, unless they are asked for.
    """
    return [
        span
        for span, number in _phrases(text)
        if (percentages or number.unit != "percent") and (number.unit or is_count(text, span))
    ]


def _phrases(text: str) -> Iterator[tuple[Span, Number]]:
    place = 0
    while match := _PHRASE.search(text, place):
        number, begin, end = _read(match)
        place = max(end, match.start() + 1)
        if number is not None:
            yield Span(begin, end), number


def _read(match: re.Match[str]) -> tuple[Number | None, int, int]:
    """The number of one match and its ends; a link that makes no range is left outside."""
    first, modifier, begin = _core(match["first"]), match["modifier"], match.start()
    if modifier and modifier.lower() == "over" and _PARTICLE.search(match.string, 0, begin):
        modifier, begin = None, match.start("first")  # "handed over 74 tanks"
    number, end = _modified(first, modifier), match.end("first")
    link = (match["link"] or "").strip().lower()
    if link:
        between = (match["pair"] or "").strip().lower() == "between"
        last = _core(match["last"], first.unit) if link != "and" or between else None
        ranged = last and _ranged(first, last, match["last"])
        if not ranged:
            return number, begin, end
        number = ranged
    number = _modified(number, match["after"] or modifier)
    if match["measure"]:
        number = _converted(number, *_MEASURES[" ".join(match["measure"].lower().split())])
    return number, begin, match.end()


_PARTICLE = re.compile(
    r"\b(?:hand|turn|pass|g[ai]v|brought|bring|sign)\w*\s$",
    re.IGNORECASE,
)


def _ranged(first: Number, last: Number, words: str) -> Number | None:
    """ "20 to 30", "2-3 million": the first takes the scale of the last when it has none."""
    if first.least is None or last.most is None:
        return None
    scale = re.search(r"[a-z]+$", words.lower())
    factor = _SCALES.get(scale.group(), 1) if scale else 1
    least = first.least * factor if first.least < 1000 <= last.most else first.least
    if least > last.most:
        return None
    return replace(first, least=least, most=last.most, unit=first.unit or last.unit)


def _modified(number: Number, modifier: str | None) -> Number:
    match (_BEFORE | _AFTER).get(" ".join((modifier or "").lower().split())):
        case "least":
            return replace(number, most=None, approx=False)
        case "most":
            return replace(number, least=None, approx=False)
        case "about":
            return replace(number, approx=True)
        case _:
            return number


def _converted(number: Number, unit: str, factor: float) -> Number:
    def scaled(value: float | None) -> float | None:
        if value is None or factor == 1:
            return value
        return float(round(value * factor, 0 if value * factor >= 10 else 2))

    return replace(number, least=scaled(number.least), most=scaled(number.most), unit=unit)


def _sum(one: Number, other: Number) -> Number:
    least = None if one.least is None or other.least is None else one.least + other.least
    most = None if one.most is None or other.most is None else one.most + other.most
    return replace(one, least=least, most=most, approx=one.approx or other.approx)


def _core(words: str, unit: str = "") -> Number:
    """One number without its modifiers; `unit` is that of the number it is linked to."""
    plain = " ".join(words.lower().split())
    some = re.sub(r"^(?:a few|many)(?= )", "several", plain)
    if some in _COLLECTIVES:
        least, most = _COLLECTIVES[some]
        return Number(least, most, approx=True)
    if plain in _FIXED:
        return Number(_FIXED[plain], _FIXED[plain], approx="couple" in plain)
    figure = re.match(rf"(?P<money>{_any(_CURRENCIES)})?\s?(?P<digits>{_NUMERAL})[\s-]?", plain)
    if figure:
        value = float(re.sub(r"[,\s\u00a0\u202f]", "", figure["digits"]))
        value *= _SCALES.get(plain[figure.end() :], 1)
        unit = _CURRENCIES.get(figure["money"] or "", unit)
    else:
        value = _spelled(plain)
    exact = int(value) if value == int(value) else round(value, 6)
    return Number(exact, exact, unit=unit)


def _spelled(plain: str) -> float:
    """The value of number words that the pattern has let through."""
    total, current = 0.0, 0.0
    for fraction, value in _FRACTIONS.items():
        if plain.startswith(fraction + " "):
            current, plain = value, plain[len(fraction) + 1 :]
            break
    for word in re.findall(r"[a-z]+", plain):
        if word in _GROUPS:
            current = (current or 1) * _GROUPS[word]
        elif word in _LARGE:
            total, current = total + (current or 1) * _LARGE[word], 0
        else:
            current += _ONES.get(word, 0) + _TENS.get(word, 0)
    return total + current
