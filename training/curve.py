"""The learning curve: claims of our dev and test reports, by readers taught on shares of the training reports.

    CORPORA=… python training/curve.py grammar.pt --batch 900

Every point starts at the same checkpoint of the grammar step and takes about the same number of steps
(half the reports are seen twice as often), so that what differs is the reports. It is a fraction of
the steps that the shipped reader took: the curve says what more reports would buy, not how good it is.
The table goes between the markers of the card of the coded reports.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from card import replace
from coded import FOLDER, reports

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.coded_claims import scores
from bench.int8 import shipping

from dateline import assets

BEGIN, END = "<!-- curve: written by training/curve.py -->", "<!-- end of curve -->"
SHARES = (0.25, 0.5, 1.0)
SHOWN = {
    "detect_f1": "detect",
    "event_f1": "event",
    "actors_mention_f1": "actors",
    "targets_mention_f1": "targets",
    "sources_mention_f1": "sources",
    "when_f1": "when",
    "quantities_f1": "quantities",
    "whole_recall": "whole",
}


def taught(start: Path, share: float, epochs: int, folder: Path, batch: int) -> None:
    """Trains on a share of the training reports and exports the graph to a folder."""
    checkpoint = folder / "reader.pt"
    here = Path(__file__).parent
    step = ["claims", "--start", start, "--out", checkpoint, "--share", share, "--epochs", epochs]
    _run(here / "train.py", *step, "--rate", 1.2e-4, "--replay", 0, "--batch", batch)
    _run(here / "export.py", checkpoint, "--out", folder, "--version", f"share {share}")


def _run(*words: object) -> None:
    subprocess.run([sys.executable, *map(str, words)], check=True)


def main() -> None:
    """Trains, measures and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", type=Path, help="checkpoint of the grammar step")
    parser.add_argument("--epochs", type=int, default=3, help="of all training reports; smaller shares get more")
    parser.add_argument("--batch", type=int, default=900)
    options = parser.parse_args()
    corpora = Path(os.environ["CORPORA"])
    train, held = list(reports("train")), [*reports("dev"), *reports("test")]
    lines = [
        f"Learning curve on our {len(held)} dev and test reports, {options.epochs} epochs of all training reports "
        "or as many steps on fewer:",
        "",
        "| training reports | claims | " + " | ".join(SHOWN.values()) + " |",
        "|---|---|" + "---|" * len(SHOWN),
    ]
    for share in SHARES:
        some = sorted(train, key=lambda r: r["report"]["id"])[: round(share * len(train))]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(shutil.copytree(assets.model_folder(), Path(name) / "model"))
            taught(options.start, share, round(options.epochs / share), folder, options.batch)
            with shipping(folder):
                reached = scores(held, corpora)
        claims = sum(len(r["claims"]) for r in some)
        lines.append(f"| {len(some)} | {claims:,} | " + " | ".join(f"{reached[k]:.3f}" for k in SHOWN) + " |")
        print(lines[-1], flush=True)
    replace(FOLDER / "CARD.md", BEGIN, END, lines)


if __name__ == "__main__":
    main()
