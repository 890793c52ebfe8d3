"""The tables of the record, in types that every database has.

What only SQLite has (full-text search, areas, views, guards) is in `extras.py`. A claim is known by
its reading and its place in it, so that nothing needs a generated key before it can be written.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    insert,
)

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "fk": "%(table_name)s_%(column_0_name)s_of_%(referred_table_name)s",
        "uq": "%(table_name)s_one_%(column_0_name)s",
        "ck": "%(table_name)s_%(constraint_name)s",
        "ix": "%(table_name)s_by_%(column_0_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment as ISO 8601 text: keeps the zone it was given in, or that it was given in none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return value.isoformat() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return datetime.fromisoformat(value) if value else None


def _text(name: str, *, known: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=not known)


def _span(prefix: str = "") -> tuple[Column[Any], ...]:
    """Half-open offsets in code points into the report's text."""
    names = (f"{prefix}begin", f"{prefix}end")
    return tuple(Column(name, Integer, nullable=False) for name in names)


def _of_claim() -> tuple[Any, ...]:
    """The columns that say which claim a value belongs to."""
    return (
        Column("reading", Integer, primary_key=True, autoincrement=False),
        Column("claim", Integer, primary_key=True, autoincrement=False),
        ForeignKeyConstraint(["reading", "claim"], ["claims.reading", "claims.number"]),
    )


def _number(name: str = "number") -> Column[Any]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def added(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    """Inserts a row into a table that numbers its rows; the number."""
    return int(connection.execute(insert(table).returning(table.c.number), row).scalar_one())


# ---------------------------------------------------------------- what came in

originals = Table(
    "originals",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("packed", Boolean, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("title"),
    Column("published", Date),
    _text("outlet"),
    _text("url"),
    _text("lang", known=True),
    Column("retrieved", Instant),
    Column("filed_begin", Integer),
    Column("filed_end", Integer),
    _text("outlet_folded"),
    Column("added", Instant, nullable=False),
    _text("text", known=True),
)

captures = Table(
    "captures",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("original", Text, ForeignKey("originals.sha256"), nullable=False, index=True),
    Column("report", Integer, ForeignKey("reports.number"), index=True),
    _text("method", known=True),
    _text("media_type", known=True),
    Column("at", Instant, nullable=False),
    _text("url"),
    _text("path"),
    _text("outlet"),
    Column("tools", JSON, nullable=False),
)

published_dates = Table(
    "published_dates",
    metadata,
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    _number(),
    _text("said_by", known=True),
    _text("written", known=True),
    Column("day", Date),
    _text("zone"),
    Column("chosen", Boolean, nullable=False),
)

origins = Table(
    "origins",
    metadata,
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, index=True),
    _text("kind", known=True),
    _text("name"),
    _text("why", known=True),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("name", Text, primary_key=True),
    _text("reason", known=True),
    Column("capture", Integer, ForeignKey("captures.number")),
    _text("state", known=True),
    Column("attempts", Integer, nullable=False),
    Column("first", Instant, nullable=False),
    Column("last", Instant, nullable=False),
    CheckConstraint("state IN ('waiting', 'settled', 'given up')", name="state_known"),
)

# ---------------------------------------------------------------- feeds that are watched

feeds = Table(
    "feeds",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    _text("etag"),
    _text("last_modified"),
    Column("next_at", Instant),
    Column("failures", Integer, nullable=False),
)

# Entries that are done with, numbered from the oldest; those with `tries` wait for another.
feed_entries = Table(
    "feed_entries",
    metadata,
    Column("feed", Integer, ForeignKey("feeds.number"), primary_key=True, autoincrement=False),
    Column("entry", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("tries", Integer),
)

# ---------------------------------------------------------------- what was read

readings = Table(
    "readings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("report", Integer, ForeignKey("reports.number"), nullable=False),
    _text("reader_version", known=True),
    _text("codebook_version", known=True),
    Column("at", Instant, nullable=False),
    Column("claims", Integer, nullable=False),
    _text("digest", known=True),
    Column("superseded_by", Integer, ForeignKey("readings.number")),
    Index("readings_current", "report", "superseded_by"),
)

claims = Table(
    "claims",
    metadata,
    Column("reading", Integer, ForeignKey("readings.number"), primary_key=True, autoincrement=False),
    _number(),
    Column("id", Text, nullable=False, index=True),
    _text("event", known=True),
    *_span("trigger_"),
    *_span("evidence_"),
    _text("polarity", known=True),
    _text("modality", known=True),
    Column("when_begin", Integer),
    Column("when_end", Integer),
    _text("when_text"),
    Column("earliest", Date),
    Column("latest", Date),
    _text("granularity"),
    _text("when_why"),
    Column("confidence", Double, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("chances", JSON, nullable=False, server_default="{}"),
    UniqueConstraint("reading", "id"),
)

claim_parties = Table(
    "claim_parties",
    metadata,
    *_of_claim(),
    Column("role", Text, primary_key=True),
    _number(),
    *_span(),
    _text("text", known=True),
    _text("name"),
    _text("country"),
    _text("sector"),
    _text("why", known=True),
    _text("stance"),
    _text("folded", known=True),
    CheckConstraint("role IN ('actor', 'target', 'source')", name="role_known"),
)

claim_weapons = Table("claim_weapons", metadata, *_of_claim(), _number(), *_span())

claim_places = Table(
    "claim_places",
    metadata,
    *_of_claim(),
    Column("role", Text, primary_key=True),
    *_span(),
    _text("text", known=True),
    _text("name"),
    _text("country"),
    _text("admin1"),
    _text("admin2"),
    Column("geonameid", Integer),
    Column("lat", Double),
    Column("lon", Double),
    Column("radius_km", Double),
    _text("precision", known=True),
    _text("relation"),
    _text("bearing"),
    Column("least_km", Double),
    Column("most_km", Double),
    _text("part"),
    _text("why", known=True),
    CheckConstraint("role IN ('place', 'origin', 'destination')", name="role_known"),
    CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point_whole"),
)

claim_quantities = Table(
    "claim_quantities",
    metadata,
    *_of_claim(),
    _number(),
    _text("kind", known=True),
    *_span(),
    _text("text", known=True),
    Column("least", Double),
    Column("most", Double),
    Column("approx", Boolean, nullable=False),
    _text("of"),
)

# Which reports have a claim in which block of merging: derived, like incidents.
claim_blocks = Table(
    "claim_blocks",
    metadata,
    Column("block", Text, primary_key=True),
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False, index=True),
)

# Which reports hold which runs of words, by hash, to find copies: derived. The key is all there is to
# a row, so SQLite need not keep it twice.
runs = Table(
    "runs",
    metadata,
    Column("run", BigInteger, primary_key=True, autoincrement=False),
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# ---------------------------------------------------------------- what people decided

judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("claim", known=True),
    _text("other", known=True),
    _text("pair", known=True),
    _text("verdict", known=True),
    _text("by", known=True),
    Column("at", Instant, nullable=False),
    Column("score", Double),
    Column("reasons", JSON, nullable=False),
    Column("superseded", Instant),
    CheckConstraint("verdict IN ('same', 'different', 'unsure')", name="verdict_known"),
    Index("judgements_by_pair", "pair", "by"),
)

# What people hold of claims; `value` is the claim, as JSON, that they saw or would have.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("claim", known=True),
    Column("report", Integer, ForeignKey("reports.number"), nullable=False, index=True),
    _text("verdict", known=True),
    _text("value", known=True),
    _text("by", known=True),
    Column("at", Instant, nullable=False),
    _text("why", known=True),
    Column("blind", Boolean, nullable=False),
    Column("adjudicates", Boolean, nullable=False),
    Column("superseded", Instant),
    CheckConstraint("verdict IN ('accept', 'edit', 'reject', 'unsure', 'new')", name="verdict_known"),
    Index("decisions_by_claim", "claim", "by"),
)

# Who works on which claim at the moment, so that no two do the same.
leases = Table(
    "leases",
    metadata,
    Column("claim", Text, primary_key=True),
    Column("by", Text, nullable=False, index=True),
    Column("blind", Boolean, nullable=False),
    Column("until", Double, nullable=False),
)

# ---------------------------------------------------------------- who may use the desk

users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    _text("role", known=True),
    _text("password", known=True),
    Column("added", Instant, nullable=False),
    CheckConstraint("role IN ('viewer', 'coder', 'reviewer', 'admin')", name="role_known"),
)

