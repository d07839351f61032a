"""Step 11: until when an arrival is under embargo, and whether somebody has settled that; whether a
subscription wants a line a week where nothing is new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "11"
down_revision = "10"


def upgrade() -> None:
    """Add the columns; what has come so far is under none, and no subscription wants the line."""
    weekly = sa.Column("weekly", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("subscriptions", weekly)
    op.add_column("arrivals", sa.Column("embargo", sa.String(27)))
    op.add_column(
        "arrivals", sa.Column("settled", sa.Boolean, nullable=False, server_default=sa.false())
    )
