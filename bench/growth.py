"""Whether the record stays quick as it grows: adding to a small one and a large one, merging, exporting.

The large record is filled with synthetic claims (bench/synthetic.py). What is added are real messages of
one war (MUC-4, training part, cut at 400 words), read anew each time, so that `add` is measured end to end
and finds much to compare: a thousand messages from two years of El Salvador tell of each other's events.
The growth exponent is log(time at large / time at small) / log(claims at large / claims at small): 0 is
flat, 1 linear.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from bench.corpora import records
from bench.reader import dateline
from bench.synthetic import fill, incidents
from dateline.export import bundle, export
from dateline.intake import gather
from dateline.keeping import Keeper
from dateline.store import Store

SMALL, LARGE, ADDED, EXPORTED = 2_000, 200_000, 1_000, 100_000
WORDS = 400


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """Reports a second through `add` at both sizes and their ratio; seconds to merge and to export."""
    share = min(1.0, limit / ADDED) if limit else 1.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = folder / "reports"
        texts.mkdir()
        words = 0
        for i, message in enumerate(islice(_messages(corpora), int(ADDED * share))):
            words += len(message.split())
            (texts / f"{i:05}.txt").write_text(message, encoding="utf8")
        small, _ = _adding(folder / "small.db", SMALL, texts)
        large, merging = _adding(folder / "large.db", int(LARGE * share), texts)
        exporting = _exporting(folder, int(EXPORTED * share))
    count = int(ADDED * share)
    return {
        "added": count,
        "words_per_report": round(words / count),
        "claims_small": SMALL,
        "claims_large": int(LARGE * share),
        "add_small_per_s": round(count / small, 2),
        "add_large_per_s": round(count / large, 2),
        "add_ratio": round(large / small, 3),
        "growth_exponent": round(math.log(large / small) / math.log(max(LARGE * share / SMALL, 1.01)), 3),
        "merge_large_s": round(merging, 1),
        "export_incidents": int(EXPORTED * share),
        "export_gpkg_s": round(exporting, 1),
    }


def _messages(corpora: Path) -> Iterator[str]:
    """Messages of the training part, the longest first, each cut after `WORDS` words."""
    texts = [row["text"] for row in records(corpora, "templates/muc4_full/train")]
    for text in sorted(texts, key=lambda t: (-len(t.split()), t)):
        yield " ".join(text.split()[:WORDS]) + "\n"


def _adding(path: Path, claims: int, texts: Path) -> tuple[float, float]:
    """Seconds to add a folder to a record of that many claims, and to merge those from scratch."""
    with Store.open(path, create=True) as store:
        keeper = Keeper(store, dateline)
        fill(keeper, claims)
        merging = _timed(keeper.merge)
        return _timed(lambda: list(keeper.add(gather([str(texts)])))), merging


def _exporting(folder: Path, count: int) -> float:
    """Seconds to write incidents into a GeoPackage, from the record to the file."""
    with Store.open(folder / "many.db", create=True) as store:
        store.put_incidents(incidents(count))

        def write() -> None:
            export(bundle([], store.incidents(grid=False)), folder / "out.gpkg", what="incidents", format="gpkg")

        return _timed(write)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
