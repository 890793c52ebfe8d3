"""How many of what: numbers near the arcs of a trigger, by the conventions of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.coding.numbers import find_numbers, read_number
from dateline.record import Quantity, Reading, Span, Trigger

# What a number's own unit says of its kind; the reader decides the rest.
_KIND_OF_UNIT = {
    "usd": "money_usd",
    "eur": "other",
    "gbp": "other",
    "other money": "other",
    "percent": "other",
    "km2": "area_km2",
}


# Events whose own noun can be counted: "conducted 34 strikes", "one strike destroyed".
_COUNTED = frozenset({"air_strike", "missile_strike", "shelling"})


def quantities(reading: Reading, trigger: Trigger, event: str, heads: Sequence[int]) -> tuple[Quantity, ...]:
    """The quantities of a claim, in text order; a word without a readable number gives none."""
    out: list[Quantity] = []
    own = _own_count(reading, trigger.word) if event in _COUNTED else None
    for head in sorted({*heads, *([] if own is None else [own])}):
        span = _phrase(reading, head)
        number = read_number(span.of(reading.report.text)) if span else None
        if span is None or number is None or any(span.overlaps(q.span) for q in out):
            continue
        out.append(
            Quantity(
                "strikes" if head == own else _kind(number.unit, trigger.kinds.get(head, {})),
                span,
                span.of(reading.report.text),
                number.least,
                number.most,
                number.approx,
                _counted(reading, head),
            )
        )
    return tuple(out)


def _own_count(reading: Reading, word: int) -> int | None:
    """The numeral that counts the trigger noun itself."""
    a, _ = reading.sentences[reading.sentence_of(word)]
    for i in range(max(a, word - 6), word):
        if reading.words[i].tag == "NUM" and reading.words[i].head == word and reading.words[i].relation == "nummod":
            return i
    return None


def _kind(unit: str, chances: Mapping[str, float]) -> str:
    """What is counted: by the unit where it has one, else the likeliest kind."""
    if unit in _KIND_OF_UNIT:
        return _KIND_OF_UNIT[unit]
    counted = [k for k in chances if k not in ("money_usd", "area_km2")]
    return max(counted, key=lambda k: chances[k], default="other")


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


def _counted(reading: Reading, head: int) -> str | None:
    """The noun that a numeral counts, as written with its modifiers."""
    word = reading.words[head]
    if word.tag != "NUM" or word.head < 0 or word.relation not in ("nummod", "compound", "nsubj", "obj"):
        return None
    noun = reading.words[word.head]
    if noun.tag not in ("NOUN", "PROPN") or word.head <= head:
        return None
    return Span(reading.words[head + 1].span.begin, noun.span.end).of(reading.report.text)
