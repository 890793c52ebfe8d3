"""What each page of the desk shows: one dataclass a page, which is also the JSON at its address + ".json".

Fields are plain values, so that the JSON is the dataclass: days and instants are ISO 8601 strings,
`begin`/`end` are code points into the report's text, half-open; lat and lon are WGS84 degrees, areas
have a radius in kilometres. What is not known is None or an empty tuple, never a guess.
"""

from __future__ import annotations

from dateline.desk.pages.answers import Done, Exported, Leased, Preview, SignedIn, Stale, Started, Verified
from dateline.desk.pages.claim import ClaimPart, Extent, PartyPart, PlacePart, QuantityPart, SourcePart, WhenPart
from dateline.desk.pages.common import EventType, Filter, Problem, Visitor
from dateline.desk.pages.desk import (
    Area,
    Bar,
    Cluster,
    DeskPage,
    Hit,
    Holder,
    HoldersPage,
    MapPage,
    SearchPage,
    TimelinePage,
)
from dateline.desk.pages.export import ExportPage, HistoryPage, Layout, LayoutColumn
from dateline.desk.pages.incident import GridCell, GridColumn, GridRow, IncidentPage, JudgementLine, Near, Reason
from dateline.desk.pages.intake import Case, IntakePage, Job, OutcomeLine
from dateline.desk.pages.lines import DecisionLine, EntryLine, Figure, IncidentLine, ReportLine
from dateline.desk.pages.review import (
    AdjudicationPage,
    AgreementPage,
    Alpha,
    CoderVersion,
    Dispute,
    FieldDifference,
    ReviewItem,
    ReviewPage,
)
from dateline.desk.pages.source import CaptureLine, DateLine, SourcePage

__all__ = [
    "AdjudicationPage",
    "AgreementPage",
    "Alpha",
    "Area",
    "Bar",
    "CaptureLine",
    "Case",
    "ClaimPart",
    "Cluster",
    "CoderVersion",
    "DateLine",
    "DecisionLine",
    "DeskPage",
    "Dispute",
    "Done",
    "EntryLine",
    "EventType",
    "ExportPage",
    "Exported",
    "Extent",
    "FieldDifference",
    "Figure",
    "Filter",
    "GridCell",
    "GridColumn",
    "GridRow",
    "HistoryPage",
    "Hit",
    "Holder",
    "HoldersPage",
    "IncidentLine",
    "IncidentPage",
    "IntakePage",
    "Job",
    "JudgementLine",
    "Layout",
    "LayoutColumn",
    "Leased",
    "MapPage",
    "Near",
    "OutcomeLine",
    "PartyPart",
    "PlacePart",
    "Preview",
    "Problem",
    "QuantityPart",
    "Reason",
    "ReportLine",
    "ReviewItem",
    "ReviewPage",
    "SearchPage",
    "SignedIn",
    "SourcePage",
    "SourcePart",
    "Stale",
    "Started",
    "TimelinePage",
    "Verified",
    "Visitor",
    "WhenPart",
]
