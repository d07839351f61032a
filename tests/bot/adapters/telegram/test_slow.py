"""Slow answers on Telegram: who waits long sees that an answer comes, who does not sees the answer
alone.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.bot.adapters.telegram.faults import refuses
from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, GROUP, running

NAME = "@briefing_bot"


def test_typing_is_shown_for_slow_answers(host: Host) -> None:
    """Where an answer takes over a second, the chat and topic of its question show that one comes;
    where it does not, no chat does.
    """

    async def work(server: Server) -> None:
        server.topics |= {7}
        server.says(ASKED)
        await server.until("sendMessage")
        await asyncio.sleep(1.5)
        assert not server.of("sendChatAction")
        server.slow = 2.0
        server.says(f"{NAME} {ASKED}", GROUP, message_thread_id=7, is_topic_message=True)
        server.says(ASKED, 2)
        await server.until("sendMessage", 3)
        shown = {
            (call.data["chat_id"], call.data.get("message_thread_id")): call
            for call in server.of("sendChatAction")
        }
        assert set(shown) == {(str(GROUP), "7"), ("2", None)}
        assert {call.data["action"] for call in shown.values()} == {"typing"}
        # Before the answer, not after it.
        assert max(call.at for call in shown.values()) < min(
            call.at for call in server.of("sendMessage")[1:]
        )

    host.run(work)


def test_typing_goes_on_until_the_answer_is_there(host: Host) -> None:
    """Who waits because Telegram asks the bot to wait sees so, and nothing more once the answer is
    there, or nobody is to be answered.
    """

    async def work(server: Server) -> None:
        server.faults["sendMessage"].append(
            refuses(429, "Too Many Requests: retry after 2", retry_after=2)
        )
        asked = server.says(ASKED)
        [answer] = await server.until("sendMessage")
        assert server.of("sendChatAction")
        assert server.of("sendChatAction")[0].at < answer.at
        shown = len(server.of("sendChatAction"))
        # The same update again, one that is too old, and a chat that is gone: nobody waits.
        server.says(ASKED, number=asked)
        server.says(ASKED, 2, date=10)
        server.faults["sendMessage"].append(refuses(403, "Forbidden: bot was blocked by the user"))
        server.says(ASKED, 3)
        await asyncio.sleep(1.5)
        assert len(server.of("sendChatAction")) == shown

    host.run(work)


def test_a_busy_group_keeps_nobody_else(
    way: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Where a group asks more in many topics than Telegram lets the bot say there, others are
    answered at once, and the bot ends in time.
    """

    async def work() -> None:
        async with running(
            tmp_path,
            environment,
            whole="limits: {questions_per_chat: 0, questions_per_user: 0}\n",
            way=way,
        ) as (server, _):
            server.topics = set(range(2, 22))
            for number in range(60):
                server.says(
                    f"{NAME} {ASKED}",
                    GROUP,
                    message_thread_id=2 + number % 20,
                    is_topic_message=True,
                )
            await server.until("sendMessage", 20)
            server.says(ASKED, 2)
            assert "2" in {call.data["chat_id"] for call in await server.until("sendMessage", 21)}

    asyncio.run(work())
