"""The queue of review: claims that nobody decided on, those in dispute first, then those in doubt."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from dateline.store.tables import decisions, incident_claims, leases

_TURN = incident_claims.c.turn


def undecided(connection: Connection, by: str, *, now: float, limit: int) -> Iterator[str]:
    """Claims for somebody to decide on, by the order that the index of turns keeps: a page costs what it holds.

    Left out is what somebody decided on (but for those who were unsure: another may know), what this
    person was unsure about, and what anybody works on now.
    """
    held = select(leases.c.claim).where(leases.c.until >= now, leases.c.by != by)
    claim = incident_claims.c.claim
    wanted = select(claim).where(_TURN.is_not(None), claim.not_in(_decided(by)), claim.not_in(held))
    yield from connection.execute(wanted.order_by(_TURN, claim).limit(limit)).scalars()


def waiting(connection: Connection, by: str) -> int:
    """How many claims wait for this person: all but those decided on, which are few."""
    current = select(func.count()).select_from(incident_claims).where(_TURN.is_not(None))
    decided = current.where(incident_claims.c.claim.in_(_decided(by)))
    return int(connection.execute(select(current.scalar_subquery() - decided.scalar_subquery())).scalar_one())


def _decided(by: str) -> Select[tuple[str]]:
    known: ColumnElement[bool] = or_(decisions.c.verdict != "unsure", decisions.c.by == by)
    return select(decisions.c.claim).where(and_(decisions.c.superseded.is_(None), known))
