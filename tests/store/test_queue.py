"""The order of review, and what people decided or work on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dateline.record import Decision, Report
from dateline.store import Store, accounts, queue
from tests.store.builders import NOON, VERSIONS, alone, claim, incident, report

CONFIDENCE = {"a": 0.9, "b": 0.55, "c": 0.2, "d": 0.5}
OLDER = """DROP INDEX incident_claims_by_turn; ALTER TABLE incident_claims DROP COLUMN turn;
DROP INDEX incident_parties_by_folded; DROP INDEX incident_events_by_event;
CREATE INDEX incident_events_by_event ON incident_events (event);
CREATE INDEX incidents_by_status ON incidents (status); CREATE INDEX incidents_by_country ON incidents (country);
CREATE INDEX incidents_by_earliest ON incidents (earliest); UPDATE alembic_version SET version_num = '0004'"""


@pytest.fixture
def told() -> Report:
    return report()


@pytest.fixture
def store(tmp_path: Path, told: Report) -> Iterator[Store]:
    """Four claims: a and c in an incident that is disputed, b and d in one that is not."""
    with Store.open(tmp_path / "desk.db", create=True) as store:
        store.add_report(told)
        store.put_claims(told.id, [claim(told, id, confidence=c) for id, c in CONFIDENCE.items()], **VERSIONS)
        store.put_incidents([incident("i1", "a", "c", status="disputed"), incident("i2", "b", "d")])
        yield store


def waiting(store: Store, by: str = "ana", *, now: float = 100.0, limit: int = 9) -> list[str]:
    with store.reading() as connection:
        found = list(queue.undecided(connection, by, now=now, limit=limit))
        assert limit < 9 or now > 50 or queue.waiting(connection, by) == len(found)
    return found


def decide(store: Store, told: Report, id: str, verdict: str, by: str) -> None:
    store.decide(Decision(id, told.id, verdict, claim(told, id), by, NOON))  # type: ignore[arg-type]


def test_what_is_disputed_comes_first_then_what_is_in_doubt(store: Store) -> None:
    assert waiting(store) == ["c", "a", "d", "b"]
    assert waiting(store, limit=1) == ["c"]


def test_the_order_follows_incidents_that_are_put_anew(store: Store, told: Report) -> None:
    store.put_incidents([incident("i1", "a", "c"), incident("i3", "b", "d", status="disputed")])
    assert waiting(store) == ["d", "b", "c", "a"]
    with store.transaction():
        store.put_claims(told.id, [claim(told, "a", confidence=0.5), claim(told, "b", confidence=0.6)], **VERSIONS)
        store.rebuild(alone)
    assert waiting(store) == ["a", "b"]


def test_what_is_no_longer_current_waits_for_nobody(store: Store, told: Report) -> None:
    store.put_claims(told.id, [claim(told, "a")], **VERSIONS)
    store.put_incidents([incident("i1", "a"), incident("i2", "b")])
    assert waiting(store, now=0) == ["a"]


def test_what_somebody_decided_is_left_out_and_what_one_was_unsure_of_is_left_to_others(
    store: Store, told: Report
) -> None:
    decide(store, told, "c", "accept", "ben")
    decide(store, told, "a", "unsure", "ana")
    assert waiting(store, "ana", now=0) == ["d", "b"]
    assert waiting(store, "ben", now=0) == ["a", "d", "b"]
    decide(store, told, "gone", "reject", "ben")
    assert waiting(store, "ana", now=0) == ["d", "b"]


def test_what_another_works_on_is_left_out_until_the_lease_ends(store: Store) -> None:
    with store.transaction() as connection:
        accounts.put_lease(connection, accounts.Lease("c", "ben", False, 100.0), now=90.0)
    assert waiting(store, "ana", now=95.0) == ["a", "d", "b"]
    assert waiting(store, "ben", now=95.0) == ["c", "a", "d", "b"]
    assert waiting(store, "ana", now=101.0) == ["c", "a", "d", "b"]


def test_an_older_record_gets_its_order_when_it_is_brought_up_to_date(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as database, database:
        database.executescript(OLDER)
    with Store.open(store.path) as newer:
        assert waiting(newer) == ["c", "a", "d", "b"]
