"""Step 9: a subscription tells whether its briefings make a sound."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9"
down_revision = "8"


def upgrade() -> None:
    """Add the column; all make one, as before."""
    op.add_column(
        "subscriptions", sa.Column("sound", sa.Boolean, nullable=False, server_default=sa.true())
    )
