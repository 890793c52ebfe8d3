"""Where the corpora are, how a split is read, and what identifies the data a score was made from."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
Record = dict[str, Any]


def default_folder() -> Path:
    """CORPORA when it is set, else the corpora beside the repository."""
    return Path(os.environ.get("CORPORA") or ROOT.parent / "shared" / "corpora")


def records(corpora: Path, name: str, limit: int | None = None) -> Iterator[Record]:
    """The records of a split ("ud/ewt/dev"), at most `limit` of them."""
    with gzip.open(corpora / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        yield from map(json.loads, itertools.islice(lines, limit))


def documents(found: Iterable[Record]) -> Iterator[list[Record]]:
    """Consecutive sentence records that share a document."""
    for _, group in itertools.groupby(found, key=lambda r: r["doc"]):
        yield list(group)


def digest(files: Iterable[Path]) -> str:
    """One sha256 over the names and bytes of data files, whatever their order."""
    whole = hashlib.sha256()
    for path in sorted(files, key=lambda p: p.name):
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
