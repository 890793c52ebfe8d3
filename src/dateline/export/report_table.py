"""Reports as rows: what was read, from whom, when; the text last."""

from __future__ import annotations

from dateline.export.columns import Column
from dateline.record import Report

REPORT_COLUMNS: tuple[Column[Report], ...] = (
    Column("report", "text", lambda r: r.id),
    Column("title", "text", lambda r: r.title),
    Column("published", "day", lambda r: r.published),
    Column("outlet", "text", lambda r: r.outlet),
    Column("url", "text", lambda r: r.url),
    Column("lang", "text", lambda r: r.lang),
    Column("retrieved", "text", lambda r: r.retrieved.isoformat() if r.retrieved else None),
    Column("text", "text", lambda r: r.text),
)
