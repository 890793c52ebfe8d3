"""Whether the record is whole: originals, texts, log, claims and incidents are what they were.

Everything that was stored is in the audit log by its hash or in full, and the log is chained; so
whoever changes a row must change the log too, and whoever rewrites the log changes its head.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, LargeBinary, cast, select
from sqlalchemy.exc import DatabaseError

from dateline.record import Claim, Decision, Judgement, Origin, Party, Report, Span, Summary
from dateline.store import (
    audit,
    claim_decisions,
    claims,
    decisions,
    feeds,
    incidents,
    originals,
    quarantine,
    reports,
    tables,
)
from dateline.store.codec import canonical, digest, summary_texts
from dateline.store.filters import CURRENT
from dateline.store.query import EVERYTHING
from dateline.store.tables import readings

# What the store itself writes into the log, and verify holds against the tables.
LOGGED = ("capture", "report", "origin", "claims", "judgement", "decision", "quarantine", "feed")
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Material:
    """All that incidents follow from: reports with their current claims, origins, judgements that stand."""

    coded: tuple[tuple[Report, tuple[Claim, ...]], ...]
    origins: Mapping[str, Origin]
    judgements: tuple[Judgement, ...]


Merge = Callable[[Material], Iterable[Summary]]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was stored: of what kind, which, and what is wrong."""

    kind: str
    subject: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.wrong}"


def material(connection: Connection) -> Material:
    """Reads all that merging needs."""
    given = dict(claims.coded(connection, EVERYTHING))
    told = tuple((report, given[report.id]) for report in reports.all_reports(connection) if report.id in given)
    judged = tuple(decisions.all_judgements(connection, superseded=False))
    return Material(told, reports.all_origins(connection), judged)


def flaws(connection: Connection, *, merge: Merge | None, head: audit.Head | None) -> Iterator[Flaw]:
    """Everything that is wrong, each once."""
    checks = {
        "file": _file(connection),
        "originals": _originals(connection),
        "texts": _texts(connection),
        "log": _chain(connection, head),
        "what the log says": _logged(connection),
        "claims": _readings(connection),
        "incidents": _incidents(connection, merge) if merge else iter(()),
    }
    for name, check in checks.items():
        try:
            yield from check
        except (DatabaseError, ValueError, TypeError) as problem:
            yield Flaw("rows", name, f"hold values that no program of ours wrote ({problem})")


# ---------------------------------------------------------------- files and texts


