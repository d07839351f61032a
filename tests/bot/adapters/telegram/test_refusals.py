"""What Telegram refuses to take: it is given up, skipped or brought elsewhere, as the reason asks,
and keeps nobody.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from tests.bot.adapters.telegram.faults import refuses
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, arrived, start

STRANGE = refuses(400, "Bad Request: STRANGE")


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
