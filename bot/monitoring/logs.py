"""The log: one line an event, as text or JSON, with the reference of each failure; never a secret,
whatever a library puts into its words.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterable
from typing import TextIO

from bot.config.secret import hidden

_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# Libraries that tell of each request, with its address, or of each step.
_QUIET = ("alembic", "httpx", "httpcore", "telegram", "apscheduler", "nio", "aiohttp", "peewee")


def begin(stream: TextIO, form: str, secrets: Iterable[str] = ()) -> None:
    """Write the log of this process to a stream alone, as "text" or "json", without secrets."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(form, secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """Writes records as text or as JSON; a secret, and what looks like one, becomes three
    asterisks.
    """

    def __init__(self, form: str, secrets: Iterable[str] = ()) -> None:
        """Write as "text" or "json"."""
        super().__init__(_TEXT)
        self._json = form == "json"
        # The longest first: one may hold another.
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line, or as several where it holds a traceback as text."""
        text = self._object(record) if self._json else super().format(record)
        for secret in self._secrets:
            text = text.replace(
                json.dumps(secret, ensure_ascii=False)[1:-1] if self._json else secret, "***"
            )
        return hidden(text)

    def _object(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        found = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if reference := getattr(record, "reference", None):
            found["reference"] = reference
        if record.exc_info:
            found["traceback"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=False)
