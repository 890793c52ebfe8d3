"""`verify` is silent on a whole record and names whatever was changed behind the store's back."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.errors import StoreError
from dateline.record import Judgement, Origin, Party, Span
from dateline.store import Head, Store
from tests.store.builders import NOON, VERSIONS, alone, claim, filled, incident, report


def _tamper(path: Path, statement: str) -> None:
    """Changes rows as somebody does who knows the guards."""
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        assert database.execute(statement).rowcount > 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with filled(path) as store:
        store.put_claims(report().id, [claim(report())], reader_version="2", codebook_version="2")
        store.put_claims(report().id, [claim(report()), claim(report(), "c2")], **VERSIONS)
        store.put_origin(report().id, Origin("sana", "wire", "SANA"))
        store.judge(Judgement(("c1", "c2"), "same", "ana", NOON))
        store.judge(Judgement(("c1", "c2"), "different", "ana", NOON))
        store.rebuild(alone)
    return path


def test_a_whole_record_has_no_flaws(path: Path) -> None:
    with Store.open(path, read_only=True) as store:
        assert store.verify(merge=alone, head=store.head()) == ()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE originals SET content = CAST(x'79' || substr(content, 2) AS BLOB)", "original"),
        (
            "UPDATE originals SET content = CAST(substr(content, 1, 30) || 'x' || substr(content, 32) AS BLOB)",
            "original",
        ),
        ("UPDATE originals SET content = x'00ff' || substr(content, 2)", "original"),
        ("UPDATE reports SET text = replace(text, '12', '21')", "report"),
        ("UPDATE reports SET published = '2017-09-16'", "report"),
        ("UPDATE reports SET published = '2017-99-99'", "rows"),
        ("UPDATE claim_parties SET end = 0", "rows"),
        ("DELETE FROM captures", "capture"),
        ("UPDATE captures SET url = 'https://elsewhere.example'", "capture"),
        ("UPDATE audit SET why = 'other' WHERE number = 3", "audit"),
        ("UPDATE audit SET at = '2001-01-01T00:00:00+00:00' WHERE number = 1", "audit"),
        ("DELETE FROM audit WHERE number = 4", "audit"),
        ("DELETE FROM audit WHERE number >= (SELECT max(number) FROM audit)", "audit"),
        ("UPDATE claims SET event = 'aid' WHERE reading = 3", "claims"),
        ("UPDATE claims SET event = 'aid' WHERE reading = 1", "claims"),
        ("UPDATE claim_quantities SET least = 120", "claims"),
        ("DELETE FROM claim_parties WHERE role = 'source'", "claims"),
        ("UPDATE readings SET reader_version = 'x' WHERE number = 1", "claims"),
        ("UPDATE readings SET superseded_by = NULL WHERE number = 1", "claims"),
        ("UPDATE judgements SET verdict = 'same' WHERE superseded IS NULL", "judgement"),
        ("UPDATE judgements SET by = 'ben' WHERE superseded IS NOT NULL", "judgement"),
        ("DELETE FROM judgements WHERE superseded IS NOT NULL", "judgement"),
        ("UPDATE origins SET key = 'own'", "origin"),
        ("UPDATE quarantine SET state = 'settled'", "quarantine"),
        ("UPDATE incidents SET summary = replace(summary, '13', '31')", "incident"),
        ("DELETE FROM incidents", "incident"),
    ],
)
def test_each_change_is_found(path: Path, statement: str, kind: str) -> None:
    with Store.open(path, read_only=True) as store:
        head = store.head()
    _tamper(path, statement)
    with Store.open(path, read_only=True) as store:
        assert kind in {flaw.kind for flaw in store.verify(merge=alone, head=head)}


def test_a_cut_tail_shows_only_to_who_noted_the_head(path: Path) -> None:
    with Store.open(path) as store:
        store.audit("export", "incidents.csv", after={"sha256": "…"})
        head = store.head()
    _tamper(path, f"DELETE FROM audit WHERE number = {head.number}")
    with Store.open(path, read_only=True) as store:
        assert store.verify() == ()
        (flaw,) = store.verify(head=Head.parse(str(head)))
    assert flaw.kind == "audit" and "cut off" in flaw.wrong


def test_an_older_head_is_still_held(path: Path) -> None:
    with Store.open(path) as store:
        head = store.head()
        store.audit("export", "incidents.csv")
        assert store.verify(head=head) == ()


def test_quotes_that_do_not_match_the_text_are_found(path: Path) -> None:
    told = report()
    wrong = claim(told, actors=(Party(Span(0, 6), "Regime"),))
    outside = replace(claim(told, "c2"), evidence=Span(0, 9999))
    with Store.open(path) as store:
        store.put_claims(told.id, [wrong, outside], reader_version="3", codebook_version="1")
        found = [str(flaw) for flaw in store.verify()]
    assert len(found) == 2 and "'Regime' where the text has 'Rebels'" in found[0] and "outside" in found[1]


def test_incidents_that_do_not_follow_from_the_claims_are_found(path: Path) -> None:
    with Store.open(path) as store:
        store.put_incidents([incident("i9", "c1")])
        assert {flaw.subject for flaw in store.verify(merge=alone)} == {"i9", "i-c1"}
        store.rebuild(alone)
        assert store.verify(merge=alone) == ()


def test_a_flipped_bit_in_the_file_is_found(path: Path) -> None:
    """Wherever it falls: verify names it, or the file is refused as damaged."""
    with Store.open(path) as store:
        head = store.head()
    whole = path.read_bytes()
    silent = 0
    for at in range(300, len(whole), len(whole) // 25):
        if not whole[at]:
            continue
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            with Store.open(path, read_only=True) as store:
                silent += not store.verify(merge=alone, head=head)
        except StoreError:
            pass
    assert silent <= 5  # bits of indexes, of views, of pages no longer in use


def test_guards_stop_changes_by_accident(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in ("UPDATE audit SET why = ''", "DELETE FROM claims", "UPDATE reports SET text = ''"):
            with pytest.raises(sqlite3.IntegrityError, match=r"are (kept|final)|is final"):
                database.execute(statement)


def test_a_head_is_read_as_it_is_written() -> None:
    assert Head.parse(str(Head(0, ""))) == Head(0, "")
    with pytest.raises(ValueError, match="audit head"):
        Head.parse("12:abc")


def test_the_stores_own_entries_cannot_be_forged_through_audit(path: Path) -> None:
    with Store.open(path) as store, pytest.raises(StoreError, match="another name"):
        store.audit("claims", report().id)
