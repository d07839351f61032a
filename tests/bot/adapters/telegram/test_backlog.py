"""Many questions at once on Telegram: the bot ends in time amid them, and loses and repeats
none.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from tests.bot.adapters.telegram.server import TOKEN, Server
from tests.bot.adapters.telegram.world import ASKED, start

_MANY = 150


def test_the_end_amid_many_questions(tmp_path: Path, environment: dict[str, str]) -> None:
    """Told to end while far more chats wait than a slow server takes answers, the bot ends within 5
    s, and after a restart each has one answer.

    Meanwhile few are shown that an answer comes, so that this keeps no answer.
    """

    async def work() -> None:
        async with Server() as server:
            server.slow = 0.5
            asked = [server.says(ASKED, 1 + n, 1 + n) for n in range(_MANY)]
            bot = start(tmp_path, environment, server, "pacing: false")
            try:
                await server.until("sendMessage", 40, 60)
                assert await bot.stop() < 5
                assert len(server.of("sendMessage")) < _MANY
                server.slow = 0.0
                bot = start(tmp_path, environment, server, "pacing: false")
                await server.until("sendMessage", _MANY, 120)
                await bot.stop()
            finally:
                if bot.process.poll() is None:
                    bot.process.kill()
            answered = Counter(
                call.data["reply_parameters"]["message_id"] for call in server.of("sendMessage")
            )
            assert answered == Counter(asked)
            assert len(server.of("sendChatAction")) < _MANY // 2
            assert "Traceback" not in bot.log
            assert TOKEN not in bot.log

    asyncio.run(work())
