"""Rooms: which the bot joins, what it says when it comes in, and when it leaves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from nio import AsyncClient, MatrixRoom

from bot.adapters import ChatGoneError, NotDeliveredError
from bot.adapters.matrix.calls import called
from bot.adapters.matrix.notes import Notes
from bot.adapters.matrix.settings import Invites

_LONGEST_PAUSE = 300.0
_log = logging.getLogger("briefing")


class Rooms:
    """The rooms of one account."""

    def __init__(self, client: AsyncClient, notes: Notes, invites: Invites, pause: float) -> None:
        """Join none yet; `pause` is how many seconds to wait before a second try, at first."""
        self._client = client
        self._notes = notes
        self._invites = invites
        self._pause = pause
        self._joining: dict[str, asyncio.Task[None]] = {}

    def resume(self) -> None:
        """Follow the invitations that were accepted before a restart."""
        for room in self._notes.invitations():
            self._follow(room)

    def invited(self, room: str, state: list[Any]) -> None:
        """Accept or decline an invitation, told by the events that came with it."""
        mine = next((e for e in state if getattr(e, "state_key", None) == self._client.user_id and getattr(e, "membership", "") == "invite"), None)
        inviter = mine.sender if mine else ""
        if self._invites.welcome(inviter, room):
            self._notes.accept(room)
            self._follow(room)
        elif room not in self._joining:
            _log.warning("matrix: declined the invitation of %s to %s; platforms.matrix.invites in config.yaml says whose are accepted", inviter, room)
            self._start(room, lambda: called(self._client.room_leave(room)))

    def leave_if_empty(self, room: MatrixRoom) -> bool:
        """Leave a room in which nobody is left but the bot; return whether it does."""
        if room.users.keys() - {self._client.user_id} or self._client.user_id not in room.users:
            return False
        self._start(room.room_id, lambda: called(self._client.room_leave(room.room_id)))
        return True

    async def close(self) -> None:
        """Stop trying."""
        for task in self._joining.values():
            task.cancel()
        await asyncio.gather(*self._joining.values(), return_exceptions=True)

    def _follow(self, room: str) -> None:
        self._start(room, lambda: called(self._client.join(room)))

    def _start(self, room: str, request: Callable[[], Any]) -> None:
        if room in self._joining:
            self._joining.pop(room).cancel()
        task = self._joining[room] = asyncio.create_task(self._insist(room, request))
        task.add_done_callback(lambda done: self._joining.pop(room, None) if self._joining.get(room) is done else None)

    async def _insist(self, room: str, request: Callable[[], Any]) -> None:
        """Make a request until the homeserver has carried it out or refuses it."""
        pause = self._pause
        while True:
            try:
                await request()
            except ChatGoneError as error:
                _log.info("matrix: %s is out of reach (%s)", room, error)
            except NotDeliveredError as error:
                _log.info("matrix: %s was neither joined nor left now (%s)", room, error)
                await asyncio.sleep(max(error.retry_after or 0.0, pause))
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            self._notes.settle(room)
            return
