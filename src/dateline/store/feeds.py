"""Feeds that are watched: where the watch of each one stands, so that it goes on after a stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from dateline.record import FeedState
from dateline.store import audit
from dateline.store.codec import digest
from dateline.store.tables import added, feed_entries, feeds

# The number of an entry and its tries, None when it is done with.
_Row = tuple[int, int | None]
_IDS = 10_000


def put_feed(connection: Connection, by: str, state: FeedState) -> None:
    """Puts where a feed stands in place of where it stood."""
    known = feeds.c.url == state.url
    before = next(_feeds(connection, select(feeds).where(known)), None)
    row: dict[str, Any] = {"etag": state.etag, "last_modified": state.last_modified}
    row |= {"next_at": state.next_at, "failures": state.failures}
    if before:
        connection.execute(update(feeds).where(known).values(row))
        number = connection.execute(select(feeds.c.number).where(known)).scalar_one()
    else:
        number = added(connection, feeds, row | {"url": state.url})
    _put_entries(connection, number, state)
    was, now = logged(before) if before else None, logged(state)
    if was != now:
        audit.log(connection, by, "feed", state.url, before=was, after=now)


def logged(state: FeedState) -> list[Any]:
    """What the log keeps of a state: all but the time of the next poll, the entries by their digest."""
    entries = digest([list(state.seen), dict(state.failed)])
    return [state.etag, state.last_modified, state.failures, len(state.seen), len(state.failed), entries]


def all_feeds(connection: Connection) -> Iterator[FeedState]:
    """Where every feed stands, in the order in which they were first watched."""
    return _feeds(connection, select(feeds).order_by(feeds.c.number))


def _feeds(connection: Connection, wanted: Select[Any]) -> Iterator[FeedState]:
    for row in connection.execute(wanted).all():
        rows = _entries(connection, row.number)
        seen = tuple(entry for entry, (_, tries) in rows.items() if tries is None)
        failed = {entry: tries for entry, (_, tries) in rows.items() if tries is not None}
        yield FeedState(row.url, row.etag, row.last_modified, row.next_at, row.failures, seen, failed)


def _entries(connection: Connection, feed: int) -> dict[str, _Row]:
    """The entries of a feed as they are stored, in order."""
    table = feed_entries.c
    wanted = select(table.entry, table.number, table.tries).where(table.feed == feed).order_by(table.number)
    return {row.entry: (row.number, row.tries) for row in connection.execute(wanted)}


def _put_entries(connection: Connection, feed: int, state: FeedState) -> None:
    """Writes what changed only: one more entry is one more row."""
    was = _entries(connection, feed)
    now = _numbered({**dict.fromkeys(state.seen), **state.failed}, was)
    stale = [entry for entry, row in was.items() if now.get(entry) != row]
    for i in range(0, len(stale), _IDS):
        batch = feed_entries.c.entry.in_(stale[i : i + _IDS])
        connection.execute(delete(feed_entries).where(feed_entries.c.feed == feed, batch))
    fresh = [(entry, row) for entry, row in now.items() if was.get(entry) != row]
    rows = [{"feed": feed, "entry": entry, "number": number, "tries": tries} for entry, (number, tries) in fresh]
    if rows:
        connection.execute(insert(feed_entries), rows)


def _numbered(entries: Mapping[str, int | None], was: Mapping[str, _Row]) -> dict[str, _Row]:
    """Entries with rising numbers; each keeps the one it had where that still rises."""
    out: dict[str, _Row] = {}
    last = 0
    for entry, tries in entries.items():
        last = max(last + 1, was[entry][0] if entry in was else 0)
        out[entry] = (last, tries)
    return out
