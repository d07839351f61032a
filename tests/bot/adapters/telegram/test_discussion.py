"""What is replied to in another chat than where it stands, over HTTP: a channel's post in the group
in which it is discussed, or a message that somebody brings from elsewhere.
"""

from __future__ import annotations

from typing import Any

from bot.dialogue.brain import Brain
from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.people import BOT
from tests.bot.adapters.telegram.rules import shown
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.test_replies import NAME, answered, message, of_person
from tests.bot.adapters.telegram.world import GROUP, arrived, quiet

CHANNEL = -3011


def posted(server: Server, text: str, number: int, channel: int = CHANNEL) -> dict[str, Any]:
    """Return a channel's post as Telegram brings it into the group in which it is discussed."""
    whole = server.chat(channel)
    return {
        "message_id": 5000 + number,
        "date": 1,
        "chat": server.chat(GROUP),
        "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
        "sender_chat": whole,
        "is_automatic_forward": True,
        "forward_origin": {"type": "channel", "date": 1, "chat": whole, "message_id": number},
        "text": text,
    }


def test_what_is_published_is_discussed(host: Host, brain: Brain) -> None:
    """A comment under what the bot said in a channel goes on from it, and a reply to that answer
    from that; under what an editor published readers talk among themselves, and whoever calls the
    bot asks about that. What was published asks nothing in the group.
    """

    async def work(server: Server) -> None:
        server.channels |= {CHANNEL}
        words = brain.report.passages[0].text
        post = posted(server, words, server.publishes(words, CHANNEL))
        server.put(message=post)
        server.says("Well said.", GROUP, 1, reply_to_message=post)
        checked = await answered(server, f"/verify{NAME}", 1, reply_to_message=post)
        assert "Exact" in checked.data["text"]
        command = server.publishes("/ask who is Kallas?", CHANNEL)
        [told] = await arrived(server, CHANNEL)
        await answered(server, f"{NAME} what did Rutte say about Ukraine?", 3)
        then = "when did she take part?"
        for text, number, call in (
            ("/ask who is Kallas?", command, f"{NAME} "),
            ("…", told.data["_id"], ""),
        ):
            comment = posted(server, text, number)
            server.put(message=comment)
            reply = await answered(server, f"{call}{then}", 3, reply_to_message=comment)
            assert "Kaja Kallas joined" in reply.data["text"]
        under = {**message(server, reply), "message_thread_id": 5000}
        cited = await answered(server, "/cite", 4, reply_to_message=under)
        assert "Kallas" in cited.data["text"]
        assert await quiet(server) == 6

    host.run(work)


def test_a_reply_in_another_chat(host: Host) -> None:
    """Who replies in one chat to what the bot said in another, or to a copy of it, goes on from
    that; a message of somebody else's that is brought so does not speak to the bot.
    """

    async def work(server: Server) -> None:
        other, where = -1002, server.chat(-1002)
        first = await answered(server, f"{NAME} who is Kallas?", 1, other)
        text = shown(first.data["text"], first.data["parse_mode"])
        origin = {"type": "user", "date": 1, "sender_user": BOT}
        there = {"origin": origin, "chat": where, "message_id": first.data["_id"]}
        then = "when did she take part?"
        for chat in (GROUP, 61):
            brought = {**of_person(server, text), "chat": server.chat(chat)}
            forwarded = {**brought, "forward_origin": origin}
            targets: list[dict[str, Any]] = [
                {"external_reply": there},
                {"reply_to_message": forwarded},
            ]
            for target in targets:
                await answered(server, f"{NAME} what did Rutte say about Ukraine?", 61, chat)
                reply = await answered(server, then, 61, chat, **target)
                assert "Kaja Kallas joined" in reply.data["text"]
        theirs = {**there, "message_id": 9999, "origin": {**origin, "sender_user": server.user(9)}}
        server.says(then, GROUP, 61, external_reply=theirs)
        assert await quiet(server) == 9

    host.run(work)
