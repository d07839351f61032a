"""The dispatcher: between an adapter and the conversations. Sees to it that what people say is
answered, once and in order.

What is taken is in the store before the platform hears that it arrived, and leaves it when its
reply is delivered; so a kill at any moment loses nothing, and repeats at most the replies that were
being sent.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections import deque
from collections.abc import Sequence

from sqlalchemy import Connection

from bot.chat.answering import Answering
from bot.chat.delivery import Deliveries
from bot.chat.messages import (
    NOTHING,
    Basis,
    ChatRef,
    Incoming,
    Message,
    taken_back,
    takes_back,
)
from bot.chat.muting import Muting
from bot.chat.outage import Outage
from bot.chat.platform import Adapter, Dispatcher
from bot.chat.service import Service
from bot.chat.throttle import Throttle
from bot.monitoring import errors
from bot.store import inbox, pulses, subscriptions, told
from bot.store.patience import PatientWriter

_LOOK = 15.0  # seconds between two looks for what another process left


class DurableDispatcher(Dispatcher):
    """The dispatcher of one adapter."""

    def __init__(self, adapter: Adapter, service: Service) -> None:
        """Do nothing yet."""
        limits = service.config.limits
        self._adapter = adapter
        self._store = service.store
        self._writer = PatientWriter(service.store, service.pause)
        self._kept = dt.timedelta(hours=limits.inbox_hours)
        self._throttle = Throttle(limits.questions_per_user, limits.questions_per_chat, service.now)
        self._now = service.now
        self._process = service.process
        self._outage = Outage(service.now, lambda how: service.note(adapter.platform, how))
        self._answering = Answering(adapter, service, self._writer)
        self._muting = Muting(adapter, service.conversations, self._writer)
        self._deliveries = Deliveries(
            adapter, service.pause, self._is_wanted, self.gone, service.tell
        )
        self._looking: asyncio.Task[None] | None = None
        self._lines: dict[ChatRef, deque[Incoming]] = {}
        self._working: set[asyncio.Task[None]] = set()
        self._finishing: set[asyncio.Task[None]] = set()
        self._workers = service.workers
        self._answered = service.answered
        self._replying = asyncio.Event()
        self._opening = asyncio.Lock()
        self._opened = False

    async def ready(self) -> None:
        """Let replies begin, first those to what an earlier process left unanswered."""
        await self._open()
        if self._process and not self._looking:
            self._looking = asyncio.create_task(self._look())
        self._replying.set()

    async def take(self, *incoming: Incoming) -> None:
        """Write messages down and let them be answered; return when they are on the disk."""
        # What an earlier process left stands before it in line.
        await self._open()
        wanted = [message for message in incoming if self._is_wanted(message)]
        if wanted:
            for message in await self._writer.write(
                lambda c: inbox.receive(c, wanted, self._now(), self._process)
            ):
                self._line_up(message)

    async def sending(self, incoming: Incoming) -> None:
        """Write down that a reply leaves; once more where what became of it before is unknown."""
        if incoming.id not in self._deliveries.uncertain:
            await self._writer.together(inbox.begin, incoming)
            self._deliveries.uncertain.add(incoming.id)

    async def rest(self, most: float) -> None:
        """Wait until what was taken is answered, at most some seconds."""
        if answering := self._working - self._finishing:
            await asyncio.wait(answering, timeout=most)

    async def answer(self, incoming: Incoming) -> Message:
        """Return the reply to a message, and keep what its sender may change."""
        return await self._answering.answer(incoming)

    async def gone(self, chat: ChatRef) -> None:
        """End the subscriptions of a chat; its preferences stay."""
        await self._writer.call(self._store.deactivate, chat)

    async def allowed(self, chat: ChatRef, *, may: bool) -> None:
        """Note whether the bot may write in a chat."""
        await self._writer.write(lambda c: subscriptions.mute(c, chat, muted=not may))

    async def is_own(self, chat: ChatRef, message: str) -> bool:
        """Whether something is kept of a message in a chat as of one of the bot's."""
        return await self._writer.write(lambda c: told.of(c, chat, message)) is not None

    async def rated(self, chat: str, reply: str, *, liked: bool) -> None:
        """Keep the question of a reply that somebody praised or blamed."""
        await self._answering.feedback.rated(chat, reply, liked=liked)

    async def moved(self, before: ChatRef, after: ChatRef, *, threads: bool = True) -> None:
        """Let everything of a chat belong to the one that it has become."""
        await self._writer.call(self._store.move, before, after, threads=threads)

    def stands(self, failure: str = "") -> None:
        """Note that the platform works, or why it does not."""
        self._outage.stands(failure)

    async def close(self, grace: float) -> None:
        """Begin no more replies, and wait up to `grace` seconds for those that are being sent; the
        rest stays in the inbox.

        What only waits, to be worked out or to be tried again, is not waited for.
        """
        self._deliveries.closed = True
        self._workers.close()
        self._muting.close()
        if self._looking:
            self._looking.cancel()
        for task in self._working - self._deliveries.leaving - self._finishing:
            task.cancel()
        end = time.monotonic() + grace
        # A reply that was delivered begins to be written down as such only now.
        while self._working and (left := end - time.monotonic()) > 0:
            await asyncio.wait(self._working, timeout=left)
        for task in self._working:
            task.cancel()

    async def _open(self) -> None:
        """Line up, once, what an earlier process left."""
        async with self._opening:
            if not self._opened:
                await self._take_up()
                self._opened = True

    async def _take_up(self, mine: str = "") -> None:
        """Line up what waits and no living process answers; `mine` is this process, where its own
        is in line already.
        """

        def found(connection: Connection) -> list[Incoming]:
            living = pulses.living(connection, self._now()) if self._process else []
            others = {*living} - {self._process} | ({mine} if mine else set())
            return inbox.take_up(connection, self._adapter.platform, self._process, others)

        left = await self._writer.write(found)
        # What was taken by this process stands in line already.
        queued = {message.id for line in self._lines.values() for message in line}
        for message in left:
            if message.id not in queued:
                self._line_up(message)

    async def _look(self) -> None:
        """Look now and then for what a process left that has ended."""
        while True:
            await asyncio.sleep(_LOOK)
            await self._take_up(self._process)

    def _line_up(self, incoming: Incoming) -> None:
        line = self._lines.setdefault(incoming.chat, deque())
        line.append(incoming)
        if len(line) == 1:
            task = asyncio.create_task(self._work(incoming.chat, line))
            self._working.add(task)
            task.add_done_callback(self._working.discard)

    async def _work(self, chat: ChatRef, line: deque[Incoming]) -> None:
        """Answer what stands in a chat's line, one after another."""
        await self._replying.wait()
        while line and not self._deliveries.closed:
            try:
                await self._settle(line[0])
            except Exception as error:  # noqa: BLE001 - the next in line is answered all the same
                errors.report(error, chat.platform)
            line.popleft()
        if self._lines.get(chat) is line and not line:
            del self._lines[chat]

    async def _settle(self, incoming: Incoming) -> None:
        """Answer one message and take it out of the inbox."""
        begun = time.monotonic()
        admitted = "yes" if taken_back(incoming) else self._throttle.admit(incoming)
        reply: tuple[str, ...] = ()
        basis: Basis | None = None
        if admitted != "no" and self._is_wanted(incoming):
            edited = incoming.edits
            if (edited or incoming.target) and self._finishing:
                # What it replaces or replies to may be answered, and not yet be written down as
                # such.
                await asyncio.wait(self._finishing)
            asked = await self._answering.read(incoming)
            if taken_back(incoming):
                message = NOTHING
            elif admitted == "yes":
                message = await self._muting.told(incoming, await self.answer(asked))
            else:
                message = await self._answering.say(asked, "too_many")
            before = await self._replaced(incoming, message)
            reply = await self._shown(incoming, message, before) or ()
            if not taken_back(incoming):
                verdict = message.verdict if admitted == "yes" else "too_many"
                self._answered(incoming.chat.platform, verdict, time.monotonic() - begun)
            await self._muting.settled(incoming, reply)
            self._deliveries.uncertain.discard(incoming.id)
            basis = message.basis
            self._answering.feedback.remember(asked, message, reply)
            if self._deliveries.closed and not reply:
                return
        # The next in line need not wait for the disk.
        finishing = asyncio.create_task(
            self._writer.together(inbox.finish, inbox.Settled(incoming, self._now(), reply, basis))
        )
        for tasks in (self._finishing, self._working):
            tasks.add(finishing)
            finishing.add_done_callback(tasks.discard)

    async def _replaced(self, incoming: Incoming, message: Message) -> tuple[str, ...]:
        """Return the parts of an earlier message of the bot's that a reply takes the place of: the
        one whose button was pressed, or the reply to what is edited.
        """
        chat, edited, target = incoming.chat, incoming.edits, incoming.target
        if message.in_place and target and target.choice:
            return (target.id,)
        if edited is None:
            return ()
        return await self._writer.write(lambda c: inbox.reply_to(c, chat.platform, edited))

    async def _shown(
        self, incoming: Incoming, message: Message, before: Sequence[str]
    ) -> tuple[str, ...] | None:
        """Deliver a reply or, where it cannot be put into the platform's form, the calm sentence
        that something failed.
        """
        try:
            return await self._deliveries.deliver(incoming, message, before)
        except Exception as error:  # noqa: BLE001 - who asked is told, whatever the platform's library raised
            failed = error
        sentence = await self._answering.failed(incoming, failed)
        return await self._deliveries.deliver(incoming, sentence, before)

    def _is_wanted(self, incoming: Incoming) -> bool:
        """Whether a message is to be answered still: not too old, and not taken back meanwhile."""
        young = incoming.at is None or self._now() - incoming.at <= self._kept
        line = self._lines.get(incoming.chat, ())
        return young and not any(takes_back(later, incoming) for later in line)
