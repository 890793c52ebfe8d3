"""Claims against our own coded reports: the dev or test tenth of training/claims, never trained on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench.claim_errors import report_errors
from bench.coded_claims import Coded, scores
from bench.corpora import ROOT


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """F1 per field of the claim contract, and `whole_recall`: claims a coder need not touch."""
    return scores(coded_reports(corpora, split)[:limit], corpora)


def errors(corpora: Path, split: str, *, limit: int | None = None) -> str:
    """What is missed and what is wrong, by type and by role, with examples."""
    return report_errors(coded_reports(corpora, split)[:limit], corpora)


def coded_reports(corpora: Path, split: str) -> list[Coded]:
    """Our coded reports of a split, with their texts."""
    folder = str(ROOT / "training")
    if folder not in sys.path:
        sys.path.append(folder)
    os.environ["CORPORA"] = str(corpora)  # where `coded` joins texts from
    import coded  # type: ignore[import-not-found]

    return list(coded.reports(split))
