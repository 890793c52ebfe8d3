"""Incidents, reports, decisions and the audit log as lines of a list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """People killed or injured over all origins: lowest, best and highest figure, and why best."""

    low: int | None
    best: int | None
    high: int | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident in a list. `sentence` says what is claimed; `origins` counts independent ones.

    `status` is corroborated, single-source, disputed or denied; `disputed` is true whenever
    independent origins conflict in any field. `modality` is actual, possible or planned.
    """

    id: str
    sentence: str
    events: tuple[str, ...]
    status: str
    disputed: bool
    modality: str
    earliest: str | None
    latest: str | None
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    precision: str | None
    killed: Figure | None
    injured: Figure | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    origins: int
    reports: int
    last_published: str | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list; `copy_of` is the origin whose account it repeats, None when it is its own."""

    id: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What a person decided on a claim; `standing` is False once another decision took its place.

    `verdict` is accept, edit, reject, unsure or new; `adjudicates` marks a reviewer's last word.
    """

    number: int
    claim: str
    verdict: str
    by: str
    at: str
    why: str
    blind: bool
    adjudicates: bool
    standing: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of the audit log; `before` and `after` are JSON texts."""

    number: int
    at: str
    by: str
    what: str
    subject: str
    before: str | None
    after: str | None
    why: str
