"""Replies, quotes, numbers and reactions on Matrix: each goes on from the message that it belongs
to, whoever says it, however much later and after a restart.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

from bot.adapters.matrix.notes import Notes
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import Json, Person
from tests.bot.adapters.matrix.world import QUIET, world
from tests.homeserver import Homeserver

WHO, THEN, TOLD = "who is Kallas?", "when did she take part?", "Kaja Kallas joined"
OTHERS = ("what did Rutte say about Ukraine?", "How many billions for Ukraine?", "Who spoke?")


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


def answers(person: Person, room: str, bot: str, event: str) -> list[Json]:
    """Return what the bot has said in reply to an event."""
    return [
        each
        for each in person.said(room, bot)
        if each["content"].get("m.relates_to", {}).get("m.in_reply_to") == {"event_id": event}
    ]


async def asked(person: Person, room: str, bot: str, text: str, **content: Any) -> Json:
    """Say something and return what the bot says to that."""
    event = await person.say(room, text, **content)
    [answer] = await person.until(lambda: answers(person, room, bot, event))
    return dict(answer)


async def reacted(person: Person, room: str, bot: str, event: str, key: str) -> Json:
    """React to a message and return what the bot says to that."""
    before = len(answers(person, room, bot, event))
    await react(person, room, event, key)
    await person.until(lambda: len(answers(person, room, bot, event)) > before)
    return answers(person, room, bot, event)[before]


async def react(person: Person, room: str, event: str, key: str) -> None:
    """React to a message."""
    relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
    await person.put(room, {"m.relates_to": relation}, "m.reaction")


def body(event: Json) -> str:
    """Return what a message says."""
    return str(event["content"]["body"])


def number_of(event: Json, choice: str) -> str:
    """Return the number of a choice."""
    return next(line for line in body(event).splitlines() if choice in line).partition(".")[0]


def test_a_reply_goes_on_from_what_it_replies_to(
    homeserver: Homeserver, brain: Brain, tmp_path: Path
) -> None:
    """Of two people in a room and in its threads, each goes on from any answer by a reply, with
    other answers in between, encrypted or not, before and after a restart; so do a number, a
    reaction and commands.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            other = await here.person("other")
            for encrypted in (False, True):
                room = await here.meet(person, other, encrypted=encrypted)
                first = await asked(person, room, bot.user, f"!ask {WHO}")
                root = await person.say(room, "A thread")
                within = await asked(person, room, bot.user, f"!ask {OTHERS[0]}", **in_thread(root))
                for question in OTHERS:
                    await asked(other, room, bot.user, f"!ask {question}")
                    await asked(other, room, bot.user, f"!ask {WHO}", **in_thread(root))
                for restarted in (False, True):
                    if restarted:
                        await bot.stop()
                        bot = await here.start()
                    relation = replying(first["event_id"])
                    for one in (other, person):
                        assert TOLD in body(await asked(one, room, bot.user, THEN, **relation))
                    said = await asked(
                        other,
                        room,
                        bot.user,
                        "when did he say that?",
                        **replying(within["event_id"], root),
                    )
                    assert "Rutte" in body(said)
                    number = number_of(first, "Cite this answer")
                    cited = [
                        await asked(other, room, bot.user, "!cite", **relation),
                        await asked(other, room, bot.user, number, **relation),
                    ]
                    one = other if restarted else person
                    cited.append(await reacted(one, room, bot.user, first["event_id"], number))
                    assert len({body(event) for event in cited}) == 1
                    assert "Kallas" in body(cited[0])

    asyncio.run(converse())


def test_what_a_person_said_is_taken(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A reply to somebody's question goes on from what that was answered, or would be; a bare
    command or the bare name takes its words, and quoted lines are what is asked about.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            other = await here.person("other")
            for encrypted in (False, True):
                room = await here.meet(person, other, encrypted=encrypted)
                question = await person.say(room, f"!ask {WHO}")
                answer = await asked(person, room, bot.user, f"!ask {WHO}")
                asking = await other.say(room, WHO)
                for event in (question, asking):
                    await asked(person, room, bot.user, f"!ask {OTHERS[0]}")
                    said = await asked(person, room, bot.user, f"!ask {THEN}", **replying(event))
                    assert TOLD in body(said)
                for call in ("!ask", bot.user):
                    said = await asked(person, room, bot.user, call, **replying(asking))
                    assert body(said) == body(answer)
                claim = await other.say(room, "Kaja Kallas joined the ministers for lunch")
                checked = await asked(person, room, bot.user, "!verify", **replying(claim))
                typed = await asked(
                    person, room, bot.user, "!verify Kaja Kallas joined the ministers for lunch"
                )
                assert body(checked) == body(typed)
                quoting = await asked(
                    person, room, bot.user, f"> Kaja Kallas\n\n!ask {THEN}", **replying(claim)
                )
                assert TOLD in body(quoting)

    asyncio.run(converse())


def test_a_choice_is_made_once(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A reaction repeated under another sign is one choice; what is asked under a message is
    answered there after other talk; after everything was erased a choice has expired.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            room = await here.meet(person)
            first = await asked(person, room, bot.user, WHO)
            zone = await asked(person, room, bot.user, "send me the briefing at 7:30")
            erase = await asked(person, room, bot.user, "!forget")
            await asked(person, room, bot.user, OTHERS[0])
            await reacted(person, room, bot.user, first["event_id"], "1\ufe0f\u20e3")
            for key in ("1", "1\u20e3", "9"):
                await react(person, room, first["event_id"], key)
            await asyncio.sleep(QUIET)
            assert len(person.said(room, bot.user)) == 6
            number = number_of(zone, "UTC")
            assert "7:30" in body(
                await asked(person, room, bot.user, number, **replying(zone["event_id"]))
            )
            assert "Erased" in body(await reacted(person, room, bot.user, erase["event_id"], "1"))
            expired = await reacted(person, room, bot.user, first["event_id"], "2")
            assert "has expired" in body(expired)

    asyncio.run(converse())


def test_words_of_choices_go(tmp_path: Path) -> None:
    """Notes of an earlier version lose the words of the choices that they kept; the messages stay
    the bot's own.
    """
    with sqlite3.connect(tmp_path / "notes") as before:
        before.execute(
            "CREATE TABLE own (event TEXT PRIMARY KEY, room TEXT NOT NULL, thread TEXT, choices"
            " TEXT, at INTEGER NOT NULL)"
        )
        before.execute("INSERT INTO own VALUES ('$a', '!r', NULL, '[\"Who paid for it?\"]', 1)")
    before.close()
    for _ in range(2):
        notes = Notes(tmp_path / "notes")
        assert notes.is_own("$a")
        notes.keep_own("$b", "!r", None, 2, 3)
        offered = notes.offered("$b")
        assert offered
        assert offered.choices == 3
        notes.close()
    assert not [p for p in tmp_path.iterdir() if b"Who paid" in p.read_bytes()]
