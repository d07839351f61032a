"""Step 6: the inbox tells which process answers a message, so that another takes it up only when
that one has ended.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Add the column; what waits belongs to no process."""
    op.add_column("inbox", sa.Column("process", sa.String(80), nullable=False, server_default=""))
