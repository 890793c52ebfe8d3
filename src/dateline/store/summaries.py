"""Incidents as lists, counts, clusters and a timeline: what is asked many times a minute of a large record.

None of this makes `Summary` objects but for the few that are shown; what counts is asked of the index
`incidents_outline`, which holds all columns that these questions need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Integer, and_, case, cast, func, or_, select, tuple_

from dateline.record import Summary
from dateline.store.codec import summary_of
from dateline.store.filters import CLAIMS, of_claims, of_incidents
from dateline.store.query import Box, Query
from dateline.store.tables import incidents, reports

_I = incidents.c
# Rows per statement of ids.
_IDS = 10_000


@dataclass(frozen=True, slots=True)
class Outline:
    """How many incidents a query wants, and how many of them are disputed, without a place, without a date."""

    total: int
    disputed: int
    unlocated: int
    undated: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An incident without its grid, and whether independent origins conflict in any field of it."""

    summary: Summary
    disputed: bool


@dataclass(frozen=True, slots=True)
class Heap:
    """Incidents in one cell of a grid: their middle, the widest radius, the box of their points, the first id."""

    count: int
    disputed: int
    lat: float
    lon: float
    radius_km: float
    west: float
    south: float
    east: float
    north: float
    first: str


@dataclass(frozen=True, slots=True)
class Spell:
    """How many incidents begin on a day."""

    day: date
    count: int
    disputed: int


def outline(connection: Connection, query: Query) -> Outline:
    """Counts of what a query wants."""
    counted = select(
        func.count(),
        _sum(_I.disputed),
        _sum(_I.latitude.is_(None)),
        _sum(_I.earliest.is_(None)),
    ).select_from(incidents)
    return Outline(*connection.execute(counted.where(*of_incidents(query))).one())


def page(
    connection: Connection,
    query: Query,
    *,
    after: tuple[str, str] | None,
    limit: int,
    newest: bool,
    many: bool = False,
) -> tuple[list[Listed], tuple[str, str] | None]:
    """Incidents by time, those without a date last, from the one after a cursor on; and the next cursor.

    A cursor is the day (empty for none) and id of the last incident that was shown. `many` says that the
    query is known to want many, so that a page is full before most have been looked at.
    """
    conditions = tuple(of_incidents(query, in_turn=many))
    keys = list(_keys(connection, conditions, after, limit + 1, newest))
    found = {one.summary.incident.id: one for one in of_ids(connection, [id for _, id in keys[:limit]])}
    last = keys[limit - 1] if len(keys) > limit else None
    return [found[id] for _, id in keys[:limit]], last


def _keys(
    connection: Connection,
    conditions: Sequence[ColumnElement[bool]],
    after: tuple[str, str] | None,
    limit: int,
    newest: bool,
) -> Iterator[tuple[str, str]]:
    """Days and ids in the order of the list: first what has a date, by the index, then the rest."""
    wanted = select(_I.earliest, _I.id).where(*conditions)
    left = limit
    if after is None or after[0]:
        dated = wanted.where(_I.earliest.is_not(None))
        if after:
            here = tuple_(_I.earliest, _I.id)
            there = tuple_(date.fromisoformat(after[0]), after[1])
            dated = dated.where(here < there if newest else here > there)
        order = (_I.earliest.desc(), _I.id.desc()) if newest else (_I.earliest, _I.id)
        for day, id in connection.execute(dated.order_by(*order).limit(left)):
            yield day.isoformat(), id
            left -= 1
    if left:
        undated = wanted.where(_I.earliest.is_(None))
        if after and not after[0]:
            undated = undated.where(_I.id > after[1])
        for _, id in connection.execute(undated.order_by(_I.id).limit(left)):
            yield "", id


def of_ids(connection: Connection, ids: Sequence[str]) -> Iterator[Listed]:
    """Incidents by id, in no order."""
    for i in range(0, len(ids), _IDS):
        rows = connection.execute(select(_I.summary, _I.disputed).where(_I.id.in_(ids[i : i + _IDS])))
        yield from (Listed(summary_of(text, None), disputed) for text, disputed in rows)


def heaps(
    connection: Connection, query: Query, *, view: Box | None, cell: float, wide_km: float, limit: int
) -> list[Heap]:
    """Located incidents by cells of a grid (in degrees), the fullest first; those wider than `wide_km` apart.

    `view` is the part of the Earth that is shown: what lies outside is left out.
    """
    x = cast((_I.longitude + 180) / cell, Integer)
    y = cast((_I.latitude + 90) / cell, Integer)
    wide = func.coalesce(_I.radius_km, 0) > wide_km
    counted = select(
        func.count().label("n"),
        _sum(_I.disputed),
        func.avg(_I.latitude),
        func.avg(_I.longitude),
        func.max(func.coalesce(_I.radius_km, 0)),
        func.min(_I.longitude),
        func.min(_I.latitude),
        func.max(_I.longitude),
        func.max(_I.latitude),
        func.min(_I.id),
    )
    counted = counted.where(_I.latitude.is_not(None), *of_incidents(query), *_within(view))
    rows = connection.execute(counted.group_by(x, y, wide).order_by(func.count().desc(), func.min(_I.id)).limit(limit))
    return [Heap(*row) for row in rows]


def _within(view: Box | None) -> Iterator[ColumnElement[bool]]:
    """Points in a part of the Earth."""
    if view is None:
        return
    yield _I.latitude.between(view.south, view.north)
    east, west = _I.longitude <= view.east, _I.longitude >= view.west
    yield or_(east, west) if view.west > view.east else and_(east, west)


def timeline(connection: Connection, query: Query) -> tuple[list[Spell], int]:
    """How many incidents begin on each day that has any, in order, and how many have no date."""
    counted = select(_I.earliest, func.count(), _sum(_I.disputed)).where(*of_incidents(query))
    rows = connection.execute(counted.group_by(_I.earliest).order_by(_I.earliest)).all()
    return [Spell(*row) for row in rows if row[0]], sum(row[1] for row in rows if not row[0])


def claims_and_reports(connection: Connection, query: Query) -> tuple[int, int]:
    """How many claims a query wants, and of how many reports."""
    counted = select(func.count(), func.count(func.distinct(reports.c.number))).select_from(CLAIMS)
    row = connection.execute(counted.where(*of_claims(query))).one()
    return row[0], row[1]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
