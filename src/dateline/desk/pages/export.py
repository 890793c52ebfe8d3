"""Export and the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.pages.common import Filter, Visitor
from dateline.desk.pages.lines import EntryLine


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """A column of a layout and what it holds."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A file that can be written. `cannot` says what of the record it cannot carry. `ready` is False when
    an optional package is missing, which `cannot` then names."""

    what: str
    format: str
    label: str
    suffix: str
    columns: tuple[LayoutColumn, ...]
    cannot: tuple[str, ...]
    ready: bool


@dataclass(frozen=True, slots=True)
class ExportPage:
    """`/export`: layouts, what the filter selects, and the head of the audit log."""

    version: int
    visitor: Visitor
    filter: Filter
    layouts: tuple[Layout, ...]
    incidents: int
    claims: int
    reports: int
    head: str
    exported: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`/history?subject=`: the audit log, newest first; `next` is the number to ask `before=` for more."""

    version: int
    visitor: Visitor
    subject: str | None
    entries: tuple[EntryLine, ...]
    next: int | None
