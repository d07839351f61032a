"""Step 2: the ledger counts sends that repeated one of unknown outcome, and keeps until when a
failed one waits.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add the two columns; no entry written before has repeated or waits."""
    op.add_column("ledger", sa.Column("repeats", sa.Integer, nullable=False, server_default="0"))
    op.add_column("ledger", sa.Column("retry_at", sa.String(27)))
