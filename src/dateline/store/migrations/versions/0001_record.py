"""The first schema of the record."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("audit_key")),
    )
    op.create_index(op.f("audit_by_subject"), "audit", ["subject"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("latest", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("radius_km", sa.Double(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_best", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("injured_low", sa.Integer(), nullable=True),
        sa.Column("injured_best", sa.Integer(), nullable=True),
        sa.Column("injured_high", sa.Integer(), nullable=True),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("first_published", sa.Date(), nullable=True),
        sa.Column("last_published", sa.Date(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("grid", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("incidents_key")),
        sa.UniqueConstraint("id", name=op.f("incidents_one_id")),
    )
    op.create_index(op.f("incidents_by_country"), "incidents", ["country"], unique=False)
    op.create_index(op.f("incidents_by_earliest"), "incidents", ["earliest"], unique=False)
    op.create_index(op.f("incidents_by_status"), "incidents", ["status"], unique=False)
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("pair", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("superseded", sa.Text(), nullable=True),
        sa.CheckConstraint("verdict IN ('same', 'different', 'unsure')", name=op.f("judgements_verdict_known")),
        sa.PrimaryKeyConstraint("number", name=op.f("judgements_key")),
    )
    op.create_index("judgements_by_pair", "judgements", ["pair", "by"], unique=False)
    op.create_table(
        "originals",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("packed", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("originals_key")),
    )
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("retrieved", sa.Text(), nullable=True),
        sa.Column("filed_begin", sa.Integer(), nullable=True),
        sa.Column("filed_end", sa.Integer(), nullable=True),
        sa.Column("outlet_folded", sa.Text(), nullable=True),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("reports_key")),
        sa.UniqueConstraint("id", name=op.f("reports_one_id")),
    )
    op.create_table(
        "captures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("tools", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["original"], ["originals.sha256"], name=op.f("captures_original_of_originals")),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("captures_report_of_reports")),
        sa.PrimaryKeyConstraint("number", name=op.f("captures_key")),
    )
    op.create_index(op.f("captures_by_original"), "captures", ["original"], unique=False)
    op.create_index(op.f("captures_by_report"), "captures", ["report"], unique=False)
    op.create_table(
        "claim_blocks",
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("claim_blocks_report_of_reports")),
        sa.PrimaryKeyConstraint("block", "report", name=op.f("claim_blocks_key")),
    )
    op.create_index(op.f("claim_blocks_by_report"), "claim_blocks", ["report"], unique=False)
    op.create_table(
        "incident_claims",
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"], ["incidents.number"], name=op.f("incident_claims_incident_of_incidents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident", "claim", name=op.f("incident_claims_key")),
        sa.UniqueConstraint("claim", name=op.f("incident_claims_one_claim")),
    )
    op.create_table(
        "incident_events",
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"], ["incidents.number"], name=op.f("incident_events_incident_of_incidents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident", "number", name=op.f("incident_events_key")),
    )
    op.create_index(op.f("incident_events_by_event"), "incident_events", ["event"], unique=False)
    op.create_table(
        "incident_parties",
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"], ["incidents.number"], name=op.f("incident_parties_incident_of_incidents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident", "role", "number", name=op.f("incident_parties_key")),
    )
    op.create_table(
        "origins",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("origins_report_of_reports")),
        sa.PrimaryKeyConstraint("report", name=op.f("origins_key")),
    )
    op.create_index(op.f("origins_by_key"), "origins", ["key"], unique=False)
    op.create_table(
        "published_dates",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("published_dates_report_of_reports")),
        sa.PrimaryKeyConstraint("report", "number", name=op.f("published_dates_key")),
    )
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("codebook_version", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("readings_report_of_reports")),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["readings.number"], name=op.f("readings_superseded_by_of_readings")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("readings_key")),
    )
    op.create_index("readings_current", "readings", ["report", "superseded_by"], unique=False)
    op.create_table(
        "claims",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("trigger_begin", sa.Integer(), nullable=False),
        sa.Column("trigger_end", sa.Integer(), nullable=False),
        sa.Column("evidence_begin", sa.Integer(), nullable=False),
        sa.Column("evidence_end", sa.Integer(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("when_begin", sa.Integer(), nullable=True),
        sa.Column("when_end", sa.Integer(), nullable=True),
        sa.Column("when_text", sa.Text(), nullable=True),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("latest", sa.Date(), nullable=True),
        sa.Column("granularity", sa.Text(), nullable=True),
        sa.Column("when_why", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"], name=op.f("claims_reading_of_readings")),
        sa.PrimaryKeyConstraint("reading", "number", name=op.f("claims_key")),
        sa.UniqueConstraint("reading", "id", name=op.f("claims_one_reading")),
    )
    op.create_index(op.f("claims_by_id"), "claims", ["id"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("capture", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'settled', 'given up')", name=op.f("quarantine_state_known")),
        sa.ForeignKeyConstraint(["capture"], ["captures.number"], name=op.f("quarantine_capture_of_captures")),
        sa.PrimaryKeyConstraint("name", name=op.f("quarantine_key")),
    )
    op.create_table(
        "claim_parties",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begin", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('actor', 'target', 'source')", name=op.f("claim_parties_role_known")),
        sa.ForeignKeyConstraint(
            ["reading", "claim"], ["claims.reading", "claims.number"], name=op.f("claim_parties_reading_of_claims")
        ),
        sa.PrimaryKeyConstraint("reading", "claim", "role", "number", name=op.f("claim_parties_key")),
    )
    op.create_table(
        "claim_places",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("begin", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("admin2", sa.Text(), nullable=True),
        sa.Column("geonameid", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("radius_km", sa.Double(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("bearing", sa.Text(), nullable=True),
        sa.Column("least_km", sa.Double(), nullable=True),
        sa.Column("most_km", sa.Double(), nullable=True),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('place', 'origin', 'destination')", name=op.f("claim_places_role_known")),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("claim_places_point_whole")),
        sa.ForeignKeyConstraint(
            ["reading", "claim"], ["claims.reading", "claims.number"], name=op.f("claim_places_reading_of_claims")
        ),
        sa.PrimaryKeyConstraint("reading", "claim", "role", name=op.f("claim_places_key")),
    )
    op.create_table(
        "claim_quantities",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("begin", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("least", sa.Double(), nullable=True),
        sa.Column("most", sa.Double(), nullable=True),
        sa.Column("approx", sa.Boolean(), nullable=False),
        sa.Column("of", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reading", "claim"], ["claims.reading", "claims.number"], name=op.f("claim_quantities_reading_of_claims")
        ),
        sa.PrimaryKeyConstraint("reading", "claim", "number", name=op.f("claim_quantities_key")),
    )
    op.create_table(
        "claim_weapons",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begin", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading", "claim"], ["claims.reading", "claims.number"], name=op.f("claim_weapons_reading_of_claims")
        ),
        sa.PrimaryKeyConstraint("reading", "claim", "number", name=op.f("claim_weapons_key")),
    )
