"""Claims go into rows and come back as they were; a new reading supersedes, and keeps, the old."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dateline.errors import StoreError
from dateline.record import Claim
from dateline.store import Query, Store, asking
from dateline.store.claims import sketched
from dateline.store.codec import digest
from tests.store.builders import VERSIONS, claim, claims_of, filled, report

REPORT = report()
NEWER = {"reader_version": "reader-2", "codebook_version": "codebook-1"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(tmp_path_factory.mktemp("store") / "desk.db", create=True)
    store.add_report(REPORT)
    return store


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(several=st.lists(claims_of(REPORT), max_size=4, unique_by=lambda c: c.id))
def test_any_claim_comes_back_as_it_was(shared: Store, several: list[Claim]) -> None:
    shared.put_claims(REPORT.id, several, **VERSIONS)
    found = list(shared.claims())
    assert found == several
    assert [c.notes for c in found] == [c.notes for c in several]
    assert digest(found) == digest(several)


def test_a_new_reading_supersedes_and_keeps_the_old(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db", create=True) as store:
        store.add_report(REPORT)
        store.put_claims(REPORT.id, [claim(REPORT)], **VERSIONS)
        better = claim(REPORT, event="attack")
        assert store.put_claims(REPORT.id, [better], reader_version="reader-2", codebook_version="codebook-1")
        assert list(store.claims()) == [better]
        with store.transaction() as connection:
            assert connection.execute(text("SELECT event FROM claims ORDER BY reading")).scalars().all() == [
                "shelling",
                "attack",
            ]


def test_the_same_reading_again_changes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db", create=True) as store:
        assert store.add_report(REPORT)
        assert store.put_claims(REPORT.id, [claim(REPORT)], **VERSIONS)
        head = store.head()
        assert not store.add_report(REPORT)
        assert not store.put_claims(REPORT.id, [claim(REPORT)], **VERSIONS)
        assert store.head() == head


def test_a_report_without_claims_has_been_read(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db", create=True) as store:
        store.add_report(REPORT)
        assert store.unread(versions=("reader-1", "codebook-1")) == (REPORT.id,)
        store.put_claims(REPORT.id, [], **VERSIONS)
        assert store.unread(versions=("reader-1", "codebook-1")) == ()
        assert store.unread(versions=("reader-2", "codebook-1")) == (REPORT.id,)


def test_claims_of_another_report_are_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db", create=True) as store:
        store.add_report(REPORT)
        with pytest.raises(StoreError, match="is of report"):
            store.put_claims(REPORT.id, [claim(report("Another text."))], **VERSIONS)
        with pytest.raises(StoreError, match="one id"):
            store.put_claims(REPORT.id, [claim(REPORT), claim(REPORT)], **VERSIONS)
        with pytest.raises(StoreError, match="add it first"):
            store.put_claims("sha256:0", [], **VERSIONS)
        assert list(store.claims()) == []


def test_a_sketch_of_claims_is_the_claims_without_what_holders_do_not_need(tmp_path: Path) -> None:
    with filled(tmp_path / "desk.db") as store:
        again = report("Another text.")
        store.add_report(again)
        store.put_claims(again.id, [replace(claim(report(), "c3"), report=again.id)], **VERSIONS)
        store.put_claims(report().id, [claim(report()), claim(report(), "c2", place=None, event="killing")], **NEWER)
        for query in (Query(), Query(event=("killing",)), Query(country=("SYR",)), Query(source=("nobody",))):
            bare = {"targets": (), "sources": (), "weapons": (), "quantities": (), "origin": None, "destination": None}
            with store.reading() as connection:
                found = {c.id: c for c in sketched(connection, query)}
                assert found == {c.id: replace(c, **bare) for c in store.claims(query)}


def test_incidents_are_told_for_many_claims_at_once(tmp_path: Path) -> None:
    with filled(tmp_path / "desk.db") as store, store.reading() as connection:
        assert asking.incidents_of(connection, ["c2", "c1", "c9"]) == {"c1": "i-c1", "c2": "i-c2"}
        assert asking.incidents_of(connection, []) == {}
