"""Columns: the values of a row by name and kind, and how a value becomes a CSV cell and comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from dateline.record import Span

Kind = Literal["text", "texts", "int", "float", "day"]
Cell = str | int | float
T = TypeVar("T")

# What a spreadsheet would run as a formula, full-width forms included.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LIVE_BEHIND_QUOTES = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
_ITEM = re.compile(r"((?:[^;\\]|\\.?)*)(;|\Z)", re.DOTALL)
_MOST_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column of a table; `detail` marks those that only a lossless copy needs (spans, reasons)."""

    name: str
    kind: Kind
    value: Callable[[T], Any]
    detail: bool = False


def main_columns(columns: Iterable[Column[T]]) -> tuple[Column[T], ...]:
    """The columns for people: without the details."""
    return tuple(c for c in columns if not c.detail)


# ---------------------------------------------------------------- values to cells


def cell(value: Any) -> Cell:
    """A value as one cell: absent is empty, several are joined by "; ", numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _MOST_EXACT else value
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return joined(value)


def safe(value: Cell) -> Cell:
    """A cell that no spreadsheet runs: text that starts like a formula gets an apostrophe in front."""
    if isinstance(value, str) and (value.startswith(_LIVE) or _LIVE_BEHIND_QUOTES.match(value)):
        return "'" + value
    return value


def unsafe(text: str) -> str:
    """The text that `safe` was given."""
    return text[1:] if _LIVE_BEHIND_QUOTES.match(text) else text


def joined(values: Iterable[str | None]) -> str:
    """Several texts in one cell: "a; b", with ; and \\ inside an item written \\; and \\\\."""
    if not values:
        return ""
    return "; ".join((v or "").replace("\\", "\\\\").replace(";", "\\;") for v in values)


def parted(text: str) -> list[str]:
    """The texts that `joined` was given; an empty cell holds none."""
    items: list[str] = []
    for match in _ITEM.finditer(text) if text else ():
        item = match.group(1).removeprefix(" ") if items else match.group(1)
        items.append(re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL))
        if not match.group(2):
            break
    return items


def span_text(span: Span) -> str:
    """A span as "begin..end", which no spreadsheet takes for a date."""
    return f"{span.begin}..{span.end}"


# ---------------------------------------------------------------- cells to values


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell of a file: where, what, and how to mend it. Rows count from 1, the header."""

    row: int
    column: str
    message: str
    fix: str

    def __str__(self) -> str:
        where = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        return f"{where}: {self.message}; {self.fix}"


@dataclass(slots=True)
class Cells:
    """One row of a CSV file by column name; what cannot be read is noted and counts as absent."""

    row: int
    values: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def complain(self, column: str, message: str, fix: str) -> None:
        """Notes a problem with a cell of this row."""
        self.problems.append(Problem(self.row, column, message, fix))

    def text(self, column: str) -> str | None:
        """A text, or None for an empty cell."""
        return self.values.get(column) or None

    def need(self, column: str) -> str:
        """A text that must be there."""
        value = self.text(column)
        if value is None:
            self.complain(column, "is empty", "every row needs a value here")
        return value or ""

    def texts(self, column: str) -> list[str]:
        """The items of a cell that holds several."""
        return parted(self.values.get(column) or "")

    def aligned(self, column: str, count: int) -> list[str | None]:
        """Items that go one to one with another cell's; a cell that is all empty stands for `count` absent ones."""
        items: list[str | None] = [item or None for item in self.texts(column)]
        if not items:
            return [None] * count
        if len(items) != count:
            fix = "separate with ; and leave an item empty where nothing is known"
            self.complain(column, f"has {len(items)} items where the row has {count}", fix)
        return (items + [None] * count)[:count]

    def number(self, column: str, *, least: float | None = None, most: float | None = None) -> float | None:
        """A number within bounds, or None for an empty cell."""
        return self.as_number(column, self.text(column), least=least, most=most)

    def as_number(
        self, column: str, text: str | None, *, least: float | None = None, most: float | None = None
    ) -> float | None:
        """One item of a cell as a number."""
        if text is None:
            return None
        try:
            value = float(text)
        except ValueError:
            self.complain(column, f"{text!r} is no number", "write digits with a point, or leave it empty")
            return None
        if value != value or (least is not None and value < least) or (most is not None and value > most):
            self.complain(column, f"{text} is outside {least}…{most}", "correct it, or leave it empty")
            return None
        return value

    def whole(self, column: str) -> int | None:
        """A whole number, or None for an empty cell."""
        value = self.number(column)
        if value is not None and not value.is_integer():
            self.complain(column, f"{self.text(column)} is no whole number", "round it, or leave it empty")
            return None
        return None if value is None else int(value)

    def day(self, column: str) -> date | None:
        """A day, or None for an empty cell."""
        text = self.text(column)
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            self.complain(column, f"{text!r} is no day", "write it as YYYY-MM-DD")
            return None

    def choice(self, column: str, allowed: Sequence[str], default: str) -> str:
        """One of some words; `default` when the cell is empty or wrong."""
        text = self.text(column)
        if text is not None and text not in allowed:
            self.complain(column, f"{text!r} is not known", f"use one of {', '.join(allowed)}")
        return text if text is not None and text in allowed else default

    def span(self, column: str) -> Span | None:
        """A span, or None for an empty cell."""
        found = self.spans(column)
        return found[0] if found else None

    def spans(self, column: str) -> list[Span]:
        """The spans of a cell."""
        out = []
        for item in self.texts(column):
            begin, _, end = item.partition("..")
            try:
                out.append(Span(int(begin), int(end)))
            except ValueError:
                self.complain(column, f"{item!r} is no span", "write it as BEGIN..END in characters, BEGIN below END")
        return out
