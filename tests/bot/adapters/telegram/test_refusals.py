"""What Telegram refuses to take, or does not answer: it is given up, skipped, repeated or brought
elsewhere, as the reason asks, and keeps nobody.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change, Subscription
from bot.store import ledger
from bot.store.ledger import Entry
from bot.store.store import look_into, open_store
from tests.bot.adapters.telegram.faults import hangs, refuses
from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, GROUP, arrived, quiet, running, start

STRANGE = refuses(400, "Bad Request: STRANGE")


def subscribed(folder: Path, *chats: tuple[str, str | None], hours: int = 0) -> None:
    """Keep the subscriptions of chats, or of topics of them, that have become due just now, or will
    in some hours.
    """
    now = dt.datetime.now(dt.UTC)
    hour = (now + dt.timedelta(hours=hours, minutes=-3)).time()
    wish = Change(subscribe=True, hour=hour, zone="UTC", lang="en")
    store = open_store(folder / "data")
    for chat in chats:
        store.apply(ChatRef("telegram", *chat), wish, now - dt.timedelta(minutes=10), "en")
    store.close()


def kept(folder: Path, chat: str, thread: str | None = None) -> Subscription | None:
    """Return the subscription that is kept of a chat, or of a topic of it."""
    store = look_into(folder / "data")
    try:
        return store.profile(ChatRef("telegram", chat, thread)).subscription
    finally:
        store.close()


def entries(folder: Path) -> Sequence[Entry]:
    """Return what became of the briefings, by chat and topic."""
    store = look_into(folder / "data")
    try:
        with store.begin() as connection:
            found = ledger.finished(connection, dt.datetime.min.replace(tzinfo=dt.UTC))
    finally:
        store.close()
    return sorted(found, key=lambda entry: (entry.chat.chat, entry.chat.thread or ""))


def test_a_refusal_that_nobody_knows(tmp_path: Path, environment: dict[str, str]) -> None:
    """A reply that is refused for an unknown reason is tried a few times; then the chat's next
    question is answered, and the operator's chat is told the number under which the log says why.
    """

    async def work() -> None:
        async with Server() as server:
            bot = start(tmp_path, environment, server, whole='operator: {chat: "telegram 99"}\n')
            try:
                server.faults["sendMessage 1"].extend([STRANGE] * 100)
                server.says(ASKED)
                second = server.says(ASKED)
                # That the bot has begun, how it stands, and this.
                told = [call.data["text"] for call in await arrived(server, 99, 3)]
                number = re.search("Strange.* reference ([0-9a-f]{8})", "".join(told))
                assert number
                assert f"reference {number[1]}" in bot.log
                server.faults.clear()
                [answer] = await arrived(server, 1)
                assert answer.data["reply_parameters"]["message_id"] == second
            finally:
                await bot.stop()

    asyncio.run(work())


def test_a_chat_that_is_asked_to_wait(tmp_path: Path, environment: dict[str, str]) -> None:
    """Where Telegram asks to wait in one private chat, another is answered at once."""

    async def work() -> None:
        async with running(tmp_path, environment) as (server, _):
            flood = refuses(429, "Too Many Requests: retry after 600", retry_after=600)
            server.faults["sendMessage 41"].append(flood)
            server.says(ASKED, 41)
            async with asyncio.timeout(60):
                while "sendMessage" not in server.seen:  # noqa: ASYNC110 - a plain list
                    await asyncio.sleep(0.02)
            server.says(ASKED, 42)
            await arrived(server, 42)

    asyncio.run(work())


def test_a_supergroup_learnt_at_a_briefing(tmp_path: Path, environment: dict[str, str]) -> None:
    """A group of which the answer to its briefing tells that it has become a supergroup gets that
    briefing there, once, and keeps its subscription.
    """
    subscribed(tmp_path, ("-5", None), ("-6", None), ("-1006", None))

    async def work() -> None:
        async with running(tmp_path, environment, own=Server(migrated={-5: -1005, -6: -1006})) as (
            server,
            _,
        ):
            await arrived(server, -1005)
            await arrived(server, -1006)
            assert await quiet(server) == 2
        assert [(e.chat.chat, e.state, e.repeats) for e in entries(tmp_path)] == [
            ("-1005", "sent", 0),
            ("-1006", "sent", 0),
        ]
        assert kept(tmp_path, "-5") is None
        assert (moved := kept(tmp_path, "-1005"))
        assert moved.active

    asyncio.run(work())


def test_topics_that_are_gone(tmp_path: Path, environment: dict[str, str]) -> None:
    """Of three topics that are gone one briefing goes to General, once, and says so; there it is
    ended, and goes on until then. One that General has already is not brought there.
    """
    topics = ("7", "8", "9")
    subscribed(tmp_path, *((str(GROUP), topic) for topic in topics), ("-2", None), ("-2", "7"))

    def active(chat: str, topic: str | None = None) -> bool:
        found = kept(tmp_path, chat, topic)
        return found is not None and found.active

    async def work() -> None:
        own = Server(administrators={1})
        own.faults[f"sendMessage {GROUP}"] += [refuses(400, "Bad Request: TOPIC_CLOSED")] * 3
        async with running(tmp_path, environment, own=own) as (server, _):
            [briefing] = await arrived(server, GROUP)
            assert "message_thread_id" not in briefing.data
            assert "topic" in briefing.data["text"].split(".")[0]
            [other] = await arrived(server, -2)
            assert "topic" not in other.data["text"].split(".")[0]
            assert await quiet(server) == 2
            assert active(str(GROUP))
            server.says("/unsubscribe@briefing_bot", GROUP)
            await arrived(server, GROUP, 2)
            assert not any(active(str(GROUP), topic) for topic in (None, *topics))
            assert not active("-2", "7")
            assert active("-2")

    asyncio.run(work())


def test_general_that_is_closed(host: Host) -> None:
    """A reply that may not be written in General is tried once, and keeps nobody; one whose topic
    is gone comes in General.
    """

    async def work(server: Server) -> None:
        server.faults["sendMessage -60"].append(refuses(400, "Bad Request: TOPIC_CLOSED"))
        server.says(f"@briefing_bot {ASKED}", -60)
        asked = [server.says(f"@briefing_bot {ASKED}", -60)]
        await arrived(server, -60)
        asked.append(
            server.says(f"@briefing_bot {ASKED}", -60, message_thread_id=7, is_topic_message=True)
        )
        answers = await arrived(server, -60, 2)
        assert [c.data["reply_parameters"]["message_id"] for c in answers] == asked
        assert len([c for c in server.calls if c.data.get("chat_id") == "-60" and not c.ok]) == 2

    host.run(work)


def test_rights_that_lack(tmp_path: Path, environment: dict[str, str]) -> None:
    """A group that refuses a briefing or a reply for lack of rights keeps its subscription; who
    administers it is told so in private, once an hour, and the first of them who writes to the bot
    there is told of the briefing, once.
    """
    subscribed(tmp_path, ("-50", None))
    rights = "Bad Request: not enough rights to send text messages to the chat"

    async def work() -> None:
        own = Server(administrators={1})
        own.faults["sendMessage -50"] += [refuses(400, rights), refuses(400, rights)]
        async with running(tmp_path, environment, own=own) as (server, _):
            async with asyncio.timeout(60):
                while not entries(tmp_path):  # noqa: ASYNC110 - the store tells nobody
                    await asyncio.sleep(0.05)
            for user, count in ((1, 2), (1, 3), (2, 1)):
                server.says(ASKED, user, user)
                await arrived(server, user, count)
            private = [c.data["text"] for user in (1, 2) for c in await arrived(server, user)]
            told = ["dans A group\u00a0:" in text for text in private]
            assert told == [False, True, False, False]
            # The reply to the first is refused.
            for user, command in ((1, "settings"), (2, "report"), (1, "pause"), (1, "settings")):
                server.says(f"/{command}@briefing_bot", -50, user)
            texts = [call.data["text"] for call in await arrived(server, -50, 3)]
            assert ["could not be sent" in text for text in texts] == [False, True, False]
        assert [(e.state, e.reason) for e in entries(tmp_path)] == [("skipped", ledger.MUTED)]
        assert (found := kept(tmp_path, "-50"))
        assert found.active

    asyncio.run(work())


def test_rights_that_telegram_does_not_tell(tmp_path: Path, environment: dict[str, str]) -> None:
    """Where Telegram does not tell who administers a group that refuses briefings, who asks in
    private is answered all the same, and it is not asked again.
    """
    subscribed(tmp_path, ("-50", None))
    rights = "Bad Request: not enough rights to send text messages to the chat"

    async def work() -> None:
        own = Server(administrators={1})
        own.faults["sendMessage -50"].append(refuses(400, rights))
        flood = refuses(429, "Too Many Requests: retry after 1", retry_after=1)
        own.faults["getChatMember"].extend([flood] * 9)
        async with running(tmp_path, environment, own=own) as (server, _):
            async with asyncio.timeout(60):
                while not entries(tmp_path):  # noqa: ASYNC110 - the store tells nobody
                    await asyncio.sleep(0.05)
            server.says(ASKED)
            await arrived(server, 1)
            # Longer than Telegram asks to wait.
            assert [await quiet(server) for _ in range(3)] == [1, 1, 1]
            assert [call.method for call in server.calls if not call.ok][1:] == ["getChatMember"]

    asyncio.run(work())


def test_the_end_while_a_briefing_hangs(tmp_path: Path, environment: dict[str, str]) -> None:
    """Told to end while no answer comes to a briefing, the bot ends within 5 s; whether it arrived
    nobody knows, so that it is sent again after a restart, and counted.
    """
    subscribed(tmp_path, ("77", None))

    async def work() -> None:
        own = Server()
        own.faults["sendMessage 77"].append(hangs(600))
        async with running(tmp_path, environment, own=own) as (server, bot):
            async with asyncio.timeout(60):
                while "sendMessage" not in server.seen:  # noqa: ASYNC110 - a plain list
                    await asyncio.sleep(0.02)
            assert await bot.stop() < 5
            again = start(tmp_path, environment, server)
            await arrived(server, 77)
            assert await again.stop() < 5
        assert [(e.state, e.repeats) for e in entries(tmp_path)] == [("sent", 1)]

    asyncio.run(work())
