"""Unread messages: kept until their key comes, and their senders told where it does not."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from nio import Event, ForwardedRoomKeyEvent, MegolmEvent, RoomKeyEvent, UnknownToDeviceEvent

from bot.adapters.matrix.hearing import Hearing, Relation
from bot.adapters.matrix.notices import Notices
from bot.adapters.matrix.session import Session
from bot.adapters.matrix.settings import Settings
from bot.chat.messages import Incoming

_WITHHELD = ("m.room_key.withheld", "org.matrix.room_key.withheld")


class Unread:
    """The messages of one session that cannot be read yet."""

    def __init__(
        self, session: Session, hearing: Hearing, settings: Settings, notices: Notices
    ) -> None:
        """Do nothing yet."""
        self._session = session
        self._hearing = hearing
        self._settings = settings
        self._notices = notices

    def keep(self, event: MegolmEvent, room: str) -> None:
        """Keep an event whose key has not come, and tell its sender so if it does not come soon."""
        if (
            event.sender == self._session.account.user
            or time.time() - event.server_timestamp / 1000 > self._settings.kept.total_seconds()
        ):
            return
        self._session.notes.keep_unread(room, event.session_id, event.source)
        self._notices.do(self._hint_later(room, event.source, self._settings.patience))

    async def _hint_later(self, room: str, event: dict[str, Any], patience: float) -> None:
        """Tell a sender, once a day, that a message could not be read."""
        await asyncio.sleep(patience)
        notes = self._session.notes
        if notes.is_unread(event["event_id"]) and notes.hint(
            event["sender"], event["origin_server_ts"]
        ):
            thread = Relation.of(event["content"]).thread
            name, text = ("unread", event["event_id"]), self._notices.menu.unreadable
            await self._notices.say(text, room, name, thread, event["event_id"])

    def unlocked(self, events: list[Any]) -> list[Incoming]:
        """Return what can be read now that keys have come; tell senders whose clients withhold
        theirs.
        """
        heard = []
        for event in events:
            if isinstance(event, RoomKeyEvent | ForwardedRoomKeyEvent):
                heard += self._read(self._session.notes.unread(event.room_id, event.session_id))
            elif isinstance(event, UnknownToDeviceEvent) and event.type in _WITHHELD:
                said = event.source.get("content", {})
                for room, source in self._session.notes.unread(
                    str(said.get("room_id")), str(said.get("session_id"))
                ):
                    self._notices.do(self._hint_later(room, source, 0))
        return heard

    def unlocked_before(self) -> list[Incoming]:
        """Return what can be read of what was kept before a restart, and go on waiting for the
        rest.
        """
        kept = self._session.notes.unread()
        heard = self._read(kept)
        for room, source in kept:
            if self._session.notes.is_unread(source["event_id"]):
                self._notices.do(self._hint_later(room, source, self._settings.patience))
        return heard

    def _read(self, kept: list[tuple[str, dict[str, Any]]]) -> list[Incoming]:
        heard = []
        for room_id, source in kept:
            room, event = (
                self._session.client.rooms.get(room_id),
                Event.parse_encrypted_event(source),
            )
            clear = (
                self._session.keys.read(event, room_id)
                if room and isinstance(event, MegolmEvent)
                else None
            )
            if room is None or clear is None:
                continue
            self._session.notes.drop_unread(source["event_id"])
            heard += [m for m in [self._hearing.hear(clear.source, self._session.facts(room))] if m]
        return heard
