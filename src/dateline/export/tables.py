"""Tables as files: CSV, CSV for Excel, XLSX and Parquet, all from the same columns."""

from __future__ import annotations

import csv as standard
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, TypeVar

from dateline.errors import SettingsError
from dateline.export.bundle import Bundle, Written
from dateline.export.claim_table import CLAIM_COLUMNS, ClaimRow, claim_rows
from dateline.export.columns import Column, cell, main_columns, safe
from dateline.export.files import text_file
from dateline.export.incident_table import INCIDENT_COLUMNS
from dateline.export.report_table import REPORT_COLUMNS
from dateline.record import Claim, Report

T = TypeVar("T")
Table = tuple[tuple[Column[Any], ...], Iterable[Any]]

# Excel's own limits.
_MOST_CHARACTERS = 32_767
_MOST_ROWS = 1_048_576


def table(bundle: Bundle, what: str) -> Table:
    """The columns and the rows of what is exported."""
    tables: dict[str, Table] = {
        "incidents": (INCIDENT_COLUMNS, bundle.summaries),
        "claims": (CLAIM_COLUMNS, claim_rows(bundle)),
        "reports": (REPORT_COLUMNS, bundle.reports.values()),
    }
    return tables[what]


# ---------------------------------------------------------------- CSV


def csv(coded: Iterable[tuple[Report, tuple[Claim, ...]]]) -> Iterator[str]:
    """For `dateline read`: a header line, then one line per claim, without the columns of detail."""
    columns = main_columns(CLAIM_COLUMNS)
    yield _line([c.name for c in columns])
    for report, claims in coded:
        for claim in claims:
            row = ClaimRow(report, claim)
            yield _line([safe(cell(c.value(row))) for c in columns])


def _line(values: Sequence[object]) -> str:
    buffer = io.StringIO()
    standard.writer(buffer, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()


def write_csv(bundle: Bundle, path: Path, what: str) -> Written:
    """UTF-8, RFC 4180, every column."""
    with text_file(path) as file:
        return Written(_rows_to(file, *table(bundle, what)))


def write_csv_excel(bundle: Bundle, path: Path, what: str) -> Written:
    """The same with a byte order mark, by which Excel knows that it is UTF-8, and cells cut to Excel's length."""
    columns, rows = table(bundle, what)
    with text_file(path, encoding="utf-8-sig") as file:
        return Written(_rows_to(file, columns, rows, most=_MOST_CHARACTERS))


def _rows_to(file: TextIO, columns: Sequence[Column[T]], rows: Iterable[T], *, most: int | None = None) -> int:
    writer = standard.writer(file, lineterminator="\r\n")
    writer.writerow([c.name for c in columns])
    count = 0
    for row in rows:
        cells = [safe(cell(c.value(row))) for c in columns]
        writer.writerow(cells if most is None else [cut(c, most) for c in cells])
        count += 1
    return count


def write_lines(
    path: Path, header: Sequence[Sequence[str]], rows: Iterable[Sequence[Any]], *, separator: str = ","
) -> int:
    """A delimited file of a foreign layout: header lines as given, cells made safe; counts the rows."""
    count = 0
    with text_file(path) as file:
        writer = standard.writer(file, lineterminator="\n" if separator == "\t" else "\r\n", delimiter=separator)
        writer.writerows(header)
        for row in rows:
            cells = [safe(cell(value)) for value in row]
            writer.writerow([" ".join(c.split()) if isinstance(c, str) else c for c in cells])
            count += 1
    return count


def cut(value: Any, most: int = _MOST_CHARACTERS) -> Any:
    """A text no longer than a cell may be, its end marked when something is cut."""
    return value[: most - 1] + "…" if isinstance(value, str) and len(value) > most else value


# ---------------------------------------------------------------- XLSX


def write_xlsx(bundle: Bundle, path: Path, what: str) -> Written:
    """One sheet; text is written as text whatever it looks like, so that no cell is a formula or a link."""
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ImportError as problem:
        raise SettingsError("XLSX needs XlsxWriter: pip install 'dateline[formats]'") from problem
    columns, rows = table(bundle, what)
    columns = main_columns(columns)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "in_memory": False})
    book.set_properties({"created": bundle.at.replace(tzinfo=None)})
    sheet = book.add_worksheet(what)
    bold = book.add_format({"bold": True})
    for x, column in enumerate(columns):
        sheet.write_string(0, x, column.name, bold)
    sheet.freeze_panes(1, 0)
    count = 0
    for y, row in enumerate(rows, 1):
        if y >= _MOST_ROWS:
            book.close()
            raise SettingsError(f"a sheet holds {_MOST_ROWS - 1:,} rows: narrow the filters, or export CSV")
        for x, column in enumerate(columns):
            value = cell(column.value(row))
            if isinstance(value, str):
                if value:
                    sheet.write_string(y, x, cut(value))
            else:
                sheet.write_number(y, x, value)
        count = y
    try:
        book.close()
    except xlsxwriter.exceptions.XlsxFileError as problem:
        raise OSError(f"the sheet could not be put into its file: {problem}") from problem
    return Written(count)


# ---------------------------------------------------------------- Parquet

_BATCH = 5_000


def write_parquet(bundle: Bundle, path: Path, what: str) -> Written:
    """Typed columns: days as dates, several values as lists; the audit head in the file's own metadata."""
    try:
        import pyarrow as arrow  # type: ignore[import-untyped]
        from pyarrow import parquet
    except ImportError as problem:
        raise SettingsError("Parquet needs pyarrow: pip install 'dateline[formats]'") from problem
    kinds = {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "int": arrow.int64(),
        "float": arrow.float64(),
        "day": arrow.date32(),
    }
    columns, rows = table(bundle, what)
    schema = arrow.schema([(c.name, kinds[c.kind]) for c in columns], metadata={"audit_head": bundle.audit_head})
    count = 0
    with parquet.ParquetWriter(str(path), schema, compression="zstd") as writer:
        for batch in batches(rows):
            data = {c.name: [_plain(c, row) for row in batch] for c in columns}
            writer.write_table(arrow.table(data, schema=schema))
            count += len(batch)
    return Written(count)


def _plain(column: Column[T], row: T) -> Any:
    """A value as Parquet takes it: lone surrogates, which UTF-8 cannot hold, become "?"."""
    value = column.value(row)
    if isinstance(value, str):
        return _utf8(value)
    if column.kind == "texts":
        return [None if v is None else _utf8(v) for v in value]
    return value


def _utf8(text: str) -> str:
    return text if text.isascii() else text.encode("utf8", "replace").decode("utf8")


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Rows some thousands at a time."""
    batch: list[T] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
