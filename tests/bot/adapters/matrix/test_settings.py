"""Settings on Matrix, by numbers and by reactions; and what comes with a sound or without."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.subscriptions import Subscription
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.talk import Talk, body, number_of, replying, talking
from tests.homeserver import Homeserver

BRIEFING = Message("en", (Block("text", "Good morning."),))


def subscribed(talk: Talk) -> Subscription:
    """Return the subscription of a room, which there is."""
    found = talk.bot.store.profile(ChatRef("matrix", talk.room)).subscription
    assert found
    return found


async def edited(talk: Talk, event: str, told: str) -> str:
    """Wait until a message of the bot's says something, and return all that it says."""

    def standing() -> str:
        said = talk.person.said(talk.room, talk.bot.user)
        [found] = [each for each in said if each["event_id"] == event]
        return body(found) if told in body(found) else ""

    return str(await talk.person.until(standing))


def test_settings_by_numbers(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """The number of a choice says it, also as a reply to older settings and after a restart; a
    reaction changes the message that it is put on.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path) as talk:
            person = talk.person
            await talk.ask(person, "!subscribe 8:00 UTC")
            card = await talk.ask(person, "!ask what are my settings?")
            number, within = number_of(card, "Hour"), replying(card["event_id"])
            hours = await talk.ask(person, number, **within)
            within = replying(hours["event_id"])
            await talk.ask(person, number_of(hours, "9:00"), **within)
            assert subscribed(talk).hour.hour == 9
            await talk.restart()
            assert "17:00" in body(await talk.ask(person, number_of(hours, "17:00"), **within))
            await talk.react(person, card["event_id"], number_of(card, "Without a sound"))
            shown = await edited(talk, card["event_id"], "Changed")
            assert "Without a sound." in shown
            assert not subscribed(talk).sound
            again = next(n for n in shown.splitlines() if "With a sound" in n).partition(".")[0]
            await talk.react(person, card["event_id"], f"{again}\ufe0f\u20e3")
            await edited(talk, card["event_id"], "7. Without a sound")
            assert subscribed(talk).sound

    asyncio.run(converse())


def test_in_a_room_who_may_post_state(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Among several, who may not change the subscription changes none by a reaction either; who may
    changes it in words.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path) as talk:
            await talk.ask(talk.person, "!subscribe 8:00 UTC")
            card = await talk.ask(talk.person, "!settings")
            for choice in ("Hour", "Without a sound"):
                number = number_of(card, choice)
                refused = await talk.reacted(talk.other, card["event_id"], number)
                assert "administrators" in body(refused)
            assert subscribed(talk).sound
            told = await talk.ask(talk.person, "!ask tous les jours à 9 h sans son")
            assert "Sans son." in body(told)
            assert (subscribed(talk).hour.hour, subscribed(talk).sound) == (9, False)

    asyncio.run(converse())


@pytest.mark.parametrize("encrypted", [False, True])
def test_what_makes_a_sound(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """A briefing is a message of which apps tell their people; one without a sound, and an answer,
    is a notice, of which they tell nobody.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path, encrypted=encrypted) as talk:
            chat, bot, person = ChatRef("matrix", talk.room), talk.bot, talk.person
            [heard] = await bot.adapter.send(chat, BRIEFING, "one")
            [unheard] = await bot.adapter.send(chat, replace(BRIEFING, sound=False), "two")
            answer = await talk.ask(person, "!ask who is Kallas?")
            said = person.said(talk.room, bot.user)
            kinds = {each["event_id"]: each["content"]["msgtype"] for each in said}
            named = (heard, unheard, answer["event_id"])
            assert [kinds[event] for event in named] == ["m.text", "m.notice", "m.notice"]

    asyncio.run(converse())
