"""Claims against the gold reports: everything, end to end, as a user of `dateline read` gets it.

The gold has one split, read whatever split is asked for. It tells how good the reader is only as long
as nobody mends the reader by it: work on the errors of `own_claims`, and look at these at the end.
"""

from __future__ import annotations

import json
from pathlib import Path

from bench.claim_errors import report_errors
from bench.coded_claims import Coded, scores


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """F1 per field of the claim contract, and `whole_recall`: claims a coder need not touch."""
    return scores(_golds(corpora)[:limit], corpora)


def errors(corpora: Path, split: str, *, limit: int | None = None) -> str:
    """What is missed and what is wrong, by type and by role, with examples."""
    return report_errors(_golds(corpora)[:limit], corpora)


def _golds(corpora: Path) -> list[Coded]:
    return [json.loads(path.read_text(encoding="utf8")) for path in sorted((corpora.parent / "gold").glob("*.json"))]
