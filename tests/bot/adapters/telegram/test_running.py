"""Running on Telegram, as a process: who may speak, wrong tokens, second instances, the end with
answers in flight, kills, briefings.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.store.store import open_store
from tests import stored
from tests.bot.adapters.telegram.faults import refuses
from tests.bot.adapters.telegram.hosting import FREE
from tests.bot.adapters.telegram.server import TOKEN, Server
from tests.bot.adapters.telegram.world import ASKED, GROUP, keys_of, quiet, running, start

NAME = "@briefing_bot"


def test_a_wrong_token(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """A token that Telegram does not know ends the bot with one line that says so and what to do,
    and does not show it.
    """

    async def work() -> None:
        async with Server() as server:
            for number, fault in enumerate(
                (refuses(401, "Unauthorized"), refuses(404, "Not Found"))
            ):
                folder = tmp_path / str(number)
                folder.mkdir()
                server.faults["getMe"].append(fault)
                bot = start(folder, environment, server, keys_of(way, server))
                assert await bot.ended() == 1
                lines = [line for line in bot.log.splitlines() if " INFO " not in line]
                assert len(lines) == 1
                assert "token" in lines[0]
                assert "BotFather" in lines[0]
                assert TOKEN not in bot.log

    asyncio.run(work())


def test_a_second_instance(tmp_path: Path, environment: dict[str, str]) -> None:
    """A second process with the same token ends with a line that says so; the first goes on."""

    async def work() -> None:
        async with running(tmp_path, environment) as (server, _):
            server.says(ASKED)
            await server.until("sendMessage")
            (tmp_path / "second").mkdir()
            second = start(tmp_path / "second", environment, server)
            assert await second.ended(40) == 1
            assert "409" in second.log.splitlines()[-2]  # the last is that it ends
            assert "Traceback" not in second.log
            server.says(ASKED)
            await server.until("sendMessage", 2)

    asyncio.run(work())


def test_who_may_speak(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """With an allow-list only its users, and everybody in its chats, are answered; the log tells
    the ids of the others.
    """

    async def work() -> None:
        async with running(tmp_path, environment, f"users: [1]\nchats: [{GROUP}]", way=way) as (
            server,
            bot,
        ):
            server.says(ASKED, 2, 2)
            server.says(f"{NAME} {ASKED}", -7, 2)
            server.says(ASKED)
            server.says(f"{NAME} {ASKED}", GROUP, 2)
            server.says(f"{NAME} {ASKED}", -7, 1)
            server.asks_inline("kallas", 2)
            server.asks_inline("kallas", 1)
            answers = await server.until("sendMessage", 3)
            assert await quiet(server) == 3
            assert sorted(call.data["chat_id"] for call in answers) == sorted(
                ["1", str(GROUP), "-7"]
            )
            assert "user 2 in chat 2" in bot.log
            offered = [call.data["results"] for call in await server.until("answerInlineQuery", 2)]
            assert sorted(map(bool, offered)) == [False, True]

    asyncio.run(work())


def test_too_many_questions(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Beyond the limit of questions a minute a person, or all people of a chat, are told once,
    calmly; another chat is answered. What piled up counts by when it was asked: none is lost.
    """

    async def work() -> None:
        async with running(
            tmp_path,
            environment,
            whole="limits: {questions_per_user: 2, questions_per_chat: 3}\n",
            way=way,
        ) as (server, _):
            for user in range(1, 7):
                server.says(ASKED)
                server.says(f"{NAME} {ASKED}", GROUP, 10 + user)
            server.says(ASKED, 9)
            for minutes in range(5, 1, -1):
                server.says(ASKED, 8, date=time.time() - 60 * minutes)
            await server.until("sendMessage", 12)
            assert await quiet(server) == 12
            told: dict[str, list[bool]] = {}
            for call in server.of("sendMessage"):
                told.setdefault(call.data["chat_id"], []).append("minute" in call.data["text"])
            assert told == {
                "1": [False, False, True],
                str(GROUP): [False, False, False, True],
                "8": [False] * 4,
                "9": [False],
            }

    asyncio.run(work())


