"""Whose words a quotation is: what stands inside one pair of quotation marks has one speaker.

The reader links each event to its speaker alone, and over several sentences of direct speech the link
grows weak. Here the events of a quotation are asked together: a sentence that ends in a colon before it
names the speaker; else it is the word outside that its events point to most.

Turns of a transcript and statements without marks are left to the reader: coders give them a speaker in
some reports and in others take the whole text for one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coding.fillers import TAKEN, Fillers
from dateline.record import Arc, Reading, Trigger

_LEAST_WORDS = 4  # fewer in quotation marks are a name or a reservation, not speech
_LEAST_CHANCE = 0.15  # mean chance of its likeliest speaker below which a quotation points to none
_OPENING, _CLOSING, _EITHER = frozenset("“«"), frozenset("”»"), frozenset({'"', "``", "''"})
_DOUBLED = '""'  # how tables write a mark inside a field; single marks around it are the table's own

Found = Sequence[tuple[Trigger, Fillers]]


def spoken(reading: Reading, found: Found) -> list[Fillers]:
    """The fillers of triggers; those without a source have the speaker of the quotation that they stand in."""
    fillers = [f for _, f in found]
    for words in quotations(reading):
        inside = [i for i, (trigger, _) in enumerate(found) if trigger.word in words]
        if all(fillers[i].of("source") for i in inside):
            continue
        speaker = _introducer(reading, words.start - 2)
        if speaker is None:
            speaker = _pointed_to([found[i][0] for i in inside], words)
        for i in inside:
            if speaker is not None and not fillers[i].of("source"):
                fillers[i] = replace(fillers[i], arcs=(*fillers[i].arcs, Arc("source", speaker, TAKEN)))
    return fillers


def quotations(reading: Reading) -> Iterator[range]:
    """The words inside each pair of quotation marks; one that a paragraph leaves open ends with it."""
    for a, b in _paragraphs(reading):
        forms = [w.form for w in reading.words[a:b]]
        either = {_DOUBLED} if _DOUBLED in forms else _EITHER
        begin: int | None = None
        for i, form in enumerate((*forms, "”"), a):
            if form in _CLOSING or (begin is not None and form in either):
                if begin is not None and i - begin >= _LEAST_WORDS:
                    yield range(begin, i)
                begin = None
            elif form in _OPENING or form in either:
                begin = i + 1


def _paragraphs(reading: Reading) -> list[tuple[int, int]]:
    """First word and end of each run of words without a line break."""
    text, words = reading.report.text, reading.words
    starts = [i for i, w in enumerate(words) if i == 0 or "\n" in text[words[i - 1].span.end : w.span.begin]]
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def _introducer(reading: Reading, colon: int) -> int | None:
    """The subject of the sentence that a colon ends."""
    words = reading.words
    if colon < 0 or words[colon].form != ":":
        return None
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
