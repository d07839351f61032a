"""Step 4: each subscription keeps when its next briefing is due, and the ledger an order, so that
what is to be done is found without reading all.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Add the column and the order; the scheduler works out what is not known yet."""
    op.add_column("subscriptions", sa.Column("due", sa.String(27)))
    op.create_index("subscriptions_due", "subscriptions", ["platform", "due"])
    op.drop_index("ledger_state", "ledger")
    op.create_index("ledger_state", "ledger", ["platform", "state", "repeats", "attempts", "due"])
