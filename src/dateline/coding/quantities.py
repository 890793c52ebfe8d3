"""How many of what: numbers near the arcs of a trigger, by the conventions of the contract."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coding.numbers import find_numbers, read_number
from dateline.record import Quantity, Reading, Span, Trigger

_MONEY = frozenset({"money_usd"})


def quantities(reading: Reading, trigger: Trigger, heads: Sequence[int]) -> tuple[Quantity, ...]:
    """The quantities of a claim, in text order; a word without a readable number gives none."""
    out: list[Quantity] = []
    for head in sorted(heads):
        span = _phrase(reading, head)
        number = read_number(span.of(reading.report.text)) if span else None
        if span is None or number is None or any(span.overlaps(q.span) for q in out):
            continue
        chances = trigger.kinds.get(head, {})
        kind = max(chances, key=lambda k: chances[k]) if chances else "other"
        out.append(
            Quantity(
                kind,
                span,
                span.of(reading.report.text),
                number.least,
                number.most,
                number.approx,
                _counted(reading, head),
            )
        )
    return tuple(out)


def _phrase(reading: Reading, head: int) -> Span | None:
    """The whole number phrase around a word ("at least 12")."""
    a, b = reading.sentences[reading.sentence_of(head)]
    sentence = reading.span_of(a, b - 1)
    text = sentence.of(reading.report.text)
    word = reading.words[head].span
    for found in find_numbers(text):
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
