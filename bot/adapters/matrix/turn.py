"""The turn: which of several copies of an account's folder speaks. Two would answer everything
twice, with keys that part ways.

At each start, and every few minutes, a random word is left with the homeserver (as account data,
which only the account sees) and in the folder. Where the homeserver has a word that the folder does
not know, the folder is an old copy; where one comes while the bot runs, a copy has begun to speak.
A copy that knows the last word has nearly all keys, and cannot be told from the folder itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nio import AsyncClient, UnknownAccountDataEvent

from bot.adapters.matrix.account import AccountError, write_secret
from bot.adapters.matrix.calls import ask
from bot.chat.platform import NotDeliveredError

TYPE = "org.briefing_bot.turn"
_OK, _NONE = 200, 404


class Turn:
    """The turn of a device, whose client is logged in and whose account lies in a folder."""

    def __init__(self, client: AsyncClient, folder: Path) -> None:
        """Take none yet."""
        self._client = client
        self._folder = folder
        self._path = folder / "turn"
        self._own: list[str] = []

    async def is_passed(self) -> bool:
        """Whether another copy of the folder has spoken since this one did; raises
        NotDeliveredError where the homeserver does not tell.
        """
        return not await self._last() <= self._known()

    async def take(self) -> None:
        """Take the next turn; raises AccountError where another copy of the folder has spoken
        since, and NotDeliveredError.
        """
        last = await self._last()
        if not last <= self._known():
            raise self._error()
        # Both are known, so that a failure between folder and homeserver shuts nobody out.
        self._own = [*last, secrets.token_urlsafe(12)]
        write_secret(self._path, "\n".join(self._own) + "\n")
        await ask(
            self._client,
            "PUT",
            self._where(),
            {"device": self._client.device_id, "word": self._own[-1]},
        )

    def watch(self, news: Iterable[Any]) -> None:
        """Look through account data that a sync brought; raises AccountError where another copy of
        the folder has begun to speak.
        """
        for event in news:
            if isinstance(event, UnknownAccountDataEvent) and event.type == TYPE:
                theirs = (
                    event.content.get("device") == self._client.device_id
                    and event.content.get("word") not in self._own
                )
                if theirs and self._own:
                    raise self._error()

    async def _last(self) -> set[str]:
        """Return the word that this device left last with the homeserver, as a set of one or none;
        raises NotDeliveredError.
        """
        status, last = await ask(self._client, "GET", self._where())
        if status not in {_OK, _NONE}:
            raise NotDeliveredError(f"the homeserver does not tell whose turn it is ({status})")
        return (
            {str(last["word"])}
            if last.get("device") == self._client.device_id and "word" in last
            else set()
        )

    def _known(self) -> set[str]:
        return set(self._path.read_text("utf-8").split()) if self._path.exists() else set()

    def _where(self) -> str:
        return f"/user/{self._client.user_id}/account_data/{TYPE}"

    def _error(self) -> AccountError:
        return AccountError(
            f"another copy of {self._folder} has spoken for device {self._client.device_id}, whose"
            " keys here are old by now. Let one process run, with the folder that was used last;"
            " or run `briefing matrix login` here for a new device."
        )
