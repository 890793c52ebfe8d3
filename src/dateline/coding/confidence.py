"""How sure: what the heads think of a claim and of each of its fields, made into chances that hold.

A network's own probabilities are no frequencies. `training/calibrate.py` compares them with coded
reports that the reader never learnt from and keeps one rising curve per field (isotonic regression,
Zadrozny & Elkan 2002), so that of claims shown with 0.8 about eight in ten are what a coder wrote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dateline.coding.codebook import Verdict
from dateline.coding.fillers import TAKEN, Fillers
from dateline.errors import AssetError
from dateline.record import Trigger

CLAIM = "claim"  # the curve of the claim itself: event type, polarity and modality all right
FIELDS = {  # fields of a claim and the role whose arcs fill them
    "actors": "actor",
    "targets": "target",
    "weapons": "weapon",
    "place": "place",
    "origin": "origin",
    "destination": "destination",
    "when": "when",
    "quantities": "quantity",
    "sources": "source",
}
Curve = tuple[tuple[float, ...], tuple[float, ...]]  # what the heads say, rising, and how often it was right


@dataclass(frozen=True, slots=True)
class Calibration:
    """One curve per field; a field without one keeps what the heads say."""

    curves: Mapping[str, Curve] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Reads the curves that ship with a reader; AssetError when the file is missing or broken."""
        try:
            told = json.loads(path.read_text(encoding="utf8"))["curves"]
            return cls({name: (tuple(c["said"]), tuple(c["right"])) for name, c in told.items()})
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise AssetError(f"cannot read the calibration {path} ({problem}); install dateline again") from problem

    def chance(self, name: str, said: float) -> float:
        """The chance that holds for what the heads say of a field, in 0 … 1."""
        curve = self.curves.get(name)
        return round(float(np.interp(said, *curve)) if curve else said, 4)


def claim_score(trigger: Trigger, verdict: Verdict) -> float:
    """What the heads say of the claim itself: type, polarity and modality together."""
    modality = max(trigger.modality.values(), default=1.0)
    polarity = max(trigger.denied, 1 - trigger.denied)
    return verdict.probability * modality * polarity


def field_scores(trigger: Trigger, fillers: Fillers) -> dict[str, float]:
    """What the heads say of each field that is filled: its weakest filler, and none left out."""
    scores = {}
    for name, role in FIELDS.items():
        taken = [arc.probability for arc in fillers.arcs if arc.role == role]
        if taken:
            left = [arc.probability for arc in trigger.arcs if arc.role == role and arc.probability < TAKEN]
            scores[name] = min(taken) * (1 - max(left, default=0.0))
    return scores
