"""Listening: what one session does with each sync: messages to the dispatcher, invitations, rooms
left, keys that came late.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter
from typing import Any

from nio import MatrixRoom, MegolmEvent, SyncResponse

from bot.adapters.matrix import targets
from bot.adapters.matrix.account import AccountError
from bot.adapters.matrix.calls import SignedOutError
from bot.adapters.matrix.hearing import Hearing, Relation, praise, redacted
from bot.adapters.matrix.media import wordless
from bot.adapters.matrix.notices import Notices
from bot.adapters.matrix.session import Session
from bot.adapters.matrix.settings import Settings
from bot.adapters.matrix.syncing import Syncing
from bot.adapters.matrix.timeline import after_joining, since
from bot.adapters.matrix.unread import Unread
from bot.adapters.matrix.verification import Verification
from bot.chat.messages import ChatRef, Incoming
from bot.chat.platform import Dispatcher, NotDeliveredError
from bot.chat.reminders import Reminders

_TIDYING = 300.0  # seconds; a copy of the folder made while the bot runs serves for that long
_TRIES = 5
_SPACE = "m.space"  # a room of rooms, in which nobody talks
_ANSWERING = 0.5  # seconds for which answers are waited for before rooms are read again
_log = logging.getLogger("briefing")


class Listening:
    """Listens for one session and hands in at one dispatcher."""

    def __init__(
        self,
        session: Session,
        hearing: Hearing,
        settings: Settings,
        dispatcher: Dispatcher,
        notices: Notices,
    ) -> None:
        """Do nothing yet."""
        self._session = session
        self._hearing = hearing
        self._settings = settings
        self._dispatcher = dispatcher
        self._notices = notices
        self._verification = Verification(session, notices)
        self._unread = Unread(session, hearing, settings, notices)
        self._syncing = Syncing(session.client, session.notes, settings, dispatcher.stands)
        self._text_only = Reminders()
        self._begun = False
        self._unfilled: Counter[str] = Counter()

    async def run(self, ready: asyncio.Event) -> None:
        """Listen until cancelled or signed out; `ready` is set when messages can be sent. Raises
        SignedOutError.
        """
        beside = [
            asyncio.create_task(self._session.courtesies.run()),
            asyncio.create_task(self._tidy()),
        ]
        try:
            await self._syncing.run(lambda response: self._handle(response, ready))
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def rest(self, why: str) -> None:
        """Wait after a failure, longer each time."""
        await self._syncing.rest(why)

    async def close(self) -> None:
        """Stop what is still waited for."""
        await self._notices.close()

    async def _handle(self, response: SyncResponse, ready: asyncio.Event) -> None:
        """Do everything with a sync that must be done before the next: what was said is written
        down when this returns.
        """
        session = self._session
        session.turn.watch(response.account_data_events)
        heard = self._unread.unlocked(response.to_device_events)
        self._verification.watch(response.to_device_events)
        for room, info in response.rooms.join.items():
            heard += await self._heard(room, info)
        await session.rooms.move(self._moved)
        for room in response.rooms.leave:
            await self._left(room)
        for room, invitation in response.rooms.invite.items():
            session.rooms.invited(room, invitation.invite_state)
        if not self._begun:
            await self._begin()
            heard += self._unread.unlocked_before()
        if heard:
            heard = [await targets.found(session, message) for message in heard]
            await self._dispatcher.take(*heard)
            for message in heard:
                if message.text or message.file:
                    session.courtesies.heard(message.chat.chat, message.id)
        await session.keys.tend(response)
        if not ready.is_set():
            ready.set()
            await self._dispatcher.ready()
        # A sync for each answer, which would bring that answer alone, is half the homeserver's
        # work.
        await self._dispatcher.rest(_ANSWERING)

    async def _begin(self) -> None:
        """Do what is due once: after the first sync, when the rooms are known."""
        self._session.rooms.resume()
        await self._session.keys.begin()
        self._begun = True

    async def _heard(self, room_id: str, info: Any) -> list[Incoming]:  # noqa: ANN401 - nio's classes have no types
        """Return what was said to the bot in a room since the last sync."""
        session, token = self._session, self._session.notes.token
        room = session.client.rooms.get(room_id)
        if room is None:
            return []
        events = await self._since(room_id, info, token)
        events, joined = after_joining(events, session.account.user)
        self._changed(room_id, info)
        if (
            joined
            and room.room_type != _SPACE
            and room_id not in session.notes.upgrades().values()
            and joined.source["origin_server_ts"] > session.account.since
        ):
            name = ("greeting", joined.source["event_id"])
            self._notices.do(self._notices.say(self._greeting(room), room_id, name))
        if not token:
            # A device that is new here has no business with what was said before.
            events = [
                e for e in events if e.source.get("origin_server_ts", 0) > session.account.since
            ]
        if session.rooms.leave_if_empty(room):
            return []
        return [
            message for event in events if (message := self._stepping_over(event, room)) is not None
        ]

    def _greeting(self, room: MatrixRoom) -> str:
        """Return what the bot says when it has come into a room."""
        menu, group = self._notices.menu, self._session.facts(room).group
        lines = (menu.greeting[0], menu.greeting[-1], *((menu.calling,) if group else ()))
        return "\n".join(lines)

    def _changed(self, room: str, info: Any) -> None:  # noqa: ANN401 - as above
        """Follow what a sync tells of a room's state."""
        for event in (*info.state, *info.timeline.events):
            kind = event.source.get("type") if event.source.get("state_key") == "" else ""
            if kind == "m.room.tombstone":
                self._session.rooms.closed(event.source, room)
            elif kind == "m.room.power_levels":
                self._may_write(room)
            elif kind == "m.room.encryption":
                self._session.keys.encrypted(room, event.source.get("content", {}))

    def _may_write(self, room: str) -> None:
        """Tell whether a change of powers lets the bot write in a room."""
        found = self._session.client.rooms[room]
        kind = "m.room.encrypted" if found.encrypted else "m.room.message"
        may = found.power_levels.can_user_send_message(self._session.account.user, kind)
        self._notices.do(self._dispatcher.allowed(ChatRef("matrix", room), may=may))

    async def _since(self, room: str, info: Any, token: str | None) -> list[Any]:  # noqa: ANN401 - as above
        """Return the events of a room since the last sync; where those between cannot be had, try a
        few times and go on without.
        """
        try:
            return await since(
                self._session.client,
                room,
                info.timeline,
                token,
                self._settings.kept.total_seconds(),
            )
        except NotDeliveredError as error:
            self._unfilled[room] += 1
            if isinstance(error, SignedOutError) or self._unfilled[room] <= _TRIES:
                raise
            _log.warning(
                "matrix: what was said in %s meanwhile cannot be had (%s); the bot goes on without",
                room,
                error,
            )
            return list(info.timeline.events)

    def _stepping_over(self, event: Any, room: MatrixRoom) -> Incoming | None:  # noqa: ANN401 - as above
        """Return what an event says to the bot; one that breaks something is passed over, as it
        would come again with every sync.
        """
        try:
            return self._one(event, room)
        except Exception:  # noqa: BLE001 - whatever it is
            _log.exception(
                "matrix: an event in %s could not be handled and is passed over", room.room_id
            )
            return None

    def _one(self, event: Any, room: MatrixRoom) -> Incoming | None:  # noqa: ANN401 - as above
        """Return what an event says to the bot; note what is its own, and keep what cannot be
        read.
        """
        if isinstance(event, MegolmEvent):
            clear = self._session.keys.read(event, room.room_id)
            if clear is None:
                self._unread.keep(event, room.room_id)
                return None
            event = clear
        source = event.source
        if source.get("sender") == self._session.account.user:
            relation, notes = Relation.of(source.get("content", {})), self._session.notes
            # Known already, but for what was sent just before a kill: to look costs less than to
            # write.
            if (
                source.get("type") == "m.room.message"
                and not relation.replaces
                and not notes.is_own(source["event_id"])
            ):
                notes.keep_own(
                    source["event_id"], room.room_id, relation.thread, source["origin_server_ts"]
                )
            return None
        if (liked := praise(source)) is not None:
            self._notices.do(
                self._dispatcher.rated(
                    room.room_id, str(Relation.of(source["content"]).reacts), liked=liked
                )
            )
        if self._verification.asked(source, room.room_id):
            return None
        if source.get("type") == "m.room.redaction":
            self._session.notes.drop_unread(redacted(source))
        facts = self._session.facts(room)
        if (
            not facts.group
            and wordless(source)
            and not self._hearing.file(source, facts)
            and self._text_only.due(ChatRef("matrix", facts.id))
        ):
            name = ("text only", source["event_id"])
            thread, text = Relation.of(source["content"]).thread, self._notices.menu.text_only
            self._notices.do(
                self._notices.say(text, room.room_id, name, thread, source["event_id"])
            )
        return self._hearing.hear(source, facts)

    async def _left(self, room: str) -> None:
        """A room is left, by the bot's own will or another's."""
        self._session.client.rooms.pop(room, None)
        self._session.client.invited_rooms.pop(room, None)
        self._session.notes.leave(room)
        if room not in self._session.notes.upgrades():
            await self._dispatcher.gone(ChatRef("matrix", room))

    async def _moved(self, room: str, successor: str) -> None:
        """A room goes on in its successor, where there is none of its threads."""
        await self._dispatcher.moved(
            ChatRef("matrix", room), ChatRef("matrix", successor), threads=False
        )

    async def _tidy(self) -> None:
        """Forget what is too old and take the next turn, now and every few minutes."""
        while True:
            self._session.notes.expire(
                int(time.time() * 1000), int(self._settings.kept.total_seconds() * 1000)
            )
            await asyncio.sleep(_TIDYING)
            # Where it is another's, the sync that tells so ends this.
            with contextlib.suppress(AccountError, NotDeliveredError, OSError):
                await self._session.turn.take()
