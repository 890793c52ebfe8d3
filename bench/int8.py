"""What the graph lost when its weights became int8: every head by both graphs, on the same data.

The fp32 graph is four times as large and does not ship; `training/export.py` leaves it beside the one it
makes. Set FP32 to its path. A head is measured by the task that shows it most directly: the role head by
mentions of all roles together, on our own reports of dev and test, so that it is not a handful that decides.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import entities, parse, reader, roles
from bench.coded_claims import predict, scorer
from bench.own_claims import coded_reports
from dateline import assets

Numbers = dict[str, float | int]
_HEADS = {  # head → what measures it
    "tag": "ewt_tag",
    "arc": "ewt_uas",
    "relation": "ewt_las",
    "predicate": "predicates_f1",
    "argument": "arguments_taught_f1",
    "entity": "exact_f1",
    "trigger": "detect_f1",
    "type": "event_f1",
    "polarity": "polarity_accuracy",
    "modality": "modality_accuracy",
    "role": "mention_f1",
    "quantity": "quantities_f1",
}
_MENTIONS = ("actors", "targets", "sources", "place", "origin", "destination")


def score(corpora: Path, split: str, *, limit: int | None = None) -> Numbers:
    """For each head the score with int8 and with fp32 weights, and what was lost, in points."""
    whole = Path(os.environ.get("FP32", "reader.fp32.onnx"))
    if not whole.exists():
        raise FileNotFoundError(f"{whole} (set FP32 to the graph that training/export.py leaves beside reader.onnx)")
    small = _measured(corpora, split, limit)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(assets.model_folder(), Path(name) / "model"))
        shutil.copy(whole, folder / "reader.onnx")
        with shipping(folder):
            large = _measured(corpora, split, limit)
    out: Numbers = {}
    for head, metric in _HEADS.items():
        lost = round(100 * (large[metric] - small[metric]), 2)
        out |= {f"{head}_int8": small[metric], f"{head}_fp32": large[metric], f"{head}_points_lost": lost}
    return out


def _measured(corpora: Path, split: str, limit: int | None) -> Numbers:
    return (
        parse.score(corpora, split, limit=limit)
        | roles.score(corpora, split, limit=limit)
        | entities.score(corpora, split, limit=limit)
        | _claimed(corpora, limit)
    )


def _claimed(corpora: Path, limit: int | None) -> Numbers:
    """The claim heads, end to end."""
    golds = [r for split in ("dev", "test") for r in coded_reports(corpora, split)][:limit]
    rows = scorer(corpora).score(golds, predict(golds, corpora))
    right, said, gold = (sum(rows[f"{m} mention"][k] for m in _MENTIONS) for k in ("right", "predicted", "gold"))
    return {
        "detect_f1": rows["detect"]["f1"],
        "event_f1": rows["event"]["f1"],
        "polarity_accuracy": rows["polarity"]["f1"],
        "modality_accuracy": rows["modality"]["f1"],
        "quantities_f1": rows["quantities"]["f1"],
        "mention_f1": round(2 * right / (said + gold), 4),
    }


@contextmanager
def shipping(folder: Path) -> Iterator[None]:
    """As if the reader in a folder were the one that ships."""
    shipped = assets.model_folder
    # Both graphs are read in one process, through everything that asks for the shipped one.
    assets.model_folder = lambda: folder  # type: ignore[assignment]
    try:
        _forget()
        yield
    finally:
        assets.model_folder = shipped
        _forget()


def _forget() -> None:
    reader.model.cache_clear()
    reader.dateline.cache_clear()
