"""Makes the reader's chances honest: `python calibrate.py` after `export.py`, with CORPORA set.

Reads our dev reports end to end with the exported reader, pairs the claims with the coded ones by
the scorer of the claim contract, and fits one rising curve per field (isotonic regression) from what
the heads say to how often it was right, right as the contract's `whole` has it. Prints the expected
calibration error before, and after by five folds over reports, so that no report judges its own curve.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.optimize import isotonic_regression

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.calibration import Point, expected_error, points

from dateline import assets
from dateline.coding import Calibration

FOLDS = 5
LEAST = 15  # values of a field below which it keeps what the heads say
STEP = 25  # values that one point of a curve stands for, so that no single report draws it; fewer make one point


def fitted(found: Iterable[Point]) -> Calibration:
    """One curve per field with enough values."""
    by_field: dict[str, list[Point]] = defaultdict(list)
    for point in found:
        by_field[point.field].append(point)
    return Calibration({name: curve(ps) for name, ps in sorted(by_field.items()) if len(ps) >= LEAST})


def curve(found: list[Point]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What the heads say, in groups of `STEP` values, and the rising share that was right."""
    ordered = sorted(found, key=lambda p: p.said)
    groups = np.array_split(np.arange(len(ordered)), max(1, len(ordered) // STEP))
    said = np.array([np.mean([ordered[i].said for i in group]) for group in groups])
    right = np.array([np.mean([ordered[i].right for i in group]) for group in groups])
    rising = isotonic_regression(right).x
    keep = np.concatenate([[True], np.diff(said) > 1e-6])
    return tuple(said[keep].round(4).tolist()), tuple(rising[keep].round(4).tolist())


def main() -> None:
    """Fits, reports and writes `calibration.json` beside the graph."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=assets.model_folder() / "calibration.json")
    options = options.parse_args()
    raw = points(Path(os.environ["CORPORA"]), "dev", Calibration())
    held: list[Point] = []
    for fold in range(FOLDS):
        known = fitted(p for p in raw if p.report % FOLDS != fold)
        held += [p._replace(said=known.chance(p.field, p.said)) for p in raw if p.report % FOLDS == fold]
    for name in sorted({p.field for p in raw}):
        before, after = ([p for p in some if p.field == name] for some in (raw, held))
        print(f"{name:12} {len(before):5} values  ECE {expected_error(before):.3f} -> {expected_error(after):.3f}")
    curves = {name: {"said": said, "right": right} for name, (said, right) in fitted(raw).curves.items()}
    options.out.write_text(json.dumps({"curves": curves}, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
