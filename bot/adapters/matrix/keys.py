"""Room keys: who must have them before something is said in an encrypted room, and the care that
nio's own loop takes only in part.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from nio import (
    AsyncClient,
    Event,
    MatrixRoom,
    MegolmEvent,
    RoomKeyEvent,
    SyncResponse,
)
from nio.exceptions import EncryptionError

from bot.adapters.matrix.calls import ask, called
from bot.chat.platform import ChatGoneError, NotDeliveredError

_OK = 200
_MESSAGES, _AGE = 100, dt.timedelta(days=7)  # what the specification recommends, and nio does
# milliseconds, so that a room cannot make the bot change its key with each message
_LEAST_AGE = 3_600_000
# keys of one device in one room, of which it changes one after 100 messages; nio keeps all there
# ever were
_KEPT = 20
# messages by which nio would know one that is played again; it keeps every one there ever was
_INDEXES = 1000
_UNREACHABLE = 60.0  # seconds for which users are not asked for whose server gave no keys
_log = logging.getLogger("briefing")


class RoomKeys:
    """The keys of one device, kept by a client."""

    def __init__(self, client: AsyncClient) -> None:
        """Keep none before the first send."""
        self._client = client
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unreachable: dict[str, float] = {}
        self._periods: dict[str, tuple[int, dt.timedelta]] = {}

    def encrypted(self, room: str, content: Mapping[str, Any]) -> None:
        """Note how often a room wants its key changed, as its `m.room.encryption` says; never more
        seldom than nio changes it by itself.
        """
        messages, age = content.get("rotation_period_msgs"), content.get("rotation_period_ms")
        self._periods[room] = (
            max(1, messages) if isinstance(messages, int) else _MESSAGES,
            dt.timedelta(milliseconds=max(_LEAST_AGE, age)) if isinstance(age, int) else _AGE,
        )

    async def prepare(self, room: MatrixRoom) -> None:
        """See to it that every device in an encrypted room can read what is sent next; raises
        NotDeliveredError where one cannot yet.

        When this returns, the next send must follow without another wait between, so that nobody
        joins unseen.
        """
        async with self._locks[room.room_id]:
            if not room.members_synced:
                await called(self._client.joined_members(room.room_id))
            await self._learn(set(room.users))
            self._limit(room.room_id)
            if self._client.olm.should_share_group_session(room.room_id):
                await self._share(room)

    async def _learn(self, users: set[str]) -> None:
        """Ask for the devices of users whose devices changed: one that came since could not read
        otherwise.
        """
        now = time.monotonic()
        self._unreachable = {
            user: until for user, until in self._unreachable.items() if until > now
        }
        if (wanted := self._client.users_for_key_query & users) - self._unreachable.keys():
            await called(self._client.keys_query())
            # Whose server is away cannot read now, and must not keep the others waiting.
            self._unreachable |= dict.fromkeys(
                wanted & self._client.users_for_key_query, now + _UNREACHABLE
            )

    async def _share(self, room: MatrixRoom) -> None:
        client, olm = self._client, self._client.olm
        if missing := client.get_missing_sessions(room.room_id):
            await called(client.keys_claim(missing))
        # Not by nio's own way: it takes a key for passed on where the homeserver refused to, and
        # where a claim fails it leaves behind what every later send in the room would wait for, for
        # good.
        for reached, messages in olm.share_group_session_parallel(
            room.room_id, list(room.users), ignore_unverified_devices=True
        ):
            status, _ = await ask(
                client, "PUT", f"/sendToDevice/m.room.encrypted/{uuid4()}", messages
            )
            if status != _OK:
                raise NotDeliveredError(f"the homeserver did not pass the room's key on ({status})")
            olm.outbound_group_sessions[room.room_id].users_shared_with |= reached
        olm.outbound_group_sessions[room.room_id].shared = True
        self._limit(room.room_id)
        self._forget(room.room_id)

    def _limit(self, room: str) -> None:
        """Let the room's present key serve no longer than the room wants."""
        if (
            session := self._client.olm.outbound_group_sessions.get(room)
        ) and room in self._periods:
            messages, age = self._periods[room]
            session.max_messages, session.max_age = min(_MESSAGES, messages), min(_AGE, age)

    async def tend(self, response: SyncResponse) -> None:
        """Do what a sync has made due: upload one-time keys, ask for devices, mend sessions, pass
        messages between devices on.
        """
        client, olm = self._client, self._client.olm
        if response.device_key_count.signed_curve25519 == 0:
            # nio overlooks 0, and new sessions would fail for good.
            olm.uploaded_key_count = 0
        for room in {
            event.room_id for event in response.to_device_events if isinstance(event, RoomKeyEvent)
        }:
            self._forget(room)
        for key in list(olm.message_index_store)[:-_INDEXES]:
            del olm.message_index_store[key]
        if client.should_upload_keys:
            await _try(client.keys_upload)
        if client.users_for_key_query - self._unreachable.keys():
            await _try(client.keys_query)
        if client.should_claim_keys:
            await _try(lambda: client.keys_claim(client.get_users_for_key_claiming()))
        if client.outgoing_to_device_messages:
            await _try(lambda: _sent(client))

    def _forget(self, room: str) -> None:
        """Let go of a room's oldest keys, with which nothing is said any more."""
        for sessions in self._client.olm.inbound_group_store[room].values():
            for session in list(sessions)[:-_KEPT]:
                del sessions[session]
                self._client.store.database.execute_sql(
                    "DELETE FROM megolminboundsessions WHERE session_id = ?", (session,)
                )

    async def begin(self) -> None:
        """Ask for all devices again, as changes seen before a restart may not have been followed,
        and leave a key of last resort.
        """
        client, account = self._client, self._client.olm.account._account  # noqa: SLF001 - nio's wrapper knows no fallback keys
        users = {user for room in client.rooms.values() if room.encrypted for user in room.users}
        client.olm.add_changed_users(users)
        account.generate_fallback_key()
        name, key = next(iter(account.fallback_key.items()))
        signed: dict[str, Any] = {"key": key.to_base64(), "fallback": True}
        signed["signatures"] = {
            client.user_id: {f"ed25519:{client.device_id}": client.olm.sign_json(signed)}
        }
        status, _ = await ask(
            client, "POST", "/keys/upload", {"fallback_keys": {f"signed_curve25519:{name}": signed}}
        )
        if status == _OK:
            account.mark_keys_as_published()
        client.olm.save_account()

    def read(self, event: MegolmEvent, room: str) -> Event | None:
        """Return an encrypted event in clear, None where its key is not there; nio may take it for
        a bad one, whatever that is to others.
        """
        event.room_id = room
        try:
            found: Event = self._client.decrypt_event(event)
        except EncryptionError:
            return None
        return found


async def _sent(client: AsyncClient) -> Any:  # noqa: ANN401 - as nio's responses
    """Pass messages between devices on, and return the answer to the last of them."""
    responses = await client.send_to_device_messages()
    for response in responses:
        await called(_done(response))
    return responses[-1]


async def _done(response: Any) -> Any:  # noqa: ANN401 - as nio's responses
    return response


async def _try(request: Callable[[], Awaitable[Any]]) -> None:
    """Make a request that is made again after the next sync where it fails."""
    try:
        await called(request())
    except (NotDeliveredError, ChatGoneError) as error:
        _log.info("matrix: keys were not tended to now (%s)", error)
