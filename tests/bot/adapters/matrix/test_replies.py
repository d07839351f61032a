"""Replies, quotes, numbers and reactions on Matrix: each goes on from the message that it belongs
to, whoever says it, however much later and after a restart.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.adapters.matrix.notes import Notes
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.talk import (
    Talk,
    body,
    change,
    in_thread,
    number_of,
    replying,
    talking,
)
from tests.bot.adapters.matrix.world import QUIET, world
from tests.homeserver import Homeserver
from tests.libraries import several

WHO, THEN, TOLD = "who is Kallas?", "when did she take part?", "Kaja Kallas joined"
OTHERS = ("what did Rutte say about Ukraine?", "How many billions for Ukraine?", "Who spoke?")
JAPAN = "What did they discuss with Japan?"
BOTH = pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])


@BOTH
def test_a_reply_goes_on_from_what_it_replies_to(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """Of two people in a room and in two threads, each goes on from any answer by a reply, with
    other answers in between, before and after a restart; so do a number, a reaction and commands.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path, encrypted=encrypted) as talk:
            person, other = talk.person, talk.other
            first = await talk.ask(person, f"!ask {WHO}")
            roots = [await person.say(talk.room, text) for text in ("A thread", "Another")]
            within = [
                await talk.ask(person, f"!ask {question}", **in_thread(root))
                for root, question in zip(roots, (OTHERS[0], JAPAN), strict=True)
            ]
            for question in OTHERS:
                await talk.ask(other, f"!ask {question}")
                for root in roots:
                    await talk.ask(other, f"!ask {WHO}", **in_thread(root))
            for restarted in (False, True):
                if restarted:
                    await talk.restart()
                to_first = replying(first["event_id"])
                for one in (other, person):
                    assert TOLD in body(await talk.ask(one, THEN, **to_first))
                for root, answer, then, told in zip(
                    roots,
                    within,
                    ("when did he say that?", "when was that?"),
                    ("Rutte", "Indo-Pacific"),
                    strict=True,
                ):
                    to_within = replying(answer["event_id"], root)
                    assert told in body(await talk.ask(other, then, **to_within))
                number = number_of(first, "Cite this answer")
                cited = [
                    await talk.ask(other, "!cite", **to_first),
                    await talk.ask(other, number, **to_first),
                    await talk.reacted(other if restarted else person, first["event_id"], number),
                ]
                assert len({body(event) for event in cited}) == 1
                assert "Kallas" in body(cited[0])

    asyncio.run(converse())


@BOTH
def test_what_a_person_said_is_taken(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """A reply to somebody's question goes on from what that was answered, or would be; a bare
    command or the bare name takes its words as they are now, and quoted lines are what is asked
    about.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path, encrypted=encrypted) as talk:
            person, other, room = talk.person, talk.other, talk.room
            answer = await talk.ask(person, f"!ask {WHO}")
            asking = await other.say(room, WHO)
            for event in (answer["asked"], asking):
                await talk.ask(person, f"!ask {OTHERS[0]}")
                assert TOLD in body(await talk.ask(person, f"!ask {THEN}", **replying(event)))
            picture = {"msgtype": "m.image", "url": "mxc://localhost/a", "filename": "a.png"}
            changed = await other.say(room, OTHERS[1])
            await change(other, room, changed, WHO)
            for event in (asking, changed, await other.say(room, WHO, **picture)):
                for call in ("!ask", talk.bot.user):
                    assert body(await talk.ask(person, call, **replying(event))) == body(answer)
            bare = await talk.ask(person, "!ask")
            shown = await other.say(room, "a.png", **picture)
            assert body(await talk.ask(person, "!ask", **replying(shown))) == body(bare)
            claim = await other.say(room, "Kaja Kallas joined the ministers for lunch")
            checked = await talk.ask(person, "!verify", **replying(claim))
            typed = await talk.ask(person, "!verify Kaja Kallas joined the ministers for lunch")
            assert body(checked) == body(typed)
            quoting = f"> Kaja Kallas\n\n!ask {THEN}"
            assert TOLD in body(await talk.ask(person, quoting, **replying(claim)))

    asyncio.run(converse())


@BOTH
def test_an_edit_replies_to_what_its_original_did(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """What is said in place of a reply goes on from the same message, in the same thread, though
    clients leave that out, and though only the edit calls the bot.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path, encrypted=encrypted) as talk:
            person, other, room = talk.person, talk.other, talk.room
            first = await talk.ask(person, f"!ask {WHO}")
            reply = await talk.ask(other, "what did she discuss?", **replying(first["event_id"]))
            await talk.ask(other, f"!ask {OTHERS[0]}")
            assert TOLD in body(await talk.edit(other, reply, THEN))
            root = await person.say(room, WHO)
            late = await other.say(room, THEN, **replying(root, root))
            await change(other, room, late, f"!ask {THEN}")
            [answer] = await person.until(lambda: talk.answers(late))
            assert TOLD in body(answer)
            assert answer["relation"]["event_id"] == root

    asyncio.run(converse())