def test_beside_a_platform_that_fails(
    way: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Where Matrix cannot be reached, Telegram is answered and gets briefings all the same, in
    their topics or, where that is gone, the group.

    The operator's chat is told that the bot begins, of the trouble, and that the bot ends, which it
    does as quickly.
    """
    now = dt.datetime.now(dt.UTC)
    wish = Change(
        subscribe=True, hour=(now - dt.timedelta(minutes=3)).time(), zone="UTC", lang="fr"
    )
    store = open_store(tmp_path / "data")
    for place in (
        ChatRef("telegram", "5"),
        ChatRef("telegram", str(GROUP), "7"),
        ChatRef("telegram", str(GROUP), "8"),
    ):
        store.apply(place, wish, now - dt.timedelta(minutes=10), "fr")
    store.close()
    matrix = (
        '  matrix: {homeserver: "http://127.0.0.1:1", user: "@bot:localhost", password_env:'
        " TELEGRAM_TOKEN}\n"
    )

    async def work() -> None:
        async with running(
            tmp_path,
            environment,
            whole=f'{matrix}operator: {{chat: "telegram 99"}}\n',
            own=Server(topics={7}),
            way=way,
        ) as (server, bot):

            def told() -> list[str]:
                return [
                    call.data["text"]
                    for call in server.of("sendMessage")
                    if call.data["chat_id"] == "99"
                ]

            asked = server.says(ASKED)
            async with asyncio.timeout(60):
                while not any(text.startswith("matrix: failed") for text in told()):  # noqa: ASYNC110 - calls come in by HTTP
                    await asyncio.sleep(0.05)
            await bot.stop()
            assert "begun" in told()[0]
            assert "ends" in told()[-1]
            sent = [call.data for call in server.of("sendMessage") if call.data["chat_id"] != "99"]
            places = {
                (
                    data["chat_id"],
                    data.get("message_thread_id"),
                    data.get("reply_parameters", {}).get("message_id"),
                )
                for data in sent
            }
            assert places == {
                ("1", None, asked),
                ("5", None, None),
                (str(GROUP), "7", None),
                (str(GROUP), None, None),
            }
            assert all("blockquote" in data["text"] for data in sent)

    asyncio.run(work())


def test_the_end(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Told to end, the bot sends the answers that are in flight and ends within 5 s; after a
    restart nobody is answered twice.
    """

    async def work() -> None:
        async with running(tmp_path, environment, way=way) as (server, bot):
            server.slow = 1.0
            for chat in range(1, 7):
                server.says(ASKED, chat)
            while len([c for c in server.seen if c == "sendMessage"]) < 6:  # noqa: ASYNC110 - what the server has seen is a plain list
                await asyncio.sleep(0.02)
            assert await bot.stop() < 5
            server.slow = 0.0
            assert len(server.of("sendMessage")) == 6
            again = start(tmp_path, environment, server, keys_of(way, server))
            server.says(ASKED, 9)
            await server.until("sendMessage", 7)
            assert await quiet(server) == 7
            await again.stop()

    asyncio.run(work())


@pytest.mark.parametrize("trouble", ["asks to wait", "refuses", "does not answer"])
def test_the_end_in_trouble(trouble: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Told to end while Telegram asks to wait, refuses, or answers nothing, the bot ends within 5 s
    all the same, and answers after a restart.
    """
    faults = {
        "asks to wait": [refuses(429, "Too Many Requests", retry_after=600)],
        "refuses": [refuses(400, "Bad Request: STRANGE")] * 100,
        "does not answer": [],
    }

    async def work() -> None:
        async with running(tmp_path, environment) as (server, bot):
            for chat in range(1, 5):
                server.faults[f"sendMessage {chat}"].extend(faults[trouble])
                server.says(ASKED, chat)
            server.slow = 600.0 if trouble == "does not answer" else 0.0
            # Three that are asked to wait hold the fourth: how many left before that is not told.
            while "sendMessage" not in server.seen:  # noqa: ASYNC110 - a plain list
                await asyncio.sleep(0.02)
            assert await bot.stop() < 5
            assert server.of("sendMessage") == []
            server.slow = 0.0
            server.faults.clear()
            again = start(tmp_path, environment, server)
            await server.until("sendMessage", 4)
            await again.stop()

    asyncio.run(work())


def test_kills(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Killed amid questions, the bot loses none, and answers twice only what was being sent when it
    was killed, and counts that.
    """
    kills, each = 1, 16

    async def work() -> None:
        asked: list[int] = []
        async with Server() as server:
            server.slow = 0.1
            keys = keys_of(way, server)
            for number in range(kills + 1):
                bot = start(tmp_path, environment, server, keys, FREE)
                try:
                    asked += [server.says(ASKED, 1 + n % 4) for n in range(each)]
                    if number < kills:
                        await server.until("sendMessage", len(asked) - each + 4, 30)
                        bot.process.kill()
                    else:
                        await server.until("sendMessage", len(asked), 30)
                        await quiet(server)
                finally:
                    bot.process.kill() if number < kills else bot.process.terminate()
                    bot.process.wait(10)
            answered = Counter(
                call.data["reply_parameters"]["message_id"] for call in server.of("sendMessage")
            )
            assert set(answered) == set(asked)
            store = open_store(tmp_path / "data")
            with store.begin() as connection:
                repeats = stored.counted(connection, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))[
                    "telegram"
                ][1]
            store.close()
            # One at most for each chat and kill, and each of them counted.
            assert sum(answered.values()) - len(asked) <= repeats <= kills * 4
            assert "Traceback" not in bot.log

    asyncio.run(work())
