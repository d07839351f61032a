"""Step 10: sources, how each stands, and what has come from them, each version with its text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "10"
down_revision = "9"


def upgrade() -> None:
    """Make the tables, and room in the ledger for an edition of several reports."""
    with op.batch_alter_table("ledger") as batch:
        batch.alter_column("edition", existing_type=sa.String(255), type_=sa.Text)
    op.create_table(
        "sources",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("moved", sa.Text, nullable=False, server_default=""),
        sa.Column("etag", sa.String(255), nullable=False, server_default=""),
        sa.Column("modified", sa.String(255), nullable=False, server_default=""),
        sa.Column("due", sa.String(27)),
        sa.Column("succeeded", sa.String(27)),
        sa.Column("failing", sa.String(27)),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("problem", sa.Text, nullable=False, server_default=""),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("gone", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "arrivals",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("entry", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("seal", sa.String(32), nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("imprint", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("raw", sa.LargeBinary),
        sa.Column("words", sa.Text),
        sa.Column("slug", sa.String(100), nullable=False, server_default=""),
        sa.Column("problem", sa.Text, nullable=False, server_default=""),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due", sa.String(27)),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("source", "entry", "version"),
    )
    op.create_index("arrivals_state", "arrivals", ["state", "number"])
    op.create_index("arrivals_slug", "arrivals", ["slug", "number"])
