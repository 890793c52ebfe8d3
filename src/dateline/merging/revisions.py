"""Revisions: which outlet later gave another toll than before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from dateline.merging.tolls import Figure
from dateline.record import Report


def revisions(killed: Sequence[Figure], injured: Sequence[Figure], reports: Mapping[str, Report]) -> tuple[str, ...]:
    """One sentence per change of an outlet's figure from one day of publication to a later one."""
    return (*_changes("killed", killed, reports), *_changes("injured", injured, reports))


def _changes(kind: str, found: Sequence[Figure], reports: Mapping[str, Report]) -> list[str]:
    told: dict[str, dict[date, Figure]] = {}
    for figure in found:
        report = reports.get(figure.claim.report)
        if report is None or report.published is None or report.outlet is None:
            continue
        days = told.setdefault(report.outlet, {})
        before = days.get(report.published)
        if before is None or figure.size > before.size:
            days[report.published] = figure
    out: list[str] = []
    for outlet, days in sorted(told.items()):
        ordered = sorted(days.items())
        for (_, old), (day, new) in pairwise(ordered):
            if str(old) != str(new):
                verb = "raised" if new.size > old.size else "lowered" if new.size < old.size else "changed"
                out.append(f"{outlet} {verb} {kind} from {old} to {new} on {day.isoformat()}")
    return out
