"""Posting: one message to one chat, in its parts, with what is done where Telegram does not take it
as it is.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from telegram import InputFile

from bot.adapters.telegram.client import Client, MigratedError, RefusedCallError, called
from bot.adapters.telegram.links import invitations
from bot.adapters.telegram.parts import Part, buttons, parts
from bot.adapters.telegram.places import is_channel, is_direct, topic
from bot.chat.messages import ChatRef, Message
from bot.chat.pace import Pace
from bot.chat.platform import (
    ChatGoneError,
    ChatMovedError,
    MutedError,
    NotDeliveredError,
    TopicGoneError,
)
from bot.pictures.pictures import images

# In an answer of Telegram's that refuses a call, in lower case.
_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic closed")
# Where it refuses to change a message.
_UNCHANGED = ("not found", "can't be edited", "no text in")
_NO_PREVIEW = {"is_disabled": True}
_MOST_HALVES = 1000
Leaving = Callable[[], Awaitable[None]]
_CALLS = 16  # at once, so that connections are left for courtesies


@dataclass(frozen=True)
class Post:
    """One part on its way: where to, as HTML or not, under which message, with which buttons, with
    a sound or without; `answers` where somebody asked for it.
    """

    chat: ChatRef
    part: Part
    under: int | None = None
    markup: dict[str, Any] | None = None
    html: bool = True
    answers: bool = False
    sound: bool = True

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments that sending and changing share; those that are None are left out."""
        key = "text" if self.part.photo is None else "caption"
        said = {key: self.part.html, "parse_mode": "HTML"} if self.html else {key: self.part.plain}
        beside: dict[str, Any] = (
            {"link_preview_options": _NO_PREVIEW}
            if self.part.photo is None
            else {"photo": InputFile(self.part.photo, "picture.png", attach=False)}
        )
        return {
            "chat_id": int(self.chat.chat),
            **said,
            **beside,
            "reply_markup": self.markup,
        }

    def without(self, refusal: RefusedCallError) -> Post:
        """Return what to try in place of a post that Telegram refuses; raises the refusal where
        nothing helps.
        """
        why = refusal.why
        if "repl" in why and "not found" in why:
            other = replace(self, under=None)
        else:
            other = replace(self, html=False) if self.html else replace(self, markup=None)
        if other == self:
            raise refusal
        return other


