"""The index that copies are found by: hashes of runs of words, and the reports that hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Connection, case, func, insert, select

from dateline.store.reports import need
from dateline.store.tables import reports, runs

# What stands in more reports than this is boilerplate: it tells nothing, and is not noted further.
_COMMON_REPORTS = 100
_IDS = 10_000


def put_runs(connection: Connection, report: str, hashes: Iterable[int]) -> None:
    """Adds runs of words, given by their hashes, to those of a report."""
    number, given = need(connection, report), set(hashes)
    table = runs.c
    for batch in _batches(given):
        counted = select(table.run, func.count(), func.max(case((table.report == number, 1), else_=0)))
        told = connection.execute(counted.where(table.run.in_(batch)).group_by(table.run))
        known = {run for run, count, held in told if held or count > _COMMON_REPORTS}
        rows = [{"run": run, "report": number} for run in batch if run not in known]
        if rows:
            connection.execute(insert(runs), rows)


def reports_sharing(connection: Connection, hashes: Iterable[int]) -> dict[str, int]:
    """How many of these runs each report holds, by its id; runs of more than 100 reports do not count."""
    shared: Counter[int] = Counter()
    for batch in _batches(set(hashes)):
        rare = select(runs.c.run).where(runs.c.run.in_(batch)).group_by(runs.c.run)
        rare = rare.having(func.count() <= _COMMON_REPORTS)
        shared.update(connection.execute(select(runs.c.report).where(runs.c.run.in_(rare))).scalars())
    out: dict[str, int] = {}
    for batch in _batches(shared):
        rows = connection.execute(select(reports.c.id, reports.c.number).where(reports.c.number.in_(batch)))
        out |= {row.id: shared[row.number] for row in rows}
    return out


def _batches(numbers: Collection[int]) -> Iterator[list[int]]:
    """Sorted, so that neighbours in the index are read together; few enough for one statement."""
    ordered = sorted(numbers)
    for i in range(0, len(ordered), _IDS):
        yield ordered[i : i + _IDS]
