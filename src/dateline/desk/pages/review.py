"""Review: one item at a time, what coders differ on, and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.pages.claim import ClaimPart
from dateline.desk.pages.common import EventType, Visitor
from dateline.desk.pages.incident import Near
from dateline.desk.pages.lines import DecisionLine, IncidentLine, ReportLine


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One claim to decide on. `context` is the text around it and begins at `context_begin`.

    `because` says why it comes now. When it is `blind`, what others decided is not shown. The lease
    ends at `leased_until`.
    """

    claim: ClaimPart
    report: ReportLine
    context: str
    context_begin: int
    because: tuple[str, ...]
    blind: bool
    leased_until: str | None
    incident: IncidentLine | None
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`/review`: the item that this person holds, or None until they ask for one (`/api/lease`).

    `mine` are this person's latest decisions, for undo.
    """

    version: int
    visitor: Visitor
    item: ReviewItem | None
    waiting: int
    decided: int
    to_adjudicate: int
    mine: tuple[DecisionLine, ...]
    events: tuple[EventType, ...]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that coders filled differently: their values in the order of `coders` of the dispute."""

    field: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class CoderVersion:
    """What one coder made of a claim: the decision, and the claim as they would have it (None when rejected)."""

    by: str
    decision: DecisionLine
    claim: ClaimPart | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim that coders decided differently; only fields that differ are in `differences`."""

    claim: ClaimPart
    report: ReportLine
    context: str
    context_begin: int
    coders: tuple[str, ...]
    versions: tuple[CoderVersion, ...]
    differences: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True)
class AdjudicationPage:
    """`/review/adjudication`: claims that wait for a reviewer's word."""

    version: int
    visitor: Visitor
    disputes: tuple[Dispute, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha (nominal) of a field; None when nothing varies or no unit has two coders.

    `coders` is a pair, or all of them; `units` the claims that at least two of them decided on;
    `agreed` the share of units on which all of them agree.
    """

    field: str
    coders: tuple[str, ...]
    units: int
    agreed: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """`/review/agreement` (as a table at ".csv"): agreement per field over all coders, and per pair."""

    version: int
    visitor: Visitor
    coders: tuple[str, ...]
    fields: tuple[Alpha, ...]
    pairs: tuple[Alpha, ...]
