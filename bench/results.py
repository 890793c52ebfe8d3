"""The last results of every task, and the page made from them."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bench.corpora import ROOT
from bench.floors import Floors
from bench.tasks import TASKS, Scores

FILE = Path(__file__).parent / "results.json"
PAGE = ROOT / "docs" / "measured.md"
Results = dict[str, dict[str, Any]]

_HEAD = """# Measured

Made by `python -m bench --write-docs` from the last run of every task; change nothing here by hand.
Scores are between 0 and 1 unless the name says otherwise. A floor is what `make bench` holds: a
change that falls below it fails. `dev` and `test` name the split.
"""


def load(path: Path = FILE) -> Results:
    """The last results by task."""
    found: Results = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
    return found


def kept(results: Results, task: str, scores: Scores) -> Results:
    """Results with a new run of one task."""
    return results | {task: {"date": date.today().isoformat(), "model": model_version(), "scores": scores}}


def save(results: Results, path: Path = FILE) -> None:
    """Writes the results, sorted by task."""
    path.write_text(json.dumps(dict(sorted(results.items())), indent=1) + "\n", encoding="utf8")


@cache
def model_version() -> str:
    """The reader's version and the beginning of its graph's hash."""
    from dateline import assets

    folder = assets.model_folder()
    version = json.loads((folder / "labels.json").read_text(encoding="utf8"))["version"]
    return f"{version} ({hashlib.sha256((folder / 'reader.onnx').read_bytes()).hexdigest()[:8]})"


def page(results: Results, floors: Floors) -> str:
    """The page of measured numbers."""
    return "\n".join([_HEAD, *(_section(name, results, floors) for name in TASKS if _runs(name, results))])


def _runs(name: str, results: Results) -> list[str]:
    return sorted(key for key in results if key.partition("/")[0] == name)


def _section(name: str, results: Results, floors: Floors) -> str:
    """One task: what it measures, then a table for every split that was run."""
    parts = [f"## {name}\n\n{TASKS[name].measures}\n"]
    for key in _runs(name, results):
        run = results[key]
        split = key.partition("/")[2]
        where = f"`{split}`, " if split else ""
        parts.append(f"{where}reader {run['model']}, {run['date']}.\n\n| metric | value | floor |\n|---|---:|---:|")
        for metric, value in run["scores"].items():
            floor = floors.get(key, {}).get(metric)
            parts.append(f"| {metric.replace('_', ' ')} | {value:,} | {floor['floor'] if floor else ''} |")
        parts.append("")
        if name == "calibration":
            parts.append(_reliability(run["scores"]))
    return "\n".join(parts)


def _reliability(scores: Scores) -> str:
    """The reliability diagram of claims: bars are the share that was right, the line what was shown."""
    tenths = [k.removesuffix("_right") for k in scores if k.startswith("said_") and k.endswith("_right")]
    middles = [round(float(k.split("_")[1]) + 0.05, 2) for k in tenths]
    right = [scores[f"{k}_right"] for k in tenths]
    return (
        "```mermaid\nxychart-beta\n"
        '  title "Claims by the confidence shown: the share that was right (bars), and what was shown (line)"\n'
        f'  x-axis "confidence shown" {middles}\n  y-axis "right" 0 --> 1\n  bar {right}\n  line {middles}\n```\n'
    )
