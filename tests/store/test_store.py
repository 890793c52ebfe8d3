"""What comes in, what people decide, and what is derived."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dateline.errors import StoreError
from dateline.record import Capture, Dated, Judgement, Origin, Span
from dateline.store import Store
from tests.store.builders import NOON, TEXT, VERSIONS, alone, claim, filled, incident, report


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path / "desk.db")


def test_originals_come_back_byte_for_byte_and_are_kept_once(store: Store) -> None:
    for content in (b"", b"\x00\xff" * 9, b"<p>" * 5000):
        capture = Capture("http", NOON, "https://example.org/a", outlet="Example", tools={"fetcher": "2"})
        sha256 = store.add_original(content)
        assert store.add_original(content) == sha256 and store.original(sha256) == content
        assert store.capture(store.add_capture(sha256, capture)) == (sha256, capture)
    assert store.counts()["originals"] == 4


def test_a_report_comes_back_whole(store: Store) -> None:
    told = report(
        "Filed text.", title="T", url="u", lang="ar", retrieved=datetime(2017, 9, 15, 8), filed_from=Span(0, 5)
    )
    dates = (Dated("meta", "Fri, 15 Sep", date(2017, 9, 15), "+03:00", True), Dated("url", "2017/09"))
    assert store.add_report(told, dates=dates, origin=Origin("afp", "wire", "AFP", "(AFP)"))
    assert store.report(told.id) == told and list(store.reports())[-1] == told
    assert store.dates(told.id) == dates
    assert store.origins()[told.id] == Origin("afp", "wire", "AFP", "(AFP)")


def test_a_second_capture_of_a_text_is_tied_to_the_same_report(store: Store) -> None:
    original = store.add_original(b"another page")
    again = store.add_capture(original, Capture("http", NOON, "https://copy.example", outlet="Copy"))
    assert not store.add_report(report(outlet="Copy"), capture=again)
    assert [c.outlet for _, _, c in store.captures(report().id)] == [None, "Copy"]
    assert store.report(report().id).outlet == "SANA"


def test_a_capture_that_was_cut_short_is_pending(store: Store) -> None:
    lost, failed = (store.add_capture(store.add_original(b), Capture("file", NOON)) for b in (b"1", b"2"))
    store.quarantine("2.pdf", "no text", capture=failed)
    assert store.pending() == (lost,)
    with pytest.raises(StoreError, match="breaks the record"):
        store.add_capture("0" * 64, Capture("file", NOON))


def test_amending_keeps_what_was_said_before(store: Store) -> None:
    store.amend(report(published=date(2017, 9, 14)), why="the print edition", by="ana")
    last = store.history(report().id)[-1]
    assert store.report(report().id).published == date(2017, 9, 14)
    assert "2017-09-15" in (last.before or "") and "2017-09-14" in (last.after or "")
    assert (last.by, last.why) == ("ana", "the print edition")
    assert store.verify() == ()


def test_a_text_cannot_be_amended_nor_have_a_wrong_hash_or_half_a_character(store: Store) -> None:
    with pytest.raises(StoreError, match="another report"):
        store.amend(replace(report(), text=TEXT + "!"), why="")
    with pytest.raises(StoreError, match="not the hash"):
        store.add_report(replace(report(), text=TEXT + "!"))
    with pytest.raises(StoreError, match="surrogate"):
        store.add_report(report("half \ud83d"))


def test_a_failure_within_a_transaction_stores_none_of_it(store: Store) -> None:
    head = store.head()
    with pytest.raises(StoreError), store.transaction():
        store.add_report(report("A new text."))
        store.put_claims("sha256:0", [], **VERSIONS)
    assert store.head() == head and len(list(store.reports())) == 1


def test_quarantine_counts_tries_and_is_settled(store: Store) -> None:
    store.quarantine("bomb.warc", "still too large")
    (case,) = store.quarantined("waiting")
    assert (case.attempts, case.reason) == (2, "still too large")
    store.settle("bomb.warc", state="given up", why="not worth it")
    assert store.quarantined("waiting") == () and store.quarantined()[0].state == "given up"


# ---------------------------------------------------------------- judgements

SAME = Judgement(("c1", "c2"), "same", "ana", NOON, 1.5, ("same place",))


def test_a_judgement_supersedes_that_of_the_same_person_only(store: Store) -> None:
    by_ben = Judgement(("c2", "c1"), "different", "ben", NOON)
    changed = replace(SAME, claims=("c2", "c1"), verdict="different", score=None)
    assert [store.judge(j) for j in (SAME, by_ben, changed, changed)] == [True, True, True, False]
    assert store.judgements() == (by_ben, changed)
    assert store.judgements(superseded=True) == (SAME, by_ben, changed)


def test_a_judgement_can_be_withdrawn(store: Store) -> None:
    store.judge(SAME)
    assert store.withdraw(("c2", "c1"), by="ana", why="wrong key")
    assert not store.withdraw(("c2", "c1"), by="ana")
    assert store.judgements() == () and store.judgements(superseded=True) == (SAME,)
    assert store.verify() == ()


def test_a_judgement_is_about_two_claims_that_are_there(store: Store) -> None:
    with pytest.raises(StoreError, match="twice"):
        store.judge(replace(SAME, claims=("c1", "c1")))
    with pytest.raises(StoreError, match="no claim c9"):
        store.judge(replace(SAME, claims=("c1", "c9")))


# ---------------------------------------------------------------- incidents


def test_blocks_lead_to_the_claims_of_whole_reports(store: Store) -> None:
    other = report("Another text.")
    store.add_report(other)
    store.put_claims(other.id, [claim(other, "c3")], **VERSIONS)
    store.put_blocks({report().id: [("cell", 4, "70,80"), ("name", -1, "khasham")], other.id: [("cell", 4, "70,80")]})
    asked = [[("cell", 4, "70,80")], [("name", -1, "khasham")], [("claim", 0, "c3")], [("report", 0, report().id)], []]
    found = [[c.id for c in store.claims_in(blocks)] for blocks in asked]
    assert found == [["c1", "c2", "c3"], ["c1", "c2"], ["c3"], ["c1", "c2"], []]
    store.put_blocks({report().id: []})
    assert [c.id for c in store.claims_in([("cell", 4, "70,80")])] == ["c3"]


def test_an_incident_comes_back_whole_or_without_its_grid(store: Store) -> None:
    whole = incident("i9", "c1", "c2")
    store.put_incidents([whole])
    assert store.incident("i9") == whole
    assert list(store.incidents()) == [whole]
    assert list(store.incidents(grid=False)) == [replace(whole, fields=())]
    assert store.incident_of("c1") == "i9"


def test_incidents_that_share_claims_or_are_gone_make_room(store: Store) -> None:
    store.put_incidents([incident("i9", "c1")])
    assert [i.incident.id for i in store.incidents()] == ["i-c2", "i9"]
    store.put_incidents([], gone=["i-c2"])
    assert [i.incident.id for i in store.incidents()] == ["i9"]


def test_a_claim_is_in_one_incident(store: Store) -> None:
    with pytest.raises(StoreError, match="two incidents"):
        store.put_incidents([incident("a", "c1"), incident("b", "c1")])


def test_rebuilding_refuses_when_claims_changed_meanwhile(store: Store) -> None:
    def slow(given):  # type: ignore[no-untyped-def]
        store.put_claims(report().id, [claim(report())], reader_version="2", codebook_version="2")
        return alone(given)

    with pytest.raises(StoreError, match="again"):
        store.rebuild(slow)
    assert store.rebuild(alone) == 1


def test_a_backup_is_the_whole_record_and_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    head = store.backup(tmp_path / "copy.db")
    assert head == store.head()
    with Store.open(tmp_path / "copy.db", read_only=True) as copy:
        assert list(copy.claims()) == list(store.claims())
        assert copy.verify(merge=alone, head=head) == ()
    with pytest.raises(StoreError, match="never overwrites"):
        store.backup(tmp_path / "copy.db")
    assert not list(tmp_path.glob("*unfinished*"))
