"""Whose words a quotation is: what stands inside one pair of quotation marks has one speaker.

The reader links each event to its speaker alone, and over several sentences of direct speech the link
grows weak. Here the events of a quotation are asked together: a sentence that ends in a colon before it
names the speaker; else it is the word outside that its events point to most.

Turns of a transcript and statements without marks are left to the reader: coders give them a speaker in
some reports and in others take the whole text for one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dateline.coding.fillers import TAKEN, Fillers
from dateline.quotes import quotations
from dateline.record import Arc, Reading, Span, Trigger

_LEAST_WORDS = 4  # fewer in quotation marks are a name or a reservation, not speech
_LEAST_CHANCE = 0.15  # mean chance of its likeliest speaker below which a quotation points to none
_BEFORE = "\"'`“« \t\n"  # what may stand between a colon and the words quoted

Found = Sequence[tuple[Trigger, Fillers]]


def spoken(reading: Reading, found: Found) -> list[Fillers]:
    """The fillers of triggers; those without a source have the speaker of the quotation that they stand in."""
    fillers = [f for _, f in found]
    for quotation in quotations(reading.report.text):
        words = reading.words_in(quotation)
        inside = [i for i, (trigger, _) in enumerate(found) if trigger.word in words]
        if len(words) < _LEAST_WORDS or all(fillers[i].of("source") for i in inside):
            continue
        speaker = _introducer(reading, quotation)
        if speaker is None:
            speaker = _pointed_to([found[i][0] for i in inside], words)
        for i in inside:
            if speaker is not None and not fillers[i].of("source"):
                fillers[i] = replace(fillers[i], arcs=(*fillers[i].arcs, Arc("source", speaker, TAKEN)))
    return fillers


def _introducer(reading: Reading, quotation: Span) -> int | None:
    """The subject of the sentence that ends in a colon before a quotation."""
    words, before = reading.words, reading.report.text[: quotation.begin].rstrip(_BEFORE)
    if not before.endswith(":"):
        return None
    colon = reading.words_in(Span(len(before) - 1, len(before))).start
    a, _ = reading.sentences[reading.sentence_of(colon)]
    roots = {i for i in range(a, colon) if words[i].head < a}
    return next((i for i in range(a, colon) if words[i].relation == "nsubj" and words[i].head in roots), None)


def _pointed_to(triggers: Sequence[Trigger], words: range) -> int | None:
    """The word outside a quotation that its events point to most."""
    said: dict[int, float] = defaultdict(float)
    for trigger in triggers:
        for arc in trigger.arcs:
            if arc.role == "source" and arc.word not in words:
                said[arc.word] += arc.probability
    if not said:
        return None
    word, total = max(said.items(), key=lambda s: (s[1], -s[0]))
    return word if total / len(triggers) >= _LEAST_CHANCE else None