# Sessions by the hash of their token; `until` and `seen` are seconds since 1970.
sessions = Table(
    "sessions",
    metadata,
    Column("token", Text, primary_key=True),
    Column("user", Text, ForeignKey("users.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("seen", Double, nullable=False),
    Column("until", Double, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    _text("by", known=True),
    _text("what", known=True),
    Column("subject", Text, nullable=False, index=True),
    _text("before"),
    _text("after"),
    _text("why", known=True),
    _text("digest", known=True),
)

# ---------------------------------------------------------------- what follows from it

incidents = Table(
    "incidents",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    _text("status", known=True),
    Column("disputed", Boolean, nullable=False),
    _text("modality", known=True),
    Column("earliest", Date),
    Column("latest", Date),
    _text("place"),
    _text("country"),
    _text("admin1"),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("radius_km", Double),
    _text("precision"),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("injured_low", Integer),
    Column("injured_best", Integer),
    Column("injured_high", Integer),
    Column("origins", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("first_published", Date),
    Column("last_published", Date),
    _text("summary", known=True),
    _text("grid", known=True),
    # All that lists, counts, clusters and the timeline ask, so that they need not touch the rows with their texts.
    # There is no index of one of these columns alone: SQLite would take it, and then touch the rows.
    Index(
        "incidents_outline",
        *("earliest", "id", "latest", "status", "disputed", "country", "modality"),
        *("latitude", "longitude", "radius_km", "precision"),
    ),
)


def _of_incident() -> Column[Any]:
    whose = ForeignKey("incidents.number", ondelete="CASCADE")
    return Column("incident", Integer, whose, primary_key=True, autoincrement=False)


# `turn` is the order of review, least first: how far the claim's confidence is from even, and 1 more in an
# incident without dispute. None for a claim that is not current.
incident_claims = Table(
    "incident_claims",
    metadata,
    _of_incident(),
    Column("claim", Text, primary_key=True, unique=True),
    Column("turn", Double),
    Index("incident_claims_by_turn", "turn", "claim"),
)

incident_events = Table(
    "incident_events",
    metadata,
    _of_incident(),
    _number(),
    _text("event", known=True),
    Index("incident_events_by_event", "event", "incident"),
)

incident_reports = Table(
    "incident_reports",
    metadata,
    _of_incident(),
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False, index=True),
)

# Roles: actor, target; source (an origin), speaker (who is said to say so) and outlet, to search by.
incident_parties = Table(
    "incident_parties",
    metadata,
    _of_incident(),
    Column("role", Text, primary_key=True),
    _number(),
    _text("name", known=True),
    _text("country"),
    _text("sector"),
    _text("folded", known=True),
    Index("incident_parties_by_folded", "folded", "role", "incident"),
)
