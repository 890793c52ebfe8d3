"""The one input of every export file: what was selected, and where it stands in the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from dateline.heap import uncollected
from dateline.record import Claim, Judgement, Report, Summary


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Bundle:
    """Reports and claims by id, the incidents made of them, and how they were selected.

    A claim or report that a summary names may be absent (it was not selected or not loaded): what
    needs it is then left empty. `audit_head` is the hash at the head of the audit log; `filters`
    are the options that selected all this; `made_by` names reader, codebook and program with their
    versions; `codebook` is the analyst's own, or None for the shipped one. The same bundle with the
    same `at` always gives the same bytes.
    """

    reports: Mapping[str, Report]
    claims: Mapping[str, Claim]
    summaries: tuple[Summary, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    audit_head: str = ""
    filters: Mapping[str, str] = field(default_factory=_none)
    made_by: Mapping[str, str] = field(default_factory=_none)
    at: datetime = field(default_factory=_now)
    codebook: Path | None = None

    def claims_of(self, summary: Summary) -> list[Claim]:
        """An incident's claims that are here, by report and place in the text."""
        found = [self.claims[i] for i in summary.incident.claims if i in self.claims]
        return sorted(found, key=lambda c: (c.report, c.trigger, c.id))

    def reports_of(self, summary: Summary) -> list[Report]:
        """An incident's reports that are here, in the order of the summary."""
        return [self.reports[i] for i in summary.reports if i in self.reports]

    def report_of(self, claim: Claim) -> Report:
        """A claim's report; one without text when it is not here."""
        return self.reports.get(claim.report) or Report("", id=claim.report)

    def quote(self, claim: Claim) -> str:
        """The words a claim was read from, on one line; empty when its report is not here."""
        return " ".join(claim.evidence.of(self.report_of(claim).text).split())


def bundle(
    coded: Iterable[tuple[Report, Iterable[Claim]]],
    summaries: Iterable[Summary] = (),
    judgements: Iterable[Judgement] = (),
    *,
    audit_head: str = "",
    filters: Mapping[str, str] | None = None,
    made_by: Mapping[str, str] | None = None,
    codebook: Path | None = None,
) -> Bundle:
    """A bundle from reports with their claims."""
    reports: dict[str, Report] = {}
    claims: dict[str, Claim] = {}
    with uncollected():
        for report, theirs in coded:
            reports[report.id] = report
            claims.update((c.id, c) for c in theirs)
        told = tuple(summaries)
    return Bundle(
        reports,
        claims,
        told,
        tuple(judgements),
        audit_head=audit_head,
        filters=filters or {},
        made_by=made_by or {},
        codebook=codebook,
    )


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer put into its file: `rows` of the thing exported, and how many were left out, by reason."""

    rows: int
    left_out: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
