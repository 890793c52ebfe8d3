"""An incident: its agreement grid, claims, history and what may be the same."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.pages.claim import ClaimPart
from dateline.desk.pages.common import Visitor
from dateline.desk.pages.lines import EntryLine, IncidentLine, ReportLine


@dataclass(frozen=True, slots=True)
class GridColumn:
    """An independent origin, with the reports that tell its account; the first is its own, others are copies."""

    key: str
    name: str
    kind: str
    why: str
    reports: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """What an origin says of a field: its values, and the claims that say it. Silent when there is no value.

    `differs` is true when this cell is part of why the row is not the same everywhere.
    """

    column: str
    values: tuple[str, ...]
    claims: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A field by independent origin. `agreement` is same, range, conflict or silent; `chosen` by `rule`.

    `field` is date, place, actors, targets, killed, injured, weapon, responsibility, event or polarity;
    `label` is when, where, who, whom, and so on.
    """

    field: str
    label: str
    agreement: str
    cells: tuple[GridCell, ...]
    chosen: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """A decision whether two claims speak of one event."""

    claims: tuple[str, str]
    verdict: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence that two claims speak of one event: points in log-odds, and a sentence."""

    points: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Near:
    """Another incident that may be the same: its chance by the evidence between the two claims named."""

    incident: IncidentLine
    probability: float
    reasons: tuple[Reason, ...]
    claims: tuple[str, str]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """`/incidents/{id}`: one incident with its agreement grid; `claims` in the order of reports and text."""

    version: int
    visitor: Visitor
    incident: IncidentLine
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    claims: tuple[ClaimPart, ...]
    revisions: tuple[str, ...]
    judgements: tuple[JudgementLine, ...]
    near: tuple[Near, ...]
    history: tuple[EntryLine, ...]
