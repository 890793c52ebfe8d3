"""What people hold of claims. A new decision of the same person supersedes theirs, and both stay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from dateline.errors import StoreError
from dateline.record import Claim, Decision, Interval, Party, Place, Quantity, Relation, Source, Span
from dateline.store import audit
from dateline.store.codec import canonical
from dateline.store.reports import need
from dateline.store.tables import added, decisions, reports


@dataclass(frozen=True, slots=True)
class Numbered:
    """A decision with its number in the record; `standing` until another takes its place."""

    number: int
    decision: Decision
    standing: bool


def put_decision(connection: Connection, given: Decision) -> int:
    """Stores a decision; its number, or that of the one which stands when they hold it already."""
    was = _held(connection, given.claim, given.by)
    if was and replace(was.decision, at=given.at) == given:
        return was.number
    if was:
        _supersede(connection, was.number)
    row = {name: getattr(given, name) for name in _PLAIN}
    row |= {"report": need(connection, given.report), "value": canonical(given.value)}
    number = added(connection, decisions, row)
    audit.log(
        connection, given.by, "decision", given.claim, before=was.decision if was else None, after=given, why=given.why
    )
    return number


def take_back(connection: Connection, number: int, *, by: str, why: str) -> Decision:
    """Takes a standing decision back, and lets the one before it, of the same person, stay superseded."""
    was = one(connection, number)
    if was is None or not was.standing:
        raise StoreError(f"decision {number} does not stand; reload the page to see which do")
    _supersede(connection, number)
    audit.log(connection, by, "decision", was.decision.claim, before=was.decision, why=why)
    return was.decision


def one(connection: Connection, number: int) -> Numbered | None:
    """A decision by its number."""
    return next(_found(connection, decisions.c.number == number), None)


def of_report(connection: Connection, report: str, *, superseded: bool = False) -> Iterator[Numbered]:
    """Decisions on the claims of a report, in the order they were made."""
    return _found(connection, reports.c.id == report, *_standing(superseded))


def of_claim(connection: Connection, claim: str) -> Iterator[Numbered]:
    """All decisions ever made on a claim."""
    return _found(connection, decisions.c.claim == claim)


def all_decisions(connection: Connection, *, superseded: bool) -> Iterator[Numbered]:
    """Decisions that stand, or all that were ever made."""
    return _found(connection, *_standing(superseded))


def _held(connection: Connection, claim: str, by: str) -> Numbered | None:
    """What somebody holds of a claim now."""
    return next(_found(connection, decisions.c.claim == claim, decisions.c.by == by, *_standing(False)), None)


def _standing(superseded: bool) -> tuple[ColumnElement[bool], ...]:
    return () if superseded else (decisions.c.superseded.is_(None),)


def _supersede(connection: Connection, number: int) -> None:
    changed = update(decisions).where(decisions.c.number == number)
    connection.execute(changed.values(superseded=datetime.now(UTC)))


def _found(connection: Connection, *wanted: ColumnElement[bool]) -> Iterator[Numbered]:
    joined = select(decisions, reports.c.id.label("whose")).join(reports, reports.c.number == decisions.c.report)
    for row in connection.execute(joined.where(*wanted).order_by(decisions.c.number)):
        yield _numbered(row)


def _numbered(row: Row[Any]) -> Numbered:
    told = {name: getattr(row, name) for name in _PLAIN}
    decision = Decision(**told, report=row.whose, value=claim_of(json.loads(row.value)))
    return Numbered(row.number, decision, row.superseded is None)


_PLAIN = ("claim", "verdict", "by", "at", "why", "blind", "adjudicates")

# ---------------------------------------------------------------- a claim from its JSON


def claim_of(told: Mapping[str, Any]) -> Claim:
    """The claim that `codec.canonical` wrote."""
    made: dict[str, Any] = dict(told)
    for name in ("trigger", "evidence"):
        made[name] = Span(*told[name])
    made["weapons"] = tuple(Span(*span) for span in told.get("weapons", ()))
    for name in ("actors", "targets"):
        made[name] = tuple(_party(party) for party in told.get(name, ()))
    for name in ("place", "origin", "destination"):
        made[name] = _place(told[name]) if told.get(name) else None
    made["when"] = _when(told["when"]) if told.get("when") else None
    made["quantities"] = tuple(_quantity(quantity) for quantity in told.get("quantities", ()))
    made["sources"] = tuple(_source(source) for source in told.get("sources", ()))
    made["notes"] = tuple(told.get("notes", ()))
    return Claim(**made)


def _party(told: Mapping[str, Any]) -> Party:
    return Party(**{**told, "span": Span(*told["span"])})


def _source(told: Mapping[str, Any]) -> Source:
    return Source(**{**told, "party": _party(told["party"])})


def _place(told: Mapping[str, Any]) -> Place:
    made = {**told, "span": Span(*told["span"])}
    if relation := told.get("relation"):
        km = relation.get("km")
        made["relation"] = Relation(**{**relation, "km": tuple(km) if km else None})
    return Place(**made)


def _when(told: Mapping[str, Any]) -> Interval:
    days = {name: date.fromisoformat(told[name]) for name in ("earliest", "latest") if told.get(name)}
    return Interval(**{**told, **days, "span": Span(*told["span"])})


def _quantity(told: Mapping[str, Any]) -> Quantity:
    return Quantity(**{**told, "span": Span(*told["span"])})
