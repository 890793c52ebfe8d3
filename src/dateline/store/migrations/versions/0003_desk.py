"""People's decisions on claims, who works on which, who may use the desk, and what its lists are made from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OUTLINE = ("earliest", "id", "latest", "status", "disputed", "country", "modality")
_AREA = ("latitude", "longitude", "radius_km", "precision")


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("adjudicates", sa.Boolean(), nullable=False),
        sa.Column("superseded", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('accept', 'edit', 'reject', 'unsure', 'new')", name=op.f("decisions_verdict_known")
        ),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("decisions_report_of_reports")),
        sa.PrimaryKeyConstraint("number", name=op.f("decisions_key")),
    )
    op.create_index("decisions_by_claim", "decisions", ["claim", "by"], unique=False)
    op.create_index(op.f("decisions_by_report"), "decisions", ["report"], unique=False)
    op.create_table(
        "leases",
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("claim", name=op.f("leases_key")),
    )
    op.create_index(op.f("leases_by_by"), "leases", ["by"], unique=False)
    op.create_table(
        "users",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('viewer', 'coder', 'reviewer', 'admin')", name=op.f("users_role_known")),
        sa.PrimaryKeyConstraint("name", name=op.f("users_key")),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("seen", sa.Double(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.name"], name=op.f("sessions_user_of_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token", name=op.f("sessions_key")),
    )
    op.create_index(op.f("sessions_by_user"), "sessions", ["user"], unique=False)
    op.create_index("incidents_outline", "incidents", [*_OUTLINE, *_AREA], unique=False)
    op.create_table(
        "incident_reports",
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"],
            ["incidents.number"],
            name=op.f("incident_reports_incident_of_incidents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("incident_reports_report_of_reports")),
        sa.PrimaryKeyConstraint("incident", "report", name=op.f("incident_reports_key")),
    )
    op.create_index(op.f("incident_reports_by_report"), "incident_reports", ["report"], unique=False)
    for statement in (_REPORTS, _SPEAKERS, _OUTLETS):
        op.execute(statement)


# What the store derives whenever it puts incidents, for those that are there already.
_CURRENT = """FROM incident_claims ic JOIN claims c ON c.id = ic.claim
JOIN readings d ON d.number = c.reading AND d.superseded_by IS NULL"""
_REPORTS = f"INSERT INTO incident_reports (incident, report) SELECT DISTINCT ic.incident, d.report {_CURRENT}"
_SPEAKERS = f"""INSERT INTO incident_parties (incident, role, number, name, country, sector, folded)
SELECT ic.incident, 'speaker', row_number() OVER (PARTITION BY ic.incident), coalesce(p.name, p.text), NULL, NULL,
  p.folded
{_CURRENT} JOIN claim_parties p ON p.reading = c.reading AND p.claim = c.number AND p.role = 'source'
GROUP BY ic.incident, p.folded"""
_OUTLETS = """INSERT INTO incident_parties (incident, role, number, name, country, sector, folded)
SELECT ir.incident, 'outlet', row_number() OVER (PARTITION BY ir.incident), r.outlet, NULL, NULL, r.outlet_folded
FROM incident_reports ir JOIN reports r ON r.number = ir.report
WHERE r.outlet_folded IS NOT NULL GROUP BY ir.incident, r.outlet_folded"""
