"""Numbers in words and figures as ranges, by the conventions of claims.md §5, Quantities.

"About 400" is 400 to 400, "at least 12" is 12 or more, "dozens" is 24 to 99; "several" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

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


_UNITS = {word: n for n, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen".split())}  # fmt: skip
_TENS = {word: 10 * n for n, word in enumerate(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}  # fmt: skip
_TENS["fourty"] = 40
_GROUPS = {"dozen": 12, "score": 20, "hundred": 100}
_LARGE = {"thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9,
          "trillion": 10**12}  # fmt: skip
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9,
             "tn": 10**12}  # fmt: skip
_SCALES = _GROUPS | _LARGE | _SUFFIXES

# Words that stand for a range of numbers by convention.
_COLLECTIVES: dict[str, tuple[int, int]] = {
    "hundreds of thousands": (200_000, 999_999), "tens of thousands": (20_000, 99_999),
    "tens of millions": (20_000_000, 99_999_999), "dozens": (24, 99), "scores": (40, 99),
    "hundreds of millions": (200_000_000, 999_999_999), "hundreds": (200, 999),
    "thousands": (2000, 9999), "millions": (2_000_000, 9_999_999),
    "billions": (2 * 10**9, 10**10 - 1), "several dozen": (24, 99), "several hundred": (200, 999),
    "several thousand": (2000, 9999), "several million": (2_000_000, 9_999_999),
    "several hundred thousand": (200_000, 999_999), "tens": (20, 99),
}  # fmt: skip
_FIXED = {"both": 2, "a couple": 2, "a pair": 2, "no": 0, "none": 0, "nobody": 0, "zero": 0}
_FRACTIONS = {"half a": 0.5, "a quarter of a": 0.25, "a": 1, "an": 1}

# What a word before a number makes of it: "least", "most", or "about" it.
_MODIFIERS = {
    "at least": "least", "more than": "least", "over": "least", "upwards of": "least",
    "upward of": "least", "above": "least", "in excess of": "least", "no fewer than": "least",
    "no less than": "least", "not less than": "least", "not fewer than": "least",
    "a minimum of": "least", "exceeding": "least", "well over": "least", "well above": "least",
    "just over": "least", "greater than": "least", "slightly more than": "least",
    "up to": "most", "as many as": "most", "as much as": "most", "no more than": "most",
    "not more than": "most", "at most": "most", "fewer than": "most", "less than": "most",
    "under": "most", "below": "most", "a maximum of": "most", "just under": "most",
    "about": "about", "some": "about", "around": "about", "nearly": "about", "almost": "about",
    "roughly": "about", "approximately": "about", "an estimated": "about", "close to": "about",
    "estimated": "about", "circa": "about", "approx": "about", "approx.": "about", "~": "about",
    "perhaps": "about", "near": "about", "another": "", "a further": "", "a total of": "",
    "an additional": "",
}  # fmt: skip
_AFTER = {"or more": "least", "or so": "about", "plus": "least", "+": "least", "odd": "about",
          "or fewer": "most", "or less": "most"}  # fmt: skip
_CURRENCIES = {"$": "usd", "us$": "usd", "usd": "usd", "€": "eur", "eur": "eur", "£": "gbp",
               "gbp": "gbp", "a$": "other money", "c$": "other money", "¥": "other money",
               "₹": "other money", "rs": "other money"}  # fmt: skip
_MEASURES = {
    "square kilometres": ("km2", 1.0), "square kilometers": ("km2", 1.0), "sq km": ("km2", 1.0),
    "square kilometre": ("km2", 1.0), "square kilometer": ("km2", 1.0), "km2": ("km2", 1.0),
    "sq. km": ("km2", 1.0), "km²": ("km2", 1.0), "square km": ("km2", 1.0),
    "square miles": ("km2", 2.589988), "square mile": ("km2", 2.589988),
    "sq miles": ("km2", 2.589988), "sq. miles": ("km2", 2.589988), "sq mi": ("km2", 2.589988),
    "hectares": ("km2", 0.01), "hectare": ("km2", 0.01), "acres": ("km2", 0.00404686),
    "acre": ("km2", 0.00404686), "dunams": ("km2", 0.001), "dunums": ("km2", 0.001),
    "%": ("percent", 1.0), "percent": ("percent", 1.0), "per cent": ("percent", 1.0),
    "us dollars": ("usd", 1.0), "u.s. dollars": ("usd", 1.0), "dollars": ("usd", 1.0),
    "euros": ("eur", 1.0), "pounds sterling": ("gbp", 1.0),
}  # fmt: skip


def _any(words: object, gap: str = r"\s+") -> str:
    """An alternation of words, longest first, with any white space between their parts."""
    ordered = sorted(map(str, words), key=len, reverse=True)  # type: ignore[call-overload]
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", gap) for w in ordered) + ")"


_NUMERAL = r"(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?!(?:st|nd|rd|th)\b)"
_ONE = _any([*_UNITS, *_TENS])
_BELOW_100 = rf"(?:{_any(_TENS)}(?:[\s-]+{_any(list(_UNITS)[1:10])}\b)?|{_any(_UNITS)})\b"
_BELOW_1000 = (
    rf"(?:(?:{_ONE}|an?)[\s-]+hundred(?:\s+and\s+{_BELOW_100}|[\s-]+{_BELOW_100})?\b"
    rf"|hundred\b|{_BELOW_100})"
)
_DOZENS = rf"(?:(?:{_BELOW_100}|half\s+an?|an?)[\s-]+(?:dozen|score)\b|dozen\b)"
_BIG = (
    rf"(?:{_BELOW_1000}|half\s+an?|a\s+quarter\s+of\s+an?|an?)[\s-]+{_any(_LARGE)}\b"
    rf"(?:,?\s+(?:and\s+)?{_BELOW_1000}(?:[\s-]+{_any(_LARGE)}\b)?)*"
)
_SOME = r"(?:several|a\s+few|a\s+couple(?:\s+of)?|many)"
_WORDS = (
    rf"(?:{_SOME}\s+(?:hundred\s+thousand|dozen|hundred|thousand|million)\b|{_any(_COLLECTIVES)}\b"
    rf"|a\s+couple\b|a\s+pair\b|both\b|{_DOZENS}|{_BIG}|{_BELOW_1000})"
)
_FIGURES = (
    rf"(?:{_any(_CURRENCIES)}\s?)?{_NUMERAL}(?:[\s-]?{_any(_LARGE | {'dozen': 0})}\b"
    rf"|\s?(?:k|mn|mln|bn|tn)\b|(?<=\d)[mb](?![\w²]))?"
)
_CORE = rf"(?:{_FIGURES}|{_WORDS})"
_PHRASE = re.compile(
    rf"(?<![\w.,/:'’-])(?:(?P<modifier>{_any(_MODIFIERS)})\s*(?:{_any(_MODIFIERS)}\s+)?)?"
    rf"(?<![\w.])(?P<pair>(?:between|from)\s+)?"
    rf"(?P<first>{_CORE})"
    rf"(?:(?P<link>\s*[-–—]\s*|\s+(?:to|and|or)\s+)(?P<last>{_CORE}))?"
    rf"(?:[\s-]*(?P<after>{_any(_AFTER)})(?!\w))?"
    rf"(?:[\s-]*(?P<measure>{_any(_MEASURES)})(?![\w]))?",
    re.IGNORECASE,
)


def read_number(phrase: str) -> Number | None:
    """The range that a phrase states, or None when it states none ("several", "a", "third").

    Numbers joined by "and" that count different things add up: "three women and two children".
    """
    plain = " ".join(phrase.lower().split())
    stripped = re.sub(r"\s+(?:of|more|others?)$", "", plain).strip("\"'“”()")
    if stripped in _FIXED:
        count = _FIXED[stripped]
        return Number(count, count, approx=stripped == "a couple")
    numbers = [number for _, number in _phrases(phrase)]
    if not numbers:
        fixed = re.match(r"(?:the\s+)?(no|both|none)\b", plain)
        return Number(*[_FIXED[fixed.group(1)]] * 2) if fixed else None
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
        if (percentages or number.unit != "percent") and _counts(text, span, number)
    ]


def _phrases(text: str) -> Iterator[tuple[Span, Number]]:
    place = 0
    while match := _PHRASE.search(text, place):
        number, end = _read(match)
        place = max(end, match.start() + 1)
        if number is not None:
            yield Span(match.start(), end), number


def _read(match: re.Match[str]) -> tuple[Number | None, int]:
    """The number of one match and where it ends; a link that makes no range is left outside."""
    first = _core(match["first"])
    if first is None:
        return None, match.end("first")
    link = (match["link"] or "").strip().lower()
    last = _core(match["last"], first) if link else None
    joined = last is not None and last.least is not None and first.least is not None and (
        link != "and" or (match["pair"] or "").strip().lower() == "between"
    )
    if link and not joined:
        return _modified(first, match["modifier"]), match.end("first")
    number = first
    if joined and last is not None:
        number = _ranged(first, last, match["last"])
        if number is None:
            return _modified(first, match["modifier"]), match.end("first")
    number = _modified(number, match["after"] or match["modifier"])
    if match["measure"]:
        unit, factor = _MEASURES[" ".join(match["measure"].lower().split())]
        number = _converted(number, unit, factor)
    return number, match.end()


def _ranged(first: Number, last: Number, words: str) -> Number | None:
    """ "20 to 30", "2-3 million": the first takes the scale of the last when it has none."""
    assert first.least is not None and last.most is not None
    scale = _scale(words)
    least = first.least * scale if first.least < 1000 <= last.most and scale > 1 else first.least
    if least > last.most:
        return None
    return replace(first, least=least, most=last.most, unit=first.unit or last.unit)


def _scale(words: str) -> int:
    scale = re.search(r"[a-z]+$", words.lower())
    return _SCALES.get(scale.group(), 1) if scale else 1


def _modified(number: Number, modifier: str | None) -> Number:
    effect = _MODIFIERS | _AFTER
    match effect.get(" ".join((modifier or "").lower().split()), ""):
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
    def add(a: float | None, b: float | None) -> float | None:
        return None if a is None or b is None else a + b

    return replace(
        one,
        least=add(one.least, other.least),
        most=add(one.most, other.most),
        approx=one.approx or other.approx,
    )


def _core(words: str, scale_of: Number | None = None) -> Number | None:
    """One number without its modifiers."""
    plain = " ".join(words.lower().split())
    some = re.sub(r"^(?:a few|a couple of|a couple|many)(?= )", "several", plain)
    if some in _COLLECTIVES:
        return Number(*_COLLECTIVES[some], approx=True)
    if plain in _FIXED:
        return Number(_FIXED[plain], _FIXED[plain], approx=plain == "a couple")
    figure = re.match(rf"(?P<money>{_any(_CURRENCIES)})?\s?(?P<digits>{_NUMERAL})[\s-]?", plain)
    if figure:
        value = float(re.sub(r"[,\s\u00a0\u202f]", "", figure["digits"]))
        value *= _SCALES.get(plain[figure.end() :], 1)
        unit = _CURRENCIES.get(figure["money"] or "", "")
    else:
        value, unit = _spelled(plain), scale_of.unit if scale_of else ""
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
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
        elif word in _GROUPS:
            current = (current or 1) * _GROUPS[word]
        elif word in _LARGE:
            total, current = total + (current or 1) * _LARGE[word], 0
    return total + current


# ---------------------------------------------------------------- what is no count

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_NO_COUNT_AFTER = re.compile(
    rf"-\d|\s*(?:of\s+)?{_MONTH}|[:/]\d|\s?[ap]\.?m\b|\s?(?:gmt|utc|hrs)\b"
    r"|[\s-]*(?:more\s+)?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|"
    r"centur(?:y|ies)|o['’]?clock|yr)\b"
    r"|[\s-]?(?:mm|cm|km|kms|kph|km/h|mph|inch(?:es)?|calib(?:er|re)|ft|feet|foot|yards?|"
    r"(?<!square )(?:kilo|centi|milli)?met(?:er|re)s?|(?:nautical\s+)?miles?|m\b(?!\.)|degrees?|°)(?!\w)"
    r"|[\s-](?:thirds?|quarters?|fifths?|times)\b|-(?!plus|odd)[a-z]|x\d|\s?°",
    re.IGNORECASE,
)
_NO_COUNT_BEFORE = re.compile(
    rf"(?:{_MONTH}\.?|\b(?:resolution|article|section|chapter|highway|route|road|flight|phase|camp|"
    r"sector|zone|page|protocol|no|nos|hill|channel|level|type|mark|block|gate|room|number|"
    r"paragraph|decree|law|order|line|aged?|bridge|mi|sep|kilometer|formation|version|since|model)"
    r"\.?|[#§№])\s*$|[a-z]-$|\d[-/.:]$|(?:\bno|\bany|\bevery)\s$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|of|until|till|from|during|between|after|before|early|mid|late|through|and|"
    r"spring|summer|autumn|winter|the|to)[\s-]$|[(,–-]\s?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s+[a-z]*(?:s|men|people|children|personnel|troops)\b", re.IGNORECASE)
_YEARS = re.compile(
    r"(?:between\s|from\s|about\s|around\s|circa\s)?(?:1[89]\d\d|20[0-6]\d)"
    r"(?:\s?(?:[-–]|and|to)\s?\d{2,4})?$",
    re.IGNORECASE,
)
_CALIBRES = frozenset(["5.45", "5.56", "7.62", "12.7", "14.5", "7.65"])
_NUMBERED_LINE = re.compile(r"\d{1,2}[.)]\s")


def _counts(text: str, span: Span, number: Number) -> bool:
    """True when a number phrase in its surroundings is an amount of something."""
    words = span.of(text)
    before, after = text[max(0, span.begin - 24) : span.begin], text[span.end : span.end + 24]
    if number.unit in ("km2", "percent") or words[0] in "$€£":
        return True
    if _NO_COUNT_AFTER.match(after) or _NO_COUNT_BEFORE.search(before):
        return False
    if words in _CALIBRES or words.lower() in ("no", "none", "the one", "zero"):
        return False
    if words.lower() == "one" and re.match(r"\s+(?:another|of\s+the\s+(?:most|main|few))", after):
        return False
    if (not before or before.endswith("\n")) and _NUMBERED_LINE.match(words + after):
        return False
    if _YEARS.match(words):
        return bool(_COUNTED.match(after)) and not _YEAR_BEFORE.search(before)
    return True
