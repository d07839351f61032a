"""A session: a device that is logged in, with all that belongs to it, and what it says in rooms."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from nio import AsyncClient, MatrixRoom

from bot.adapters.matrix.account import Account
from bot.adapters.matrix.calls import called
from bot.adapters.matrix.content import Content, transaction
from bot.adapters.matrix.courtesy import Courtesies
from bot.adapters.matrix.hearing import Room
from bot.adapters.matrix.keys import RoomKeys
from bot.adapters.matrix.notes import Notes
from bot.adapters.matrix.rooms import Rooms
from bot.adapters.matrix.settings import Settings
from bot.adapters.matrix.turn import Turn
from bot.chat.platform import ChatGoneError, NotDeliveredError


class Session:
    """What one logged-in device works with."""

    def __init__(self, client: AsyncClient, account: Account, settings: Settings) -> None:
        """Open the notes; nothing else is done yet."""
        self.client = client
        self.account = account
        # The sync token at which it was logged in again last: with nothing read since, it waits
        # before it tries once more.
        self.renewed_at: str | None = None
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
        it.
        """
        own = room.users.get(self.account.user)
        name = (own.display_name if own else None) or ""
        return Room(room.room_id, len(room.users) > 2, name)  # noqa: PLR2004 - the bot and one other

    async def post(self, room: str, content: Content, transaction_id: str) -> str:
        """Send a message, once for each transaction id, and return its event id; in an encrypted
        room it is encrypted, or not sent.
        """
        found = self.room(room)
        if found.encrypted:
            await self.keys.prepare(found)
        try:
            response = await called(
                self.client.room_send(
                    room, "m.room.message", content, transaction_id, ignore_unverified_devices=True
                )
            )
        except ChatGoneError:
            if room not in self.notes.upgrades():
                raise
            raise NotDeliveredError(
                "the room is closed, and the bot is not in its successor yet"
            ) from None
        return str(response.event_id)

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
        sent = []
        for number, part in enumerate(parts):
            event = await self.post(room, part, transaction(*name, number))
            sent.append(replaced(part) or event)
        self.notes.keep_own(sent[-1], room, thread, int(time.time() * 1000), len(choices))
        for event in sent[:-1]:
            self.notes.keep_own(event, room, thread, int(time.time() * 1000))
        return tuple(sent)

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
