"""Intake: what is coming in, what came of it, and what is in quarantine."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.pages.common import Visitor
from dateline.desk.pages.lines import ReportLine


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What became of a document: read, copy, known, no text, language or broken, and why."""

    name: str
    kind: str
    reason: str
    report: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Job:
    """A batch that is being taken in, or was since the desk started. `state` is waiting, running, done or failed.

    `done` counts documents; `counts` has one entry per kind that occurred; `outcomes` are the latest first.
    """

    id: str
    by: str
    what: str
    state: str
    started: str
    finished: str | None
    done: int
    counts: tuple[tuple[str, int], ...]
    outcomes: tuple[OutcomeLine, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A document in quarantine; `state` is waiting (worth another try) or given up."""

    name: str
    reason: str
    state: str
    attempts: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class IntakePage:
    """`/intake`: what is coming in, what came last, what could not be read and why."""

    version: int
    visitor: Visitor
    jobs: tuple[Job, ...]
    cases: tuple[Case, ...]
    latest: tuple[ReportLine, ...]
    reports: int
    claims: int
    incidents: int
    unread: int
    most_bytes: int
