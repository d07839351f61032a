"""Faults of Telegram and of the network: no question is lost, and none answered twice but where
nobody can know whether it was answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.bot.adapters.telegram.faults import Fault, answers, cuts, hangs, refuses
from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, quiet

LATER = 4102444800
NAME = "@briefing_bot"
# Each with whether the message may have been delivered all the same.
FAULTS: dict[str, tuple[Fault, bool]] = {
    "429": (refuses(429, "Too Many Requests: retry after 2", retry_after=2), False),
    "500": (refuses(500, "Internal Server Error"), True),
    "502": (answers(b"<html><body>502 Bad Gateway</body></html>", 502), True),
    "cut": (cuts, True),
    "hang": (hangs(12.0), True),
    "broken": (answers(b'{"ok": true, "result": [{', 200, "application/json"), True),
    "wrong": (answers(b'{"ok": true}', 200, "application/json"), True),
}
# While updates are fetched, these pass too.
PASSING = {
    "401": refuses(401, "Unauthorized"),
    "404": refuses(404, "Not Found"),
    "409": refuses(409, "Conflict: terminated by other getUpdates request"),
}


async def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not so():  # noqa: ASYNC110 - it comes by HTTP
            await asyncio.sleep(0.05)


async def subscribed(server: Server, host: Host, *places: tuple[int, str | None]) -> None:
    """Let chats, and topics of them, subscribe in French; return when they are told so."""
    told = len(server.of("sendMessage")) + len(places)
    server.administrators.add(1)
    server.topics.update(int(thread) for _, thread in places if thread)
    for chat, thread in places:
        topic: dict[str, Any] = (
            {"message_thread_id": int(thread), "is_topic_message": True} if thread else {}
        )
        server.says(
            f"/subscribe{NAME if chat < 0 else ''} 08:00 Europe/Paris", chat, 1, lang="fr", **topic
        )
    await server.until("sendMessage", told)
    assert all(active(host, *place) for place in places)


def active(host: Host, chat: int, thread: str | None = None) -> bool:
    """Whether a chat, or a topic of it, is subscribed."""
    found = host.subscription(chat, thread)
    return found is not None and found.active


def test_sends_that_fail(host: Host) -> None:
    """A reply that was not delivered is sent again, in order, until it is; one that may have been
    is counted as repeated, once, and no other.
    """
    chats = {name: 20 + number for number, name in enumerate(FAULTS)}
    before = host.repeats()

    async def work(server: Server) -> None:
        for name, chat in chats.items():
            server.faults[f"sendMessage {chat}"].append(FAULTS[name][0])
        asked = {
            chat: [server.says(text, chat) for text in (ASKED, "Who is Rutte?", "thanks")]
            for chat in chats.values()
        }
        await server.until("sendMessage", 3 * len(chats))
        assert await quiet(server) == 3 * len(chats)
        for name, chat in chats.items():
            sent = [
                call.data["reply_parameters"]["message_id"]
                for call in server.of("sendMessage")
                if call.data["chat_id"] == str(chat)
            ]
            tries = [
                call
                for call in server.calls
                if call.method == "sendMessage" and call.data["chat_id"] == str(chat)
            ]
            assert (name, sent, len(tries)) == (name, asked[chat], 4)
            if name == "429":
                assert tries[1].at - tries[0].at >= 2.0
        await host.settled()
        assert host.repeats() - before == sum(unknown for _, unknown in FAULTS.values())

    host.run(work)


@pytest.mark.parametrize("name", [*FAULTS, *PASSING])
def test_fetching_that_fails(name: str, polling: Host) -> None:
    """Whatever fetching meets for a while, the bot goes on and answers what was said meanwhile,
    once.
    """
    fault = PASSING[name] if name in PASSING else hangs(2.0) if name == "hang" else FAULTS[name][0]

    async def work(server: Server) -> None:
        server.faults["getUpdates"].append(fault)
        server.says(ASKED)
        await until(lambda: not server.faults["getUpdates"])
        server.says(ASKED, 2)
        await server.until("sendMessage", 2)
        assert await quiet(server) == 2

    polling.run(work)


@pytest.mark.parametrize(
    "why",
    [
        "Forbidden: bot was blocked by the user",
        "Bad Request: chat not found",
        "Forbidden: bot was kicked from the supergroup chat",
    ],
)
def test_a_chat_that_is_gone(why: str, host: Host) -> None:
    """A chat that cannot be written to loses its subscription and keeps its preferences; nothing
    more is sent there for that question.
    """

    async def work(server: Server) -> None:
        await subscribed(server, host, (41, None))
        server.faults["sendMessage 41"].append(refuses(403 if why.startswith("F") else 400, why))
        said = len(server.of("sendMessage"))
        server.says(ASKED, 41)
        await until(lambda: not active(host, 41))
        assert await quiet(server) == said
        ended = host.subscription(41)
        assert ended
        assert (ended.lang, ended.zone) == ("fr", "Europe/Paris")

    host.run(work)


def test_being_blocked_and_removed(host: Host) -> None:
    """Who blocks the bot, and a group that removes it, are unsubscribed in all topics as soon as
    Telegram tells.
    """
    places = ((42, None), (-1042, None), (-1042, "7"))

    async def work(server: Server) -> None:
        await subscribed(server, host, *places)
        for chat, status in ((42, "kicked"), (-1042, "left")):
            members = {
                "old_chat_member": {"status": "member", "user": server.user(5)},
                "new_chat_member": {"status": status, "user": server.user(5), "until_date": 0},
            }
            server.put(
                my_chat_member={
                    "chat": server.chat(chat),
                    "from": server.user(1),
                    "date": LATER,
                    **members,
                }
            )
        await until(lambda: not any(active(host, *place) for place in places))

    host.run(work)


def test_a_group_that_becomes_a_supergroup(host: Host) -> None:
    """Whether the group or the answer to a send tells it, everything belongs to the supergroup
    then, and the reply arrives there.
    """

    async def work(server: Server) -> None:
        await subscribed(server, host, (-5, None), (-6, None))
        said = len(server.of("sendMessage"))
        server.migrated[-5] = -1005
        server.says(f"{NAME} who spoke?", -5)
        reply = (await server.until("sendMessage", said + 1))[-1]
        assert reply.data["chat_id"] == "-1005"
        server.says(None, -6, migrate_to_chat_id=-1006)
        await until(lambda: active(host, -1005) and active(host, -1006))
        assert host.subscription(-5) is None
        assert host.subscription(-6) is None

    host.run(work)


def test_markup_that_is_refused(host: Host) -> None:
    """A message whose HTML Telegram refuses arrives as plain text; with buttons refused too,
    without them.
    """

    async def work(server: Server) -> None:
        entities = refuses(400, "Bad Request: can't parse entities: Unsupported start tag")
        server.faults["sendMessage"].append(entities)
        server.says(ASKED)
        [plain] = await server.until("sendMessage")
        assert "parse_mode" not in plain.data
        assert "<" not in plain.data["text"]
        assert plain.data["reply_markup"]
        server.faults["sendMessage"].extend(
            [entities, refuses(400, "Bad Request: BUTTON_DATA_INVALID")]
        )
        server.says(ASKED)
        bare = (await server.until("sendMessage", 2))[1]
        assert "reply_markup" not in bare.data

    host.run(work)


def test_what_a_message_can_be_answered_without(host: Host) -> None:
    """A message of which something cannot be read that its answer does not depend on is answered
    all the same.
    """
    own = {
        "message_id": 900,
        "date": 1,
        "chat": {"id": 61, "type": "private"},
        "text": "What I said.",
    }
    spoilt: list[dict[str, Any]] = [
        {"reply_to_message": 5},
        {"reply_to_message": {**own, "forum_topic_created": 7}},
        {"entities": {"type": "bold"}},
        {"caption_entities": [None], "photo": "none"},
        {"sticker": {"file_id": []}, "forum_topic_created": [1]},
    ]

    async def work(server: Server) -> None:
        asked = [server.says(ASKED, 61 + number, **more) for number, more in enumerate(spoilt)]
        asked.append(server.says(f"{NAME} {ASKED}", -61, reply_to_message="x"))
        answers = await server.until("sendMessage", len(asked))
        assert sorted(call.data["reply_parameters"]["message_id"] for call in answers) == asked

    host.run(work)


def test_updates_that_are_stepped_over(host: Host) -> None:
    """An update of an unknown kind, one that is broken, and a message without a text neither stop
    the bot nor keep what comes after.
    """

    async def work(server: Server) -> None:
        server.put(something_new={"id": 1})
        server.put(message={"message_id": "x", "date": "yesterday"})
        server.put(message=None)
        server.put(callback_query={"id": "1", "from": 5})
        server.put(edited_message=[])
        server.says(None, sticker={})
        server.says(None, photo=[])
        server.says("who spoke?", 3, date=10)
        asked = server.says(ASKED)
        [answer] = await server.until("sendMessage")
        assert answer.data["reply_parameters"]["message_id"] == asked
        await until(lambda: not server.unconfirmed)
        assert await quiet(server) == 1

    host.run(work)
