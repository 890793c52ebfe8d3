"""Where feeds stand, what copies are found by, and the schema that brought both."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from dateline.errors import StoreError
from dateline.record import FeedState
from dateline.store import Store, engine, extras
from tests.store.builders import NOON, filled, report

URL = "https://news.example/feed.xml"
STATE = FeedState(URL, '"1"', "Fri, 15 Sep 2017 12:00:00 GMT", NOON, 2, ("a", "b", "é"), {"c": 3, "d": 1})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path / "desk.db")


def test_a_feed_comes_back_as_it_was_put(store: Store) -> None:
    assert store.feeds() == ()
    bare = FeedState("https://other.example/")
    store.put_feed(STATE)
    store.put_feed(bare)
    assert store.feeds() == (STATE, bare)
    assert store.verify() == ()


@pytest.mark.parametrize(
    "later",
    [
        replace(STATE, seen=("a", "b", "é", "c"), failed={"d": 2}),
        replace(STATE, seen=("b", "x", "a"), failed={}),
        replace(STATE, seen=(), failed={"a": 1, "b": 2}),
        replace(STATE, etag=None, last_modified=None, next_at=None, failures=0),
        replace(STATE, seen=tuple(str(n) for n in range(10_100))),
    ],
    ids=["taken", "in another order", "failed after all", "unknown", "many"],
)
def test_a_later_state_takes_the_place_of_the_former(store: Store, later: FeedState) -> None:
    for state in (STATE, later, STATE):
        store.put_feed(state)
        assert store.feeds() == (state,)
    assert store.verify() == ()


def test_one_more_entry_is_one_more_row(store: Store) -> None:
    store.put_feed(STATE)
    with store.transaction() as connection:
        before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
        store.put_feed(replace(STATE, seen=(*STATE.seen, "e"), failed={}))
        rows = connection.exec_driver_sql("SELECT total_changes()").scalar_one() - before
    assert rows == 5  # the feed, the new entry, two that no longer wait, and the log


def test_the_log_tells_what_became_of_a_feed_and_leaves_out_mere_polls(store: Store) -> None:
    store.put_feed(STATE)
    head = store.head()
    store.put_feed(replace(STATE, next_at=NOON + timedelta(minutes=15)))
    assert store.head() == head
    store.put_feed(replace(STATE, failures=3))
    last = store.history(URL)[-1]
    assert last.what == "feed" and (last.before or "").startswith('["\\"1\\"","Fri, 15 Sep 2017 12:00:00 GMT",2,3,2,')
    with pytest.raises(StoreError, match="written by the store itself"):
        store.audit("feed", URL)


def test_a_feed_that_was_changed_behind_our_back_is_found(store: Store) -> None:
    store.put_feed(STATE)
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute("DELETE FROM feed_entries WHERE entry = 'a'")
    assert [(flaw.kind, flaw.subject) for flaw in store.verify()] == [("feed", URL)]


def test_what_was_taken_and_the_state_are_stored_together_or_not_at_all(store: Store) -> None:
    with pytest.raises(StoreError), store.transaction():
        store.put_feed(STATE)
        store.add_report(replace(report("A new text."), id="sha256:0"))
    assert store.feeds() == ()


# ---------------------------------------------------------------- runs of words


def several(store: Store, count: int) -> list[str]:
    texts = [report(f"Text number {n}.") for n in range(count)]
    with store.transaction():
        for text in texts:
            store.add_report(text)
    return [text.id for text in texts]


def test_reports_that_share_runs_are_counted(store: Store) -> None:
    first, second, third = several(store, 3)
    store.put_runs(first, [1, 2, 3, 2**32 - 1, -(2**63), 2**63 - 1])
    store.put_runs(second, [3, 2**32 - 1, 4])
    store.put_runs(third, [5])
    assert store.reports_sharing([3, 4, 2**32 - 1, 99]) == {first: 2, second: 3}
    assert store.reports_sharing([-(2**63), 2**63 - 1]) == {first: 2}
    assert store.reports_sharing([]) == {} == store.reports_sharing([99])


def test_runs_are_added_once_however_often_they_come(store: Store) -> None:
    (first,) = several(store, 1)
    for _ in range(2):
        store.put_runs(first, [1, 2, 2])
    store.put_runs(first, [2, 3])
    assert store.counts()["runs"] == 3 and store.reports_sharing([1, 2, 3, 3]) == {first: 3}


def test_runs_of_more_than_a_hundred_reports_do_not_count(store: Store) -> None:
    ids = several(store, 103)
    with store.transaction():
        for id in ids[:100]:
            store.put_runs(id, [7])
    assert len(store.reports_sharing([7])) == 100
    for id in ids[100:]:
        store.put_runs(id, [7, 8])
    assert store.reports_sharing([7, 8]) == dict.fromkeys(ids[100:], 1)
    assert store.counts()["runs"] == 104  # once it is boilerplate, it is not noted further


def test_more_runs_than_a_statement_takes(store: Store) -> None:
    first, second = several(store, 2)
    store.put_runs(first, range(33_000))
    store.put_runs(second, range(32_999, 34_000))
    assert store.reports_sharing(range(40_000)) == {first: 33_000, second: 1_001}


def test_runs_belong_to_a_report_that_is_there(store: Store) -> None:
    with pytest.raises(StoreError, match="no report sha256:0"):
        store.put_runs("sha256:0", [1])


# ---------------------------------------------------------------- older records


def test_an_older_record_is_brought_up_to_date_and_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    _first_schema(path)
    with pytest.raises(StoreError, match="older schema 0001"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        (kept,) = store.reports()
        assert (kept.text, store.feeds()) == ("An old text.", ())
        store.put_feed(STATE)
        store.put_runs(kept.id, [1])
    with Store.open(path, read_only=True) as store:
        assert store.feeds() == (STATE,) and store.reports_sharing([1]) == {kept.id: 1}


def _first_schema(path: Path) -> None:
    """A record as the first version of the schema had it, with one report."""
    config = Config()
    config.set_main_option("script_location", "dateline:store/migrations")
    with create_engine(f"sqlite:///{path}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        extras.install(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {engine.APPLICATION_ID}")
        connection.exec_driver_sql(
            "INSERT INTO reports (id, lang, added, text) VALUES (?, 'en', '2026-01-01T00:00:00+00:00', ?)",
            (report("An old text.").id, "An old text."),
        )
