"""What an account tells Telegram of itself when it begins."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.languages import load
from tests.bot.adapters.telegram.faults import refuses
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, arrived, running

KINDS = {"description": 512, "short_description": 120}
SETTING = ("setMyDescription", "setMyShortDescription")


def test_descriptions(tmp_path: Path, environment: dict[str, str]) -> None:
    """Before anything is said, and on its page, the bot is described in each language, and in that
    of the configuration to all others; after a restart only what is not so any more is set again.
    """

    async def work() -> None:
        own = Server()
        async with running(tmp_path, environment, whole="language: fr\n", own=own) as (server, _):
            await server.until("setMyShortDescription", 3)
        shown = dict(own.described)
        for kind, longest in KINDS.items():
            told = {lang: shown[kind, lang] for lang in ("", "fr", "en")}
            assert told[""] == told["fr"] != told["en"]
            assert all(0 < len(text) <= longest for text in told.values())
        words = load("en")
        assert shown["description", "en"] == words("description")
        assert shown["short_description", "en"] == words("about")
        again = Server(described={**shown, ("description", "fr"): "Another bot"})
        async with running(tmp_path, environment, whole="language: fr\n", own=again) as (server, _):
            await server.until("getMyShortDescription", 3)
            server.says(ASKED)
            await arrived(server, 1)
            changed = [call for method in SETTING for call in server.of(method)]
            assert [call.data["language_code"] for call in changed] == ["fr"]
        assert again.described == shown

    asyncio.run(work())


def test_a_server_without_descriptions(tmp_path: Path, environment: dict[str, str]) -> None:
    """Where descriptions cannot be set the log tells so, and questions are answered."""

    async def work() -> None:
        own = Server()
        own.faults["getMyDescription"].append(refuses(404, "Not Found: method not found"))
        async with running(tmp_path, environment, own=own) as (server, bot):
            server.says(ASKED)
            await arrived(server, 1)
            async with asyncio.timeout(60):
                while "getMyDescription" not in server.seen:  # noqa: ASYNC110 - a plain list
                    await asyncio.sleep(0.02)
        assert "descriptions cannot be registered" in bot.log

    asyncio.run(work())
