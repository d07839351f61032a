"""Faults of Telegram and of the network: no question is lost, and none answered twice but where nobody can know whether it was answered."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from bot.messages import ChatRef
from bot.store import inbox
from bot.store.store import Store
from bot.subscriptions import Change
from tests.bot.adapters.telegram.faults import Fault, answers, cuts, hangs, refuses
from tests.bot.adapters.telegram.world import ASKED, GROUP, inside, quiet

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
LATER = 4102444800
HTML = answers(b"<html><body>502 Bad Gateway</body></html>", 502)
BROKEN = answers(b'{"ok": true, "result": [{', 200, "application/json")
WRONG = answers(b'{"ok": true}', 200, "application/json")
# Each with whether the message may have been delivered all the same.
FAULTS: dict[str, tuple[Fault, bool]] = {
    "429": (refuses(429, "Too Many Requests: retry after 1", retry_after=1), False),
    "500": (refuses(500, "Internal Server Error"), True),
    "502": (HTML, True),
    "cut": (cuts, True),
    "hang": (hangs(3.0), True),
    "broken": (BROKEN, True),
    "wrong": (WRONG, True),
}


def subscribe(store: Store, chat: ChatRef) -> None:
    """Subscribe a chat, in French."""
    store.apply(chat, Change(subscribe=True, hour=dt.time(6), zone="UTC", lang="fr"), dt.datetime.now(dt.UTC), "fr")


async def settled(store: Store) -> None:
    """Wait until the inbox is empty."""
    async with asyncio.timeout(20):
        while True:
            with store.begin() as connection:
                if not inbox.waiting(connection, "telegram"):
                    return
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_send_that_fails(name: str, tmp_path: Path, brain: Brain) -> None:
    """A reply that was not delivered is sent again, in order, until it is; one that may have been is counted as repeated."""
    fault, unknown = FAULTS[name]

    async def work() -> None:
        async with inside(tmp_path, brain) as (server, store):
            server.faults["sendMessage"].append(fault)
            asked = [server.says(ASKED), server.says("Who is Rutte?"), server.says("thanks")]
            sent = await server.until("sendMessage", 3, 20)
            assert [call.data["reply_parameters"]["message_id"] for call in sent] == asked
            await settled(store)
            tries = [call for call in server.calls if call.method == "sendMessage"]
            assert len(tries) == 4
            if name == "429":
                assert tries[1].at - tries[0].at >= 1.0
            with store.begin() as connection:
                assert inbox.counted(connection, LONG_AGO) == {"telegram": (3, int(unknown))}

    asyncio.run(work())


@pytest.mark.parametrize("name", [*sorted(FAULTS), "401", "404", "409"])
def test_fetching_that_fails(name: str, tmp_path: Path, brain: Brain) -> None:
    """Whatever getUpdates, getMe or the registering of commands answers for a while, the bot goes on and answers what was said meanwhile."""
    more = {"401": refuses(401, "Unauthorized"), "404": refuses(404, "Not Found"), "409": refuses(409, "Conflict: terminated by other getUpdates request")}
    fault = more[name] if name in more else FAULTS[name][0]

    async def work() -> None:
        async with inside(tmp_path, brain) as (server, _):
            await server.until("getMe")
            server.faults["getUpdates"].extend([fault, fault])
            if name in FAULTS:
                server.faults["setMyCommands"].append(fault)
            server.says(ASKED)
            await server.until("sendMessage", 1, 20)
            server.says(ASKED, 2)
            await server.until("sendMessage", 2, 20)
            await server.until("setMyCommands", 12, 20)

    asyncio.run(work())


@pytest.mark.parametrize("why", ["Forbidden: bot was blocked by the user", "Bad Request: chat not found", "Forbidden: bot was kicked from the supergroup chat"])
def test_a_chat_that_is_gone(why: str, tmp_path: Path, brain: Brain) -> None:
    """A chat that cannot be written to loses its subscription and keeps its preferences; nothing more is sent there for that question."""

    async def work() -> None:
        async with inside(tmp_path, brain) as (server, store):
            subscribe(store, ChatRef("telegram", "1"))
            server.faults["sendMessage"].append(refuses(int("403" if why.startswith("F") else "400"), why))
            server.says(ASKED)
            await settled(store)
            assert await quiet(server) == 0
            profile = store.profile(ChatRef("telegram", "1"))
            assert profile.lang == "fr"
            assert profile.subscription is None or not profile.subscription.active

    asyncio.run(work())


def test_being_blocked_and_removed(tmp_path: Path, brain: Brain) -> None:
    """Who blocks the bot, and a group that removes it, are unsubscribed in all topics as soon as Telegram tells."""

    async def work() -> None:
        async with inside(tmp_path, brain) as (server, store):
            places = [ChatRef("telegram", "1"), ChatRef("telegram", str(GROUP)), ChatRef("telegram", str(GROUP), "7")]
            for place in places:
                subscribe(store, place)
            for chat, status in ((1, "kicked"), (GROUP, "left")):
                members = {"old_chat_member": {"status": "member", "user": server.user(5)}, "new_chat_member": {"status": status, "user": server.user(5), "until_date": 0}}
                server.put(my_chat_member={"chat": server.chat(chat), "from": server.user(1), "date": LATER, **members})
            async with asyncio.timeout(10):
                while any((s := store.profile(place).subscription) and s.active for place in places):  # noqa: ASYNC110 - the store tells nobody
                    await asyncio.sleep(0.02)

    asyncio.run(work())


def test_a_group_that_becomes_a_supergroup(tmp_path: Path, brain: Brain) -> None:
    """Whether the group or the answer to a send tells it, everything belongs to the supergroup then, and the reply arrives there."""

    async def work() -> None:
        async with inside(tmp_path, brain) as (server, store):
            subscribe(store, ChatRef("telegram", "-5"))
            subscribe(store, ChatRef("telegram", "-6"))
            server.migrated[-5] = -1005
            server.says("@briefing_bot who spoke?", -5)
            [reply] = await server.until("sendMessage")
            assert reply.data["chat_id"] == "-1005"
            server.says(None, -6, migrate_to_chat_id=-1006)
            server.says("hello")
            await server.until("sendMessage", 2)
            for before, after in (("-5", "-1005"), ("-6", "-1006")):
                assert store.profile(ChatRef("telegram", before)).subscription is None
                moved = store.profile(ChatRef("telegram", after)).subscription
                assert moved
                assert moved.active

    asyncio.run(work())


def test_markup_that_is_refused(tmp_path: Path, brain: Brain) -> None:
    """A message whose HTML Telegram refuses arrives as plain text; with buttons refused too, without them."""

    async def work() -> None:
        async with inside(tmp_path, brain) as (server, _):
            entities = refuses(400, "Bad Request: can't parse entities: Unsupported start tag")
            server.faults["sendMessage"].append(entities)
            server.says(ASKED)
            [plain] = await server.until("sendMessage")
            assert "parse_mode" not in plain.data
            assert "<" not in plain.data["text"]
            assert plain.data["reply_markup"]
            server.faults["sendMessage"].extend([entities, refuses(400, "Bad Request: BUTTON_DATA_INVALID")])
            server.says(ASKED)
            bare = (await server.until("sendMessage", 2))[1]
            assert "reply_markup" not in bare.data

    asyncio.run(work())


def test_updates_that_are_stepped_over(tmp_path: Path, brain: Brain) -> None:
    """An update of an unknown kind, one that is broken, and a message without a text neither stop the bot nor keep what comes after."""

    async def work() -> None:
        async with inside(tmp_path, brain) as (server, _):
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
            async with asyncio.timeout(5):
                while server.unconfirmed:  # noqa: ASYNC110 - confirmed by HTTP
                    await asyncio.sleep(0.02)
            assert await quiet(server) == 1

    asyncio.run(work())
