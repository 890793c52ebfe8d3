"""The words of time expressions: a text as tokens, each with the class that grammar rules name.

The word lists are `data/calendar.toml`. Case is a hint where the text uses it, and nothing else.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import resources

# Classes that digits and signs have; the others are the tables of the data file.
_SHAPES = (
    "iso slashed clock numeral_day numeral_short numeral_year numeral nth decade dash comma stop "
    "slash genitive opening closing other"
).split()
_WORD = re.compile(
    r"""
    (?P<iso>\d{4}-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}\S*)?)?(?![\w-]))
  | (?P<slashed>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\w.]|/\d))
  | (?P<clock>\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?\s?m\b\.?|[0-2]?\d:[0-5]\d(?::\d{2})?(?!\d)
      |[0-2]\d[0-5]\d(?=\s?(?:gmt|utc|z|hours|hrs|local|this|(?:on\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)|(?<=at\s)[01]\d[0-5]\d\b
      |(?<=about\s)0\d[0-5]\d\b)
  | (?P<decade>(?:(?:1[89]|20)\d0|['’]?\d0)['’]?s\b)
  | (?P<apostrophe>['’]\d{2}(?![\d\w]))
  | (?P<nth>\d{1,2}\s?(?:st|nd|rd|th)\b)
  | (?P<numeral>\d+(?:[.,]\d+)*(?:\s1/2)?)(?![\d%])
  | (?P<genitive>['’]s\b|['’](?=\s))
  | (?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*)
  | (?P<dash>[-–—])
  | (?P<sign>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = {",": "comma", ".": "stop", "/": "slash", "(": "opening", ")": "closing"}
_ABBREVIATED = frozenset("jan feb mar apr jun jul aug sept sep oct nov dec".split())
# Words before "may", "march" or "the spring" that make them a time, and words after that do not.
_LEADS_MONTH = frozenset(
    "in since until till by of last next early late mid during from between through before after "
    "past previous following for".split()
)
_LEADS_SEASON = _LEADS_MONTH | {"this", "that", "each", "every", "coming", "the"}
_VERB_AFTER = frozenset(
    "be have not also well still soon yet never even take become come go lead help need face "
    "find seem include contain on through toward towards into".split()
)
_DAY = frozenset(["numeral_day", "nth", "ordinal"])
_NUMBERED = frozenset(["number", "ordinal", "month", "weekday", "short_weekday"])
_NUMERIC = _DAY | {"numeral_year", "iso"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign: its characters, its class, and what it stands for."""

    begin: int
    end: int
    kind: str
    form: str
    name: str = ""
    number: float = 0


@functools.cache
def tables() -> dict[str, dict[str, list[str]]]:
    """The word lists by class, as the data file has them."""
    file = resources.files("dateline").joinpath("data/calendar.toml")
    with file.open("rb") as stream:
        return tomllib.load(stream)


@functools.cache
def kinds() -> tuple[str, ...]:
    """All token classes, in a fixed order; the first ones are shapes, the rest word lists."""
    return (*_SHAPES, *(name for name in tables() if name != "doubtful"))


@functools.cache
def _lexicon() -> tuple[dict[str, tuple[str, str]], dict[str, list[list[str]]]]:
    """Word → (class, meaning), and the phrases of several words by their first word."""
    words: dict[str, tuple[str, str]] = {}
    phrases: dict[str, list[list[str]]] = {}
    for kind in kinds()[len(_SHAPES) :]:
        for meaning, spellings in tables()[kind].items():
            for spelling in spellings:
                words.setdefault(spelling, (kind, meaning))
                parts = re.findall(r"['’]s\b|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\S", spelling)
                if len(parts) > 1:
                    words[" ".join(parts)] = (kind, meaning)
                    phrases.setdefault(parts[0], []).append(parts)
    for entries in phrases.values():
        entries.sort(key=len, reverse=True)
    return words, phrases


def cut(text: str, *, alone: bool = False) -> list[Token]:
    """The tokens of a text. `alone`: the text is itself a time, so doubtful words are times."""
    raw = [_raw(match) for match in _WORD.finditer(text)]
    tokens = _merge_numbers(_merge_phrases(raw, text))
    return tokens if alone else _settle(tokens, text)


def _raw(match: re.Match[str]) -> Token:
    kind, form = match.lastgroup or "sign", match.group().lower()
    begin, end = match.span()
    if kind == "word":
        known, name = _lexicon()[0].get(form, ("other", ""))
        number = float(name) if known in _NUMBERED else 0
        return Token(begin, end, known, form, name, number)
    if kind == "apostrophe":  # "June '98"
        number = float(form[1:]) + (1900 if form[1:] >= "40" else 2000)
        return Token(begin, end, "numeral_year", form, "", number)
    if kind == "numeral":
        return _numeral(begin, end, form)
    if kind == "nth":
        number = float(re.sub(r"\D", "", form))
        return Token(begin, end, "nth" if 1 <= number <= 99 else "other", form, "", number)
    return Token(begin, end, _SIGNS.get(form, "other") if kind == "sign" else kind, form)


def _numeral(begin: int, end: int, form: str) -> Token:
    """A numeral by the role its shape allows: day of the month, short year, year, or a count."""
    if form.isdecimal() and len(form) <= 4 and (len(form) != 3):
        number = float(form)
        if len(form) <= 2:
            kind = "numeral_day" if 1 <= number <= 31 else "numeral_short"
        else:
            kind = "numeral_year" if 1000 <= number <= 2100 else "numeral"
        return Token(begin, end, kind, form, "", number)
    half = form.endswith("1/2")
    plain = form.removesuffix("1/2").strip().replace(",", "")
    number = float(plain) if plain.count(".") <= 1 else 0
    return Token(begin, end, "numeral", form, "", number + 0.5 * half)


def _merge_phrases(tokens: list[Token], text: str) -> list[Token]:
    """Joins the words of listed phrases ("ahead of", "New Year's Eve"); an abbreviation its dot."""
    words, phrases = _lexicon()
    merged: list[Token] = []
    i = 0
    while i < len(tokens):
        token, size = tokens[i], 1
        for parts in phrases.get(token.form, ()):
            if [t.form for t in tokens[i : i + len(parts)]] == parts:
                size = len(parts)
                kind, name = words[" ".join(parts)]
                end = tokens[i + size - 1].end
                number = float(name) if kind == "number" else 0
                token = Token(token.begin, end, kind, text[token.begin : end].lower(), name, number)
                break
        dotted = token.form in _ABBREVIATED or token.kind == "short_weekday"
        if dotted and text[token.end : token.end + 1] == ".":
            token, size = replace(token, end=token.end + 1), 2
        merged.append(token)
        i += size
    return merged


def _merge_numbers(tokens: list[Token]) -> list[Token]:
    """Joins number words: "twenty-four", "two hundred", "nineteen ninety-six", "twenty-first"."""
    merged: list[Token] = []
    for i, token in enumerate(tokens):
        last = merged[-1] if merged else None
        if last is not None and token.kind in ("number", "ordinal"):
            dashed = last.kind == "dash" and len(merged) > 1 and token.number < 10
            first = merged[-2] if dashed else last
            spelled = first.kind == "number" or (first.number >= 1900 and not first.form[:1].isdigit())
            total = _joined(first, token) if spelled else None
            if total is not None:
                kind = "numeral_year" if total >= 1900 else token.kind
                del merged[-2 if dashed else -1 :]
                end = token.end
                token = Token(first.begin, end, kind, first.form + " " + token.form, "", total)
        merged.append(token)
        del i
    return merged


def _joined(first: Token, second: Token) -> float | None:
    """The number that two number words make together, or None when they make none."""
    one, two = first.number, second.number
    if 20 <= one <= 90 and one % 10 == 0 and two < 10:
        return one + two
    if two == 100 and one < 100:
        return one * 100
    if one >= 1900 and one % 10 == 0 and two < 10:
        return one + two
    if one == 19 and 10 <= two <= 99 and second.kind == "number":
        return 1900 + two
    return None


def _settle(tokens: list[Token], text: str) -> list[Token]:
    """Turns doubtful words without a neighbour that speaks for time into ordinary ones."""
    cased = _uses_case(text)
    doubtful = tables()["doubtful"]
    out = list(tokens)
    for i, token in enumerate(tokens):
        judge = _JUDGES.get(token.kind)
        if judge is None or (token.form not in doubtful.get(token.kind, (token.form,))):
            continue
        if not judge(out, i, cased, text):
            out[i] = replace(token, kind="other")
    return out


def _uses_case(text: str) -> bool:
    sample = text[:2000]
    upper = sum(map(str.isupper, sample))
    return 0.005 < upper / max(1, sum(map(str.isalpha, sample))) < 0.5


def _near(tokens: Sequence[Token], i: int, step: int) -> Token | None:
    """The token before (-1) or after (+1), looking through one comma."""
    j = i + step
    if 0 <= j < len(tokens) and tokens[j].kind == "comma":
        j += step
    return tokens[j] if 0 <= j < len(tokens) else None


def _month(tokens: Sequence[Token], i: int, cased: bool, text: str) -> bool:
    token, before, after = tokens[i], _near(tokens, i, -1), _near(tokens, i, 1)
    capital = text[token.begin].isupper()
    if cased and not capital:
        return False
    adjacent = tokens[i - 1] if i else None
    if after is not None and after.form in _VERB_AFTER and not (cased and capital and adjacent):
        return False
    if after is not None and (after.kind in _NUMERIC or after.kind == "dash"):
        return True
    if adjacent is not None and adjacent.kind in _DAY:
        return cased or _dated(tokens, i)
    if after is not None and after.form == "of" and (capital or not cased):
        return True
    if before is None:
        return False
    if before.kind == "month" or before.form in _LEADS_MONTH or before.kind == "dash":
        return True
    listed = before.form in ("to", "and", "of") and i > 1 and tokens[i - 2].kind == "month"
    return listed or (cased and before.kind in ("relation", "weekday"))


def _dated(tokens: Sequence[Token], i: int) -> bool:
    """In a text without case, "4 may" is a date only where something else says so."""
    lead = tokens[i - 2] if i > 1 else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if tokens[i].form != "may" or (after and after.kind == "numeral_year"):
        return True
    return (lead is not None and lead.kind in _LEADS_DAY) and (after is None or after.form not in _VERB_AFTER)


_LEADS_DAY = frozenset(["bound", "preposition", "weekday", "dash", "comma", "the", "slash"])


def _season(tokens: Sequence[Token], i: int, cased: bool, text: str) -> bool:
    before, after = tokens[i - 1] if i else None, tokens[i + 1] if i + 1 < len(tokens) else None
    if cased and before is not None and before.kind == "other" and text[tokens[i].begin].isupper():
        return False  # "the Arab Spring"
    dated = i + 2 < len(tokens) and tokens[i + 2].kind in ("numeral_year", "relation", "the")
    if after is not None and after.form == "of":
        return dated and (tokens[i + 2].kind != "the" or tokens[i].form != "fall")
    if after is not None and after.kind == "numeral_year":
        return True
    if before is None or (before.form == "the" and tokens[i].form == "fall" and i < 2):
        return False
    if before.form == "the" and tokens[i].form == "fall":
        return tokens[i - 2].form in _LEADS_MONTH
    return before.form in _LEADS_SEASON or before.kind in ("relation", "portion")


def _short_weekday(tokens: Sequence[Token], i: int, cased: bool, text: str) -> bool:
    after = _near(tokens, i, 1)
    if cased and not text[tokens[i].begin].isupper():
        return False
    return after is not None and (after.kind in _DAY or after.kind in ("month", "part"))


_JUDGES: dict[str, Callable[[Sequence[Token], int, bool, str], bool]] = {
    "month": _month,
    "season": _season,
    "short_weekday": _short_weekday,
}
