"""What Alembic runs to migrate: on the connection that it is handed, within that connection's
transaction.
"""

from __future__ import annotations

from alembic import context

# The driver of SQLite holds changes of tables in a transaction as `database.py` sets it up: a step
# happens whole or not at all.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
