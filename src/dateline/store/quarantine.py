"""Quarantine: what could not be read, why, and whether it is worth another try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from dateline.store import audit
from dateline.store.tables import quarantine

State = Literal["waiting", "settled", "given up"]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that could not be read, why, and whether it is worth another try."""

    name: str
    reason: str
    capture: int | None
    state: State
    attempts: int
    first: datetime
    last: datetime


def put_quarantine(
    connection: Connection, by: str, name: str, reason: str, *, capture: int | None, state: State
) -> None:
    """Notes that a document could not be read, once more if it failed before."""
    now = datetime.now(UTC)
    was = connection.execute(select(quarantine).where(quarantine.c.name == name)).first()
    row = {"reason": reason, "state": state, "last": now}
    if was:
        row |= {"attempts": was.attempts + 1, "capture": was.capture if capture is None else capture}
        connection.execute(update(quarantine).where(quarantine.c.name == name).values(row))
    else:
        connection.execute(insert(quarantine), row | {"name": name, "attempts": 1, "capture": capture, "first": now})
    before = [was.state, was.reason] if was else None
    audit.log(connection, by, "quarantine", name, before=before, after=[state, reason])


def settle(connection: Connection, by: str, name: str, *, state: State, why: str) -> None:
    """Closes a case: it was read after all, or is given up."""
    was = connection.execute(select(quarantine).where(quarantine.c.name == name)).first()
    if was is None or was.state == state:
        return
    values = {"state": state, "last": datetime.now(UTC)}
    connection.execute(update(quarantine).where(quarantine.c.name == name).values(values))
    audit.log(connection, by, "quarantine", name, before=[was.state, was.reason], after=[state, was.reason], why=why)


def quarantined(connection: Connection, state: State | None) -> Iterator[Quarantined]:
    """What could not be read, the oldest first; in that state only, if given."""
    wanted = select(quarantine).order_by(quarantine.c.first, quarantine.c.name)
    if state:
        wanted = wanted.where(quarantine.c.state == state)
    for row in connection.execute(wanted):
        yield Quarantined(*row)
