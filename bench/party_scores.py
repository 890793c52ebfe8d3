"""Parties, measured by bench/parties.py on two sets of coded reports.

`own` are our own reports of the split, which floors are pinned on. `gold` are the gold reports, shown
beside them: when the two part, the registry has been fitted to the reports it was looked at with.
Countries that the coded places name are given to the resolver in both.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from bench import parties
from bench.own_claims import coded_reports


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, Any]:
    """Share of gold mentions resolved right, by kind; `limit` counts our own reports."""
    with tempfile.TemporaryDirectory() as folder:
        for coded in coded_reports(corpora, split)[:limit]:
            path = Path(folder) / f"{coded['report']['name']}.json"
            path.write_text(json.dumps(coded), encoding="utf8")
        own = parties.score(Path(folder))
    return {"own": own, "gold": parties.score(corpora.parent / "gold")}
