"""Replies, quotes and buttons on Telegram: each goes on from the message that it belongs to,
whoever says it, however much later and after a restart.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.store.store import open_store
from tests.bot.adapters.telegram.hosting import FREE, Host
from tests.bot.adapters.telegram.people import BOT, Call
from tests.bot.adapters.telegram.rules import shown
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import GROUP, buttons, quiet, start

NAME = f"@{BOT['username']}"
TOPICS = {
    7: ("who is Kallas?", "when did she take part?", ("Thursday 3 April", "Kallas")),
    8: ("what did Rutte say about Ukraine?", "when did he say that?", ("Thursday", "Rutte")),
    9: ("What did they discuss with Japan?", "when was that?", ("Thursday", "Indo-Pacific")),
}


def message(server: Server, call: Call) -> dict[str, Any]:
    """Return a message of the bot's as a reply to it holds it."""
    chat, topic = int(call.data["chat_id"]), call.data.get("message_thread_id")
    place = {"message_thread_id": int(topic), "is_topic_message": True} if topic else {}
    where = {"chat": server.chat(chat), **place}
    return {"message_id": call.data["_id"], "date": 1, "from": BOT, "text": "…", **where}


def of_person(server: Server, text: str, number: int = 900) -> dict[str, Any]:
    """Return a message of somebody's in the group as a reply to it holds it."""
    who = {"chat": server.chat(GROUP), "from": server.user(9)}
    return {"message_id": number, "date": 1, "text": text, **who}


async def answered(
    server: Server,
    text: str,
    user: int = 1,
    chat: int = GROUP,
    by: str = "sendMessage",
    **more: Any,
) -> Call:
    """Let somebody say something, and return what the bot says to that, `by` a call."""
    count = len(server.of(by))
    server.says(text, chat, user, **more)
    return (await server.until(by, count + 1))[count]


async def pressed(
    server: Server, under: Call, button: str, user: int = 1, lang: str = "en"
) -> Call:
    """Let somebody press a button, and return what the bot says to that."""
    count = len(server.of("sendMessage"))
    server.presses(under, buttons(under).index(button), user, lang=lang)
    return (await server.until("sendMessage", count + 1))[count]


