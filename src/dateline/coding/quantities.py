"""How many of what: numbers near the arcs of a trigger, by the conventions of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.coding.lemmas import lemmas
from dateline.coding.numbers import find_numbers, read_number, tables
from dateline.record import Quantity, Reading, Span, Trigger


@dataclass(frozen=True, slots=True)
class _Words:
    """Word lists of `data/numbers.toml`."""

    vehicles: frozenset[str]
    fates: Mapping[str, frozenset[str]]


_WORDS = _Words(
    frozenset(tables()["kinds"]["vehicles"]),
    {kind: frozenset(words) for kind, words in tables()["fates"].items()},
)
# What a number's own unit says of its kind; the reader decides the rest.
_KIND_OF_UNIT = {
    "usd": "money_usd",
    "eur": "other",
    "gbp": "other",
    "other money": "other",
    "percent": "other",
    "km2": "area_km2",
}
# Events whose own nouns are counted as strikes: "conducted 34 strikes", "one strike destroyed".
_STRIKES = frozenset({"air_strike", "missile_strike", "shelling"})


def quantities(reading: Reading, trigger: Trigger, event: str, heads: Sequence[int]) -> tuple[Quantity, ...]:
    """The quantities of a claim, in text order; a word without a readable number gives none."""
    out: list[Quantity] = []
    own = _own_count(reading, trigger.word, event)
    for head in sorted({*heads, *([] if own is None else [own])}):
        span = _phrase(reading, head)
        number = read_number(span.of(reading.report.text)) if span else None
        if span is None or number is None or any(span.overlaps(q.span) for q in out):
            continue
        out.append(
            Quantity(
                "strikes" if head == own and event in _STRIKES else _kind(reading, head, number.unit, trigger),
                span,
                span.of(reading.report.text),
                number.least,
                number.most,
                number.approx,
                _counted(reading, head),
            )
        )
    return tuple(out)


def _own_count(reading: Reading, word: int, event: str) -> int | None:
    """The numeral that counts the trigger noun itself ("34 strikes", "60 bombings").

    "one" counts only strikes; elsewhere it is close to an article ("one clash").
    """
    a, _ = reading.sentences[reading.sentence_of(word)]
    for i in range(max(a, word - 6), word):
        numeral = reading.words[i]
        if numeral.tag == "NUM" and numeral.head == word and numeral.relation == "nummod":
            return i if event in _STRIKES or numeral.form.casefold() not in ("one", "1") else None
    return None


def _kind(reading: Reading, head: int, unit: str, trigger: Trigger) -> str:
    """What is counted: by the number's unit, by the word over it, else the reader's likeliest kind."""
    if unit in _KIND_OF_UNIT:
        return _KIND_OF_UNIT[unit]
    chances = {k: p for k, p in trigger.kinds.get(head, {}).items() if k not in ("money_usd", "area_km2")}
    likeliest = max(chances, key=lambda k: chances[k], default="other")
    if likeliest in ("vehicles", "targets_hit"):
        noun = _noun(reading, head)
        return likeliest if noun is None else _thing(reading.words[noun].form)
    return _fate(reading, head, trigger.word, chances) or likeliest


def _thing(noun: str) -> str:
    """Ground vehicles and machines are vehicles; other things struck are targets."""
    return "vehicles" if _WORDS.vehicles & lemmas(noun) else "targets_hit"


def _fate(reading: Reading, head: int, trigger: int, chances: Mapping[str, float]) -> str | None:
    """What became of those counted, by the nearest word over the number that tells.

    "killing 60 and wounding 200": each number hangs on its own verb. Kinds that the reader holds for
    all but impossible with this event are not taken.
    """
    word = head
    for _ in range(4):
        for kind, verbs in _WORDS.fates.items():
            if verbs & lemmas(reading.words[word].form) and chances.get(kind, 0.0) > 0.02:
                return kind
        if word == trigger or reading.words[word].head < 0:
            return None
        word = reading.words[word].head
    return None


def _phrase(reading: Reading, head: int) -> Span | None:
    """The whole number phrase around a word ("at least 12")."""
    a, b = reading.sentences[reading.sentence_of(head)]
    sentence = reading.span_of(a, b - 1)
    text = sentence.of(reading.report.text)
    word = reading.words[head].span
    for found in find_numbers(text, percentages=True):
        span = Span(found.begin + sentence.begin, found.end + sentence.begin)
        if span.overlaps(word):
            return span
    return None


def _noun(reading: Reading, head: int) -> int | None:
    """The noun that a numeral counts."""
    word = reading.words[head]
    if word.tag != "NUM" or word.head <= head or word.relation not in ("nummod", "compound", "nsubj", "obj"):
        return None
    return word.head if reading.words[word.head].tag in ("NOUN", "PROPN") else None


def _counted(reading: Reading, head: int) -> str | None:
    """The counted noun with its modifiers, as written."""
    noun = _noun(reading, head)
    if noun is None:
        return None
    return Span(reading.words[head + 1].span.begin, reading.words[noun].span.end).of(reading.report.text)
