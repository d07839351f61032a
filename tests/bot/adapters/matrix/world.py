"""A world for the Matrix adapter: the bot as it runs, on a real homeserver, and people who write to
it with clients of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.adapters.matrix.account import Account, pickle_key
from bot.adapters.matrix.adapter import Matrix
from bot.adapters.matrix.login import Proof, log_in
from bot.adapters.matrix.settings import Invites, Settings
from bot.app.menus import menus
from bot.chat.conversations import Conversations
from bot.chat.dispatcher import DurableDispatcher
from bot.chat.service import Service
from bot.config.config import Config, Limits
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, Source
from bot.store.store import Store, open_store
from tests.bot.adapters.matrix.person import SOON, Person
from tests.homeserver import Homeserver

QUIET = 1.0  # seconds of silence after which nothing comes, on a machine that has answered just now
ASKED = "Qui était présent ?"


@dataclass
class Bot:
    """The bot as it runs: its user id, its adapter, dispatcher and store, and the task of its
    listening.
    """

    user: str
    adapter: Matrix
    dispatcher: DurableDispatcher
    store: Store
    running: asyncio.Task[None]

    async def stop(self) -> None:
        """End as the program does."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.dispatcher.close(3)
        await self.adapter.close()
        self.store.close()

    async def die(self) -> None:
        """End as after a kill: nothing is finished, nothing more is sent."""
        self.running.cancel()
        for task in self.dispatcher._working:  # noqa: SLF001 - a kill has no manners
            task.cancel()
        await asyncio.gather(self.running, *self.dispatcher._working, return_exceptions=True)  # noqa: SLF001 - as above
        await self.adapter.close()
        self.store.close()


class World:
    """A homeserver, a brain and a folder, in which the bot can be started and started again."""

    def __init__(self, homeserver: Homeserver, brain: Brain, folder: Path) -> None:
        """Make the bot's account."""
        self.homeserver = homeserver
        self.brain = brain
        self.source: Source = OneReport(brain)
        self.folder = folder
        self.user = homeserver.account("bot")
        everybody = Invites(servers=frozenset({"localhost"}))
        self.settings = Settings(
            folder / "matrix",
            homeserver.url,
            self.user,
            homeserver.password,
            invites=everybody,
            patience=1.0,
            poll=2.0,
            answer=2.0,
            pause=0.2,
        )
        self.limits = Limits(questions_per_user=0, questions_per_chat=0)
        self.more: dict[str, Any] = {}  # of its service
        self._people: list[Person] = []
        self._bots: list[Bot] = []

    async def log_in(self) -> Account:
        """Log the bot in."""
        key = pickle_key(self.settings.folder, make=True)
        account, warning = await log_in(
            self.settings.folder,
            Account(self.settings.homeserver, self.user, "", ""),
            Proof(self.homeserver.password),
            key,
        )
        assert warning is None
        return account

    async def start(self, **changes: Any) -> Bot:
        """Start the bot, with other settings where some are given, and return it when it
        listens.
        """
        bot = self.launch(**changes)
        await asyncio.wait_for(bot.adapter._ready.wait(), SOON)  # noqa: SLF001 - a person would see it by an answer
        return bot

    def launch(self, **changes: Any) -> Bot:
        """Start the bot and return it at once."""
        adapter = Matrix(replace(self.settings, **changes), menus(self.brain))
        store = open_store(self.folder / "data", least_free=0)
        dispatcher = DurableDispatcher(
            adapter,
            Service(
                Conversations(self.source),
                store,
                Config(self.folder, limits=self.limits),
                lambda: dt.datetime.now(dt.UTC),
                pause=0.2,
                **self.more,
            ),
        )
        bot = Bot(
            self.user, adapter, dispatcher, store, asyncio.create_task(adapter.run(dispatcher))
        )
        self._bots.append(bot)
        return bot

    async def person(self, name: str = "person", user: str | None = None) -> Person:
        """Let somebody come in."""
        person = await Person.arrive(self.homeserver, name, user)
        self._people.append(person)
        return person

    async def meet(
        self, person: Person, *others: Person, encrypted: bool = False, greeted: bool = True
    ) -> str:
        """Let a person make a room with the bot, and others, and wait until all are in it and the
        bot has greeted.
        """
        room = await person.open(self.user, *(o.user for o in others), encrypted=encrypted)
        for other in others:
            await other.client.join(room)
        if greeted:
            await person.told(room, self.user)
        return room

    async def close(self) -> None:
        """Let everybody go."""
        for bot in self._bots:
            if not bot.running.done():
                await bot.stop()
        for person in self._people:
            await person.leave()


@contextlib.asynccontextmanager
async def world(homeserver: Homeserver, brain: Brain, folder: Path) -> AsyncIterator[World]:
    """Return a world that is left in order."""
    found = World(homeserver, brain, folder)
    try:
        yield found
    finally:
        await found.close()
