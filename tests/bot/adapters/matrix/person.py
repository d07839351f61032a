"""People on a homeserver, with clients of their own."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Callable
from typing import Any

from nio import AsyncClient, AsyncClientConfig, MegolmEvent
from nio.store import SqliteMemoryStore

from tests.homeserver import Homeserver

Json = dict[str, Any]
SOON = 30.0  # seconds within which what must happen has happened, on a busy machine too
ENCRYPTION = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}


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
        content takes the old one's place, its `relation` stays.
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
                found[event["event_id"]] = {**event, "relation": relation}
        return list(found.values())

    async def told(self, room: str, user: str, count: int = 1) -> list[Json]:
        """Wait until a user has said a number of things in a room, and return them all."""
        await self.until(lambda: len(self.said(room, user)) >= count)
        return self.said(room, user)


def send(url: str, method: str, path: str, token: str, body: Json) -> Json:
    """Return what a homeserver answers to a request of any kind."""
    request = urllib.request.Request(  # noqa: S310 - http, on this machine
        url + path, json.dumps(body).encode(), {"Authorization": f"Bearer {token}"}, method=method
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
        found: Json = json.loads(answer.read())
        return found
