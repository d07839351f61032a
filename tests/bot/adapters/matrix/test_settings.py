"""Settings on Matrix, by numbers and by reactions; and what comes with a sound or without."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.subscriptions import Subscription
from bot.dialogue.brain import Brain
from bot.store.store import Store
from tests.bot.adapters.matrix.person import Person
from tests.bot.adapters.matrix.test_replies import (
    asked,
    body,
    number_of,
    react,
    reacted,
    replying,
)
from tests.bot.adapters.matrix.world import world
from tests.homeserver import Homeserver

BRIEFING = Message("en", (Block("text", "Good morning."),))


def subscribed(store: Store, room: str) -> Subscription:
    """Return the subscription of a room, which there is."""
    found = store.profile(ChatRef("matrix", room)).subscription
    assert found
    return found


async def edited(person: Person, room: str, bot: str, event: str, told: str) -> str:
    """Wait until a message of the bot's says something, and return all that it says."""

    def standing() -> str:
        [found] = [e for e in person.said(room, bot) if e["event_id"] == event]
        return body(found) if told in body(found) else ""

    return str(await person.until(standing))


def test_settings_by_numbers(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """The number of a choice says it, also as a reply to older settings and after a restart; a
    reaction changes the message that it is put on.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            room = await here.meet(person)
            await asked(person, room, bot.user, "!subscribe 8:00 UTC")
            card = await asked(person, room, bot.user, "what are my settings?")
            hours = await asked(person, room, bot.user, number_of(card, "Hour"))
            await asked(person, room, bot.user, number_of(hours, "9:00"))
            assert subscribed(bot.store, room).hour.hour == 9
            await bot.stop()
            bot = await here.start()
            late = number_of(hours, "17:00")
            said = await asked(person, room, bot.user, late, **replying(hours["event_id"]))
            assert "17:00" in body(said)
            await react(person, room, card["event_id"], number_of(card, "Without a sound"))
            shown = await edited(person, room, bot.user, card["event_id"], "Changed")
            assert "Without a sound." in shown
            assert not subscribed(bot.store, room).sound
            again = next(n for n in shown.splitlines() if "With a sound" in n).partition(".")[0]
            await react(person, room, card["event_id"], f"{again}\ufe0f\u20e3")
            await edited(person, room, bot.user, card["event_id"], "7. Without a sound")
            assert subscribed(bot.store, room).sound

    asyncio.run(converse())


def test_in_a_room_who_may_post_state(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Among several, who may not change the subscription changes none by a reaction either."""

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            other = await here.person("other")
            room = await here.meet(person, other)
            await asked(person, room, bot.user, "!subscribe 8:00 UTC")
            card = await asked(person, room, bot.user, "!settings")
            for choice in ("Hour", "Without a sound"):
                number = number_of(card, choice)
                refused = await reacted(other, room, bot.user, card["event_id"], number)
                assert "administrators" in body(refused)
            assert subscribed(bot.store, room).sound

    asyncio.run(converse())


@pytest.mark.parametrize("encrypted", [False, True])
def test_what_makes_a_sound(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """A briefing is a message of which apps tell their people; one without a sound, and an answer,
    is a notice, of which they tell nobody.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            room = await here.meet(person, encrypted=encrypted)
            chat = ChatRef("matrix", room)
            [heard] = await bot.adapter.send(chat, BRIEFING, "one")
            [unheard] = await bot.adapter.send(chat, replace(BRIEFING, sound=False), "two")
            answer = await asked(person, room, bot.user, "who is Kallas?")
            kinds = {e["event_id"]: e["content"]["msgtype"] for e in person.said(room, bot.user)}
            named = (heard, unheard, answer["event_id"])
            assert [kinds[event] for event in named] == ["m.text", "m.notice", "m.notice"]

    asyncio.run(converse())
