"""Step 4: each subscription keeps when its next briefing is due, so that what is due is found without reading all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Add the column; the scheduler works out what is not known yet."""
    op.add_column("subscriptions", sa.Column("due", sa.String(27)))
    op.create_index("subscriptions_due", "subscriptions", ["platform", "due"])
