"""What goes wrong with a source, in words for its operator."""

from __future__ import annotations

import datetime as dt


class SourceError(Exception):
    """A source, or something in it, cannot be read now; the message says why.

    `wait` is how long the server asks not to be asked again; `missing` tells that there is nothing
    at an address, `gone` that there will not be again either.
    """

    def __init__(
        self,
        why: str,
        wait: dt.timedelta | None = None,
        *,
        missing: bool = False,
        gone: bool = False,
    ) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.wait = wait
        self.missing = missing
        self.gone = gone
