"""The Matrix adapter: one account on one homeserver, its rooms as chats. Joins the parts of this
package.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Mapping
from dataclasses import replace

from filelock import FileLock, Timeout

from bot.adapters.matrix import account as accounts
from bot.adapters.matrix import media
from bot.adapters.matrix.account import AccountError
from bot.adapters.matrix.calls import SignedOutError, ask, restored
from bot.adapters.matrix.content import (
    Content,
    contents,
    heard,
    prefixed,
    related,
    replacing,
    transaction,
)
from bot.adapters.matrix.hearing import Hearing
from bot.adapters.matrix.images import shown
from bot.adapters.matrix.listening import Listening
from bot.adapters.matrix.notices import Notices
from bot.adapters.matrix.opening import account_of, logged_in, recognised
from bot.adapters.matrix.session import Session
from bot.adapters.matrix.settings import Settings
from bot.chat.messages import Block, ChatRef, File, Incoming, Message
from bot.chat.platform import Abilities, Dispatcher, Menu, NotDeliveredError
from bot.pictures.pictures import images

_BETWEEN = 2.0  # seconds between two looks whether another process has let go of the account
_LONGEST_PAUSE = 300.0
_CONNECTING = 10.0  # seconds for which a message waits for the first sync
_WITHOUT_CREATORS = frozenset(map(str, range(1, 12)))
_OK = 200
_log = logging.getLogger("briefing")


class Matrix:
    """The adapter; everything that it keeps lies in the folder that its settings name."""

    platform = "matrix"
    abilities = Abilities(at_once=8, once=True, alone=True)

    def __init__(self, settings: Settings, menus: Mapping[str, Menu]) -> None:
        """Do nothing yet. `menus` are what is shown beside replies, by language."""
        self._settings = settings
        self._menu = menus[settings.lang]
        self._commands = frozenset(name for menu in menus.values() for name in menu.known)
        self._session: Session | None = None
        self._listening: Listening | None = None
        self._ready = asyncio.Event()
        self._lock = FileLock(settings.folder / "lock")

    async def run(self, dispatcher: Dispatcher) -> None:
        """Listen until cancelled; where the account cannot be used, say why in the log and try
        again.
        """
        await self._hold()
        pause = self._settings.pause
        while True:
            try:
                await self._listen(dispatcher)
            except AccountError as error:
                _log.error("matrix: %s", error)
                dispatcher.stands(str(error))
            except NotDeliveredError as error:
                _log.warning("matrix: %s; again in %.0f s", error, pause)
                dispatcher.stands(str(error))
            pause = self._settings.pause if self._ready.is_set() else pause
            await self._let_go()
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Deliver a message that nobody asked for just now, once for each key."""
        session = await self._connected()
        contents = map(heard, self._contents(message)) if message.sound else self._contents(message)
        parts = [related(c, chat.thread, None) for c in contents]
        return await session.post_all(
            chat.chat, chat.thread, parts, ("send", key or uuid.uuid4()), message.choices
        )

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Deliver the reply to a message, once; the parts of an earlier reply are changed in place,
        and those too many taken away.
        """
        session = await self._connected()
        room, thread = incoming.chat.chat, incoming.chat.thread
        asked = session.notes.asked(incoming.id)
        target, mention = (
            (asked.target if asked else incoming.id),
            (incoming.user if incoming.group else None),
        )
        said = self._contents(message)
        if message.picture and not before:  # what stands there already is changed in its words
            drawn = await asyncio.to_thread(images, message.picture)
            encrypted = session.room(room).encrypted
            said = await shown(session.client, said, drawn, encrypted=encrypted)
        parts = [
            related(c, thread, None if number else target, mention) for number, c in enumerate(said)
        ]
        parts = [
            replacing(part, before[number]) if number < len(before) else part
            for number, part in enumerate(parts)
        ]
        try:
            sent = await session.post_all(
                room, thread, parts, ("reply", incoming.id), message.choices
            )
            for number, surplus in enumerate(before[len(parts) :]):
                await session.take_back(room, surplus, transaction("less", incoming.id, number))
        finally:
            session.courtesies.answered(room)
        return sent

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Whether the sender is in the room, with the power to post state there."""
        del once
        session = await self._connected()
        room = session.room(incoming.chat.chat)
        if incoming.user not in room.users:
            return False
        if (
            room.power_levels.get_user_level(incoming.user)
            >= room.power_levels.defaults.state_default
        ):
            return True
        # From room version 12 on, who made a room stands above all levels, and is not named among
        # them.
        status, made = await ask(
            session.client, "GET", f"/rooms/{room.room_id}/state/m.room.create?format=event"
        )
        content = made.get("content", {})
        if status != _OK or content.get("room_version", "1") in _WITHOUT_CREATORS:
            return False
        return incoming.user in {made.get("sender"), *content.get("additional_creators", [])}

    async def fetch(self, file: File) -> bytes:
        """Return a file of a room."""
        return await media.fetch((await self._connected()).client, file)

    async def title(self, chat: ChatRef) -> str:
        """Return the name of a room or, where it has none, of who is there."""
        session = await self._connected()
        return str(session.room(chat.chat).display_name)

    async def close(self) -> None:
        """Let go of the homeserver and of the files."""
        await self._let_go()
        self._lock.release()

    async def _hold(self) -> None:
        """Hold the account for this process alone: two would answer everything twice. Waits while
        another holds it.
        """
        accounts.make(self._settings.folder)
        warned = False
        while not self._lock.is_locked:
            try:
                self._lock.acquire(blocking=False)
            except Timeout:
                if not warned:
                    _log.warning(
                        "matrix: another process speaks for the account in %s; this one goes on as"
                        " soon as it has ended",
                        self._settings.folder,
                    )
                warned = True
                await asyncio.sleep(_BETWEEN)

    async def _listen(self, dispatcher: Dispatcher) -> None:
        """Open the account and listen with it until it was signed out and has logged in again;
        raises AccountError and NotDeliveredError where it cannot be used, or is no more what it
        was.
        """
        account, key = await account_of(self._settings)
        client = restored(account, self._settings.folder, key, self._settings.answer)
        invites = self._settings.invites
        settings = replace(
            self._settings,
            invites=replace(invites, users=invites.users | {account.operator} - {""}),
        )
        session = self._session = Session(client, account, settings)
        await recognised(session, self._settings, key)
        names = (settings.prefix, self._commands, session.notes, settings.editors)
        hearing = Hearing(account.user, *names)
        notices = Notices(self._tell, self._menu, settings.pause)
        self._listening = Listening(session, hearing, settings, dispatcher, notices)
        while True:
            try:
                await self._listening.run(self._ready)
            except SignedOutError:
                kept = accounts.read(settings.folder)
                if kept and kept.token != account.token:
                    raise AccountError(
                        "somebody has logged in anew; the bot goes on with that login"
                    ) from None
            if settings.password:
                break
            # nio drops it at a soft logout; without one it would not even ask again.
            client.access_token = account.token
            await self._listening.rest(
                "it has signed the bot out; if that does not pass, run `briefing matrix login`"
                " while the bot runs"
            )
        # Two clients would share one store of keys.
        await self._let_go()
        await logged_in(settings, account, settings.password)

    async def _let_go(self) -> None:
        session, listening = self._session, self._listening
        self._session = self._listening = None
        self._ready.clear()
        if listening:
            await listening.close()
        if session:
            await session.close()

    async def _connected(self) -> Session:
        """Return the session when rooms are known; raises NotDeliveredError where that takes
        long.
        """
        try:
            async with asyncio.timeout(_CONNECTING):
                await self._ready.wait()
        except TimeoutError:
            raise NotDeliveredError("the homeserver is not reached yet") from None
        if self._session is None:
            raise NotDeliveredError("the homeserver is not reached now")
        return self._session

    def _contents(self, message: Message) -> list[Content]:
        return contents(prefixed(message, self._commands, self._settings.prefix))

    async def _tell(
        self, text: str, room: str, thread: str | None, target: str | None, name: tuple[object, ...]
    ) -> None:
        parts = [
            related(c, thread, target)
            for c in self._contents(Message(self._settings.lang, (Block("text", text),)))
        ]
        await (await self._connected()).post_all(room, thread, parts, name)
