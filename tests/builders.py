"""Builders for tests: readings from a few words per line, without a model."""

from __future__ import annotations

from dateline.reading.words import cut_sentences, cut_words
from dateline.record import Arc, Reading, Report, Span, Trigger, Word


def reading(table: str, *, triggers: tuple[Trigger, ...] = (), text: str | None = None) -> Reading:
    """A reading from lines "form tag head relation", head being a line number from 1, 0 = root.

    Blank lines part sentences; heads count from the sentence's first line. Without `text` the
    words are joined by single spaces.
    """
    blocks = [[line.split() for line in block.splitlines()] for block in table.strip().split("\n\n")]
    forms = [row[0] for block in blocks for row in block]
    text = text or " ".join(forms)
    words: list[Word] = []
    sentences: list[tuple[int, int]] = []
    place = 0
    for block in blocks:
        first = len(words)
        for form, tag, head, relation in block:
            begin = text.index(form, place)
            place = begin + len(form)
            governor = int(head) - 1 + first if int(head) else -1
            words.append(Word(Span(begin, place), form, tag, governor, relation, "O"))
        sentences.append((first, len(words)))
    return Reading(Report(text), tuple(words), tuple(sentences), triggers)


def trigger(word: int, event: str, *arcs: tuple[str, int], chance: float = 0.9, **more: object) -> Trigger:
    """A trigger with certain arcs given as (role, word)."""
    return Trigger(
        word=word,
        types={event: chance, "none": 1 - chance},
        denied=float(more.get("denied", 0.0)),  # type: ignore[arg-type]
        modality={"actual": 1.0, "planned": 0.0, "possible": 0.0} | dict(more.get("modality", {})),  # type: ignore[call-overload]
        arcs=tuple(Arc(role, w, 0.9) for role, w in arcs),
        kinds={w: {str(more["kind"]): 1.0} for role, w in arcs if role == "quantity" and "kind" in more},
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text, as strings."""
    words = cut_words(text)
    return [text[words[a].begin : words[b - 1].end] for a, b in cut_sentences(text, words)]


def words(text: str) -> list[str]:
    """The words of a text, as strings."""
    return [w.of(text) for w in cut_words(text)]
