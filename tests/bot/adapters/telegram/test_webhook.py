"""The webhook, over HTTP: what Telegram delivers through a reverse proxy, and what nobody else can."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import ClientSession

from tests.bot.adapters.telegram.faults import answers, cuts, refuses
from tests.bot.adapters.telegram.server import TOKEN
from tests.bot.adapters.telegram.world import ASKED, GROUP, free_port, quiet, running, start

PUBLIC = "https://bot.example.org/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def test_webhook(tmp_path: Path, environment: dict[str, str]) -> None:
    """Deliveries with the secret are answered, behind a proxy; others are refused, the path cannot be guessed, and health is told."""
    here = f"http://127.0.0.1:{free_port()}"

    async def work() -> None:
        async with running(tmp_path, environment, f"webhook: {{url: {PUBLIC}, listen: {urlsplit(here).netloc}}}") as (server, _):
            server.behind_proxy = lambda url: url.replace("https://bot.example.org", here)
            server.says(ASKED)
            [answer] = await server.until("sendMessage")
            assert "blockquote" in answer.data["text"]
            assert not server.of("getUpdates")
            [hook] = server.of("setWebhook")
            assert {"message", "edited_message", "callback_query", "inline_query", "my_chat_member"} <= set(hook.data["allowed_updates"])
            path = urlsplit(hook.data["url"]).path
            secret = hook.data["secret_token"]
            assert TOKEN.partition(":")[2] not in path + secret
            update = {"update_id": 5, "message": {"message_id": 77, "date": 4102444800, "chat": server.chat(1), "from": server.user(1), "text": ASKED}}
            async with ClientSession() as session:
                tries = [(path, {HEADER: "guess"}, 403), (path, {}, 403), ("/telegram", {HEADER: secret}, 404), ("/", {HEADER: secret}, 404), (path, {HEADER: secret}, 200)]
                for place, headers, status in [*tries, tries[-1]]:
                    async with session.post(here + place, json=update, headers=headers) as response:
                        assert response.status == status
                for body, status in ((b"{", 400), (b"[]", 200), (b'{"update_id": "x", "message": {}}', 200)):
                    async with session.post(here + path, data=body, headers={HEADER: secret}) as response:
                        assert response.status == status
                async with session.get(f"{here}/health") as response:
                    assert response.status == 200
            # Delivered twice with the secret, answered once.
            await server.until("sendMessage", 2)
            assert await quiet(server) == 2

    asyncio.run(work())


def test_a_webhook_that_telegram_refuses(tmp_path: Path, environment: dict[str, str]) -> None:
    """A URL that Telegram does not take ends the bot with a line that says which key to change; a port that is taken does too."""

    async def work() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            async with running(tmp_path, environment, f"webhook: {{url: {PUBLIC}, listen: 127.0.0.1:{taken.getsockname()[1]}}}") as (_, bot):
                assert await bot.ended() == 1
                assert "Change `listen` under `webhook`." in bot.log

    asyncio.run(work())


async def written_down(folder: Path) -> None:
    """Wait until every reply is written down as delivered; those of which a kill leaves that unknown are sent again."""
    async with asyncio.timeout(30):
        while True:
            with closing(sqlite3.connect(f"{(folder / 'data' / 'briefing.sqlite').as_uri()}?mode=ro", uri=True)) as store:
                if store.execute("SELECT count(*) FROM inbox").fetchone() == (0,):
                    return
            await asyncio.sleep(0.05)


def test_all_that_is_delivered(tmp_path: Path, environment: dict[str, str]) -> None:
    """By webhook as by polling: topics, edits, buttons, inline queries, blocking, faults of sending, and a kill amid questions; nothing lost, nothing twice."""
    here = f"http://127.0.0.1:{free_port()}"
    keys = f"webhook: {{url: {PUBLIC}, listen: {urlsplit(here).netloc}}}"

    async def work() -> None:
        async with running(tmp_path, environment, keys) as (server, bot):
            server.behind_proxy = lambda url: url.replace("https://bot.example.org", here)
            server.topics = {7}
            asked = server.says(f"@briefing_bot {ASKED}", GROUP, message_thread_id=7, is_topic_message=True)
            [answer] = await server.until("sendMessage")
            assert answer.data["message_thread_id"] == "7"
            server.says("@briefing_bot how many billions?", GROUP, kind="edited_message", number=asked, message_thread_id=7, is_topic_message=True)
            [edit] = await server.until("editMessageText")
            assert int(edit.data["message_id"]) == answer.data["_id"]
            server.presses(answer, 0)
            await server.until("answerCallbackQuery")
            assert (await server.until("sendMessage", 2))[1].data["message_thread_id"] == "7"
            server.asks_inline("kallas")
            assert (await server.until("answerInlineQuery"))[0].data["results"]
            members = {f"{when}_chat_member": {"status": status, "user": server.user(5), "until_date": 0} for when, status in (("old", "member"), ("new", "kicked"))}
            server.put(my_chat_member={"chat": server.chat(3), "from": server.user(3), "date": 4102444800, **members})
            for fault in (refuses(429, "Too Many Requests: retry after 1", retry_after=1), answers(b"<html>502</html>", 502), cuts):
                server.faults["sendMessage"].append(fault)
            questions = [server.says(ASKED, chat) for chat in (11, 11, 12, 13)]
            sent = await server.until("sendMessage", 6)
            assert sorted(call.data["reply_parameters"]["message_id"] for call in sent[2:]) == questions
            await written_down(tmp_path)
            bot.process.kill()
            bot.process.wait()
            late = [server.says(ASKED, chat) for chat in (11, 12)]
            again = start(tmp_path, environment, server, keys)
            try:
                sent = await server.until("sendMessage", 8)
                assert await quiet(server) == 8
                assert sorted(call.data["reply_parameters"]["message_id"] for call in sent[6:]) == late
            finally:
                await again.stop()

    asyncio.run(work())
