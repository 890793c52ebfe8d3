"""Originals: the bytes as they came, and every capture that brought them.

Originals are kept in the database itself, compressed where that helps, named by their SHA-256.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from dateline.errors import StoreError
from dateline.record import Capture
from dateline.store import audit
from dateline.store.tables import added, captures, originals, quarantine, reports

# SQLite's limit on one value is 1,000,000,000 bytes; the row needs a little of it.
MOST_BYTES = 999_000_000


def put_original(connection: Connection, content: bytes) -> str:
    """Archives bytes, unless they are there already; their SHA-256."""
    if len(content) > MOST_BYTES:
        raise StoreError(f"an original of {len(content):,} bytes is too large to keep; cut it, at most {MOST_BYTES:,}")
    sha256 = hashlib.sha256(content).hexdigest()
    known = connection.execute(select(originals.c.sha256).where(originals.c.sha256 == sha256)).first()
    if not known:
        packed = zlib.compress(content, 6)
        helps = len(packed) < len(content)
        row = {"sha256": sha256, "size": len(content), "packed": helps, "content": packed if helps else content}
        connection.execute(insert(originals), row)
    return sha256


def put_capture(connection: Connection, by: str, sha256: str, capture: Capture) -> int:
    """Notes how an archived original came to us; the number of the capture."""
    row = {name: getattr(capture, name) for name in _CAPTURE} | {"original": sha256, "tools": dict(capture.tools)}
    number = added(connection, captures, row)
    audit.log(connection, by, "capture", str(number), after=[sha256, capture])
    return number


def original(connection: Connection, sha256: str) -> bytes | None:
    """The archived bytes of that hash."""
    row = connection.execute(select(originals).where(originals.c.sha256 == sha256)).first()
    return unpacked(row) if row else None


def unpacked(row: Row[Any]) -> bytes:
    """The bytes of a row of `originals`; zlib.error when they are damaged."""
    return zlib.decompress(row.content) if row.packed else bytes(row.content)


def all_captures(connection: Connection, report: str | None = None) -> Iterator[tuple[int, str, Capture]]:
    """Captures with their numbers and the hashes of their originals; of one report if given."""
    wanted = select(captures).order_by(captures.c.number)
    if report is not None:
        wanted = wanted.join(reports, reports.c.number == captures.c.report).where(reports.c.id == report)
    for row in connection.execute(wanted):
        yield row.number, row.original, _capture(row)


def one_capture(connection: Connection, number: int) -> tuple[str, Capture]:
    """A capture with the hash of its original."""
    row = connection.execute(select(captures).where(captures.c.number == number)).first()
    if row is None:
        raise StoreError(f"no capture {number} in the store; `Store.captures` lists them")
    return row.original, _capture(row)


def report_of(connection: Connection, number: int) -> str | None:
    """The id of the report that was read from a capture, if one was."""
    joined = select(reports.c.id).join(captures, captures.c.report == reports.c.number)
    return connection.execute(joined.where(captures.c.number == number)).scalar()


def pending(connection: Connection) -> list[int]:
    """Captures that gave no report and are not in quarantine: what was cut short."""
    held = select(quarantine.c.capture).where(quarantine.c.capture.is_not(None))
    wanted = select(captures.c.number).where(captures.c.report.is_(None), captures.c.number.not_in(held))
    return list(connection.execute(wanted.order_by(captures.c.number)).scalars())


def _capture(row: Row[Any]) -> Capture:
    values = {name: getattr(row, name) for name in _CAPTURE}
    return Capture(**values, tools=row.tools)


_CAPTURE = ("method", "at", "url", "path", "outlet", "media_type")
