"""Store: the record in one file. Reports, claims, judgements and their log; nothing is overwritten.

Claims supersede claims, judgements supersede judgements, and both stay; incidents are derived and
rebuilt at any time. Every verb that writes is one transaction: it is stored as a whole when the
verb returns, or not at all. `transaction` makes several verbs one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DatabaseError

from dateline.errors import StoreError
from dateline.record import Capture, Claim, Dated, Decision, FeedState, Judgement, Origin, Report, Summary
from dateline.store import (
    accounts,
    blocks,
    claim_decisions,
    claims,
    decisions,
    engine,
    extras,
    feeds,
    incidents,
    naming,
    originals,
    quarantine,
    reports,
    runs,
    verify,
)
from dateline.store import audit as log
from dateline.store.accounts import User
from dateline.store.audit import Entry, Head
from dateline.store.blocks import Block
from dateline.store.claim_decisions import Numbered
from dateline.store.naming import Named
from dateline.store.quarantine import Quarantined, State
from dateline.store.query import EVERYTHING, Box, Query
from dateline.store.tables import metadata, readings
from dateline.store.verify import Flaw, Material, Merge

__all__ = [
    "Box",
    "Entry",
    "Flaw",
    "Head",
    "Material",
    "Merge",
    "Numbered",
    "Quarantined",
    "Query",
    "Store",
]


class Store:
    """One record. Any number of processes and threads may hold the same file open; one writes at a time."""

    def __init__(self, path: Path, database: Engine, *, by: str, read_only: bool):
        self.path = path
        self.by = by
        self.read_only = read_only
        self._engine = database
        self._open: ContextVar[Connection | None] = ContextVar("dateline_store", default=None)

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False, read_only: bool = False, by: str = "dateline") -> Self:
        """Opens the record at `path`, bringing an older schema up to date.

        `create` makes it when it is missing. `by` is who the audit log says did what follows.
        Raises StoreError when the file is missing, foreign, damaged or of a newer schema.
        """
        path = Path(path)
        return cls(path, engine.open_engine(path, create=create, read_only=read_only), by=by, read_only=read_only)

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Makes all verbs within one write: all of it is stored, or after an error none."""
        if connection := self._open.get():
            yield connection
            return
        if self.read_only:
            raise StoreError(f"{self.path} is open for reading only; open it for writing to change it")
        with self._trouble(), self._engine.connect() as fresh, engine.begin_writing(fresh).begin():
            token = self._open.set(fresh)
            try:
                yield fresh
            finally:
                self._open.reset(token)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One snapshot; within a transaction, what that has written so far."""
        if connection := self._open.get():
            yield connection
            return
        with self._trouble(), self._engine.connect() as fresh:
            yield fresh

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.Error) as problem:
            raise StoreError(engine.trouble(self.path, problem)) from problem
        except UnicodeEncodeError as problem:
            half = problem.object[problem.start : problem.end]
            raise StoreError(
                f"half a surrogate pair ({half!r}) is no character, and no database keeps it;"
                " put U+FFFD in its place before the text is hashed"
            ) from problem

    # ------------------------------------------------------------ what comes in

    def add_original(self, content: bytes) -> str:
        """Archives the bytes of a document, once however often they come; their SHA-256."""
        with self.transaction() as connection:
            return originals.put_original(connection, content)

    def add_capture(self, original: str, capture: Capture) -> int:
        """Notes how an archived original came; one capture for each document in it. The number of the capture."""
        with self.transaction() as connection:
            return originals.put_capture(connection, self.by, original, capture)

    def add_report(
        self, report: Report, *, capture: int | None = None, dates: Sequence[Dated] = (), origin: Origin | None = None
    ) -> bool:
        """Adds a report read from a capture; False when the very same text is there already.

        The first to come gives a text its title, day and outlet; `captures` tells of the others,
        and `amend` corrects.
        """
        with self.transaction() as connection:
            return reports.put_report(connection, self.by, report, capture=capture, dates=tuple(dates), origin=origin)

    def amend(self, report: Report, *, why: str, by: str | None = None) -> None:
        """Corrects what is known about a report; its text cannot change. The log keeps what was said before."""
        with self.transaction() as connection:
            reports.amend(connection, by or self.by, report, why=why)

    def put_origin(self, report: str, origin: Origin, *, why: str = "") -> None:
        """Says where the account of a report comes from."""
        with self.transaction() as connection:
            reports.put_origin(connection, self.by, report, origin, why=why)

    def quarantine(self, name: str, reason: str, *, capture: int | None = None, state: State = "waiting") -> None:
        """Notes a document that could not be read; again if it failed again."""
        with self.transaction() as connection:
            quarantine.put_quarantine(connection, self.by, name, reason, capture=capture, state=state)

    def settle(self, name: str, *, state: State = "settled", why: str = "") -> None:
        """Closes the case of a document in quarantine, if there is one."""
        with self.transaction() as connection:
            quarantine.settle(connection, self.by, name, state=state, why=why)

    def quarantined(self, state: State | None = None) -> tuple[Quarantined, ...]:
        """What could not be read, oldest first."""
        with self._reading() as connection:
            return tuple(quarantine.quarantined(connection, state))

    def reports(self) -> Iterator[Report]:
        """Every report in the order of arrival."""
        with self._reading() as connection:
            yield from reports.all_reports(connection)

    def report(self, id: str) -> Report:
        """One report. StoreError when there is none of that id."""
        with self._reading() as connection:
            return reports.one_report(connection, id)

    def is_read(self, report: str) -> bool:
        """True when a reader has read that report, even if it found no claim."""
        with self._reading() as connection:
            return reports.is_read(connection, report)

    def unread(self, *, versions: tuple[str, str] | None = None) -> tuple[str, ...]:
        """Ids of the reports without a reading; with `versions`, those that this reader and codebook have not read."""
        with self._reading() as connection:
            return tuple(reports.unread(connection, versions))

    def captures(self, report: str | None = None) -> tuple[tuple[int, str, Capture], ...]:
        """Captures as (number, SHA-256 of the original, capture), of one report or all."""
        with self._reading() as connection:
            return tuple(originals.all_captures(connection, report))

    def capture(self, number: int) -> tuple[str, Capture]:
        """The SHA-256 of the original of a capture, and the capture, to read it again."""
        with self._reading() as connection:
            return originals.one_capture(connection, number)

    def report_of(self, capture: int) -> str | None:
        """The id of the report that was read from a capture."""
        with self._reading() as connection:
            return originals.report_of(connection, capture)

    def pending(self) -> tuple[int, ...]:
        """Captures that gave neither a report nor a case in quarantine: intake was cut short."""
        with self._reading() as connection:
            return tuple(originals.pending(connection))

    def original(self, sha256: str) -> bytes | None:
        """The bytes as they came."""
        with self._reading() as connection:
            return originals.original(connection, sha256)

    def dates(self, report: str) -> tuple[Dated, ...]:
        """All candidates for a report's day of publication."""
        with self._reading() as connection:
            return reports.dates_of(connection, report)

    def origin(self, report: str) -> Origin | None:
        """Where the account of one report comes from, when that was said."""
        with self._reading() as connection:
            return reports.origin_of(connection, report)

    def origins(self) -> Mapping[str, Origin]:
        """Origins by the ids of their reports."""
        with self._reading() as connection:
            return reports.all_origins(connection)

    def put_feed(self, state: FeedState) -> None:
        """Says where the watch of a feed stands; in one transaction with what was taken from it, nothing is lost."""
        with self.transaction() as connection:
            feeds.put_feed(connection, self.by, state)

    def feeds(self) -> tuple[FeedState, ...]:
        """Where the watch of every feed stands."""
        with self._reading() as connection:
            return tuple(feeds.all_feeds(connection))

    # ------------------------------------------------------------ claims and judgements

    def put_claims(self, report: str, given: Sequence[Claim], *, reader_version: str, codebook_version: str) -> bool:
        """Makes these the current claims of a report; what was current is superseded, and kept.

        False when the current ones are the same, by the same versions. No claims is a result too.
        """
        with self.transaction() as connection:
            return claims.put_claims(
                connection, self.by, report, given, reader_version=reader_version, codebook_version=codebook_version
            )

    def claims(self, query: Query = EVERYTHING) -> Iterator[Claim]:
        """Current claims in order of arrival and text."""
        for _, several in self._coded(query):
            yield from several

    def coded(self, query: Query = EVERYTHING) -> Iterator[tuple[Report, tuple[Claim, ...]]]:
        """Reports with those of their current claims that the query wants; reports without such are left out."""
        with self._reading() as connection:
            for id, several in claims.coded(connection, query):
                yield reports.one_report(connection, id), several

    def _coded(self, query: Query) -> Iterator[tuple[str, tuple[Claim, ...]]]:
        with self._reading() as connection:
            yield from claims.coded(connection, query)

    def judge(self, judgement: Judgement, *, why: str = "") -> bool:
        """Stores a decision; what the same person held of that pair is superseded. False when they hold it already."""
        with self.transaction() as connection:
            return decisions.put_judgement(connection, judgement, why=why)

    def withdraw(self, claims: tuple[str, str], *, by: str, why: str = "") -> bool:
        """Takes back somebody's decision; False when they hold none."""
        with self.transaction() as connection:
            return decisions.withdraw(connection, by, claims, by, why=why)

    def judgements(self, *, superseded: bool = False) -> tuple[Judgement, ...]:
        """Decisions that stand, or all that were ever made, in the order they were made."""
        with self._reading() as connection:
            return tuple(decisions.all_judgements(connection, superseded=superseded))

    def as_read(self, report: str) -> tuple[tuple[str, str], tuple[Claim, ...]]:
        """What a reader made of a report, without what people decided: its versions and its claims.

        StoreError when nothing has read it.
        """
        with self._reading() as connection:
            return claims.as_read(connection, report)

    def decide(self, decision: Decision) -> int:
        """Stores what somebody holds of a claim in place of what they held before; the number of the decision."""
        with self.transaction() as connection:
            return claim_decisions.put_decision(connection, decision)

    def take_back(self, number: int, *, by: str, why: str = "") -> Decision:
        """Takes back a decision that stands; StoreError when it does not."""
        with self.transaction() as connection:
            return claim_decisions.take_back(connection, number, by=by, why=why)

    def decisions(
        self, *, report: str | None = None, claim: str | None = None, superseded: bool = False
    ) -> tuple[Numbered, ...]:
        """Decisions on claims in the order they were made: those that stand, of a report or claim if given, or all."""
        with self._reading() as connection:
            if report is not None:
                found = claim_decisions.of_report(connection, report, superseded=superseded)
            elif claim is not None:
                found = (n for n in claim_decisions.of_claim(connection, claim) if n.standing or superseded)
            else:
                found = claim_decisions.all_decisions(connection, superseded=superseded)
            return tuple(found)

    # ------------------------------------------------------------ who uses the desk

    def put_user(self, name: str, role: str, *, password: str | None = None, by: str | None = None) -> None:
        """Adds a user, or changes their role or password (given hashed), which ends their sessions."""
        with self.transaction() as connection:
            accounts.put_user(connection, by or self.by, name, role, password)

    def remove_user(self, name: str, *, by: str | None = None) -> None:
        """Removes a user; what they decided stays. StoreError when there is none."""
        with self.transaction() as connection:
            accounts.remove_user(connection, by or self.by, name)

    def users(self) -> tuple[User, ...]:
        """Everybody with an account, by name."""
        with self._reading() as connection:
            return tuple(accounts.all_users(connection))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot for several questions, for the modules of this folder that are asked directly."""
        with self._reading() as connection:
            yield connection

    # ------------------------------------------------------------ incidents

    def put_incidents(self, summaries: Iterable[Summary], *, gone: Iterable[str] = ()) -> None:
        """Puts incidents, replacing those of the same id and those that hold any of the same claims."""
        with self.transaction() as connection:
            incidents.put_incidents(connection, summaries, gone=gone)

    def incidents(self, query: Query = EVERYTHING, *, grid: bool = True) -> Iterator[Summary]:
        """Incidents by time, those without a date last; without `grid` their `fields` are left out, for speed."""
        with self._reading() as connection:
            yield from incidents.summaries(connection, query, grid=grid)

    def incident(self, id: str) -> Summary:
        """One incident. StoreError when there is none of that id."""
        with self._reading() as connection:
            found = incidents.one_incident(connection, id)
        if found is None:
            raise StoreError(f"no incident {id} in the store; `dateline export incidents` lists their ids")
        return found

    def incident_of(self, claim: str) -> str | None:
        """The id of the incident that a claim belongs to."""
        with self._reading() as connection:
            return incidents.incident_of(connection, claim)

    def material(self) -> Material:
        """All that merging needs, from one snapshot."""
        with self._reading() as connection:
            return verify.material(connection)

    def rebuild(self, merge: Merge) -> int:
        """Merges all claims anew and puts the result in place of every incident; how many there are.

        Others may write while merging goes on. When what they wrote bears on incidents, the result
        would be stale: StoreError.
        """
        with self._reading() as connection:
            seen, given = log.head(connection), verify.material(connection)
        made = tuple(merge(given))
        with self.transaction() as connection:
            if log.since(connection, seen, ("report", "origin", "claims", "judgement")):
                raise StoreError(f"{self.path} changed while it was merged; run `dateline rebuild` again")
            incidents.clear(connection)
            incidents.put_incidents(connection, made, gone=())
            log.log(connection, self.by, "rebuild", "incidents", after=len(made))
        return len(made)

    def put_blocks(self, keys: Mapping[str, Iterable[Block]]) -> None:
        """Puts the blocks of reports, given by id, into the index that incremental merging looks into."""
        with self.transaction() as connection:
            blocks.put_blocks(connection, keys)

    def claims_in(self, wanted: Iterable[Block]) -> Iterator[Claim]:
        """All current claims of every report that has a claim in one of the blocks.

        A block ("report", 0, id) asks for that report, ("claim", 0, id) for the report of that claim.
        """
        with self._reading() as connection:
            yield from blocks.claims_in(connection, wanted)

    def put_runs(self, report: str, hashes: Iterable[int]) -> None:
        """Puts runs of words of a report, given by hashes (64 bits), into the index that copies are found by."""
        with self.transaction() as connection:
            runs.put_runs(connection, report, hashes)

    def reports_sharing(self, hashes: Iterable[int]) -> Mapping[str, int]:
        """How many of these runs each report holds, by its id; runs of more than 100 reports do not count."""
        with self._reading() as connection:
            return runs.reports_sharing(connection, hashes)

    # ------------------------------------------------------------ finding

    def search(self, words: str, *, limit: int = 100) -> tuple[str, ...]:
        """Ids of the reports that hold all words (or "phrases in quotes"), best first."""
        with self._reading() as connection:
            return tuple(reports.ids_of(connection, extras.find_words(connection, words, limit=limit)))

    def within(self, box: Box) -> tuple[str, ...]:
        """Ids of the claims whose place may lie in a box: whose area touches it."""
        with self._reading() as connection:
            return tuple(claims.ids(connection, Query(bbox=box)))

    def named(self, what: Named, start: str) -> str:
        """The id of a report, claim or incident by its first characters. StoreError unless there is just one."""
        with self._reading() as connection:
            return naming.named(connection, what, start)

    def made_by(self) -> Mapping[str, str]:
        """Which readers and codebooks made the current claims."""
        with self._reading() as connection:
            return naming.made_by(connection)

    def reindex(self) -> None:
        """Makes the search index, the areas and the views anew from the tables."""
        with self.transaction() as connection:
            extras.install(connection)
            extras.reindex(connection)

    def counts(self) -> Mapping[str, int]:
        """How many rows each table has, and how many readings are current."""
        with self._reading() as connection:
            count = select(func.count())
            rows = {n: connection.execute(count.select_from(t)).scalar_one() for n, t in metadata.tables.items()}
            current = select(func.coalesce(func.sum(readings.c.claims), 0)).where(readings.c.superseded_by.is_(None))
            return rows | {"current_claims": int(connection.execute(current).scalar_one())}

    # ------------------------------------------------------------ trust

    def audit(
        self, what: str, subject: str, *, before: Any = None, after: Any = None, why: str = "", by: str | None = None
    ) -> Head:
        """Writes an entry of one's own into the log, such as an export; the new head."""
        if what in verify.LOGGED:
            raise StoreError(f"{what!r} entries are written by the store itself; give yours another name")
        with self.transaction() as connection:
            return log.log(connection, by or self.by, what, subject, before=before, after=after, why=why)

    def history(self, subject: str | None = None) -> tuple[Entry, ...]:
        """The log, oldest first; of one subject if given."""
        with self._reading() as connection:
            return tuple(log.entries(connection, subject))

    def head(self) -> Head:
        """Where the log ends: note it down, and `verify` finds a log that was cut or rewritten."""
        with self._reading() as connection:
            return log.head(connection)

    def verify(self, *, merge: Merge | None = None, head: Head | None = None) -> tuple[Flaw, ...]:
        """Everything that is not as it was stored; nothing when the record is whole.

        With `merge`, incidents are merged again and compared; with `head`, the log must hold it.
        """
        with self._reading() as connection:
            return tuple(verify.flaws(connection, merge=merge, head=head))

    def backup(self, path: Path | str) -> Head:
        """Copies the whole record into one new file while others go on; the head of the copy's log.

        Copying the file by other means loses what is still in its "-wal" file. It is written under
        a temporary name and renamed. StoreError when `path` is there already.
        """
        path = Path(path)
        if path.exists():
            raise StoreError(f"{path} is there already; a backup never overwrites, give another name")
        unfinished = path.with_name(f"{path.name}.unfinished-{os.getpid()}")
        try:
            self._copy(unfinished)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        with Store.open(path, read_only=True) as copy:
            return copy.head()

    def _copy(self, target: Path) -> None:
        with self._trouble(), self._engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