class Posting:
    """Posts messages at an account's pace; `moved` is told of a group that has become a
    supergroup. `home` is the address at which people find the bot, once it is known.
    """

    def __init__(
        self,
        client: Client,
        pace: Pace | None,
        moved: Callable[[ChatRef, ChatRef], Awaitable[None]],
    ) -> None:
        """Post nothing yet."""
        self._client = client
        self._pace = pace
        self._moved = moved
        self.home = ""
        self._turns: set[asyncio.Task[object]] = set()
        # Only calls are counted: who waits for a turn, as a busy group must, keeps nobody else.
        self._calling = asyncio.Semaphore(_CALLS)
        # What has arrived of messages that have not arrived whole, by the name of each.
        self._halves: OrderedDict[str, list[str]] = OrderedDict()

    async def post(  # noqa: PLR0913 - what a post depends on
        self,
        chat: ChatRef,
        message: Message,
        name: str,
        *,
        under: int | None = None,
        leaving: Leaving | None = None,
        before: tuple[str, ...] = (),
    ) -> tuple[str, ...]:
        """Deliver a message and return the ids of its parts; those `before` are changed in place,
        and those too many taken away.

        Where it was begun before under the same `name` it goes on with the part that has not
        arrived. An answer is one with `leaving`, which is awaited right before it leaves; it waits
        for its turn here, and follows a group that has become a supergroup, or goes to General
        where its topic is gone; another has waited already, and raises ChatMovedError there.
        """
        done = self._halves.pop(name, [])
        photos = await asyncio.to_thread(images, message.picture) if message.picture else ()
        whole = parts(message, photos)
        if any(part.photo for part in whole):
            # No message that has only words can be changed into a photo.
            for earlier in before:
                await self._remove(int(chat.chat), int(earlier))
            before = ()
        for index in range(len(done), len(whole)):
            last = index == len(whole) - 1
            # What an edit adds stands far below: it shows by itself what it answers.
            shown = under if index == 0 or before else None
            post = Post(
                chat,
                whole[index],
                shown,
                self._choices(chat, message, name, answers=leaving is not None) if last else None,
                answers=leaving is not None,
                sound=message.sound,
            )
            try:
                if self._pace and (leaving or index):
                    await self._turn(self._pace.turn(chat.chat, answer=post.answers))
                if leaving:
                    await leaving()
                done.append(await self._put(post, before[index] if index < len(before) else None))
            except NotDeliveredError as error:
                if post.part.photo and isinstance(error, MutedError | RefusedCallError):
                    # A chat may take words and no photos.
                    words = replace(message, picture=None)
                    rest = await self.post(chat, words, name, under=under, leaving=leaving)
                    return (*done, *rest)
                self._keep(name, done)
                if error.retry_after and self._pace:
                    self._pace.refused(error.retry_after, chat.chat)
                raise
        for surplus in before[len(whole) :]:
            await self._remove(int(chat.chat), int(surplus))
        return tuple(done)

    def _choices(
        self, chat: ChatRef, message: Message, name: str, *, answers: bool
    ) -> dict[str, Any] | None:
        """Return the buttons under a message; what comes by itself into a channel leads its
        readers to the bot, so that none of them is answered before all.
        """
        if is_channel(chat) and not answers:
            return invitations(message.choices, self.home)
        return buttons(message, name)

    def give_up(self) -> None:
        """Let nothing wait for its turn, or for a call, any longer: what does is not delivered
        now.
        """
        for turn in self._turns:
            turn.cancel()

    async def _turn(self, turn: Coroutine[Any, Any, object]) -> None:
        """Wait for a turn, or for a call to end that keeps others."""
        mine = asyncio.create_task(turn)
        self._turns.add(mine)
        try:
            await mine
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task and task.cancelling():
                raise
            raise NotDeliveredError("the bot ends") from None
        finally:
            self._turns.discard(mine)

    async def _put(self, post: Post, before: str | None) -> str:
        """Send a part, or change an earlier one into it; return its id."""
        while True:
            try:
                await (
                    self._turn(self._calling.acquire())
                    if self._calling.locked()
                    else self._calling.acquire()
                )
                try:
                    if before is not None:
                        await called(
                            self._client.change({**post.arguments, "message_id": int(before)})
                        )
                        return before
                    reply = (
                        {"message_id": post.under, "allow_sending_without_reply": True}
                        if post.under
                        else None
                    )
                    return await called(
                        self._client.say(
                            {
                                **post.arguments,
                                "disable_notification": None if post.sound else True,
                                **topic(post.chat),
                                "reply_parameters": reply,
                            }
                        )
                    )
                finally:
                    self._calling.release()
            except MigratedError as error:
                after = ChatRef(post.chat.platform, str(error.chat))
                if not post.answers:
                    raise ChatMovedError(str(error), after) from None
                await self._moved(post.chat, after)
                # Ids of messages and topics were those of the group.
                post, before = replace(post, chat=after, under=None), None
            except RefusedCallError as error:
                if before is not None and "not modified" in error.why:
                    return before
                if (
                    before is not None
                    and "message" in error.why
                    and any(reason in error.why for reason in _UNCHANGED)
                ):
                    if "no text in" in error.why:  # it is a photo
                        await self._remove(int(post.chat.chat), int(before))
                    before = None
                    continue
                post = _without_topic(post, error.why) or post.without(error)

    async def _remove(self, chat: int, message: int) -> None:
        try:
            await called(self._client.delete_message(chat, message))
        except (ChatGoneError, NotDeliveredError):
            return  # it is gone already, or too old to be taken away

    def _keep(self, name: str, done: list[str]) -> None:
        if done and name:
            self._halves[name] = done
            if len(self._halves) > _MOST_HALVES:
                self._halves.popitem(last=False)


def _without_topic(post: Post, why: str) -> Post | None:
    """Return what to try in place of a post whose topic is gone or closed, None where it is refused
    for another reason; raises TopicGoneError, or MutedError for General.
    """
    if is_direct(post.chat) or not any(reason in why for reason in _TOPIC):
        return None
    whole = post.chat._replace(thread=None)
    if post.chat == whole:
        raise MutedError("General is closed")
    if not post.answers:
        raise TopicGoneError(why, whole)
    return replace(post, chat=whole)
