"""A world for the Matrix adapter: the bot as it runs, on a real homeserver, and people who write to
it with clients of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import urllib.request
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nio import AsyncClient, AsyncClientConfig, MegolmEvent
from nio.store import SqliteMemoryStore

from bot.adapters.matrix.account import Account, pickle_key
from bot.adapters.matrix.adapter import Matrix
from bot.adapters.matrix.login import Proof, log_in
from bot.adapters.matrix.settings import Invites, Settings
from bot.app.menus import menus
from bot.chat.conversations import Conversations
from bot.chat.dispatcher import DurableDispatcher, Service
from bot.config.config import Config, Limits
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport
from bot.store.store import Store, open_store
from tests.homeserver import Homeserver

Json = dict[str, Any]
SOON = 30.0  # seconds within which what must happen has happened, on a busy machine too
QUIET = 1.0  # seconds of silence after which nothing comes, on a machine that has answered just now
ENCRYPTION = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}
ASKED = "Qui était présent ?"


class Person:
    """Somebody with a client of their own, who sees everything in their rooms."""

    def __init__(self, client: AsyncClient) -> None:
        """Be logged in already."""
        self.client = client
        self.user: str = client.user_id
        self.seen: list[Json] = []
        self.ephemeral: list[Json] = []
        self._news = asyncio.Condition()
        self._syncing: asyncio.Task[None] | None = None

    @classmethod
    async def arrive(
        cls, homeserver: Homeserver, name: str = "person", user: str | None = None
    ) -> Person:
        """Log in to a new account, or on a new device of a user."""
        config = AsyncClientConfig(
            store=SqliteMemoryStore, encryption_enabled=True, max_limit_exceeded=0
        )
        client = AsyncClient(
            homeserver.url, user or homeserver.account(name), store_path="", config=config
        )
        await client.login(homeserver.password)
        person = cls(client)
        person._syncing = asyncio.create_task(person._sync())
        return person

    async def leave(self) -> None:
        """Close the client."""
        if self._syncing:
            self._syncing.cancel()
            await asyncio.gather(self._syncing, return_exceptions=True)
        await self.client.close()

    async def _sync(self) -> None:
        client, keeping = self.client, False
        while True:
            response = await client.sync(
                2000 if keeping else 0,
                {"room": {"timeline": {"limit": 200}}},
                full_state=None if keeping else True,
            )
            keeping = True
            if client.should_upload_keys:
                await client.keys_upload()
            if client.should_query_keys:
                await client.keys_query()
            async with self._news:
                for room, info in response.rooms.join.items():
                    for event in info.timeline.events:
                        how = {
                            "unread": isinstance(event, MegolmEvent),
                            "clear": not event.decrypted,
                            "session": getattr(event, "session_id", None),
                        }
                        self.seen.append({**event.source, "room_id": room, **how})
                    self.ephemeral += [
                        {"room_id": room, "event": event} for event in info.ephemeral
                    ]
                self._news.notify_all()

    async def open(
        self, *others: str, encrypted: bool = False, direct: bool = False, **more: Any
    ) -> str:
        """Make a room and invite others; return its id."""
        state = [ENCRYPTION] if encrypted else []
        response = await self.client.room_create(
            invite=list(others),
            is_direct=direct,
            initial_state=[*state, *more.pop("initial_state", [])],
            **more,
        )
        await self.until(lambda: response.room_id in self.client.rooms)
        return str(response.room_id)

    async def say(self, room: str, text: str, **content: Any) -> str:
        """Say something and return its event id."""
        return await self.put(room, {"msgtype": "m.text", "body": text, **content})

    async def put(self, room: str, content: Json, kind: str = "m.room.message") -> str:
        """Send an event of any content."""
        if self.client.should_query_keys:
            await self.client.keys_query()
        response = await self.client.room_send(room, kind, content, ignore_unverified_devices=True)
        return str(response.event_id)

    async def until(self, true: Callable[[], Any], timeout: float = SOON) -> Any:  # noqa: ASYNC109 - as long as a test is ready to wait
        """Wait for something to be true and return it."""
        async with asyncio.timeout(timeout), self._news:
            while not (found := true()):
                await self._news.wait()
            return found

    def said(self, room: str, user: str) -> list[Json]:
        """Return the messages of a user in a room, oldest first, but for edits; an edit's new
        content takes the old one's place.
        """
        events = [
            e
            for e in self.seen
            if e["room_id"] == room
            and e["sender"] == user
            and e["type"] in {"m.room.message", "m.room.encrypted"}
        ]
        found: dict[str, Json] = {}
        for event in events:
            relation = event["content"].get("m.relates_to", {})
            if relation.get("rel_type") == "m.replace" and relation["event_id"] in found:
                found[relation["event_id"]] = {
                    **found[relation["event_id"]],
                    "content": event["content"]["m.new_content"],
                    "edited": True,
                }
            else:
                found[event["event_id"]] = event
        return list(found.values())

    async def told(self, room: str, user: str, count: int = 1) -> list[Json]:
        """Wait until a user has said a number of things in a room, and return them all."""
        await self.until(lambda: len(self.said(room, user)) >= count)
        return self.said(room, user)


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
                Conversations(OneReport(self.brain)),
                store,
                Config(self.folder, limits=self.limits),
                lambda: dt.datetime.now(dt.UTC),
                pause=0.2,
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


def send(url: str, method: str, path: str, token: str, body: Json) -> Json:
    """Return what a homeserver answers to a request of any kind."""
    request = urllib.request.Request(  # noqa: S310 - http, on this machine
        url + path, json.dumps(body).encode(), {"Authorization": f"Bearer {token}"}, method=method
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
        found: Json = json.loads(answer.read())
        return found
