"""Praise and blame on Telegram: a thumb under an answer reaches the desk of misses, with the question and without its sender."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot.store import misses
from bot.store.store import look_into
from tests.bot.adapters.telegram.world import ASKED, running


def test_a_thumb_is_kept_with_the_question(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """A thumb down under an answer is kept as blame of its question; another reaction, and a thumb taken back, are nothing."""

    async def work() -> None:
        async with running(tmp_path, environment, whole="misses: true\n", way=way) as (server, _):
            server.says(ASKED)
            [answer] = await server.until("sendMessage")
            for before, after in (([], ["❤"]), (["❤"], ["👎"]), (["👎"], [])):
                reactions = {name: [{"type": "emoji", "emoji": e} for e in found] for name, found in (("old_reaction", before), ("new_reaction", after))}
                server.put(message_reaction={"chat": server.chat(1), "message_id": answer.data["_id"], "user": server.user(1), "date": int(time.time()), **reactions})
            server.says("/help")
            await server.until("sendMessage", 2)
            await asyncio.sleep(0.5)

    asyncio.run(work())
    store = look_into(tmp_path / "data")
    with store.begin() as connection:
        assert [(miss.kind, miss.question) for miss in misses.every(connection)] == [("disliked", ASKED)]
    store.close()
