"""The audit log: who did what, when and why, each entry chained to the one before by its hash.

The digest of an entry is the SHA-256 of the digest before it (empty at first), a line break, and
the JSON list of the entry's number, instant, by, what, subject, before, after and why. A cut tail
does not show in the chain itself: keep the head, which `backup` and every export print.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from dateline.store.codec import canonical
from dateline.store.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `before` and `after` are JSON texts, None where there is nothing."""

    number: int
    at: datetime
    by: str
    what: str
    subject: str
    before: str | None
    after: str | None
    why: str
    digest: str

    def chained(self, previous: str) -> str:
        """The digest that this entry has after `previous`."""
        told = [self.number, self.at.isoformat(), self.by, self.what, self.subject]
        line = json.dumps([*told, self.before, self.after, self.why], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(f"{previous}\n{line}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the log: its number and its digest; written "12:9f86d0…"."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Reads a head as `str` writes it; ValueError for anything else."""
        number, _, digest = text.strip().partition(":")
        if not number.isdigit() or (number != "0" and len(digest) != 64):
            raise ValueError(f"{text!r} is no audit head; it looks like 12:9f86d0… with 64 hex digits")
        return cls(int(number), digest)


def head(connection: Connection) -> Head:
    """Where the log ends."""
    row = connection.execute(_LAST).first()
    return Head(row.number, row.digest) if row else Head(0, "")


def log(
    connection: Connection, by: str, what: str, subject: str, *, before: Any = None, after: Any = None, why: str = ""
) -> Head:
    """Adds an entry within the caller's write transaction."""
    last = head(connection)
    was, now = (None if value is None else canonical(value) for value in (before, after))
    bare = Entry(last.number + 1, datetime.now(UTC), by, what, subject, was, now, why, "")
    digest = bare.chained(last.digest)
    values = {name: getattr(bare, name) for name in Entry.__slots__ if name != "digest"}
    connection.execute(insert(audit), values | {"digest": digest})
    return Head(bare.number, digest)


def entries(connection: Connection, subject: str | None = None) -> Iterator[Entry]:
    """The log, oldest first; of one subject if given."""
    wanted = select(audit).order_by(audit.c.number)
    if subject is not None:
        wanted = wanted.where(audit.c.subject == subject)
    for row in connection.execute(wanted):
        yield Entry(*row)


def since(connection: Connection, head: Head, what: tuple[str, ...]) -> bool:
    """Whether entries of some kinds came after a head."""
    later = select(audit.c.number).where(audit.c.number > head.number, audit.c.what.in_(what))
    return connection.execute(later.limit(1)).first() is not None


_LAST = select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)
