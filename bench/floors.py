"""Floors: what was reached once and must not be lost, with a digest of the data it was reached on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

FILE = Path(__file__).parent / "floors.json"


class Floor(TypedDict):
    """The least score of one metric, and the sha256 of the data files."""

    floor: float
    digest: str


Floors = dict[str, dict[str, Floor]]


def load(path: Path = FILE) -> Floors:
    """The floors by task and metric."""
    found: Floors = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
    return found


def save(floors: Floors, path: Path = FILE) -> None:
    """Writes the floors, sorted."""
    path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf8")


def raised(floors: Floors, task: str, reached: Mapping[str, float], digest: str) -> tuple[Floors, list[str]]:
    """Floors raised to what was reached, and a remark for every metric that stayed or was refused.

    A floor is never lowered. Where the data changed, the old floor says nothing about the new
    data: it is refused too, until a person deletes it from the file.
    """
    old = floors.get(task, {})
    new, remarks = dict(old), []
    for metric, value in reached.items():
        known = old.get(metric)
        if known and known["digest"] != digest:
            remarks.append(f"{task} {metric}: the data changed; delete its floor to pin it anew")
        elif known and value < known["floor"]:
            remarks.append(f"{task} {metric}: {value} is below the floor {known['floor']}, which stays")
        else:
            new[metric] = {"floor": value, "digest": digest}
    return floors | {task: new}, remarks


def broken(floors: Floors, task: str, reached: Mapping[str, float], digest: str) -> list[str]:
    """What a check finds wrong with a task: scores under their floors, metrics gone, data changed."""
    found = []
    for metric, known in floors.get(task, {}).items():
        if known["digest"] != digest:
            found.append(f"{task} {metric}: measured on other data than its floor; see the digest in floors.json")
        elif metric not in reached:
            found.append(f"{task} {metric}: has a floor but was not measured")
        elif reached[metric] < known["floor"]:
            found.append(f"{task} {metric}: {reached[metric]} is under its floor {known['floor']}")
    return found
