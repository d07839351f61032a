"""Answers in several parts on Telegram, as questions are edited: what stands there in the end is
the last answer, whole and alone.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.adapters.telegram import parts
from bot.chat.conversations import Conversations
from bot.chat.messages import Block, Incoming, Message
from bot.chat.responder import Reply
from bot.chat.subscriptions import Profile
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport
from tests.bot.adapters.telegram.rules import LONGEST, shown
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import buttons, inside, running


class Wordy(Conversations):
    """Conversations in which "3 b" is answered in three parts that say b, with a choice."""

    def consider(self, incoming: Incoming, profile: Profile) -> Reply:
        """Answer in so many parts as are asked for."""
        del profile
        count, _, word = incoming.text.partition(" ")
        return Reply(
            Message(
                "en",
                tuple(
                    Block("text", f"{number} {word} " + "…" * (LONGEST - 20))
                    for number in range(int(count))
                ),
                ("more",),
            )
        )


def test_what_a_button_carries() -> None:
    """A choice that says a command carries it, with a mark of its delivery, and where that is too
    long for a button its number; one that says itself has a row of its own.
    """
    long = f"/settings subjects +{'é' * 30}"
    message = Message("en", (), ("Hour", "One"), says=("/settings hour", long))
    made = [parts.buttons(message, name) for name in ("one", "two")]
    [row], [other] = (keys["inline_keyboard"] for keys in made if keys)
    assert [key["callback_data"][11:] for key in row] == ["/settings hour", ""]
    assert row[1]["callback_data"] == "2"
    assert row[0]["callback_data"] != other[0]["callback_data"]
    plain = parts.buttons(Message("en", (), ("Who was present?", "Who spoke?")), "one")
    assert plain
    assert [len(row) for row in plain["inline_keyboard"]] == [1, 1]


def standing(server: Server) -> list[str]:
    """Return the first words of what stands in the chat, in order."""
    return [server.standing[place].split("…")[0].strip() for place in sorted(server.standing)]


@pytest.mark.parametrize("counts", [(1, 3, 1), (3, 1, 2), (2, 3, 2, 1), (1, 2, 3, 1)], ids=str)
def test_edits_add_and_take_away_parts(
    counts: tuple[int, ...], tmp_path: Path, brain: Brain
) -> None:
    """After each edit the chat holds the parts of the last answer and nothing else, the choice
    under the last of them.
    """

    async def work() -> None:
        async with inside(tmp_path, brain, Wordy(OneReport(brain))) as (server, _):
            asked = server.says(f"{counts[0]} a")
            await server.until("sendMessage", counts[0])
            for count, word in zip(counts[1:], "bcd", strict=False):
                server.says(f"{count} {word}", kind="edited_message", number=asked)
                async with asyncio.timeout(10):
                    while standing(server) != [f"{number} {word}" for number in range(count)]:  # noqa: ASYNC110 - changed by HTTP
                        await asyncio.sleep(0.02)
                last = [
                    c
                    for c in server.calls
                    if c.ok and c.method in {"sendMessage", "editMessageText"}
                ][-1]
                assert buttons(last) == ["more"]
                # What was added says what it belongs to.
                assert all(
                    "reply_parameters" in c.data for c in server.of("sendMessage")[counts[0] :]
                )

    asyncio.run(work())


_SAID = (
    "In point {0} we have agreed that the towns along the river will share the costs of dykes and"
    " basins among themselves, as far as border stone {0}"
)


def add_report(folder: Path, environment: dict[str, str]) -> None:
    """Let a folder for a bot hold a report with forty long quotations, made as an operator
    would.
    """
    said = "".join(
        f"\n\nMs Anna Berg, mayor of Lindau, said on Saturday: “{_SAID.format(number)}.”"
        for number in range(1, 41)
    )
    (folder / "long.md").write_text(f"# Conference of the river towns, 3 May 2025{said}\n", "utf-8")
    (folder / "config.yaml").write_text("data: data\nplatforms: {console: {}}\n", "utf-8")
    command = [sys.executable, "-m", "bot", "add", "long.md", "--name", "long"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def test_an_answer_that_is_longer_than_a_message(
    way: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    """It comes whole and in order in several messages, the first under its question; edited to a
    short one and back, nothing else stands in the chat.
    """
    add_report(tmp_path, environment)

    async def standing_are(server: Server, many: int) -> list[str]:
        async with asyncio.timeout(20):
            while len(server.standing) != many:  # noqa: ASYNC110 - changed by HTTP
                await asyncio.sleep(0.02)
        return [shown(server.standing[place], "HTML") for place in sorted(server.standing)]

    async def work() -> None:
        async with running(
            tmp_path, environment, whole="reports: [data/reports/long]\n", way=way
        ) as (server, _):
            asked = server.says("/quotes")
            await server.until("sendMessage", 2)
            whole = await standing_are(server, 2)
            said = "\n".join(whole)
            places = [said.find(_SAID.format(number)) for number in range(1, 41)]
            assert -1 not in places
            assert places == sorted(places)
            assert LONGEST // 2 < len(whole[0]) <= LONGEST
            assert [("reply_parameters" in call.data) for call in server.of("sendMessage")] == [
                True,
                False,
            ]
            server.says("/help", kind="edited_message", number=asked)
            await server.until("editMessageText")
            [short] = await standing_are(server, 1)
            assert "/quotes" in short
            server.says("/quotes", kind="edited_message", number=asked)
            assert await standing_are(server, 2) == whole

    asyncio.run(work())
