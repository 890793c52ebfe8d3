"""Feeds that are watched, and the runs of words that copies are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("next_at", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("feeds_key")),
        sa.UniqueConstraint("url", name=op.f("feeds_one_url")),
    )
    op.create_table(
        "feed_entries",
        sa.Column("feed", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["feed"], ["feeds.number"], name=op.f("feed_entries_feed_of_feeds")),
        sa.PrimaryKeyConstraint("feed", "entry", name=op.f("feed_entries_key")),
    )
    op.create_table(
        "runs",
        sa.Column("run", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("runs_report_of_reports")),
        sa.PrimaryKeyConstraint("run", "report", name=op.f("runs_key")),
        sqlite_with_rowid=False,
    )