def _file(connection: Connection) -> Iterator[Flaw]:
    for (wrong,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if wrong != "ok":
            yield Flaw("file", "page", wrong)
    for table, row, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Flaw("file", f"{table} row {row}", "points to a row that is gone")


def _originals(connection: Connection) -> Iterator[Flaw]:
    for row in connection.execute(select(*_ORIGINAL)):
        try:
            found = hashlib.sha256(originals.unpacked(row)).hexdigest()
        except zlib.error:
            found = "damaged"
        if found != row.sha256:
            yield Flaw("original", f"sha256:{row.sha256}", "its bytes are no longer those that were archived")


# Whatever type somebody gave the content, it is bytes.
_BYTES = cast(tables.originals.c.content, LargeBinary).label("content")
_ORIGINAL = (tables.originals.c.sha256, tables.originals.c.packed, _BYTES)


def _texts(connection: Connection) -> Iterator[Flaw]:
    for row in connection.execute(select(tables.reports)):
        if Report(row.text).id != row.id:
            yield Flaw("report", row.id, "its text is no longer the one that was added")


# ---------------------------------------------------------------- the log


def _chain(connection: Connection, head: audit.Head | None) -> Iterator[Flaw]:
    previous, number, met = "", 0, head is None or head.number == 0
    for entry in audit.entries(connection):
        number += 1
        if entry.number != number:
            yield Flaw("audit", str(number), f"missing: the log goes on with entry {entry.number}")
            number = entry.number
        elif entry.digest != entry.chained(previous):
            yield Flaw("audit", str(number), "changed, or the entry before it was")
        previous = entry.digest
        met = met or (head is not None and entry.number == head.number and entry.digest == head.digest)
    if head and not met:
        wrong = "cut off" if number < head.number else "rewritten"
        yield Flaw("audit", str(head), f"the log was {wrong}: it no longer holds the head that was noted")


Key = tuple[str, str]
State = tuple[Key, str]


def _logged(connection: Connection) -> Iterator[Flaw]:
    """What the log says was stored against the tables: the last state of each thing, and all states of some."""
    last: dict[Key, str | None] = {}
    every: Counter[State] = Counter()
    for entry in audit.entries(connection):
        if entry.what not in LOGGED:
            continue
        key = (entry.what, _whose(entry))
        last[key] = entry.after
        if entry.what in ("claims", "judgement", "decision") and entry.after:
            every[key, entry.after] += 1
    now = Counter((key, after) for key, after in last.items() if after)
    yield from _unlike(now, Counter(_current(connection)))
    yield from _unlike(every, Counter(_ever(connection)))


def _whose(entry: audit.Entry) -> str:
    """What an entry is about; two people's judgements of one pair, or decisions on one claim, are two things."""
    if entry.what not in ("judgement", "decision"):
        return entry.subject
    return f"{entry.subject} {json.loads(entry.after or entry.before or '{}').get('by')}"


def _unlike(said: Counter[State], held: Counter[State]) -> Iterator[Flaw]:
    for kind, subject in sorted({key for key, _ in (said - held) + (held - said)}):
        yield Flaw(kind, subject, "is not what the audit log says was stored")


def _current(connection: Connection) -> Iterator[State]:
    for number, sha256, capture in originals.all_captures(connection):
        yield ("capture", str(number)), canonical([sha256, capture])
    for report in reports.all_reports(connection):
        yield ("report", report.id), canonical(reports.metadata_of(report))
    for id, origin in reports.all_origins(connection).items():
        yield ("origin", id), canonical(origin)
    for case in quarantine.quarantined(connection, None):
        yield ("quarantine", case.name), canonical([case.state, case.reason])
    for state in feeds.all_feeds(connection):
        yield ("feed", state.url), canonical(feeds.logged(state))
    for judgement in decisions.all_judgements(connection, superseded=False):
        yield _judged(judgement)
    for numbered in claim_decisions.all_decisions(connection, superseded=False):
        yield _decided(numbered.decision)
    for row in connection.execute(_READINGS.where(CURRENT)):
        yield _read(row)


def _ever(connection: Connection) -> Iterator[State]:
    """Readings, judgements and decisions with all that were superseded."""
    for judgement in decisions.all_judgements(connection, superseded=True):
        yield _judged(judgement)
    for numbered in claim_decisions.all_decisions(connection, superseded=True):
        yield _decided(numbered.decision)
    for row in connection.execute(_READINGS):
        yield _read(row)


def _judged(judgement: Judgement) -> State:
    return ("judgement", f"{decisions.pair_of(judgement.claims)} {judgement.by}"), canonical(judgement)


def _decided(decision: Decision) -> State:
    return ("decision", f"{decision.claim} {decision.by}"), canonical(decision)


def _read(row: Any) -> State:
    return ("claims", row.id), canonical([row.reader_version, row.codebook_version, row.digest])


_READINGS = select(
    readings.c.number, readings.c.reader_version, readings.c.codebook_version, readings.c.digest, tables.reports.c.id
).join(tables.reports, tables.reports.c.number == readings.c.report)

# ---------------------------------------------------------------- the laws


def _readings(connection: Connection) -> Iterator[Flaw]:
    rows = list(connection.execute(_READINGS.order_by(readings.c.number)))
    for i in range(0, len(rows), _BATCH):
        batch = {row.number: row for row in rows[i : i + _BATCH]}
        found = claims.of_readings(connection, {number: row.id for number, row in batch.items()})
        for number, row in batch.items():
            if digest(found[number]) != row.digest:
                yield Flaw("claims", row.id, f"those of reading {number} are no longer the ones that were read")
            text = connection.execute(select(tables.reports.c.text).where(tables.reports.c.id == row.id)).scalar_one()
            yield from (Flaw("claim", claim.id, wrong) for claim in found[number] for wrong in misquotes(claim, text))


def misquotes(claim: Claim, text: str) -> Iterator[str]:
    """What a claim says it quotes but the text does not hold."""
    for what, span, quote in _quotes(claim):
        if span.end > len(text):
            yield f"its {what} lies outside the text ({span.begin}–{span.end} of {len(text)} characters)"
        elif quote is not None and span.of(text) != quote:
            yield f"its {what} quotes {quote!r} where the text has {span.of(text)!r}"


def _quotes(claim: Claim) -> Iterator[tuple[str, Span, str | None]]:
    """Every span of a claim with the words it stands for, None where the claim holds no words."""
    yield "trigger", claim.trigger, None
    yield "evidence", claim.evidence, None
    yield from (("weapon", span, None) for span in claim.weapons)
    parties: dict[str, tuple[Party, ...]] = {"actor": claim.actors, "target": claim.targets}
    parties["source"] = tuple(source.party for source in claim.sources)
    yield from ((role, party.span, party.text) for role, several in parties.items() for party in several)
    places = {"place": claim.place, "origin": claim.origin, "destination": claim.destination}
    yield from ((role, place.span, place.text) for role, place in places.items() if place)
    if claim.when:
        yield "time", claim.when.span, claim.when.text
    yield from (("quantity", quantity.span, quantity.text) for quantity in claim.quantities)


def _incidents(connection: Connection, merge: Merge) -> Iterator[Flaw]:
    """Incidents are a pure function of claims and judgements."""
    made = {summary.incident.id: summary_texts(summary) for summary in merge(material(connection))}
    for summary in incidents.summaries(connection, EVERYTHING, grid=True):
        wanted = made.pop(summary.incident.id, None)
        if wanted is None:
            yield Flaw("incident", summary.incident.id, "does not follow from the claims; run `dateline rebuild`")
        elif wanted != summary_texts(summary):
            yield Flaw("incident", summary.incident.id, "differs from what the claims give; run `dateline rebuild`")
    for id in sorted(made):
        yield Flaw("incident", id, "follows from the claims but is missing; run `dateline rebuild`")
