"""Step 7: what each message of the bot's rests on, by ids and for a week, so that what replies to
it goes on from it and its buttons do what they say.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "told",
        sa.Column("platform", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(255), nullable=False),
        sa.Column("thread", sa.String(255), nullable=False),
        sa.Column("event", sa.String(255), nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "event"),
    )
    op.create_index("told_at", "told", ["at"])
