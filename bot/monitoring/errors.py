"""Errors: an unexpected one gets a reference number, which the chat shows and the log shares."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

# How many were reported since the process began, by the error's class and the platform.
counts: Counter[tuple[str, str]] = Counter()


def report(error: BaseException, platform: str = "") -> str:
    """Write an unexpected error and its traceback to the log, and count it, for the platform with
    which it has to do where there is one; return the reference number under which it stands there.

    A database that cannot be used, as on a full disk, is told in a line.
    """
    import logging  # noqa: PLC0415 - most runs have no trouble and need no log

    reference = os.urandom(4).hex()
    counts[type(error).__name__, platform] += 1
    log = logging.getLogger("briefing")
    if not log.hasHandlers():
        # without one, Python prints errors on the terminal in the middle of a chat
        log.addHandler(logging.NullHandler())
    about = {"reference": reference}
    if why := _told(error):
        log.error("%s Reference %s.", why, reference, extra=about)
    else:
        log.error("unexpected error, reference %s", reference, exc_info=error, extra=about)
    return reference


def _told(error: BaseException) -> str:
    """Return that a database cannot be used, and why, for a person; "" where that is not it."""
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - as above

    found: Any = error
    if hasattr(found, "for_a_person"):
        return str(found.for_a_person)
    ours = "SQLITE_ERROR"  # what SQLite calls a statement that is wrong
    if not isinstance(error, OperationalError) or not error.orig:
        return ""
    if getattr(error.orig, "sqlite_errorname", "") == ours:
        return ""
    return f"the database cannot be used ({str(error.orig).strip().partition(chr(10))[0]})."
