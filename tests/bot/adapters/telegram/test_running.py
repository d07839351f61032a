"""Running on Telegram, as a process: who may speak, wrong tokens, second instances, the end with answers in flight, kills, briefings."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from bot.messages import ChatRef
from bot.store import inbox
from bot.store.store import look_into, open_store
from bot.subscriptions import Change
from tests.bot.adapters.telegram.faults import refuses
from tests.bot.adapters.telegram.server import TOKEN, Server
from tests.bot.adapters.telegram.world import ASKED, GROUP, buttons, keys_of, quiet, running, start

NAME = "@briefing_bot"


def test_a_wrong_token(tmp_path: Path, environment: dict[str, str]) -> None:
    """A token that Telegram does not know ends the bot with one line that says so and what to do, and does not show it."""

    async def work() -> None:
        async with Server() as server:
            for number, fault in enumerate((refuses(401, "Unauthorized"), refuses(404, "Not Found"))):
                folder = tmp_path / str(number)
                folder.mkdir()
                server.faults["getMe"].append(fault)
                bot = start(folder, environment, server)
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
            assert "409" in second.log.splitlines()[-1]
            assert "Traceback" not in second.log
            server.says(ASKED)
            await server.until("sendMessage", 2)

    asyncio.run(work())


def test_who_may_speak(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """With an allow-list only its users, and everybody in its chats, are answered; the log tells the ids of the others."""

    async def work() -> None:
        async with running(tmp_path, environment, f"users: [1]\nchats: [{GROUP}]", way=way) as (server, bot):
            server.says(ASKED, 2, 2)
            server.says(f"{NAME} {ASKED}", -7, 2)
            server.says(ASKED)
            server.says(f"{NAME} {ASKED}", GROUP, 2)
            server.says(f"{NAME} {ASKED}", -7, 1)
            answers = await server.until("sendMessage", 3)
            assert await quiet(server) == 3
            assert sorted(call.data["chat_id"] for call in answers) == sorted(["1", str(GROUP), "-7"])
            assert "user 2 in chat 2" in bot.log

    asyncio.run(work())


def test_too_many_questions(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Beyond the limit of questions a minute a person is told once, calmly."""

    async def work() -> None:
        async with running(tmp_path, environment, whole="limits: {questions_per_user: 2}\n", way=way) as (server, _):
            for _ in range(6):
                server.says(ASKED)
            sent = await server.until("sendMessage", 3)
            assert await quiet(server) == 3
            assert "minute" in sent[2].data["text"]

    asyncio.run(work())


