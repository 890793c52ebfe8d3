"""Who may use the desk, their sessions, and who works on which claim at the moment.

Passwords come here hashed; the log names users and roles, never a password or a session.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from dateline.errors import StoreError
from dateline.store import audit
from dateline.store.tables import leases, sessions, users


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account. `role` is viewer, coder, reviewer or admin; `password` is its argon2id hash."""

    name: str
    role: str
    password: str
    added: datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim that somebody works on until a moment, in seconds since 1970."""

    claim: str
    by: str
    blind: bool
    until: float


def put_user(connection: Connection, by: str, name: str, role: str, password: str | None) -> None:
    """Adds a user, or gives them another role or password; either change ends their sessions."""
    was = user(connection, name)
    if was is None and password is None:
        raise StoreError(f"there is no user {name!r}; `dateline user add` makes one")
    row = {"role": role, "password": password or (was.password if was else "")}
    if was:
        connection.execute(update(users).where(users.c.name == name).values(row))
        end_sessions(connection, name)
    else:
        connection.execute(insert(users), row | {"name": name, "added": datetime.now(UTC)})
    audit.log(connection, by, "user", name, before=was.role if was else None, after=role)


def remove_user(connection: Connection, by: str, name: str) -> None:
    """Removes a user; what they decided stays under their name."""
    was = user(connection, name)
    if was is None:
        raise StoreError(f"there is no user {name!r}; `dateline user list` tells who there is")
    end_sessions(connection, name)
    connection.execute(delete(users).where(users.c.name == name))
    audit.log(connection, by, "user", name, before=was.role)


def user(connection: Connection, name: str) -> User | None:
    """One user."""
    row = connection.execute(select(users).where(users.c.name == name)).first()
    return User(*row) if row else None


def all_users(connection: Connection) -> Iterator[User]:
    """Every user by name."""
    for row in connection.execute(select(users).order_by(users.c.name)):
        yield User(*row)


# ---------------------------------------------------------------- sessions


def begin_session(connection: Connection, token: str, name: str, *, now: float, until: float) -> None:
    """Begins a session, known by the hash of its token; sessions that are over go."""
    connection.execute(delete(sessions).where(sessions.c.until < now))
    connection.execute(insert(sessions), {"token": token, "user": name, "seen": now, "until": until})


def session_user(connection: Connection, token: str, *, now: float, idle: float) -> User | None:
    """Whose session a token opens; None when it is over or was idle for more than `idle` seconds."""
    joined = select(users).join(sessions, sessions.c.user == users.c.name).where(sessions.c.token == token)
    row = connection.execute(joined.where(sessions.c.until >= now, sessions.c.seen >= now - idle)).first()
    return User(*row) if row else None


def seen(connection: Connection, token: str, *, now: float) -> None:
    """Notes that a session is in use."""
    connection.execute(update(sessions).where(sessions.c.token == token).values(seen=now))


def end_session(connection: Connection, token: str) -> None:
    """Ends one session."""
    connection.execute(delete(sessions).where(sessions.c.token == token))


def end_sessions(connection: Connection, name: str) -> None:
    """Ends all sessions of a user."""
    connection.execute(delete(sessions).where(sessions.c.user == name))


# ---------------------------------------------------------------- leases


def put_lease(connection: Connection, lease: Lease, *, now: float) -> bool:
    """Leases a claim to somebody in place of what they held; False when another holds it."""
    connection.execute(delete(leases).where(or_(leases.c.until < now, leases.c.by == lease.by)))
    held = connection.execute(select(leases.c.claim).where(leases.c.claim == lease.claim)).first()
    if held:
        return False
    row = {"claim": lease.claim, "by": lease.by, "blind": lease.blind, "until": lease.until}
    connection.execute(insert(leases), row)
    return True


def lease_of(connection: Connection, by: str, *, now: float) -> Lease | None:
    """What somebody works on."""
    row = connection.execute(select(leases).where(leases.c.by == by, leases.c.until >= now)).first()
    return Lease(*row) if row else None


def end_lease(connection: Connection, by: str) -> None:
    """Gives back what somebody works on."""
    connection.execute(delete(leases).where(leases.c.by == by))