def test_a_thread_begun_from_an_answer(
    homeserver: Homeserver, brain: Brain, tmp_path: Path
) -> None:
    """Who says something first in a thread begun from an answer goes on from that, and then from
    what was said there.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path) as talk:
            answer = await talk.ask(talk.person, f"!ask {WHO}")
            for one in (talk.person, talk.other):
                await talk.ask(one, f"!ask {OTHERS[0]}")
            within = in_thread(answer["event_id"])
            for one in (talk.other, talk.person):
                assert TOLD in body(await talk.ask(one, THEN, **within))
                await talk.ask(one, OTHERS[0], **within)
                assert "Rutte" in body(await talk.ask(one, "when did he say that?", **within))

    asyncio.run(converse())


def test_a_reply_stays_with_its_report(
    homeserver: Homeserver, brain: Brain, tmp_path: Path
) -> None:
    """Among several reports a reply is answered from the one of the message replied to, after talk
    of another and a restart, unless it names somebody whom that does not hold.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path, source=several(tmp_path, 0)) as talk:
            harbour = await talk.ask(talk.person, "!ask How many homes?")
            assert "Harbour Council" in body(harbour)
            for restarted in (False, True):
                if restarted:
                    await talk.restart()
                council = await talk.ask(talk.other, "!ask Qu’a dit Mme Lemoine ?")
                assert "SAINT-AUBIN" in body(council)
                for text in ("who was present?", "where?", "who said that?", "on which day?"):
                    told = body(await talk.ask(talk.other, text, **replying(harbour["event_id"])))
                    assert "SAINT-AUBIN" not in told
                to_council = replying(council["event_id"])
                named = await talk.ask(talk.person, "what did Tom Healy say?", **to_council)
                assert "Harbour Council" in body(named)

    asyncio.run(converse())


def test_a_choice_is_made_once(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A reaction repeated under another sign is one choice; what is asked under a message is
    answered there after other talk; after everything was erased a choice has expired.
    """

    async def converse() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            talk = Talk(here, bot, await here.meet(person), person, person)
            first = await talk.ask(person, WHO)
            zone = await talk.ask(person, "send me the briefing at 7:30")
            erase = await talk.ask(person, "!forget")
            await talk.ask(person, OTHERS[0])
            await talk.reacted(person, first["event_id"], "1\ufe0f\u20e3")
            for key in ("1", "1\u20e3", "9"):
                await talk.react(person, first["event_id"], key)
            await asyncio.sleep(QUIET)
            assert len(person.said(talk.room, bot.user)) == 6
            number = number_of(zone, "UTC")
            assert "7:30" in body(await talk.ask(person, number, **replying(zone["event_id"])))
            assert "Erased" in body(await talk.reacted(person, erase["event_id"], "1"))
            assert "has expired" in body(await talk.reacted(person, first["event_id"], "2"))
            told = await talk.ask(person, "1", **replying(zone["event_id"]))
            assert "has expired" in body(told)

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