def test_a_chat_asks_too_much(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Beyond the limit of questions a minute of a chat its people are told once, whoever asked; another chat is answered."""

    async def work() -> None:
        async with running(tmp_path, environment, whole="limits: {questions_per_chat: 2}\n", way=way) as (server, _):
            for user in range(1, 7):
                server.says(f"{NAME} {ASKED}", GROUP, user)
            server.says(ASKED, 9)
            sent = await server.until("sendMessage", 4)
            assert await quiet(server) == 4
            assert [("minute" in call.data["text"]) for call in sent if call.data["chat_id"] == str(GROUP)] == [False, False, True]

    asyncio.run(work())


def test_beside_a_platform_that_fails(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Where Matrix cannot be reached, Telegram is answered and sent briefings all the same, in the same process; the operator is told, and the end is as quick."""
    now = dt.datetime.now(dt.UTC)
    store = open_store(tmp_path / "data")
    store.apply(ChatRef("telegram", "5"), Change(subscribe=True, hour=(now - dt.timedelta(minutes=3)).time(), zone="UTC", lang="fr"), now - dt.timedelta(minutes=10), "fr")
    store.close()
    matrix = '  matrix: {homeserver: "http://127.0.0.1:1", user: "@bot:localhost", password_env: TELEGRAM_TOKEN}\n'

    async def work() -> None:
        async with running(tmp_path, environment, whole=f'{matrix}operator: {{chat: "telegram 99"}}\n', way=way) as (server, bot):
            server.says(ASKED)
            async with asyncio.timeout(60):
                while not any(call.data["text"].startswith("matrix: failed") for call in server.of("sendMessage")):  # noqa: ASYNC110 - calls come in by HTTP
                    await asyncio.sleep(0.05)
            assert {call.data["chat_id"] for call in server.of("sendMessage")} == {"1", "5", "99"}
            assert "matrix" in bot.log

    asyncio.run(work())


def test_subscribing_in_words_and_by_buttons(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """A wish in words is asked for its zone by buttons; pressing one subscribes the topic, and the next words change it."""

    async def work() -> None:
        async with running(tmp_path, environment, way=way) as (server, _):
            server.administrators, server.topics = {1}, {7}
            topic: dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True}
            server.says(f"{NAME} send me the briefing every weekday at 7:30", GROUP, **topic)
            [asked] = await server.until("sendMessage")
            assert "UTC" in buttons(asked)
            server.presses(asked, buttons(asked).index("UTC"))
            done = (await server.until("sendMessage", 2))[1]
            assert "7:30" in done.data["text"]
            assert done.data["message_thread_id"] == "7"
            server.says(f"{NAME} at 8:15 instead", GROUP, **topic)
            assert "8:15" in (await server.until("sendMessage", 3))[2].data["text"]

    asyncio.run(work())
    store = look_into(tmp_path / "data")
    subscription = store.profile(ChatRef("telegram", str(GROUP), "7")).subscription
    store.close()
    assert subscription
    assert (subscription.hour, subscription.zone, subscription.active) == (dt.time(8, 15), "UTC", True)


def test_groups_are_changed_by_administrators(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """In a group only its administrators, also anonymous ones, change the subscription; a briefing arrives in the topic that subscribed."""

    async def work() -> None:
        async with running(tmp_path, environment, way=way) as (server, _):
            server.administrators, server.topics = {1}, {7}
            topic: dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True}
            server.says(f"/subscribe{NAME} 08:00 Europe/Paris", GROUP, 2, **topic)
            server.says(f"/subscribe{NAME} 08:00 Europe/Paris", GROUP, 1, **topic)
            anonymous: dict[str, Any] = {"sender_chat": server.chat(GROUP), "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}
            server.says(f"/pause{NAME}", GROUP, **topic, **anonymous)
            refused, done, paused = await server.until("sendMessage", 3)
            assert "administrators" in refused.data["text"]
            assert "Europe/Paris" in done.data["text"]
            assert "administrators" not in paused.data["text"]

    asyncio.run(work())


def test_a_briefing_arrives(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """A briefing that is due arrives in its topic, as a message of its own; where the topic is gone, in the group."""
    now = dt.datetime.now(dt.UTC)
    store = open_store(tmp_path / "data")
    for thread in ("7", "8"):
        wish = Change(subscribe=True, hour=(now - dt.timedelta(minutes=3)).time(), zone="UTC", lang="fr")
        store.apply(ChatRef("telegram", str(GROUP), thread), wish, now - dt.timedelta(minutes=10), "fr")
    store.close()

    async def work() -> None:
        async with running(tmp_path, environment, way=way) as (server, _):
            server.topics = {7}
            sent = await server.until("sendMessage", 2, 20)
            assert sorted(call.data.get("message_thread_id", "") for call in sent) == ["", "7"]
            assert all("reply_parameters" not in call.data for call in sent)
            assert all("blockquote" in call.data["text"] for call in sent)

    asyncio.run(work())


def test_the_operator_is_told(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """The operator's chat is told that the bot begins and that it ends."""

    async def work() -> None:
        async with running(tmp_path, environment, whole='operator: {chat: "telegram 99"}\n', way=way) as (server, bot):
            await server.until("sendMessage")
            await bot.stop()
            told = [call.data for call in server.of("sendMessage")]
            assert [data["chat_id"] for data in told] == ["99", "99"]
            assert "begun" in told[0]["text"]
            assert "ends" in told[1]["text"]

    asyncio.run(work())


def test_the_end(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Told to end, the bot sends the answers that are in flight and ends within 5 s; after a restart nobody is answered twice."""

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


def test_kills(tmp_path: Path, environment: dict[str, str]) -> None:
    """Killed again and again amid questions, the bot loses none, and answers twice only what was being sent when it was killed, and counts that."""
    kills, each = 3, 12

    async def work() -> None:
        asked: list[int] = []
        async with Server() as server:
            server.slow = 0.1
            for number in range(kills + 1):
                bot = start(tmp_path, environment, server, whole="limits: {questions_per_user: 0, questions_per_chat: 0}\n")
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
            answered = Counter(call.data["reply_parameters"]["message_id"] for call in server.of("sendMessage"))
            assert set(answered) == set(asked)
            store = open_store(tmp_path / "data")
            with store.begin() as connection:
                repeats = inbox.counted(connection, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))["telegram"][1]
            store.close()
            # One at most for each chat and kill, and each of them counted.
            assert sum(answered.values()) - len(asked) <= repeats <= kills * 4
            assert "Traceback" not in bot.log

    asyncio.run(work())
