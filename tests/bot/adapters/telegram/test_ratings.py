"""Praise and blame on Telegram: a thumb under an answer reaches the list of misses, with the
question and without its sender.
"""

from __future__ import annotations

import asyncio
import time

from bot.store import misses
from bot.store.store import look_into
from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED


def test_a_thumb_is_kept_with_the_question(host: Host) -> None:
    """A thumb down under an answer is kept as blame of its question; another reaction, and a thumb
    taken back, are nothing.
    """

    async def work(server: Server) -> None:
        server.says(ASKED)
        [answer] = await server.until("sendMessage")
        for before, after in (([], ["❤"]), (["❤"], ["👎"]), (["👎"], [])):
            reactions = {
                name: [{"type": "emoji", "emoji": e} for e in found]
                for name, found in (("old_reaction", before), ("new_reaction", after))
            }
            server.put(
                message_reaction={
                    "chat": server.chat(1),
                    "message_id": answer.data["_id"],
                    "user": server.user(1),
                    "date": int(time.time()),
                    **reactions,
                }
            )
        server.says("/help")
        await server.until("sendMessage", 2)
        await asyncio.sleep(0.5)

    host.run(work)
    store = look_into(host.bot.folder / "data")
    with store.begin() as connection:
        assert [
            (miss.kind, miss.question)
            for miss in misses.every(connection)
            if miss.kind in {"liked", "disliked"}
        ] == [("disliked", ASKED)]
    store.close()
