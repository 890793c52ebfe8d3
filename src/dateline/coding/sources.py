"""Who is said to say it: source mentions in the order of the chain, outermost first, with stance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from dateline.coding.extent import extent, phrase_heads
from dateline.record import Party, Reading, Source, Span, Stance, Trigger

_STANCES: tuple[Stance, ...] = ("says", "confirms", "denies", "claims")


def chain(reading: Reading, trigger: Trigger, heads: Sequence[int]) -> tuple[Source, ...]:
    """Sources of a claim, outermost first.

    Of two sources, the outer one stands higher in the tree: "Itar-Tass quoted an official as
    saying" reaches the official through the agency. Equal depth falls back to text order.
    """
    tops = phrase_heads(reading, heads, trigger.word)
    ordered = sorted(tops, key=lambda w: (_depth(reading, w), w))
    spans: list[Span] = []
    out: list[Source] = []
    for head in ordered:
        span = extent(reading, head, kind="party", others=tops)
        if any(span.overlaps(s) for s in spans):
            continue
        spans.append(span)
        arcs = [h for h in heads if phrase_heads(reading, [h], trigger.word) == [head]]
        stance = _stance(trigger.stances.get(arcs[0], {}) if arcs else {})
        out.append(Source(Party(span, span.of(reading.report.text)), stance))
    return tuple(out)


def _depth(reading: Reading, word: int) -> int:
    """Steps from a word to the root of its sentence; a parenthetical "X said" counts as outermost."""
    depth = 0
    while word >= 0 and depth < 60:
        if reading.words[word].relation == "parataxis":
            return 0
        word = reading.words[word].head
        depth += 1
    return depth


def _stance(chances: Mapping[str, float]) -> Stance:
    """The likeliest stance, plain saying where nothing speaks for another."""
    best = max(_STANCES, key=lambda s: chances.get(s, 0.0), default="says")
    return cast(Stance, best) if chances else "says"
