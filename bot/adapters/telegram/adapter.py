"""The Telegram adapter: one account, its private chats and groups as chats, the topics of a forum
as threads. Joins the parts of this package.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any

from telegram import ChatMember, ChatMemberUpdated, InlineQuery, Update
from telegram import Message as Said
from telegram.constants import ChatAction

from bot.adapters.telegram.client import Client, RefusedCallError, TokenError, called
from bot.adapters.telegram.hearing import PLATFORM, Hearing, identity, number, praise, read, words
from bot.adapters.telegram.inline import KEPT, results
from bot.adapters.telegram.introduction import UNKNOWN, freed, introduced, registered
from bot.adapters.telegram.location import shared
from bot.adapters.telegram.polling import poll
from bot.adapters.telegram.posting import Posting
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.typing import Typing
from bot.adapters.telegram.unasked import Unasked
from bot.adapters.telegram.webhook import receive
from bot.chat.messages import ChatRef, Incoming, Message
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

# Who types in another chat, what, and the language where that tells none, to what is offered.
Offers = Callable[[str, str, str], Awaitable[Sequence[Message]]]
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
        words that somebody types in another chat (nothing without it), given who, these and the
        language for where they tell none.
        """
        self._settings = settings
        # Fetching twice is refused; deliveries go to the one address, behind which several
        # processes may listen.
        self.abilities = Abilities(at_once=_AT_ONCE, alone=settings.webhook is None)
        self._menus = menus
        self._offers = offers
        self._client = Client(settings)
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
        known = {name for menu in self._menus.values() for name in menu.known}
        self._hearing = Hearing(me, known, self._menus)
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

    async def may_change(self, incoming: Incoming) -> bool:
        """Whether the sender administers the group, in their own name or in the group's."""
        chat, user = incoming.chat.chat, incoming.user
        if user == chat:
            return True
        for _ in range(_ASKED_FOR):
            try:
                member = await called(self._client.get_chat_member(int(chat), int(user)))
            except ChatGoneError:
                return False
            except NotDeliveredError as error:
                _log.warning("telegram: it cannot be told who administers a group (%s)", error)
                await asyncio.sleep(max(error.retry_after or 0.0, self._settings.pause))
            else:
                return member.status in {ChatMember.OWNER, ChatMember.ADMINISTRATOR}
        return False

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
                incoming = await self._heard(read(raw, self._client))
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

    async def _heard(self, update: Update) -> Incoming | None:
        """Return what an update says to the bot, and see to what else it tells."""
        if self._hearing is None:
            return None
        if update.callback_query:
            # Whatever comes of it: the button must not seem stuck.
            self._beside(
                self._quietly(self._client.answer_callback_query(words(update.callback_query.id)))
            )
        if update.inline_query:
            self._beside(self._offer(update.inline_query))
        if (
            update.message_reaction
            and self._dispatcher
            and (liked := praise(update.message_reaction)) is not None
        ):
            self._beside(
                self._dispatcher.rated(
                    *map(
                        identity,
                        (update.message_reaction.chat.id, update.message_reaction.message_id),
                    ),
                    liked=liked,
                )
            )
        if update.my_chat_member:
            await self._membership(update.my_chat_member)
            self._beside(self._unasked.greet(update.my_chat_member))
        if update.message:
            await self._migration(update.message)
            self._beside(self._unasked.note(update.message))
        place = await shared(update.message)
        incoming = self._hearing.heard(update, dt.datetime.now(dt.UTC), place)
        if incoming and not self._settings.admits(incoming.user, incoming.chat.chat):
            _log.info(
                "telegram: user %s in chat %s is not admitted", incoming.user, incoming.chat.chat
            )
            return None
        return incoming

    async def _offer(self, query: InlineQuery) -> None:
        """Offer what fits the words that somebody types in another chat."""
        user = query.from_user
        hint = str(user.language_code or "").partition("-")[0]
        # Those admitted by their chat alone cannot be told here: Telegram does not say which chat
        # it is.
        admitted = self._settings.admits(identity(user.id), "")
        lang = hint if hint in self._menus else self._settings.lang
        offered = (
            await self._offers(identity(user.id), words(query.query), lang)
            if admitted and self._offers
            else ()
        )
        await self._quietly(
            self._client.answer_inline_query(
                words(query.id), results(offered), cache_time=KEPT, is_personal=True
            )
        )

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

    async def _quietly(self, work: Coroutine[Any, Any, object]) -> None:
        """Do something that is a courtesy; where it fails nothing is lost."""
        with contextlib.suppress(ChatGoneError, NotDeliveredError):
            await called(work)

    async def _show_typing(self, chat: ChatRef) -> None:
        thread = int(chat.thread) if chat.thread else None
        await self._quietly(
            self._client.send_chat_action(
                int(chat.chat), ChatAction.TYPING, message_thread_id=thread
            )
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
