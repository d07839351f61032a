"""Listening: what one session does with each sync: messages to the dispatcher, invitations, rooms
left, keys that came late.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from nio import (
    Event,
    ForwardedRoomKeyEvent,
    MatrixRoom,
    MegolmEvent,
    RoomKeyEvent,
    SyncResponse,
    UnknownToDeviceEvent,
)

from bot.adapters.matrix.account import AccountError
from bot.adapters.matrix.calls import SignedOutError
from bot.adapters.matrix.hearing import Hearing, Relation, Room, praise
from bot.adapters.matrix.session import Session
from bot.adapters.matrix.settings import Settings
from bot.adapters.matrix.syncing import Syncing
from bot.adapters.matrix.timeline import after_joining, since
from bot.chat.messages import ChatRef, Incoming
from bot.chat.platform import ChatGoneError, Dispatcher, NotDeliveredError

_TIDYING = 300.0  # seconds; a copy of the folder made while the bot runs serves for that long
_TRIES = 5
_ANSWERING = 0.5  # seconds for which answers are waited for before rooms are read again
_WITHHELD = ("m.room_key.withheld", "org.matrix.room_key.withheld")
_log = logging.getLogger("briefing")
# How a notice is said: in a room, in a thread, about an event, by a name that is one of a kind.
Notice = Callable[[str, str | None, str | None, tuple[object, ...]], Awaitable[None]]


class Listening:
    """Listens for one session and hands in at one dispatcher; `greet` and `hint` say that the bot
    has come, and that it could not read a message.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - it joins these
        self,
        session: Session,
        hearing: Hearing,
        settings: Settings,
        dispatcher: Dispatcher,
        greet: Notice,
        hint: Notice,
    ) -> None:
        """Do nothing yet."""
        self._session = session
        self._hearing = hearing
        self._settings = settings
        self._dispatcher = dispatcher
        self._greet = greet
        self._hint = hint
        self._syncing = Syncing(session.client, session.notes, settings, dispatcher.stands)
        self._begun = False
        self._doing: set[asyncio.Task[None]] = set()
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
        for task in self._doing:
            task.cancel()
        await asyncio.gather(*self._doing, return_exceptions=True)

    async def _handle(self, response: SyncResponse, ready: asyncio.Event) -> None:
        """Do everything with a sync that must be done before the next: what was said is written
        down when this returns.
        """
        session = self._session
        session.turn.watch(response.account_data_events)
        heard = self._unlocked(response.to_device_events)
        for room, info in response.rooms.join.items():
            heard += await self._heard(room, info)
        await session.rooms.move(self._moved)
        for room in response.rooms.leave:
            await self._left(room)
        for room, invitation in response.rooms.invite.items():
            session.rooms.invited(room, invitation.invite_state)
        if not self._begun:
            await self._begin()
            heard += self._unlocked_before()
        if heard:
            await self._dispatcher.take(*heard)
            for message in heard:
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
            and room_id not in session.notes.upgrades().values()
            and joined.source["origin_server_ts"] > session.account.since
        ):
            self._do(
                self._try(self._greet, room_id, None, None, ("greeting", joined.source["event_id"]))
            )
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

    def _changed(self, room: str, info: Any) -> None:  # noqa: ANN401 - as above
        """Follow what a sync tells of a room's state."""
        for event in (*info.state, *info.timeline.events):
            kind = event.source.get("type") if event.source.get("state_key") == "" else ""
            if kind == "m.room.tombstone":
                self._session.rooms.closed(event.source, room)
            elif kind == "m.room.encryption":
                self._session.keys.encrypted(room, event.source.get("content", {}))

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
                self._keep(event, room.room_id)
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
            self._do(
                self._dispatcher.rated(
                    room.room_id, str(Relation.of(source["content"]).reacts), liked=liked
                )
            )
        return self._hearing.hear(source, _facts(room, self._session.account.user))

    def _keep(self, event: MegolmEvent, room: str) -> None:
        """Keep an event whose key has not come, and tell its sender so if it does not come soon."""
        if (
            event.sender == self._session.account.user
            or time.time() - event.server_timestamp / 1000 > self._settings.kept.total_seconds()
        ):
            return
        self._session.notes.keep_unread(room, event.session_id, event.source)
        self._do(self._hint_later(room, event.source, self._settings.patience))

    async def _hint_later(self, room: str, event: dict[str, Any], patience: float) -> None:
        """Tell a sender, once a day, that a message could not be read."""
        await asyncio.sleep(patience)
        notes = self._session.notes
        if notes.is_unread(event["event_id"]) and notes.hint(
            event["sender"], event["origin_server_ts"]
        ):
            thread = Relation.of(event["content"]).thread
            await self._try(
                self._hint, room, thread, event["event_id"], ("unread", event["event_id"])
            )

    def _unlocked(self, events: list[Any]) -> list[Incoming]:
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
                    self._do(self._hint_later(room, source, 0))
        return heard

    def _unlocked_before(self) -> list[Incoming]:
        """Return what can be read of what was kept before a restart, and go on waiting for the
        rest.
        """
        kept = self._session.notes.unread()
        heard = self._read(kept)
        for room, source in kept:
            if self._session.notes.is_unread(source["event_id"]):
                self._do(self._hint_later(room, source, self._settings.patience))
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
            heard += [
                m
                for m in [
                    self._hearing.hear(clear.source, _facts(room, self._session.account.user))
                ]
                if m
            ]
        return heard

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

    async def _try(
        self,
        notice: Notice,
        room: str,
        thread: str | None,
        target: str | None,
        name: tuple[object, ...],
    ) -> None:
        """Say something that may be missed if need be, as soon as it can be said."""
        for attempt in range(_TRIES):
            try:
                await notice(room, thread, target, name)
            except ChatGoneError:
                return
            except NotDeliveredError as error:
                await asyncio.sleep(
                    max(error.retry_after or 0.0, self._settings.pause * 2**attempt)
                )
            else:
                return

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something happen beside the syncing, and hold on to it until it is done."""
        task = asyncio.create_task(work)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

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


def _facts(room: MatrixRoom, user: str) -> Room:
    """Return a room as hearing needs it; of two people, one is the bot, so that all is said to
    it.
    """
    own = room.users.get(user)
    return Room(room.room_id, len(room.users) > 2, (own.display_name if own else None) or "")  # noqa: PLR2004 - the bot and one other
