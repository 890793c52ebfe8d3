"""How sure the reader is of each field of a claim; claims read before have none until they are read again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("chances", sa.JSON(), nullable=False, server_default="{}"))
