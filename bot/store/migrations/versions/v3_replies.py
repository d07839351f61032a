"""Step 3: the inbox counts replies that repeated one of unknown outcome, and what is answered keeps
the ids of its reply, to be edited.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Add the columns, and empty the inbox: nothing was put into it by a version that was
    released.
    """
    op.execute(sa.text("DELETE FROM inbox"))
    op.add_column(
        "inbox", sa.Column("sending", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("inbox", sa.Column("repeats", sa.Integer, nullable=False, server_default="0"))
    op.add_column("answered", sa.Column("reply", sa.Text, nullable=False, server_default=""))
    op.add_column("answered", sa.Column("repeats", sa.Integer, nullable=False, server_default="0"))
