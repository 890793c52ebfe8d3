"""Claims of whole reports against coded ones, by the scorer of the claim contract.

The reports go through `dateline read` as JSON lines of text and day of publication; what comes out
is the JSON that the command prints.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.reader import dateline
from dateline.export import STREAMS
from dateline.intake import take
from dateline.record import Claim, Refusal, Report

Coded = dict[str, Any]
Predictions = Mapping[str, list[Coded]]
ACCURACIES = frozenset({"polarity", "modality"})


@cache
def scorer(corpora: Path) -> ModuleType:
    """The scorer that stands beside the corpora, `score/score_claims.py`."""
    path = corpora.parent / "score" / "score_claims.py"
    spec = importlib.util.spec_from_file_location("score_claims", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"bench: no scorer at {path}; give --corpora the folder beside it")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(golds: Sequence[Coded], corpora: Path) -> Predictions:
    """Our claims by report id."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "reports.jsonl", Path(folder) / "claims.jsonl"
        lines = [{"text": g["report"]["text"], "published": g["report"].get("published")} for g in golds]
        asked.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf8")
        with answered.open("w", encoding="utf8") as out:
            out.writelines(STREAMS["jsonl"](_read(take([str(asked)]))))
        found: Predictions = scorer(corpora).load_predictions(answered, golds)
        return found


def _read(reports: Iterable[Report | Refusal]) -> Iterable[tuple[Report, tuple[Claim, ...]]]:
    for result in dateline().run(reports):
        if isinstance(result, Refusal):
            print(f"bench: {result.name} {result.reason}", file=sys.stderr)
        else:
            yield result


def scores(golds: Sequence[Coded], corpora: Path) -> dict[str, float | int]:
    """The scorer's rows, flat: F1 of every field, accuracies, and precision and recall of events."""
    rows = scorer(corpora).score(golds, predict(golds, corpora))
    out: dict[str, float | int] = {"reports": len(golds), "claims": sum(len(g["claims"]) for g in golds)}
    for field, row in rows.items():
        name = field.replace(" ", "_")
        if field in ACCURACIES:
            out[f"{name}_accuracy"] = row["f1"]
        elif field == "whole":
            out["whole_recall"] = row["recall"]
        else:
            out[f"{name}_f1"] = row["f1"]
        if field in ("detect", "event"):
            out |= {f"{name}_precision": row["precision"], f"{name}_recall": row["recall"]}
    return out
