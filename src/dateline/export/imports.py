"""Import: our own CSV back into claims and incidents, and GED- or ACLED-style files of a user's own.

Nothing is written here: the result is what a file holds and what is wrong with it, row by row, so that
it can be shown first (a dry run) and stored when it is right.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.errors import InputError
from dateline.export.claim_table import CLAIM_COLUMNS, claim_of
from dateline.export.columns import Cells, Problem, unsafe
from dateline.export.foreign import acled_row, ged_row
from dateline.export.incident_table import INCIDENT_COLUMNS, summary_of
from dateline.record import Claim, Report, Summary

_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds: `layout` as recognised, the records that could be read, and the problems.

    A row with a problem gives no record. `left_out` counts rows that are right and that the codebook
    has no event for. Claims of a GED- or ACLED-style row quote a report made of that row.
    """

    layout: str
    rows: int
    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    summaries: tuple[Summary, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    reports: list[Report] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def claim(self, cells: Cells) -> None:
        """A row of our claims."""
        if claim := claim_of(cells):
            self.claims.append(claim)

    def summary(self, cells: Cells) -> None:
        """A row of our incidents."""
        if summary := summary_of(cells):
            self.summaries.append(summary)

    def foreign(self, read: Callable[[Cells], tuple[Report, Claim] | str | None]) -> Callable[[Cells], None]:
        """A row of another layout: a report and its claim, the reason why it is left out, or nothing."""

        def take(cells: Cells) -> None:
            match read(cells):
                case (report, claim):
                    self.reports.append(report)
                    self.claims.append(claim)
                case str(reason):
                    self.left_out[reason] += 1

        return take


@dataclass(frozen=True, slots=True)
class _Layout:
    """A layout: the column of its ids, the columns it must have, and how its rows are taken."""

    id: str
    needed: Sequence[str]
    take: Callable[[_Found], Callable[[Cells], None]]


_GED = "type_of_violence side_a side_b where_prec latitude longitude date_start date_end best low high".split()
_ACLED = "event_date event_type sub_event_type actor1 country latitude longitude fatalities".split()
_LAYOUTS: dict[str, _Layout] = {
    "claims": _Layout("claim", [c.name for c in CLAIM_COLUMNS if c.name.endswith("_span")], lambda f: f.claim),
    "incidents": _Layout("incident", [c.name for c in INCIDENT_COLUMNS[:6]], lambda f: f.summary),
    "ged": _Layout("id", _GED, lambda f: f.foreign(ged_row)),
    "acled": _Layout("event_id_cnty", _ACLED, lambda f: f.foreign(acled_row)),
}
# The column by which a layout is recognised.
_MARKS = {"incident": "incidents", "claim": "claims", "event_id_cnty": "acled", "type_of_violence": "ged"}


def import_csv(path: Path) -> Imported:
    """Reads a CSV file of a known layout; raises InputError when the file itself cannot be read."""
    rows = _rows(path)
    header = next(rows, None)
    if header is None:
        raise InputError(f"{path.name} is empty: give a CSV file with a header line")
    names = [name.strip().casefold() for name in header]
    layout = next((known for mark, known in _MARKS.items() if mark in names), None)
    if layout is None:
        known = ", ".join(sorted(_MARKS))
        raise InputError(f"{path.name} has no layout that is known here: its header names none of {known}")
    return _import(layout, names, rows)


def _import(layout: str, names: list[str], rows: Iterator[list[str]]) -> Imported:
    shape = _LAYOUTS[layout]
    missing = [name for name in (shape.id, *shape.needed) if name not in names]
    if missing:
        fix = "add the column, or export the file again with all columns"
        return Imported(layout, 0, problems=tuple(Problem(1, name, "is missing", fix) for name in missing))
    found, number = _Found(), 1
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    take = shape.take(found)
    for number, values in enumerate(rows, 2):
        if not any(values):
            continue
        cells = _cells(number, names, values)
        _check_id(cells, shape.id, seen)
        if not cells.problems:
            take(cells)
        problems += cells.problems
    return Imported(
        layout,
        number - 1,
        tuple(found.reports),
        tuple(found.claims),
        tuple(found.summaries),
        tuple(problems),
        dict(found.left_out),
    )


def _cells(number: int, names: list[str], values: list[str]) -> Cells:
    cells = Cells(number, dict(zip(names, map(unsafe, values), strict=False)))
    if len(values) != len(names):
        fix = 'put cells that hold a separator or a line break in "double quotes"'
        cells.complain("", f"has {len(values)} cells where the header has {len(names)}", fix)
    return cells


def _check_id(cells: Cells, column: str, seen: dict[str, int]) -> None:
    id = cells.text(column)
    if id is None:
        cells.complain(column, "is empty", "every row needs an id")
    elif id in seen:
        cells.complain(column, f"{id} stands in row {seen[id]} already", "keep one of the two rows")
    else:
        seen[id] = cells.row


# ---------------------------------------------------------------- the file


def _rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV file; commas, semicolons or tabs, UTF-8 or the older Windows encoding."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # texts and grids are longer than the default allows
    encoding = _encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline()
            separator = max(_SEPARATORS, key=first.count)
            file.seek(0)
            yield from csv.reader(file, delimiter=separator)
    except (OSError, csv.Error) as problem:
        raise InputError(f"{path.name} cannot be read: {problem}") from problem


def _encoding(path: Path) -> str:
    """UTF-8 when all of the file is, else the encoding that Excel writes by default."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    except OSError as problem:
        raise InputError(f"{path.name} cannot be read: {problem.strerror}") from problem
    return "utf-8-sig"
