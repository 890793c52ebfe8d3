"""What the desk asks besides incidents: the log from its end, who judged what, and what shares an origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, and_, func, or_, select

from dateline.record import Judgement, Report
from dateline.store.audit import Entry
from dateline.store.filters import CURRENT
from dateline.store.reports import need, report_of
from dateline.store.tables import audit, incident_claims, incidents, judgements, origins, readings, reports

_IDS = 10_000  # in one statement
_MOST = 200  # lines of history, and reports of one origin, on a page


def latest(
    connection: Connection, *, subject: str | None, before: int | None, limit: int, what: str | None = None
) -> Iterator[Entry]:
    """The log from its end, or from an entry back; of one subject or kind if given."""
    wanted = select(audit).order_by(audit.c.number.desc()).limit(limit)
    if subject is not None:
        wanted = wanted.where(audit.c.subject == subject)
    if before is not None:
        wanted = wanted.where(audit.c.number < before)
    if what is not None:
        wanted = wanted.where(audit.c.what == what)
    for row in connection.execute(wanted):
        yield Entry(*row)


def since(connection: Connection, number: int, what: Sequence[str]) -> Iterator[Entry]:
    """Entries of some kinds after a number, in order."""
    wanted = select(audit).where(audit.c.number > number, audit.c.what.in_(what)).order_by(audit.c.number)
    for row in connection.execute(wanted):
        yield Entry(*row)


def judgements_on(connection: Connection, claims: Sequence[str]) -> Iterator[Judgement]:
    """Judgements that stand on any of some claims."""
    table = judgements.c
    wanted = select(table.claim, table.other, table.verdict, table.by, table.at, table.score, table.reasons)
    wanted = wanted.where(table.superseded.is_(None), or_(table.claim.in_(claims), table.other.in_(claims)))
    for claim, other, verdict, by, at, score, reasons in connection.execute(wanted.order_by(table.number)):
        yield Judgement((claim, other), verdict, by, at, score, tuple(reasons))


def history_of(connection: Connection, claims: Sequence[str], pairs: Sequence[str]) -> Iterator[Entry]:
    """What people decided on some claims and pairs of claims, newest first."""
    about = or_(
        and_(audit.c.what == "decision", audit.c.subject.in_(claims)),
        and_(audit.c.what == "judgement", audit.c.subject.in_(pairs)),
    )
    wanted = select(audit).where(audit.c.subject.in_([*claims, *pairs]), about)
    for row in connection.execute(wanted.order_by(audit.c.number.desc()).limit(_MOST)):
        yield Entry(*row)


def same_origin(connection: Connection, report: str) -> Iterator[Report]:
    """Other reports whose account comes from the same origin, in order of publication."""
    number = need(connection, report)
    key = select(origins.c.key).where(origins.c.report == number).scalar_subquery()
    joined = select(reports).join(origins, origins.c.report == reports.c.number)
    wanted = joined.where(origins.c.key == key, reports.c.number != number)
    for row in connection.execute(wanted.order_by(reports.c.published, reports.c.number).limit(_MOST)):
        yield report_of(row)


def incidents_of(connection: Connection, given: Sequence[str]) -> dict[str, str]:
    """The ids of the incidents that some claims belong to, by claim."""
    out: dict[str, str] = {}
    joined = select(incident_claims.c.claim, incidents.c.id)
    joined = joined.join(incidents, incidents.c.number == incident_claims.c.incident)
    for i in range(0, len(given), _IDS):
        rows = connection.execute(joined.where(incident_claims.c.claim.in_(given[i : i + _IDS])))
        out |= {row.claim: row.id for row in rows}
    return out


def made_by(connection: Connection, report: str) -> tuple[str, str] | None:
    """Reader and codebook of a report's current claims."""
    wanted = select(readings.c.reader_version, readings.c.codebook_version)
    row = connection.execute(wanted.where(readings.c.report == need(connection, report), CURRENT)).first()
    return (row[0], row[1]) if row else None


def latest_reports(connection: Connection, limit: int) -> Iterator[Report]:
    """The reports that came last, the newest first."""
    for row in connection.execute(select(reports).order_by(reports.c.number.desc()).limit(limit)):
        yield report_of(row)


def published(connection: Connection) -> dict[str, date | None]:
    """The day of publication of every report, by its id."""
    return {row.id: row.published for row in connection.execute(select(reports.c.id, reports.c.published))}


def report_count(connection: Connection) -> int:
    """How many reports there are."""
    return int(connection.execute(select(func.count()).select_from(reports)).scalar_one())
