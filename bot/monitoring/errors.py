"""Errors: an unexpected one gets a reference number, which the chat shows and the log shares."""

from __future__ import annotations

import os


def report(error: BaseException) -> str:
    """Write an unexpected error and its traceback to the log; return the reference number under
    which it stands there.
    """
    import logging  # noqa: PLC0415 - most runs have no trouble and need no log

    reference = os.urandom(4).hex()
    log = logging.getLogger("briefing")
    if not log.hasHandlers():
        # without one, Python prints errors on the terminal in the middle of a chat
        log.addHandler(logging.NullHandler())
    log.error(
        "unexpected error, reference %s", reference, exc_info=error, extra={"reference": reference}
    )
    return reference
