"""One SQLite file behind SQLAlchemy: how it is opened, migrated and locked.

A write takes the lock at its beginning (`BEGIN IMMEDIATE`) and waits for others to finish: a plain
`BEGIN` takes it at the first write, where SQLite cannot wait when the snapshot is no longer the
newest, and six writers then got thousands of lock errors. Reads see one snapshot and block nobody.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import QueuePool

from dateline.errors import StoreError
from dateline.store import extras

# The newest migration that this program knows; a test holds it equal to the newest file.
SCHEMA = "0005"
# Says "a dateline record" to `file` and to us: "DLNE". A foreign SQLite file has another, or none.
APPLICATION_ID = 0x444C4E45
# Long enough for the longest write there is, putting 100,000 incidents.
_WAIT_SECONDS = 120
_SQLITE = b"SQLite format 3\0"


def open_engine(path: Path, *, create: bool, read_only: bool) -> Engine:
    """An engine over the file at `path`, at the newest schema. Raises StoreError."""
    _check_file(path, create=create and not read_only)
    engine = _engine(path, read_only=read_only)
    try:
        _prepare(engine, path, create=create, read_only=read_only)
    except (DatabaseError, sqlite3.Error) as problem:
        engine.dispose()
        raise StoreError(trouble(path, problem)) from problem
    except StoreError:
        engine.dispose()
        raise
    return engine


def begin_writing(connection: Connection) -> Connection:
    """Marks a connection so that its next transaction takes the write lock."""
    return connection.execution_options(dateline_writes=True)


def _check_file(path: Path, *, create: bool) -> None:
    try:
        _check_kind(path, create=create)
    except OSError as problem:
        raise StoreError(f"{path} cannot be opened ({problem.strerror}); look at the rights of the file") from problem


def _check_kind(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder; a store is one file, such as {path / 'desk.db'}")
    if not path.exists() or path.stat().st_size == 0:
        if not create:
            raise StoreError(f"there is no store at {path}; `dateline add` makes one, or give another with --db")
        if not path.parent.is_dir():
            raise StoreError(f"there is no folder {path.parent}; make it first")
        return
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            raise StoreError(f"{path} is no dateline store; give another file with --db")


def _engine(path: Path, *, read_only: bool) -> Engine:
    address = path.absolute().as_uri() + (_mode(path) if read_only else "")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, json_serializer=_json, poolclass=QueuePool)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _mode(path: Path) -> str:
    """Read-only; of a file in a folder where SQLite cannot put its helper files, without them."""
    log = path.with_name(path.name + "-wal")
    if log.exists() or os.access(path.parent, os.W_OK):
        return "?mode=ro"
    return "?mode=ro&immutable=1"


def _configure(database: sqlite3.Connection, _: object) -> None:
    # Transactions are ours to begin: the driver's own begin late and skip some statements.
    database.isolation_level = None
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA cache_size = -32000")  # 32 MB
    database.execute("PRAGMA journal_size_limit = 67108864")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("dateline_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# ---------------------------------------------------------------- the schema


def _prepare(engine: Engine, path: Path, *, create: bool, read_only: bool) -> None:
    with engine.connect() as connection:
        found = _schema(connection, path)
    if read_only and found == SCHEMA:
        return
    if read_only:
        raise StoreError(f"{path} has the older schema {found}; open it once for writing to bring it up to date")
    if found is None and not create:
        raise StoreError(f"{path} is an empty database; `dateline add` fills it, or give another file with --db")
    _use_log(engine)
    if found == SCHEMA:
        return
    with engine.connect() as connection, begin_writing(connection).begin():
        if _schema(connection, path) != SCHEMA:
            migrate(connection)
            extras.install(connection)
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))


def _schema(connection: Connection, path: Path) -> str | None:
    """The schema of the file, None when it is empty. Raises StoreError when it is not ours or too new."""
    tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    if not tables:
        return None
    if connection.execute(text("PRAGMA application_id")).scalar_one() != APPLICATION_ID:
        raise StoreError(f"{path} is no dateline store but another program's database; give another file with --db")
    found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if found > SCHEMA:
        raise StoreError(
            f"{path} was written by a newer dateline (schema {found}; this one knows {SCHEMA}):"
            " update dateline, or open the copy that `dateline backup` made before the update"
        )
    return found


def _use_log(engine: Engine) -> None:
    """Switches to write-ahead logging, which does not wait for locks by itself."""
    give_up = time.monotonic() + _WAIT_SECONDS
    with closing(engine.raw_connection()) as connection:
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as problem:
                if "locked" not in str(problem) or time.monotonic() > give_up:
                    raise
                time.sleep(0.05)


def migrate(connection: Connection) -> None:
    """Brings the tables to the newest schema within the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "dateline:store/migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def trouble(path: Path, problem: DatabaseError | sqlite3.Error) -> str:
    """What a database error means for the person at the keyboard."""
    reason = str(problem.orig if isinstance(problem, DatabaseError) else problem)
    if isinstance(problem, (IntegrityError, sqlite3.IntegrityError)):
        return f"{path} refused a change that breaks the record ({reason})"
    if "is full" in reason:
        return f"there is no room left for {path} ({reason}); nothing of this change was stored"
    if "locked" in reason:
        return f"{path} was locked by another program for {_WAIT_SECONDS} seconds; close it and try again"
    if "unable to open" in reason or "readonly" in reason:
        return f"{path} cannot be opened ({reason}); look at the rights of the file and its folder"
    return f"{path} is damaged ({reason}); go back to the last `dateline backup`"
