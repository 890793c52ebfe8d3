"""The shipped reader as the tasks use it: whole path, or the heads of the graph word by word."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dateline import assets, settings
from dateline.reading import Model
from dateline.reading.decode import decode, softmax
from dateline.reading.encoder import Floats, Window, cut_windows
from dateline.reading.words import cut_sentences, cut_words
from dateline.record import Claim, Reading, Report, Span

if TYPE_CHECKING:
    from dateline.pipeline import Dateline

ARGUMENT_SCORE = 3.0  # the bias of the argument head in training/model.py: half chance lies here


@cache
def model() -> Model:
    """The shipped graph, loaded once."""
    return Model(assets.model_folder(), threads=settings.threads())


@cache
def dateline() -> Dateline:
    """The whole path, loaded once."""
    from dateline.pipeline import Dateline

    return Dateline()


@dataclass(frozen=True, slots=True)
class Look:
    """A text as the reader sees it, with the windows it was seen through."""

    reading: Reading
    windows: Sequence[Window]

    def at(self, word: int) -> tuple[Window, int]:
        """The first window that holds a word's whole sentence, and the word's index in it."""
        a, b = self.reading.sentences[self.reading.sentence_of(word)]
        whole = [w for w in self.windows if w.first <= a and b <= w.first + w.size]
        some = [w for w in self.windows if w.first <= word < w.first + w.size]
        window = (whole or some)[0]
        return window, word - window.first

    def chances(self, head: str, word: int) -> Floats:
        """The distribution of a label head for one word."""
        window, i = self.at(word)
        return softmax(window.labels[head][i])

    def is_predicate(self, word: int) -> bool:
        """True when the predicate head takes a word for one."""
        return bool(self.chances("predicate", word).argmax())

    def arguments(self, word: int) -> list[tuple[str, int]]:
        """(role, head word) of the arguments of a predicate, all in its own sentence."""
        window, i = self.at(word)
        a, b = self.reading.sentences[self.reading.sentence_of(word)]
        a, b = max(a, window.first), min(b, window.first + window.size)
        query, key = window.pairs["argument"]
        scores = np.einsum("kd,nkd->nk", query[i], key[a - window.first : b - window.first])
        return [(model().pairs["argument"][k], int(w) + a) for w, k in np.argwhere(scores > ARGUMENT_SCORE)]


def look_at(text: str) -> Look:
    """A text through our own words and sentences."""
    words = cut_words(text)
    return _look(text, words, cut_sentences(text, words))


def look_at_words(sentences: Sequence[Sequence[str]]) -> Look:
    """Gold words and sentences, joined by spaces."""
    forms = [form for sentence in sentences for form in sentence]
    ends = list(itertools.accumulate(len(form) + 1 for form in forms))
    spans = [Span(end - 1 - len(form), end - 1) for form, end in zip(forms, ends, strict=True)]
    cuts = list(itertools.pairwise(itertools.accumulate((len(s) for s in sentences), initial=0)))
    return _look(" ".join(forms), spans, cuts)


def _look(text: str, words: Sequence[Span], sentences: Sequence[tuple[int, int]]) -> Look:
    windows = cut_windows([w.of(text) for w in words], sentences, model()) if words else []
    reading = decode(Report(text), words, sentences, windows, model(), watch=frozenset())
    return Look(reading, windows)


def coded(report: Report) -> tuple[Reading, tuple[Claim, ...]]:
    """A report's reading and its grounded claims, as `Dateline.claims` makes them."""
    from dateline.coding import code
    from dateline.grounding import ground

    path = dateline()
    reading = path.reading(report)
    return reading, ground(code(reading, path.codebook, path.calibration), reading, path.world)
