"""Reports as rows and back, with the days they may have been published on and where their accounts come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from dateline.errors import StoreError
from dateline.record import Dated, Origin, Report, Span
from dateline.store import audit, extras
from dateline.store.fold import fold
from dateline.store.tables import added, captures, origins, published_dates, readings, reports

_METADATA = ("title", "published", "outlet", "url", "lang", "retrieved", "filed_from")


def put_report(
    connection: Connection,
    by: str,
    report: Report,
    *,
    capture: int | None,
    dates: tuple[Dated, ...],
    origin: Origin | None,
) -> bool:
    """Adds a report with its dates and origin; False when its very text is known. Ties the capture to it."""
    _check_text(report)
    number = number_of(connection, report.id)
    fresh = number is None
    if number is None:
        number = added(connection, reports, _row(report))
        extras.index_words(connection, number, report.text)
        _put_dates(connection, number, dates)
        audit.log(connection, by, "report", report.id, after=metadata_of(report))
        if origin:
            put_origin(connection, by, report.id, origin)
    if capture is not None:
        connection.execute(update(captures).where(captures.c.number == capture).values(report=number))
    return fresh


def amend(connection: Connection, by: str, report: Report, *, why: str) -> None:
    """Corrects what is known about a report (day, outlet, title …), never its text."""
    was = one_report(connection, report.id)
    if was.text != report.text:
        raise StoreError(f"the text of {report.id} differs: a changed text is another report, add it instead")
    row = {name: value for name, value in _row(report).items() if name not in ("id", "text", "added")}
    connection.execute(update(reports).where(reports.c.id == report.id).values(row))
    audit.log(connection, by, "report", report.id, before=metadata_of(was), after=metadata_of(report), why=why)


def metadata_of(report: Report) -> dict[str, Any]:
    """All of a report but its text."""
    return {name: getattr(report, name) for name in _METADATA}


def _row(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "text": report.text,
        "title": report.title,
        "published": report.published,
        "outlet": report.outlet,
        "url": report.url,
        "lang": report.lang,
        "retrieved": report.retrieved,
        "filed_begin": report.filed_from.begin if report.filed_from else None,
        "filed_end": report.filed_from.end if report.filed_from else None,
        "outlet_folded": fold(report.outlet) if report.outlet else None,
        "added": datetime.now(UTC),
    }


def _check_text(report: Report) -> None:
    if report.id != Report(report.text).id:
        raise StoreError(f"{report.id} is not the hash of its text; leave the id to Report")


def number_of(connection: Connection, report: str) -> int | None:
    """The key of a report in the tables."""
    return connection.execute(select(reports.c.number).where(reports.c.id == report)).scalar()


def need(connection: Connection, report: str) -> int:
    """The key of a report that must be there."""
    number = number_of(connection, report)
    if number is None:
        raise StoreError(f"no report {report} in the store; add it first")
    return number


def one_report(connection: Connection, report: str) -> Report:
    """A report by its id."""
    row = connection.execute(select(reports).where(reports.c.id == report)).first()
    if row is None:
        raise StoreError(f"no report {report} in the store; `dateline status` counts what there is")
    return report_of(row)


def ids_of(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """Ids of reports given by their keys, in that order."""
    rows = connection.execute(select(reports.c.number, reports.c.id).where(reports.c.number.in_(numbers)))
    ids = {row.number: row.id for row in rows}
    return [ids[number] for number in numbers]


def all_reports(connection: Connection) -> Iterator[Report]:
    """Every report in the order of arrival."""
    for row in connection.execute(select(reports).order_by(reports.c.number)):
        yield report_of(row)


def is_read(connection: Connection, report: str) -> bool:
    """True when a report has a current reading."""
    joined = select(readings.c.number).join(reports, reports.c.number == readings.c.report)
    wanted = joined.where(reports.c.id == report, readings.c.superseded_by.is_(None))
    return connection.execute(wanted).first() is not None


def unread(connection: Connection, versions: tuple[str, str] | None) -> list[str]:
    """Ids of the reports that no reader read; with versions, those not read by that reader and codebook."""
    done = select(readings.c.report).where(readings.c.superseded_by.is_(None))
    if versions:
        done = done.where(readings.c.reader_version == versions[0], readings.c.codebook_version == versions[1])
    wanted = select(reports.c.id).where(reports.c.number.not_in(done)).order_by(reports.c.number)
    return list(connection.execute(wanted).scalars())


def report_of(row: Row[Any]) -> Report:
    """A row of `reports` as a report."""
    filed = None if row.filed_begin is None else Span(row.filed_begin, row.filed_end)
    return Report(row.text, row.id, row.title, row.published, row.outlet, row.url, row.lang, row.retrieved, filed)


# ---------------------------------------------------------------- dates and origins


def _put_dates(connection: Connection, report: int, dates: tuple[Dated, ...]) -> None:
    rows = [
        {"report": report, "number": n, "said_by": d.said_by, "written": d.written, "day": d.day}
        | {"zone": d.zone, "chosen": d.chosen}
        for n, d in enumerate(dates)
    ]
    if rows:
        connection.execute(insert(published_dates), rows)


def dates_of(connection: Connection, report: str) -> tuple[Dated, ...]:
    """The candidates for a report's day of publication, in the order given."""
    table = published_dates.c
    wanted = select(table.said_by, table.written, table.day, table.zone, table.chosen)
    joined: Select[Any] = wanted.join(reports, reports.c.number == table.report).where(reports.c.id == report)
    return tuple(Dated(*row) for row in connection.execute(joined.order_by(table.number)))


def put_origin(connection: Connection, by: str, report: str, origin: Origin, *, why: str = "") -> None:
    """Says where a report's account comes from; a change is logged with what was said before."""
    number = need(connection, report)
    was = connection.execute(select(*_ORIGIN).where(origins.c.report == number)).first()
    if was and Origin(*was) == origin:
        return
    row = {"key": origin.key, "kind": origin.kind, "name": origin.name, "why": origin.why}
    if was:
        connection.execute(update(origins).where(origins.c.report == number).values(row))
    else:
        connection.execute(insert(origins), row | {"report": number})
    audit.log(connection, by, "origin", report, before=list(was) if was else None, after=origin, why=why)


def origin_of(connection: Connection, report: str) -> Origin | None:
    """The origin of one report."""
    joined = select(*_ORIGIN).join(reports, reports.c.number == origins.c.report)
    row = connection.execute(joined.where(reports.c.id == report)).first()
    return Origin(*row) if row else None


def all_origins(connection: Connection) -> dict[str, Origin]:
    """The origin of every report that has one, by the report's id."""
    rows = connection.execute(select(reports.c.id, *_ORIGIN).join(reports, reports.c.number == origins.c.report))
    return {row[0]: Origin(*row[1:]) for row in rows}


_ORIGIN = (origins.c.key, origins.c.kind, origins.c.name, origins.c.why)
