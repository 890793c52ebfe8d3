"""Tables of articles: CSV and TSV, one row an article.

A row's original is the head of the table and the bytes of the row, so that it can be read again alone.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from dateline.errors import InputError
from dateline.intake.decoding import MOST_BYTES, TOO_LARGE, decode
from dateline.intake.documents import MOST_CHARACTERS, Document, NoText, from_fields
from dateline.intake.pieces import Piece

# Names of columns, as people head them; the first that is there counts.
COLUMNS = {
    "text": ("text", "body", "content", "article", "full_text", "fulltext"),
    "title": ("title", "headline"),
    "published": ("published", "date", "publication_date", "published_at", "pubdate"),
    "outlet": ("outlet", "source", "publisher", "publication"),
    "url": ("url", "link"),
}
MOST_BROKEN = 100  # broken rows after which the rest is given up: each is looked for up to a million characters ahead


def rows(file: BinaryIO) -> Iterator[Piece]:
    """The rows of a table one by one; a broken row is refused by its line and the others are read."""
    csv.field_size_limit(MOST_CHARACTERS)
    lines = _Lines(file)
    head = next(lines, "")
    raw_head = lines.taken()
    _columns(head)  # refuses a table without text
    broken = 0
    while True:
        begin = lines.number + 1
        try:
            cells = next(csv.reader(lines, delimiter=_delimiter(head), strict=True), None)
        except (csv.Error, InputError) as problem:
            broken += 1
            lines.give_back()
            yield Piece(f"line {begin}", raw_head + lines.taken(), problem=f"is no row of a table ({problem}); mend it")
            if broken >= MOST_BROKEN:
                raise InputError(f"has {broken} broken rows; what follows line {begin} was not read") from problem
            continue
        if cells is None:
            return
        raw = lines.taken()
        if any(c.strip() for c in cells):
            yield Piece(f"line {begin}", raw_head + raw)


def row(content: bytes, name: str) -> Document:
    """The article of one row below the head of its table."""
    csv.field_size_limit(MOST_CHARACTERS)
    head, _, rest = decode(content).partition("\n")
    try:
        cells = next(csv.reader(io.StringIO(rest, newline=""), delimiter=_delimiter(head), strict=True), [])
    except csv.Error as problem:
        raise InputError(f"is no row of a table ({problem})") from problem
    record = {key: cells[i].strip() or None for key, i in _columns(head).items() if i < len(cells)}
    if not record.get("text"):
        raise NoText("has an empty text")
    return from_fields(record, name)


def _delimiter(head: str) -> str:
    """The sign between columns: the commonest of the usual ones in the head."""
    return max(",;\t|", key=head.count)


def _columns(head: str) -> dict[str, int]:
    """Which column holds what. Raises InputError for a table without a column of text."""
    names = [n.strip().casefold() for n in next(csv.reader([head.lstrip("\ufeff")], delimiter=_delimiter(head)), [])]
    places = {key: next((names.index(n) for n in known if n in names), None) for key, known in COLUMNS.items()}
    if places["text"] is None:
        raise InputError('is a table without a column "text"; name one so, and others "title", "published", "url"')
    return {key: place for key, place in places.items() if place is not None}


class _Lines(Iterator[str]):
    """Lines of a file for the csv module, which remember their bytes; UTF-16 and UTF-32 become UTF-8."""

    def __init__(self, file: BinaryIO):
        begin = file.read(4)
        file.seek(0)
        wide = begin.startswith((b"\xff\xfe", b"\xfe\xff"))
        encoding = "utf-32" if begin in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") else "utf-16"
        self._wide = io.TextIOWrapper(file, encoding, errors="replace", newline="\n") if wide else None
        self._file = file
        self._waiting: deque[bytes] = deque()
        self._taken: list[bytes] = []
        self.number = 0

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self._taken.append(line)
        return line.decode("utf-8", "surrogateescape")

    def _read(self) -> bytes:
        line = self._wide.readline(MOST_BYTES + 1).encode() if self._wide else self._file.readline(MOST_BYTES + 1)
        if len(line) > MOST_BYTES:
            raise InputError(TOO_LARGE)
        return line

    def taken(self) -> bytes:
        """The bytes of the lines since the last call."""
        lines, self._taken = self._taken, []
        return b"".join(lines)

    def give_back(self) -> None:
        """Puts back all lines since `taken` but the first, to be read again."""
        again = self._taken[1:]
        del self._taken[1:]
        self.number -= len(again)
        self._waiting.extendleft(reversed(again))
