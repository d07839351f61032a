"""Step 8: a subscription tells that the bot may not write in its chat for the time being."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8"
down_revision = "7"


def upgrade() -> None:
    """Add the column; nobody is known to be muted."""
    op.add_column(
        "subscriptions", sa.Column("muted", sa.Boolean, nullable=False, server_default=sa.false())
    )
