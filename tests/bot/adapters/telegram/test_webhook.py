"""The webhook, over HTTP: what Telegram delivers through a reverse proxy, and what nobody else
can.
"""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import ClientSession

from tests.bot.adapters.telegram.faults import answers
from tests.bot.adapters.telegram.server import TOKEN
from tests.bot.adapters.telegram.world import ASKED, free_port, quiet, running

PUBLIC = "https://bot.example.org/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def test_webhook(tmp_path: Path, environment: dict[str, str]) -> None:
    """Telegram is told where to deliver until it knows; what comes with the secret is answered,
    behind a proxy; the rest is refused, the path cannot be guessed, health is told.
    """
    here = f"http://127.0.0.1:{free_port()}"

    async def work() -> None:
        async with running(
            tmp_path, environment, f"webhook: {{url: {PUBLIC}, listen: {urlsplit(here).netloc}}}"
        ) as (server, _):
            server.faults["setWebhook"].append(answers(b"<html>502 Bad Gateway</html>", 502))
            server.behind_proxy = lambda url: url.replace("https://bot.example.org", here)
            server.says(ASKED)
            [answer] = await server.until("sendMessage")
            assert "blockquote" in answer.data["text"]
            assert not server.of("getUpdates")
            [hook] = server.of("setWebhook")
            assert {
                "message",
                "edited_message",
                "callback_query",
                "inline_query",
                "my_chat_member",
            } <= set(hook.data["allowed_updates"])
            path = urlsplit(hook.data["url"]).path
            secret = hook.data["secret_token"]
            assert TOKEN.partition(":")[2] not in path + secret
            update = {
                "update_id": 5,
                "message": {
                    "message_id": 77,
                    "date": 4102444800,
                    "chat": server.chat(1),
                    "from": server.user(1),
                    "text": ASKED,
                },
            }
            async with ClientSession() as session:
                tries = [
                    (path, {HEADER: "guess"}, 403),
                    (path, {}, 403),
                    ("/telegram", {HEADER: secret}, 404),
                    ("/", {HEADER: secret}, 404),
                    (path, {HEADER: secret}, 200),
                ]
                for place, headers, status in [*tries, tries[-1]]:
                    async with session.post(here + place, json=update, headers=headers) as response:
                        assert response.status == status
                bodies = [
                    (b"{", 400),
                    (b"[" * 100_000, 400),
                    (b" " * 1_000_001, 413),
                    (b"[]", 400),
                    (b'{"message": ' + b'{"reply_to_message": ' * 900 + b"{}" + b"}" * 901, 400),
                    (b'{"update_id": 6, "message": ' + b"[" * 300 + b"]" * 300 + b"}", 400),
                    (b'{"update_id": "x", "message": {}}', 200),
                ]
                for body, status in bodies:
                    async with session.post(
                        here + path, data=body, headers={HEADER: secret}
                    ) as response:
                        assert response.status == status
                async with session.get(f"{here}/health") as response:
                    assert response.status == 200
            # Delivered twice with the secret, answered once.
            await server.until("sendMessage", 2)
            assert await quiet(server) == 2

    asyncio.run(work())


def test_a_webhook_that_telegram_refuses(tmp_path: Path, environment: dict[str, str]) -> None:
    """A URL that Telegram does not take ends the bot with a line that says which key to change; a
    port that is taken does too.
    """

    async def work() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            async with running(
                tmp_path,
                environment,
                f"webhook: {{url: {PUBLIC}, listen: 127.0.0.1:{taken.getsockname()[1]}}}",
            ) as (_, bot):
                assert await bot.ended() == 1
                assert "Change `listen` under `webhook`." in bot.log

    asyncio.run(work())
