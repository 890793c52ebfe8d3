"""The coded reports: where they are, how their texts are joined, and which split each belongs to."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "claims"


# Training parts of corpora that we measure on by their own dev parts: all of them teach.
TAUGHT_ONLY = ("event_types/plover_gsr/train/", "ud/ewt/train/")


def split_of(name: str, ref: str = "") -> str:
    """train, dev (a tenth) or test (a tenth) of a coded report, by its name and where its text is from."""
    if ref.startswith(TAUGHT_ONLY):
        return "train"
    bucket = int(hashlib.sha1(name.encode()).hexdigest(), 16) % 20
    return "test" if bucket < 2 else "dev" if bucket < 4 else "train"


def reports(split: str | None = None) -> Iterator[dict[str, Any]]:
    """Coded reports with their text: {"report": {…, "text"}, "claims": […]}.

    Reports whose text is not kept here are left out unless CORPORA names the folder of corpora.
    """
    for name in ("real", "written"):
        for coded in _lines(FOLDER / f"{name}.jsonl"):
            if split in (None, split_of(coded["report"]["name"], coded["report"].get("ref") or "")) and _with_text(
                coded
            ):
                yield coded


def second_codings() -> Iterator[dict[str, Any]]:
    """Second codings, without text."""
    return _lines(FOLDER / "second.jsonl")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def _with_text(coded: dict[str, Any]) -> bool:
    """Joins the text from the corpora where it is not kept here; False when they are not at hand."""
    report = coded["report"]
    if "text" in report:
        return True
    if not os.environ.get("CORPORA"):
        return False
    folder, _, record_id = report["ref"].rpartition("/")
    passage = slice(*report.get("passage", (None, None)))  # of a long text a part may be coded
    report["text"] = report["prefix"] + _corpus(folder)[record_id]["text"][passage]
    digest = "sha256:" + hashlib.sha256(report["text"].encode()).hexdigest()
    if digest != report["id"]:
        raise SystemExit(f"coded: the text of {report['ref']} is not the one that was coded")
    return True


@cache
def _corpus(name: str) -> dict[str, dict[str, Any]]:
    """Records of one corpus split by id ("ner/re3d/train"); a treebank's documents by theirs, sentences joined."""
    path = Path(os.environ["CORPORA"]) / f"{name}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf8") as lines:
        found = list(map(json.loads, lines))
    if not name.startswith("ud/"):
        return {r["id"]: r for r in found}
    documents: dict[str, list[str]] = {}
    for sentence in found:
        documents.setdefault(sentence["id"].rpartition("-")[0], []).append(sentence["text"])
    return {document: {"text": " ".join(sentences)} for document, sentences in documents.items()}
