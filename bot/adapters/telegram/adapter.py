"""The Telegram adapter: one account, its private chats and groups as chats, the topics of a forum
as threads. Joins the parts of this package.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, MessageReactionUpdated
from telegram import Message as Said
from telegram.constants import ChatAction

from bot.adapters.telegram.client import (
    Client,
    RefusedCallError,
    TokenError,
    called,
    quietly,
)
from bot.adapters.telegram.hearing import Hearing, number, praise
from bot.adapters.telegram.inline import Inline, Offers
from bot.adapters.telegram.introduction import UNKNOWN, freed, introduced, registered
from bot.adapters.telegram.location import shared
from bot.adapters.telegram.places import PLATFORM, elsewhere, is_public, shows_typing, topic
from bot.adapters.telegram.polling import poll
from bot.adapters.telegram.posting import Posting
from bot.adapters.telegram.reading import identity, is_wordless, read, words
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.typing import Typing
from bot.adapters.telegram.unasked import Unasked
from bot.adapters.telegram.webhook import receive
from bot.chat.messages import ChatRef, File, Incoming, Message
from bot.chat.pace import Limit, Pace
from bot.chat.platform import (
    Abilities,
    ChatGoneError,
    Dispatcher,
    Menu,
    MutedError,
    NotDeliveredError,
    RefusedError,
)

# Telegram's limits, as its FAQ for bots gives them: about 30 messages a second in all, 20 a minute
# in a group.
_OVERALL, _GROUP = Limit(30, 1.0), Limit(20, 60.0)
_AT_ONCE = 10_000  # replies, nearly all of which wait for their turn
_NEAR = 1.0  # seconds
_ASKED_FOR = 3  # times that Telegram is asked who administers a group
_log = logging.getLogger("briefing")


class Telegram:
    """The adapter; what must outlive a restart is the dispatcher's."""

    platform = PLATFORM

    def __init__(
        self, settings: Settings, menus: Mapping[str, Menu], offers: Offers | None = None
    ) -> None:
        """Do nothing yet.

        `menus` are what is shown beside replies, by language; `offers` returns what is offered for
        words that somebody types in another chat (nothing without it).
        """
        self._settings = settings
        # Fetching twice is refused; deliveries go to the one address, behind which several
        # processes may listen.
        self.abilities = Abilities(at_once=_AT_ONCE, alone=settings.webhook is None)
        self._menus = menus
        self._client = Client(settings)
        self._inline = Inline(self._client, settings, menus, offers)
        self.pace = (
            Pace(_OVERALL, lambda chat: _GROUP if chat.startswith("-") else None)
            if settings.pacing
            else None
        )
        self._posting = Posting(self._client, self.pace, self._moved)
        self._unasked = Unasked(self._posting, menus, settings)
        self._typing = Typing(self._show_typing, settings.typing)
        self._hearing: Hearing | None = None
        self._dispatcher: Dispatcher | None = None
        self._besides: set[asyncio.Task[None]] = set()

    async def run(self, dispatcher: Dispatcher) -> None:
        """Listen until cancelled; raises RefusedError where Telegram does not know the token, or
        another process listens.
        """
        # It tells of bodies, with what people said.
        logging.getLogger("telegram").setLevel(logging.CRITICAL)
        self._dispatcher = dispatcher
        me = await introduced(self._client, self._settings)
        _log.info("telegram: this is @%s", me.username)
        self._posting.home = me.link or ""
        known = {
            name: menu.aliases.get(name, name)
            for menu in self._menus.values()
            for name in menu.known
        }
        self._hearing = Hearing(me, known, self._menus, self._settings.editors)
        self._beside(registered(self._client, self._settings, self._menus))
        await dispatcher.ready()
        try:
            if self._settings.webhook:
                await receive(self._client, self._settings, self._settings.webhook, self.take)
            await freed(self._client, self._settings)
            await poll(self._client, self._settings, self.take, dispatcher.stands)
        except TokenError:
            raise RefusedError(UNKNOWN) from None
        finally:
            self._typing.close()
            # Whose turn is far off is answered after a restart.
            asyncio.get_running_loop().call_later(_NEAR, self._posting.give_up)

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Deliver a message that nobody asked for just now; its turn has come already."""
        return await self._posting.post(chat, message, key and f"send {key}")

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Deliver the reply to a message under it; the parts of an earlier reply are changed in
        place.

        Where that takes long it is shown that a reply comes, also until it is tried again.
        """
        self._typing.begin(incoming)
        try:
            sent = await self._posting.post(
                incoming.chat,
                message,
                f"reply {incoming.id}",
                under=number(incoming),
                leaving=lambda: self._leaving(incoming),
                before=before,
            )
        except (ChatGoneError, MutedError, RefusedCallError):
            self._typing.end(incoming)
            raise
        self._typing.end(incoming)
        return sent

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Whether the sender administers the group, in their own name or in the group's."""
        chat, user = incoming.chat.chat, incoming.user
        if user == chat:
            return True
        for left in reversed(range(1 if once else _ASKED_FOR)):
            try:
                member = await called(self._client.get_chat_member(int(chat), int(user)))
            except ChatGoneError:
                return False
            except NotDeliveredError as error:
                _log.warning("telegram: it cannot be told who administers a group (%s)", error)
                if left:
                    await asyncio.sleep(max(error.retry_after or 0.0, self._settings.pause))
            else:
                return member.status in {ChatMember.OWNER, ChatMember.ADMINISTRATOR}
        return False

    async def fetch(self, file: File) -> bytes:
        """Return a file, up to 20 MB (Bot API, getFile)."""
        return await called(self._client.file(file.place))

    async def title(self, chat: ChatRef) -> str:
        """Return the title of a group."""
        return str((await called(self._client.get_chat(int(chat.chat)))).title)

    async def close(self) -> None:
        """Let go of the connections."""
        self._typing.close()
        for task in self._besides:
            task.cancel()
        await self._client.end()

    async def take(self, updates: Sequence[Any]) -> None:
        """Hand in what some updates say, as Telegram gives them; return when it is written down.
        One that cannot be read is stepped over.
        """
        said: list[Incoming] = []
        for raw in updates:
            try:
                incoming = await self._heard(raw)
            except Exception as error:  # noqa: BLE001 - whatever reading it raises, the others are read
                name = raw.get("update_id") if isinstance(raw, dict) else None
                _log.warning(
                    "telegram: update %s cannot be read (%s); it is stepped over",
                    name,
                    type(error).__name__,
                )
                continue
            said += [incoming] if incoming else []
        if said and self._dispatcher:
            await self._dispatcher.take(*said)

    async def _heard(self, raw: Any) -> Incoming | None:  # noqa: ANN401 - whatever came
        """Return what an update says to the bot, and see to what else it tells."""
        if self._hearing is None:
            return None
        update = read(raw, self._client)
        query = update.callback_query
        if query and not is_public(query):
            # Whatever comes of it: the button must not seem stuck.
            self._beside(quietly(self._client.answer_callback_query(words(query.id))))
        if update.inline_query:
            self._beside(self._inline.offer(update.inline_query))
        if update.message_reaction:
            self._react(update.message_reaction)
        if update.my_chat_member:
            await self._membership(update.my_chat_member)
            self._beside(self._unasked.greet(update.my_chat_member))
        if update.message:
            await self._migration(update.message)
            if is_wordless(raw["message"]):
                self._beside(self._unasked.note(update.message))
        place, there = await shared(update.message), elsewhere(update.effective_message)
        own = bool(there and self._dispatcher and await self._dispatcher.is_own(*there))
        incoming = self._hearing.heard(update, dt.datetime.now(dt.UTC), place, own=own)
        if incoming and not self._settings.admits(incoming.user, incoming.chat.chat):
            _log.info(
                "telegram: user %s in chat %s is not admitted", incoming.user, incoming.chat.chat
            )
            return None
        if incoming and query and is_public(query):
            self._beside(self._press(query, incoming))
            return None
        return incoming

    async def _press(self, query: CallbackQuery, incoming: Incoming) -> None:
        """Take a choice in a channel, which all its readers see, from its administrators alone."""
        allowed = await self.may_change(incoming)
        menu = self._menus[incoming.hint or self._settings.lang]
        note = None if allowed else menu.channel_choices
        await quietly(
            self._client.answer_callback_query(words(query.id), note, show_alert=not allowed)
        )
        if allowed and self._dispatcher:
            await self._dispatcher.take(incoming)

    def _react(self, change: MessageReactionUpdated) -> None:
        """Hand in that somebody praised or blamed a message."""
        liked = praise(change)
        if liked is not None and self._dispatcher:
            of = (identity(change.chat.id), identity(change.message_id))
            self._beside(self._dispatcher.rated(*of, liked=liked))

    async def _membership(self, change: ChatMemberUpdated) -> None:
        """End the subscriptions of a chat that has blocked or removed the bot."""
        if (
            change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}
            and self._dispatcher
        ):
            await self._dispatcher.gone(ChatRef(PLATFORM, identity(change.chat.id)))

    async def _migration(self, message: Said) -> None:
        """Let everything of a group belong to the supergroup that it has become."""
        before = message.migrate_from_chat_id or (
            message.chat.id if message.migrate_to_chat_id else None
        )
        if before:
            await self._moved(
                ChatRef(PLATFORM, identity(before)),
                ChatRef(PLATFORM, identity(message.migrate_to_chat_id or message.chat.id)),
            )

    async def _moved(self, before: ChatRef, after: ChatRef) -> None:
        if self._dispatcher:
            await self._dispatcher.moved(before, after)

    async def _leaving(self, incoming: Incoming) -> None:
        if self._dispatcher:
            await self._dispatcher.sending(incoming)

    async def _show_typing(self, chat: ChatRef) -> None:
        if shows_typing(chat):
            await quietly(
                self._client.send_chat_action(int(chat.chat), ChatAction.TYPING, **topic(chat))
            )

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_guarded(work))
        self._besides.add(task)
        task.add_done_callback(self._besides.discard)


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    """Do something on which nothing rests; the log tells where it fails."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - as above
        _log.warning("telegram: a courtesy failed (%s)", type(error).__name__)
