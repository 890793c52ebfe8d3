"""The queue of review: claims that nobody decided on, those in dispute first, then those in doubt."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from dateline.store.filters import CLAIMS
from dateline.store.tables import claims, decisions, incident_claims, incidents, leases


def undecided(connection: Connection, by: str, *, now: float, limit: int) -> Iterator[tuple[str, float, bool]]:
    """Claims for somebody to decide on, with their confidence and whether their incident is disputed.

    Left out is what somebody decided on (but for those who were unsure: another may know), what this
    person was unsure about, and what anybody works on now.
    """
    held = select(leases.c.claim).where(leases.c.until >= now, leases.c.by != by)
    joined = CLAIMS.outerjoin(incident_claims, incident_claims.c.claim == claims.c.id)
    joined = joined.outerjoin(incidents, incidents.c.number == incident_claims.c.incident)
    disputed = func.coalesce(incidents.c.disputed, 0)
    wanted = select(claims.c.id, claims.c.confidence, disputed).select_from(joined)
    wanted = wanted.where(claims.c.id.not_in(_decided(by)), claims.c.id.not_in(held))
    order = (disputed.desc(), func.abs(claims.c.confidence - 0.5), claims.c.id)
    for id, confidence, conflict in connection.execute(wanted.order_by(*order).limit(limit)):
        yield id, confidence, bool(conflict)


def waiting(connection: Connection, by: str) -> int:
    """How many claims wait for this person."""
    wanted = select(func.count()).select_from(CLAIMS).where(claims.c.id.not_in(_decided(by)))
    return int(connection.execute(wanted).scalar_one())


def _decided(by: str) -> Select[tuple[str]]:
    known: ColumnElement[bool] = or_(decisions.c.verdict != "unsure", decisions.c.by == by)
    return select(decisions.c.claim).where(and_(decisions.c.superseded.is_(None), known))
