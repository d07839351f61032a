"""Conversation on Matrix, in plain and in encrypted rooms, on a real homeserver."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.chat.messages import Block, ChatRef, Incoming, Message
from bot.config.config import Limits
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import Json, Person
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver


def relation_of(event: Json) -> Json:
    """Return how an event relates to others."""
    found: Json = event["content"].get("m.relates_to", {})
    return found


def taken_away(person: Person, room: str) -> set[str]:
    """Return the events of a room that were redacted."""
    return {
        e.get("redacts") or e["content"]["redacts"]
        for e in person.seen
        if e["room_id"] == room and e["type"] == "m.room.redaction"
    }


async def answer_to(person: Person, room: str, bot: str, text: str, **content: object) -> Json:
    """Say something and return what the bot says to that."""
    to = {"event_id": await person.say(room, text, **content)}

    def answers() -> list[Json]:
        return [e for e in person.said(room, bot) if e["relation"].get("m.in_reply_to") == to]

    [answer] = await person.until(answers)
    return dict(answer)


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_a_direct_room(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """In a room of two every message is answered: greeted, then as a notice with a quotation, in
    place after an edit; a number or reaction picks a choice.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            room = await here.meet(person, encrypted=encrypted)
            greeting = person.said(room, bot.user)[0]["content"]
            assert (
                len([line for line in greeting["body"].splitlines() if line.startswith("– ")]) == 3
            )
            assert "!help" in greeting["body"] or "!aide" in greeting["body"]
            assert "!subscribe" in greeting["body"]
            assert "/subscribe" not in greeting["body"]

            question = await person.say(room, ASKED)
            answer = (await person.told(room, bot.user, 2))[-1]
            content = answer["content"]
            assert content["msgtype"] == "m.notice"
            assert content["format"] == "org.matrix.custom.html"
            assert "<blockquote>" in content["formatted_body"]
            assert "§ 1" in content["body"]
            assert content["m.mentions"] == {}
            assert relation_of(answer) == {"m.in_reply_to": {"event_id": question}}
            assert answer["clear"] is not encrypted

            edit = {
                "msgtype": "m.text",
                "body": "* Combien de milliards ?",
                "m.new_content": {"msgtype": "m.text", "body": "Combien de milliards ?"},
            }
            await person.put(
                room, {**edit, "m.relates_to": {"rel_type": "m.replace", "event_id": question}}
            )
            await person.until(lambda: person.said(room, bot.user)[-1].get("edited"))
            changed = person.said(room, bot.user)[-1]
            assert changed["event_id"] == answer["event_id"]
            assert "20" in changed["content"]["body"]

            offered = await answer_to(person, room, bot.user, "rutte")
            assert "\n2. " in offered["content"]["body"]
            assert "<ol><li>" in offered["content"]["formatted_body"]
            by_number = await answer_to(person, room, bot.user, "2")
            before = len(person.said(room, bot.user))
            await person.put(
                room,
                {
                    "m.relates_to": {
                        "rel_type": "m.annotation",
                        "event_id": offered["event_id"],
                        "key": "2\ufe0f\u20e3",
                    }
                },
                "m.reaction",
            )
            by_reaction = (await person.told(room, bot.user, before + 1))[-1]
            assert by_reaction["content"]["body"] == by_number["content"]["body"]
            assert relation_of(by_reaction) == {"m.in_reply_to": {"event_id": offered["event_id"]}}

            await person.put(room, {"msgtype": "m.notice", "body": ASKED})
            await asyncio.sleep(QUIET)
            assert len(person.said(room, bot.user)) == before + 1

    asyncio.run(converse())


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_a_group(homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool) -> None:
    """Among several the bot speaks only when it is mentioned, named, commanded, replied to, or in
    its own thread, and stays in the thread of the question.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person, other = await here.start(), await here.person(), await here.person("other")
            room = await here.meet(person, other, encrypted=encrypted)
            await other.until(lambda: room in other.client.rooms)
            name = bot.user[1:].partition(":")[0]

            quiet = [ASKED, "Le briefing est à 8 h", "!unknown", f"the {name}s of this world"]
            for text in quiet:
                await person.say(room, text)
            await asyncio.sleep(QUIET)
            assert len(person.said(room, bot.user)) == 1

            calls: list[tuple[str, Json]] = [
                (ASKED, {"m.mentions": {"user_ids": [bot.user]}}),
                (f"{name}: {ASKED}", {}),
                (f"{name}: {ASKED}", {"m.mentions": {}}),
                (f"{bot.user} {ASKED}", {}),
                (f"!ask {ASKED}", {}),
                (f"!demander {ASKED}", {}),
            ]
            for text, more in calls:
                answer = await answer_to(person, room, bot.user, text, **more)
                assert "§ 1" in answer["content"]["body"]
                assert answer["content"]["m.mentions"] == {"user_ids": [person.user]}
                assert "rel_type" not in relation_of(answer)

            last = person.said(room, bot.user)[-1]["event_id"]
            replied = await answer_to(
                other,
                room,
                bot.user,
                "Combien de milliards ?",
                **{"m.relates_to": {"m.in_reply_to": {"event_id": last}}},
            )
            assert "20" in replied["content"]["body"]

            root = await person.say(room, "Un fil")
            in_thread = {
                "m.relates_to": {
                    "rel_type": "m.thread",
                    "event_id": root,
                    "is_falling_back": True,
                    "m.in_reply_to": {"event_id": root},
                }
            }
            await person.say(room, ASKED, **in_thread)
            threaded = await answer_to(person, room, bot.user, f"!ask {ASKED}", **in_thread)
            followed = await answer_to(other, room, bot.user, "Combien de milliards ?", **in_thread)
            for event in (threaded, followed):
                assert relation_of(event)["rel_type"] == "m.thread"
                assert relation_of(event)["event_id"] == root
                assert relation_of(event)["is_falling_back"] is True
            assert "20" in followed["content"]["body"]
            others = {"m.mentions": {"user_ids": [other.user]}}
            await person.say(room, f"{other.user} {ASKED}", **in_thread, **others)
            pill = f'<a href="https://matrix.to/#/{other.user}"><i>O</i></a> {ASKED}'
            html = {"format": "org.matrix.custom.html", "formatted_body": pill}
            for more in ({}, {"m.mentions": {}}):
                await person.say(room, f"O {ASKED}", **in_thread, **html, **more)
            said = await other.say(room, "Well", **others, **in_thread)
            relation = in_thread["m.relates_to"] | {"is_falling_back": False}
            replying = {"m.relates_to": relation | {"m.in_reply_to": {"event_id": said}}}
            await person.say(room, ASKED, **replying)
            # One greeting, six calls, a reply, two in the thread, none to who is asked instead.
            await asyncio.sleep(QUIET)
            assert len(person.said(room, bot.user)) == 10

    asyncio.run(converse())


def test_a_long_answer(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A long answer comes in parts, the first of them in reply; when a shorter one takes its place
    the first part changes and the others go.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            for encrypted in (False, True):
                room = await here.meet(person, encrypted=encrypted)
                question = Incoming(
                    ChatRef("matrix", room),
                    person.user,
                    "",
                    id=await person.put(room, {"msgtype": "m.notice", "body": "?"}),
                )
                short = Message("en", (Block("text", "In short."),))
                parts = await bot.adapter.reply(
                    question,
                    replace(short, blocks=tuple(Block("text", f"{n} " * 900) for n in range(5))),
                )
                said = (await person.told(room, bot.user, 1 + len(parts)))[1:]
                assert [e["event_id"] for e in said] == list(parts)
                assert [relation_of(e).get("m.in_reply_to", {}).get("event_id") for e in said] == [
                    question.id,
                    *[None] * (len(parts) - 1),
                ]
                assert await bot.adapter.reply(replace(question, id="$edit"), short, parts) == (
                    parts[0],
                )
                await person.until(
                    partial(
                        lambda room, parts: taken_away(person, room) == set(parts[1:]), room, parts
                    )
                )
                assert person.said(room, bot.user)[1]["content"]["body"] == "In short."
                assert len(parts) > 1

    asyncio.run(converse())


def test_limits(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """More questions a minute than a person may ask, or all people of a room, get one notice, and
    no answer.
    """

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            here.limits = Limits(questions_per_user=2, questions_per_chat=3)
            bot, person, other = await here.start(), await here.person(), await here.person("other")
            direct, group = await here.meet(person), await here.meet(person, other, encrypted=True)
            for number in range(4):
                await person.say(direct, ASKED)
                await (person, other)[number % 2].say(group, f"!ask {ASKED}")
            said = [
                await person.told(room, bot.user, count)
                for room, count in ((direct, 4), (group, 5))
            ]
            await asyncio.sleep(QUIET)
            answers = [["§ 1" in event["content"]["body"] for event in found[1:]] for found in said]
            assert answers == [[True, True, False], [True, True, True, False]]
            assert [len(person.said(room, bot.user)) for room in (direct, group)] == [4, 5]

    asyncio.run(ask())
