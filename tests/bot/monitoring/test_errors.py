"""What the log tells of an error."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.monitoring import errors
from bot.store.errors import StoreError
from bot.store.store import open_store


def test_a_database_that_fails_is_told_in_a_line(tmp_path: Path) -> None:
    """That a database cannot be used, as on a full disk, is a line of the log; a statement that is
    wrong is a fault of ours, with its traceback.
    """
    store, stream = open_store(tmp_path), io.StringIO()
    handler = logging.StreamHandler(stream)
    log = logging.getLogger("briefing")
    log.addHandler(handler)
    try:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1")
            with pytest.raises(OperationalError) as full:
                connection.exec_driver_sql("CREATE TABLE many AS SELECT randomblob(100000)")
            errors.report(full.value)
            with pytest.raises(OperationalError) as ours:
                connection.exec_driver_sql("SELECT nothing FROM nowhere")
            errors.report(StoreError("name: cannot be used. Is it running?"))
        assert len(stream.getvalue().splitlines()) == 2
        assert "the database cannot be used (database or disk is full)" in stream.getvalue()
        errors.report(ours.value)
        assert "Traceback" in stream.getvalue()
    finally:
        log.removeHandler(handler)
        store.close()