def test_a_reply_goes_on_from_what_it_replies_to(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """Of two people who ask in three topics, a third goes on from each answer by a reply, with
    other answers in between, before and after a restart; so do both buttons and commands.
    """

    async def talk() -> None:
        async with Server() as server:
            server.topics |= set(TOPICS)
            bot = start(tmp_path, environment, server, "pacing: false", FREE)
            try:
                first = {}
                for topic, (asked, _, _) in TOPICS.items():
                    place: dict[str, Any] = {"message_thread_id": topic, "is_topic_message": True}
                    first[topic] = await answered(server, f"{NAME} {asked}", 1, **place)
                    for other in (
                        "How many billions for Ukraine?",
                        "Who was present?",
                        "Who spoke?",
                    ):
                        await answered(server, f"{NAME} {other}", 2, **place)
                for restarted in (False, True):
                    if restarted:
                        await bot.stop()
                        bot = start(tmp_path, environment, server, "pacing: false", FREE)
                    for topic, (_, then, told) in TOPICS.items():
                        place = {"message_thread_id": topic, "is_topic_message": True}
                        target: dict[str, Any] = {"reply_to_message": message(server, first[topic])}
                        for user in (3, 2):
                            reply = await answered(server, then, user, **place, **target)
                            assert all(word in reply.data["text"] for word in told), reply.data
                        cited = await pressed(
                            server, first[topic], "Cite this answer", 6 + restarted
                        )
                        again = await answered(server, f"/cite{NAME}", 5, **place, **target)
                        assert cited.data["text"] == again.data["text"]
                        assert told[1] in cited.data["text"] or topic == 9
                    # The last of them shows somebody's words.
                    count, at = len(server.of("sendPhoto")), buttons(first[topic])
                    server.presses(first[topic], at.index("Make it a picture"), 6 + restarted)
                    card = (await server.until("sendPhoto", count + 1))[count]
                    again = await answered(
                        server, f"/card{NAME}", 5, by="sendPhoto", **place, **target
                    )
                    assert card.data["caption"] == again.data["caption"]
                    assert "La sécurité de la région" in card.data["caption"]
                await bot.stop()
            finally:
                bot.process.kill()
                bot.process.wait()
            assert "Traceback" not in bot.log

    asyncio.run(talk())


def test_a_briefing_is_gone_on_from(tmp_path: Path, environment: dict[str, str]) -> None:
    """A reply to a briefing goes on from what it told, and its buttons do what they say, after a
    restart too.
    """

    async def talk() -> None:
        now = dt.datetime.now(dt.UTC)
        store = open_store(tmp_path / "data")
        hour = (now - dt.timedelta(minutes=3)).time()
        wish = Change(subscribe=True, hour=hour, zone="UTC", lang="en")
        store.apply(ChatRef("telegram", "77"), wish, now - dt.timedelta(minutes=10), "en")
        store.close()
        async with Server() as server:
            bot = start(tmp_path, environment, server, "pacing: false", FREE)
            try:
                [briefing] = await server.until("sendMessage")
                target = message(server, briefing)
                cited = await answered(server, "/cite", 77, 77, reply_to_message=target)
                assert "paragraphe" in cited.data["text"]
                await bot.stop()
                bot = start(tmp_path, environment, server, "pacing: false", FREE)
                again = await answered(server, "/cite", 77, 77, reply_to_message=target)
                assert again.data["text"] == cited.data["text"]
                button = buttons(briefing)[0]
                told = await pressed(server, briefing, button, 77)
                typed = await answered(server, button, 78, 78)
                assert told.data["text"] == typed.data["text"]
                await bot.stop()
            finally:
                bot.process.kill()
                bot.process.wait()

    asyncio.run(talk())


def test_what_a_person_said_is_taken(host: Host) -> None:
    """A reply to somebody's question goes on from what that was answered, or would be; a bare
    command takes its words, and what was chosen of a message is what is asked about.
    """

    async def work(server: Server) -> None:
        number = server.says(f"{NAME} who is Kallas?", GROUP, 1)
        [first] = await server.until("sendMessage")
        await answered(server, f"{NAME} what did Rutte say about Ukraine?", 3)
        for target in (
            of_person(server, f"{NAME} who is Kallas?", number),
            of_person(server, "who is Kallas?"),
        ):
            reply = await answered(
                server, f"{NAME} when did she take part?", 3, reply_to_message=target
            )
            assert "Kaja Kallas joined" in reply.data["text"]
        asked = of_person(server, "How many billions for Ukraine?")
        assert (
            "20 billion"
            in (await answered(server, f"/ask{NAME}", 4, reply_to_message=asked)).data["text"]
        )
        claim = of_person(server, "une vingtaine d’années de paix promises à l’Ukraine par Rutte")
        checked = await answered(server, f"/verify{NAME}", 4, reply_to_message=claim)
        typed = await answered(server, f"/verify{NAME} {claim['text']}", 4)
        assert checked.data["text"] == typed.data["text"]
        exact = await answered(server, f"/verify{NAME}", 4, reply_to_message=message(server, first))
        assert "Exact" in exact.data["text"]
        part = await answered(
            server,
            f"{NAME} when did she take part?",
            4,
            reply_to_message=of_person(server, "Marco Rubio and Kaja Kallas were there, I hear"),
            quote={"text": "Kaja Kallas", "position": 16, "is_manual": True},
        )
        assert "Kaja Kallas joined" in part.data["text"]

    host.run(work)


def test_what_was_offered_inline_is_gone_on_from(host: Host) -> None:
    """A reply to what somebody said with the bot's words, chosen inline, goes on from that answer,
    in a group and in a private chat, without a name.
    """

    async def work(server: Server) -> None:
        server.asks_inline("joined the ministers")
        [offer] = await server.until("answerInlineQuery")
        content = offer.data["results"][0]["input_message_content"]
        text = shown(content["message_text"], content["parse_mode"])
        assert "Kallas" in text
        for chat, user in ((GROUP, 4), (41, 41)):
            await answered(server, f"{NAME} what did Rutte say about Ukraine?", user, chat)
            said = {"chat": server.chat(chat), "from": server.user(user), "via_bot": BOT}
            target = {"message_id": 901, "date": 1, "text": text, **said}
            server.says(text, chat, user, via_bot=BOT)
            reply = await answered(
                server, "when did she take part?", user, chat, reply_to_message=target
            )
            assert "Kaja Kallas joined" in reply.data["text"]
            cited = await answered(server, f"/cite{NAME}", user, chat, reply_to_message=target)
            assert "Kallas" in cited.data["text"]
            other = {**target, "via_bot": {**BOT, "id": 5, "username": "other_bot"}}
            server.says("so what?", GROUP, user, reply_to_message=other)
        assert await quiet(server) == 6

    host.run(work)


def test_a_button_does_what_it_says(host: Host) -> None:
    """A button under an older message does what it did then, for another member too, and once for
    each; what is asked for there (a zone, to erase everything) is not lost in other talk.
    """

    async def work(server: Server) -> None:
        first = await answered(server, "Who was present?", 31, 31)
        await answered(server, "How many billions for Ukraine?", 31, 31)
        cited = await pressed(server, first, "Cite this answer", 31)
        typed = await answered(server, "/cite", 31, 31, reply_to_message=message(server, first))
        assert cited.data["text"] == typed.data["text"]
        for _ in range(3):
            server.presses(first, 0, 31)
        server.presses(first, 1, 31)
        await server.until("sendMessage", 6)
        assert await quiet(server) == 6
        zone = await answered(server, "send me the briefing every morning at 7:30", 31, 31)
        erase = await answered(server, "/forget", 31, 31)
        await answered(server, "Who spoke?", 31, 31)
        assert "7:30" in (await pressed(server, zone, "UTC", 31)).data["text"]
        found = host.subscription(31)
        assert found
        assert (found.zone, found.hour.minute) == ("UTC", 30)
        await answered(server, "Who spoke?", 31, 31)
        assert "Erased" in (await pressed(server, erase, buttons(erase)[0], 31)).data["text"]
        assert host.subscription(31) is None

    host.run(work)


def test_a_choice_that_is_not_known_any_more(host: Host) -> None:
    """After everything was erased a button is told to have expired, and what to do, in the language
    of whoever presses it, and a reply finds nothing that was told.
    """

    async def work(server: Server) -> None:
        first = await answered(server, "Who was present?", 32, 32)
        erase = await answered(server, "/forget", 32, 32)
        await pressed(server, erase, buttons(erase)[0], 32)
        for under in (first, erase):
            for user, lang, words in ((33, "en", "has expired"), (34, "fr", "a expiré")):
                told = await pressed(server, under, buttons(under)[-1], user, lang)
                assert words in told.data["text"]
        kept = await answered(server, "/cite", 32, 32, reply_to_message=message(server, first))
        assert kept.data["text"] == (await answered(server, "/cite", 35, 35)).data["text"]

    host.run(work)
