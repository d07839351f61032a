"""Step 1: subscriptions, preferences, ledger, inbox, ids of answered events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def _chat() -> list[sa.Column[str]]:
    return [
        sa.Column("platform", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(255), nullable=False),
        sa.Column("thread", sa.String(255), nullable=False),
    ]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "subscriptions",
        *_chat(),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("hour", sa.String(5), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("paused_until", sa.Date),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("since", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "thread"),
    )
    op.create_table(
        "preferences",
        *_chat(),
        sa.Column("lang", sa.String(2)),
        sa.Column("zone", sa.String(64)),
        sa.PrimaryKeyConstraint("platform", "chat", "thread"),
    )
    op.create_table(
        "ledger",
        *_chat(),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("due", sa.String(27), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("edition", sa.String(255)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "thread", "day"),
    )
    op.create_index("ledger_state", "ledger", ["platform", "state"])
    op.create_table(
        "inbox",
        *_chat(),
        sa.Column("event", sa.String(255), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("received", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("platform", "event"),
    )
    op.create_table(
        "answered",
        sa.Column("platform", sa.String(20), nullable=False),
        sa.Column("event", sa.String(255), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("platform", "event"),
    )
