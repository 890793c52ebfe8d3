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
