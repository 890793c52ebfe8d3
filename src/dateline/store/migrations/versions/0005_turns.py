"""The order of review beside the claims of incidents; indexes by name and event, none that lead off the outline."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident_claims", sa.Column("turn", sa.Double(), nullable=True))
    op.execute(_TURNS)
    op.create_index("incident_claims_by_turn", "incident_claims", ["turn", "claim"], unique=False)
    op.create_index("incident_parties_by_folded", "incident_parties", ["folded", "role", "incident"], unique=False)
    for name in ("status", "country", "earliest"):
        op.drop_index(f"incidents_by_{name}", "incidents")
    op.drop_index("incident_events_by_event", "incident_events")
    op.create_index("incident_events_by_event", "incident_events", ["event", "incident"], unique=False)


# What the store derives whenever it puts incidents, for those that are there already.
_TURNS = """UPDATE incident_claims SET turn = (
SELECT abs(c.confidence - 0.5) + CASE WHEN i.disputed THEN 0 ELSE 1 END
FROM claims c JOIN readings d ON d.number = c.reading AND d.superseded_by IS NULL, incidents i
WHERE c.id = incident_claims.claim AND i.number = incident_claims.incident)"""
