"""A talk: two people in a room with the bot, who reply, quote, react and change what they said."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue.brain import Brain
from bot.dialogue.source import Source
from tests.bot.adapters.matrix.person import Json, Person
from tests.bot.adapters.matrix.world import Bot, World, world
from tests.homeserver import Homeserver


def replying(event: str, thread: str | None = None) -> dict[str, Any]:
    """Return the relation of a reply, in a thread or not."""
    within: Json = {"m.in_reply_to": {"event_id": event}}
    if thread:
        within |= {"rel_type": "m.thread", "event_id": thread, "is_falling_back": False}
    return {"m.relates_to": within}


def in_thread(root: str) -> dict[str, Any]:
    """Return the relation of what is said in a thread."""
    reply = {"is_falling_back": True, "m.in_reply_to": {"event_id": root}}
    return {"m.relates_to": {"rel_type": "m.thread", "event_id": root, **reply}}


def body(event: Json) -> str:
    """Return what a message says."""
    return str(event["content"]["body"])


def number_of(event: Json, choice: str) -> str:
    """Return the number of a choice."""
    return next(line for line in body(event).splitlines() if choice in line).partition(".")[0]


@dataclass
class Talk:
    """A room with the bot, its maker and somebody else."""

    here: World
    bot: Bot
    room: str
    person: Person
    other: Person

    def answers(self, event: str) -> list[Json]:
        """Return what the bot has said in reply to an event; what it says now counts, whatever it
        said first.
        """
        return [
            each
            for each in self.person.said(self.room, self.bot.user)
            if each["relation"].get("m.in_reply_to") == {"event_id": event}
        ]

    async def ask(self, who: Person, text: str, **content: Any) -> Json:
        """Say something and return what the bot says to that."""
        event = await who.say(self.room, text, **content)
        [answer] = await self.person.until(lambda: self.answers(event))
        return dict(answer) | {"asked": event}

    async def edit(self, who: Person, answer: Json, text: str, **content: Any) -> Json:
        """Say something in place of what the bot answered, and return what it says then instead."""
        event = answer["asked"]
        await change(who, self.room, event, text, **content)
        await self.person.until(lambda: self.answers(event)[0].get("edited"))
        return self.answers(event)[0]

    async def reacted(self, who: Person, event: str, key: str) -> Json:
        """React to a message and return what the bot says to that."""
        before = len(self.answers(event))
        await self.react(who, event, key)
        await self.person.until(lambda: len(self.answers(event)) > before)
        return self.answers(event)[before]

    async def react(self, who: Person, event: str, key: str) -> None:
        """React to a message."""
        relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
        await who.put(self.room, {"m.relates_to": relation}, "m.reaction")

    async def restart(self) -> None:
        """Let the bot end, and start again."""
        await self.bot.stop()
        self.bot = await self.here.start()


async def change(who: Person, room: str, event: str, text: str, **content: Any) -> str:
    """Say something in place of an earlier message, as clients do: without its relations."""
    new = {"msgtype": "m.text", "body": text, **content}
    relation = {"m.relates_to": {"rel_type": "m.replace", "event_id": event}}
    return await who.put(room, {**new, "body": f"* {text}", "m.new_content": new, **relation})


@contextlib.asynccontextmanager
async def talking(
    homeserver: Homeserver,
    brain: Brain,
    folder: Path,
    *,
    encrypted: bool = False,
    source: Source | None = None,
) -> AsyncIterator[Talk]:
    """Return a talk in a room that is encrypted or not, with a bot that answers from the report of
    a brain, or from a source.
    """
    async with world(homeserver, brain, folder) as here:
        here.source = source or here.source
        bot, person, other = await here.start(), await here.person(), await here.person("other")
        room = await here.meet(person, other, encrypted=encrypted)
        yield Talk(here, bot, room, person, other)
