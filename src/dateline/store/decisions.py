"""Judgements: dated decisions on pairs of claims. A new one of the same person supersedes theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from dateline.errors import StoreError
from dateline.record import Judgement
from dateline.store import audit
from dateline.store.tables import claims, judgements


def put_judgement(connection: Connection, judgement: Judgement, *, why: str) -> bool:
    """Stores a decision; False when this very decision stands already."""
    _check(connection, judgement)
    was = standing(connection, judgement.claims, judgement.by)
    if was == judgement:
        return False
    _supersede(connection, judgement.claims, judgement.by)
    claim, other = judgement.claims
    row = {
        "claim": claim,
        "other": other,
        "pair": pair_of(judgement.claims),
        "verdict": judgement.verdict,
        "by": judgement.by,
        "at": judgement.at,
        "score": judgement.score,
        "reasons": list(judgement.reasons),
    }
    connection.execute(insert(judgements), row)
    pair = pair_of(judgement.claims)
    audit.log(connection, judgement.by, "judgement", pair, before=was, after=judgement, why=why)
    return True


def withdraw(connection: Connection, by: str, claims: tuple[str, str], whose: str, *, why: str) -> bool:
    """Takes back somebody's standing decision; False when there is none."""
    was = standing(connection, claims, whose)
    if was is None:
        return False
    _supersede(connection, claims, whose)
    audit.log(connection, by, "judgement", pair_of(claims), before=was, why=why)
    return True


def all_judgements(connection: Connection, *, superseded: bool) -> Iterator[Judgement]:
    """Decisions in the order they were made: those that stand, or all with what they superseded."""
    wanted = select(*_COLUMNS).order_by(judgements.c.number)
    if not superseded:
        wanted = wanted.where(judgements.c.superseded.is_(None))
    for claim, other, verdict, by, at, score, reasons in connection.execute(wanted):
        yield Judgement((claim, other), verdict, by, at, score, tuple(reasons))


def standing(connection: Connection, claims: tuple[str, str], by: str) -> Judgement | None:
    """What somebody holds of a pair of claims now, in whichever order the pair is given."""
    wanted = select(*_COLUMNS).where(judgements.c.pair == pair_of(claims), judgements.c.by == by)
    row = connection.execute(wanted.where(judgements.c.superseded.is_(None))).first()
    if row is None:
        return None
    return Judgement((row.claim, row.other), row.verdict, row.by, row.at, row.score, tuple(row.reasons))


def pair_of(claims: tuple[str, str]) -> str:
    """One name for a pair of claims, whichever comes first."""
    return " ".join(sorted(claims))


def _check(connection: Connection, judgement: Judgement) -> None:
    if judgement.claims[0] == judgement.claims[1]:
        raise StoreError(f"a judgement is about two claims, not {judgement.claims[0]} twice")
    known = set(connection.execute(select(claims.c.id).where(claims.c.id.in_(judgement.claims))).scalars())
    if missing := [claim for claim in judgement.claims if claim not in known]:
        raise StoreError(f"no claim {missing[0]} in the store; `dateline export claims` lists their ids")


def _supersede(connection: Connection, claims: tuple[str, str], by: str) -> None:
    held = (judgements.c.pair == pair_of(claims), judgements.c.by == by, judgements.c.superseded.is_(None))
    connection.execute(update(judgements).where(*held).values(superseded=datetime.now(UTC)))


_COLUMNS = tuple(judgements.c[name] for name in ("claim", "other", "verdict", "by", "at", "score", "reasons"))
