"""Answers in several parts on Telegram, as questions are edited: what stands there in the end is the last answer, whole and alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.conversation import Conversations, Reply
from bot.dialogue.brain import Brain
from bot.messages import Block, Incoming, Message
from bot.subscriptions import Profile
from tests.bot.adapters.telegram.rules import LONGEST
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import buttons, inside


class Wordy(Conversations):
    """Conversations in which "3 b" is answered in three parts that say b, with a choice."""

    def consider(self, incoming: Incoming, profile: Profile) -> Reply:
        """Answer in so many parts as are asked for."""
        del profile
        count, _, word = incoming.text.partition(" ")
        return Reply(Message("en", tuple(Block("text", f"{number} {word} " + "…" * (LONGEST - 20)) for number in range(int(count))), ("more",)))


def standing(server: Server) -> list[str]:
    """Return the first words of what stands in the chat, in order."""
    return [server.standing[place].split("…")[0].strip() for place in sorted(server.standing)]


@pytest.mark.parametrize("counts", [(1, 3, 1), (3, 1, 2), (2, 3, 2, 1), (1, 2, 3, 1)], ids=str)
def test_edits_add_and_take_away_parts(counts: tuple[int, ...], tmp_path: Path, brain: Brain) -> None:
    """After each edit the chat holds the parts of the last answer and nothing else, the choice under the last of them."""

    async def work() -> None:
        async with inside(tmp_path, brain, Wordy(brain)) as (server, _):
            asked = server.says(f"{counts[0]} a")
            await server.until("sendMessage", counts[0])
            for count, word in zip(counts[1:], "bcd", strict=False):
                server.says(f"{count} {word}", kind="edited_message", number=asked)
                async with asyncio.timeout(10):
                    while standing(server) != [f"{number} {word}" for number in range(count)]:  # noqa: ASYNC110 - changed by HTTP
                        await asyncio.sleep(0.02)
                last = [c for c in server.calls if c.ok and c.method in {"sendMessage", "editMessageText"}][-1]
                assert buttons(last) == ["more"]
                # What was added says what it belongs to.
                assert all("reply_parameters" in c.data for c in server.of("sendMessage")[counts[0] :])

    asyncio.run(work())
