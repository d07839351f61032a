"""Rooms: which the bot joins, what it says when it comes in, and when it leaves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from nio import AsyncClient, MatrixRoom

from bot.adapters.matrix.calls import ask, called
from bot.adapters.matrix.notes import Notes
from bot.adapters.matrix.settings import Invites
from bot.chat.platform import ChatGoneError, NotDeliveredError

_LONGEST_PAUSE = 300.0
_OK, _LOST = 200, frozenset({403, 404})
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
        self._followed: set[str] = set()

    def resume(self) -> None:
        """Follow the invitations that were accepted before a restart."""
        for room in self._notes.invitations():
            self._follow(room)

    def invited(self, room: str, state: list[Any]) -> None:
        """Accept or decline an invitation, told by the events that came with it; into the successor
        of a room that the bot is in, all are accepted.
        """
        mine = next(
            (
                e
                for e in state
                if getattr(e, "state_key", None) == self._client.user_id
                and getattr(e, "membership", "") == "invite"
            ),
            None,
        )
        inviter = mine.sender if mine else ""
        if self._invites.welcome(inviter, room) or room in self._notes.upgrades().values():
            self._notes.accept(room)
            self._follow(room)
        elif room not in self._joining:
            _log.warning(
                "matrix: declined the invitation of %s to %s; platforms.matrix.invites in"
                " config.yaml says whose are accepted",
                inviter,
                room,
            )
            self._leave(room)

    def closed(self, tombstone: Mapping[str, Any], room: str) -> None:
        """A room has a successor, as a state event of it tells: follow, as what was welcome there
        is welcome here.

        Who may set this state could change what the bot does in the room anyway.
        """
        successor = tombstone.get("content", {}).get("replacement_room")
        if not isinstance(successor, str) or not successor.startswith("!"):
            return
        self._notes.upgrade(room, successor)
        if successor not in self._client.rooms:
            self._followed.add(successor)
            by = str(tombstone.get("sender")).partition(":")[2]
            self._start(successor, lambda: _joined(self._client, successor, by))

    async def move(self, moved: Callable[[str, str], Awaitable[None]]) -> None:
        """Leave the rooms whose successor is joined by now, when `moved` has let what was theirs
        belong to that one; raises NotDeliveredError.

        A room that does not name the other as its predecessor is nobody's successor; where the bot
        came into it as such, it leaves.
        """
        for room, successor in self._notes.upgrades().items():
            if successor not in self._client.rooms:
                continue
            status, made = await ask(self._client, "GET", f"/rooms/{successor}/state/m.room.create")
            if status != _OK:
                continue
            if (made.get("predecessor") or {}).get("room_id") == room:
                await moved(room, successor)
                self._leave(room)
            elif successor in self._followed:
                self._leave(successor)
            self._followed.discard(successor)
            self._notes.upgraded(room)

    def leave_if_empty(self, room: MatrixRoom) -> bool:
        """Leave a room in which nobody is left but the bot; return whether it does."""
        if room.users.keys() - {self._client.user_id} or self._client.user_id not in room.users:
            return False
        self._leave(room.room_id)
        return True

    async def close(self) -> None:
        """Stop trying."""
        for task in self._joining.values():
            task.cancel()
        await asyncio.gather(*self._joining.values(), return_exceptions=True)

    def _follow(self, room: str) -> None:
        self._start(room, lambda: called(self._client.join(room)))

    def _leave(self, room: str) -> None:
        self._start(room, lambda: called(self._client.room_leave(room)))

    def _start(self, room: str, request: Callable[[], Any]) -> None:
        if room in self._joining:
            self._joining.pop(room).cancel()
        task = self._joining[room] = asyncio.create_task(self._insist(room, request))
        task.add_done_callback(
            lambda done: self._joining.pop(room, None) if self._joining.get(room) is done else None
        )

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


async def _joined(client: AsyncClient, room: str, server: str) -> None:
    """Join a room by way of a server, which nio knows no way to name; raises ChatGoneError where
    that is not open to the bot.
    """
    status, answer = await ask(
        client,
        "POST",
        f"/join/{quote(room, safe='')}?{urlencode({'server_name': server, 'via': server})}",
        {},
    )
    if status in _LOST:
        raise ChatGoneError(str(answer.get("error", status)))
    if status != _OK:
        raise NotDeliveredError(f"the homeserver did not let the bot join ({status})")
