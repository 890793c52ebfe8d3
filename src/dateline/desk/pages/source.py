"""A report: its text with its claims, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.pages.claim import ClaimPart, Extent
from dateline.desk.pages.common import EventType, Visitor
from dateline.desk.pages.lines import DecisionLine, ReportLine


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """How the bytes came; `original` is their SHA-256, `download` where they are to be had as a file."""

    number: int
    original: str
    download: str
    method: str
    at: str
    url: str | None
    path: str | None
    outlet: str | None
    media_type: str
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateLine:
    """A candidate for the day of publication: who says it, the words, what they mean, and whether it was chosen."""

    said_by: str
    written: str
    day: str | None
    zone: str | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """`/sources/{report}`: the text with its claims, and where it comes from.

    `claims` are the current ones in text order, then those that people rejected (`current` False).
    `copies` are reports with the same origin. `lang` is a BCP 47 tag.
    """

    version: int
    visitor: Visitor
    report: ReportLine
    text: str
    lang: str
    retrieved: str | None
    filed_from: Extent | None
    origin_name: str | None
    origin_kind: str | None
    origin_why: str
    claims: tuple[ClaimPart, ...]
    captures: tuple[CaptureLine, ...]
    dates: tuple[DateLine, ...]
    copies: tuple[ReportLine, ...]
    decisions: tuple[DecisionLine, ...]
    events: tuple[EventType, ...]
    reader_version: str | None
    codebook_version: str | None
