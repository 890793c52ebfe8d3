"""Reading: a report's words, sentences, grammar, and the events each word may name.

    text ──words──▶ words and sentences ──windows──▶ encoder ──decode──▶ Reading

One small encoder reads each window once; everything else is arithmetic on what it returns.
"""

from __future__ import annotations

import functools
from collections.abc import Collection

from threadpoolctl import ThreadpoolController

from dateline.reading.decode import decode
from dateline.reading.encoder import Model, Window, cut_windows
from dateline.reading.words import cut_sentences, cut_words
from dateline.record import Reading, Report

__all__ = ["Model", "read"]


def read(report: Report, model: Model, *, watch: Collection[str] = ()) -> Reading:
    """Reads a report. `watch` holds case-folded word forms that count as triggers come what may.

    A report of any length is read in windows of up to 384 word pieces that overlap and are cut at
    sentence ends; each word is taken from the window that shows most of its surroundings.
    """
    words = cut_words(report.text)
    sentences = cut_sentences(report.text, words)
    forms = [word.of(report.text) for word in words]
    windows: list[Window] = cut_windows(forms, sentences, model)
    with _arithmetic().limit(limits=1, user_api="blas"):
        return decode(report, words, sentences, windows, model, watch=frozenset(watch))


@functools.cache
def _arithmetic() -> ThreadpoolController:
    """numpy's threads. Products of single windows are small: waiting for each other costs more than it saves."""
    return ThreadpoolController()
