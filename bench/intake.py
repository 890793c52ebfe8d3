"""Main text of news pages: two public collections, the pages as bytes through intake's child process, as `add`
reads them. One page in nine is not in English; those are scored like the others, though `add` refuses them.

article_extraction_benchmark: multisets of runs of four words; precision and recall are means over
pages, F1 is of the two means, as its own script counts them. Its articles have no headline, so ours
is left out. trafilatura_eval_en: pieces of text that must, and must not, be in the extraction.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.corpora import Record, records
from dateline.errors import InputError
from dateline.intake.documents import Document
from dateline.intake.media import HTML
from dateline.intake.parser import shared

_WORDS = re.compile(r"\w+")
_RUN = 4
Grams = Counter[tuple[str, ...]]


def score(corpora: Path, *, limit: int | None = None) -> dict[str, float | int]:
    """F1, precision and recall of main text, and pages per second; `limit` counts pages of each collection."""
    precisions, recalls, pages, begin = [], [], 0, time.perf_counter()
    for record, text in _read(corpora, "extraction/article_extraction_benchmark/test", limit):
        pages += 1
        gold, said = _grams(record["articleBody"]), _grams(text)
        both = (gold & said).total()
        if said:
            precisions.append(both / said.total())
        if gold:
            recalls.append(both / gold.total())
    seconds = time.perf_counter() - begin
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return {
        "f1": _mean(precision, recall),
        "precision": precision,
        "recall": recall,
        "pages": pages,
        "reports_per_second": pages / seconds,
        **_segments(corpora, limit),
    }


def _segments(corpora: Path, limit: int | None) -> dict[str, float]:
    """Precision, recall and F1 over pieces of text that must and must not be there."""
    hits = misses = wrong = 0
    for record, text in _read(corpora, "extraction/trafilatura_eval_en/test", limit):
        found = sum(piece in text for piece in record["with"])
        hits, misses = hits + found, misses + len(record["with"]) - found
        wrong += sum(piece in text for piece in record["without"])
    precision, recall = hits / (hits + wrong or 1), hits / (hits + misses or 1)
    return {"segments_f1": _mean(precision, recall), "segments_precision": precision, "segments_recall": recall}


def _read(corpora: Path, name: str, limit: int | None) -> Iterator[tuple[Record, str]]:
    """The pages of a collection with our main text, headline left out; empty for a page that is refused."""
    for record in records(corpora, name, limit):
        page = record["html"].encode("utf-8", "replace")
        try:
            (found,) = shared().documents(page, HTML, record["url"], url=record["url"], charset="utf-8")
        except InputError:
            yield record, ""
            continue
        head = f"{found.title}\n\n" if isinstance(found, Document) and found.title else ""
        yield record, found.text.removeprefix(head) if isinstance(found, Document) else ""


def _grams(text: str) -> Grams:
    """Runs of four words; a shorter text is one run."""
    words = _WORDS.findall(text)
    return Counter(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))) if words else Counter()


def _mean(precision: float, recall: float) -> float:
    """Harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
