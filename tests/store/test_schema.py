"""The file: made, migrated, refused, read by others."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from dateline.errors import StoreError
from dateline.store import Box, Store, engine
from dateline.store.tables import metadata
from tests.store.builders import filled


def test_the_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    Store.open(tmp_path / "desk.db", create=True).close()
    with create_engine(f"sqlite:///{tmp_path / 'desk.db'}").connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    ours = [
        d
        for d in differences
        if not (d[0] == "remove_table" and d[1].name.startswith(("report_words", "claim_areas", "incident_areas")))
    ]
    assert ours == []


def test_the_newest_migration_is_the_schema_that_is_asked_for() -> None:
    config = Config()
    config.set_main_option("script_location", "dateline:store/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == engine.SCHEMA


def test_the_tables_are_portable() -> None:
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_a_newer_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    Store.open(path, create=True).close()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"newer dateline .*update dateline"):
            Store.open(path, read_only=read_only)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"GIF89a, not a database at all", "no dateline store"), (None, "no store at"), (b"", "no store at")],
)
def test_what_is_no_store_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "desk.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=message):
        Store.open(path)


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program's"):
        Store.open(path, create=True)
    assert path.read_bytes() == before


def test_folders_and_missing_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path, create=True)
    with pytest.raises(StoreError, match="no folder"):
        Store.open(tmp_path / "none" / "desk.db", create=True)


def test_read_only_reads_and_refuses_to_write(tmp_path: Path) -> None:
    filled(tmp_path / "desk.db").close()
    with Store.open(tmp_path / "desk.db", read_only=True) as store:
        assert len(list(store.claims())) == 2
        with pytest.raises(StoreError, match="reading only"):
            store.quarantine("a", "b")


def test_an_interrupted_creation_is_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    Store.open(path, create=True).close()
    Store.open(path).close()


def test_a_backup_opened_for_writing_is_logged_ahead_again(tmp_path: Path) -> None:
    with filled(tmp_path / "desk.db") as store:
        store.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db-wal").exists()
    Store.open(tmp_path / "copy.db").close()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_full_disk_is_told_and_stores_nothing(tmp_path: Path) -> None:
    store = filled(tmp_path / "desk.db")
    head = store.head()
    with pytest.raises(StoreError, match="no room left"), store.transaction() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        store.add_original(random.Random(1).randbytes(500_000))
    assert store.head() == head and store.verify() == ()


def test_indexes_can_be_made_anew(tmp_path: Path) -> None:
    with filled(tmp_path / "desk.db") as store:
        before = store.search("khusham"), store.within(Box(40, 35, 41, 36))
        with store.transaction() as connection:
            connection.exec_driver_sql("DROP TABLE report_words")
            connection.exec_driver_sql("DELETE FROM claim_areas")
        store.reindex()
        assert (store.search("khusham"), store.within(Box(40, 35, 41, 36))) == before and all(before)


def test_the_views_show_one_row_a_claim_and_a_located_incident(tmp_path: Path) -> None:
    filled(tmp_path / "desk.db").close()
    with closing(sqlite3.connect(f"file:{tmp_path / 'desk.db'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        first, second = database.execute("SELECT * FROM claims_flat ORDER BY id").fetchall()
        assert (first["actors"], first["place"], first["trigger_word"]) == ("Rebels", "Khasham", "shelled")
        assert first["evidence"].endswith("said.") and first["quantities"] == "killed: 12 people"
        assert (first["incident"], second["latitude"]) == ("i-c1", None)
        (located,) = database.execute("SELECT * FROM incidents_map").fetchall()
        assert (located["id"], located["latitude"], located["longitude"]) == ("i-c1", 35.3, 40.3)
        assert located["events"] == "shelling" and located["killed_high"] == 13
