"""What is answered to a write."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.pages.common import Visitor
from dateline.desk.pages.lines import EntryLine, IncidentLine
from dateline.desk.pages.review import ReviewItem


@dataclass(frozen=True, slots=True)
class Done:
    """A write was done: the version that the record has now. `number` is that of a decision, for `/api/undo`."""

    version: int
    changed: bool
    note: str
    number: int | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Stale:
    """Status 409: what the write touches changed after the page was loaded; nothing was written.

    `changes` are what others did since; the page keeps what was typed and may send it again with `version`.
    """

    error: str
    seen: int
    version: int
    changes: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a split or join would do: incidents that go, and those that come in their place. Nothing is stored."""

    version: int
    before: tuple[IncidentLine, ...]
    after: tuple[IncidentLine, ...]
    claims: tuple[tuple[str, ...], ...]
    judgements: int


@dataclass(frozen=True, slots=True)
class Leased:
    """The next item of review, leased to this person; None when nothing waits."""

    version: int
    item: ReviewItem | None


@dataclass(frozen=True, slots=True)
class Started:
    """A job runs; its progress is at `/intake.json`."""

    job: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A file is ready for download with its manifest beside it."""

    name: str
    download: str
    manifest: str
    sha256: str
    rows: int
    head: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the record is as it was stored; `flaws` is empty when it is whole."""

    version: int
    head: str
    flaws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in."""

    visitor: Visitor
