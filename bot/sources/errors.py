"""What goes wrong with a source, in words for its operator."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

_LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_CLIENT_ERROR = 4  # hundred and something


class SourceError(Exception):
    """A source, or something in it, cannot be read now; the message says why.

    `wait` is how long the server asks not to be asked again, `status` what it answered, 0 for
    nothing.
    """

    def __init__(self, why: str, wait: dt.timedelta | None = None, status: int = 0) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.wait = wait
        self._status = status

    @property
    def missing(self) -> bool:
        """Whether there is nothing at an address that this program may read."""
        return self._status // 100 == _CLIENT_ERROR and self._status not in _LATER

    @property
    def absent(self) -> bool:
        """Whether there is nothing at an address for anybody."""
        return self._status == HTTPStatus.NOT_FOUND or self.gone

    @property
    def gone(self) -> bool:
        """Whether there will be nothing at an address again either."""
        return self._status == HTTPStatus.GONE
