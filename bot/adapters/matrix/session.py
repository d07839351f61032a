"""A session: a device that is logged in, with all that belongs to it, and what it says in rooms."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from typing import Any

from nio import AsyncClient, MatrixRoom

from bot.adapters.matrix.account import Account
from bot.adapters.matrix.calls import ask, called
from bot.adapters.matrix.content import Content, transaction
from bot.adapters.matrix.courtesy import Courtesies
from bot.adapters.matrix.hearing import Room
from bot.adapters.matrix.keys import RoomKeys
from bot.adapters.matrix.notes import Notes
from bot.adapters.matrix.rooms import Rooms
from bot.adapters.matrix.settings import Settings
from bot.adapters.matrix.turn import Turn
from bot.chat.platform import ChatGoneError, MutedError, NotDeliveredError


class Session:
    """What one logged-in device works with."""

    def __init__(self, client: AsyncClient, account: Account, settings: Settings) -> None:
        """Open the notes; nothing else is done yet."""
        self.client = client
        self.account = account
        self.notes = Notes(settings.folder / "notes.sqlite")
        self.turn = Turn(client, settings.folder)
        self.keys = RoomKeys(client)
        self.courtesies = Courtesies(client)
        self.rooms = Rooms(client, self.notes, settings.invites, settings.pause)

    def room(self, room: str) -> MatrixRoom:
        """Return a room that the bot is in; raises ChatGoneError where it is not."""
        found = self.client.rooms.get(room)
        if found is None:
            raise ChatGoneError("the bot is not in this room")
        return found

    def facts(self, room: MatrixRoom) -> Room:
        """Return a room as hearing needs it; of two people, one is the bot, so that all is said to
        it. Who is invited is not there yet.
        """
        own = room.users.get(self.account.user)
        name = (own.display_name if own else None) or ""
        there = len(room.users) - len(room.invited_users)
        return Room(room.room_id, there > 2, name)  # noqa: PLR2004 - the bot and one other

    async def post(
        self, room: str, content: Content, transaction_id: str, kind: str = "m.room.message"
    ) -> str:
        """Send an event, once for each transaction id, and return its id; in an encrypted room it
        is encrypted, or not sent.
        """
        found = self.room(room)
        if found.encrypted:
            await self.keys.prepare(found)
        try:
            response = await called(
                self.client.room_send(
                    room, kind, content, transaction_id, ignore_unverified_devices=True
                )
            )
        except ChatGoneError as error:
            if room in self.notes.upgrades():
                raise NotDeliveredError(
                    "the room is closed, and the bot is not in its successor yet"
                ) from None
            if await self._is_member(room):
                raise MutedError(str(error)) from None
            raise
        return str(response.event_id)

    async def _is_member(self, room: str) -> bool:
        """Whether the homeserver has the bot in a room, whatever it refuses there."""
        path = f"/rooms/{room}/state/m.room.member/{self.account.user}"
        _, mine = await ask(self.client, "GET", path)
        return mine.get("membership") == "join"

    async def post_all(
        self,
        room: str,
        thread: str | None,
        parts: Sequence[Content],
        name: Sequence[object],
        choices: Sequence[str] = (),
    ) -> tuple[str, ...]:
        """Send the parts of a message, named by what makes it one of a kind, the choices being in
        the last; return the event ids that they are known by.

        A part that replaces an event goes by that event's id.
        """
        sent: list[str] = []
        for number, part in enumerate(parts):
            event = await self.post(room, part, transaction(*name, number))
            sent.append(replaced(part) or event)
        if not sent:
            return ()
        self.notes.keep_own(sent[-1], room, thread, int(time.time() * 1000), len(choices))
        for event in sent[:-1]:
            self.notes.keep_own(event, room, thread, int(time.time() * 1000))
        return tuple(sent)

    async def take_back(self, room: str, event: str, transaction_id: str) -> None:
        """Take back a message of the bot's own; where it may not, the message stays."""
        with contextlib.suppress(ChatGoneError):
            await called(self.client.room_redact(room, event, tx_id=transaction_id))

    async def close(self) -> None:
        """Let go of the homeserver and of the files."""
        await self.rooms.close()
        await self.client.close()
        if self.client.store:
            self.client.store.database.close()
        self.notes.close()


def replaced(content: Content) -> str | None:
    """Return the event that a content takes the place of, None where it takes none's."""
    relation: Any = content.get("m.relates_to", {})
    return str(relation["event_id"]) if relation.get("rel_type") == "m.replace" else None
