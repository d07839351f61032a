"""First contact on Telegram: in which language, and what is told unasked."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bot.adapters.telegram.hosting import FREE
from tests.bot.adapters.telegram.world import running


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_apps_in_other_languages(tmp_path: Path, environment: dict[str, str], lang: str) -> None:
    """Who has an app in a language that the bot does not speak is greeted in that of the
    configuration, others in theirs.
    """
    hello = {"en": "Hello", "fr": "Bonjour"}

    async def work() -> None:
        async with running(tmp_path, environment, "pacing: false", f"language: {lang}\n{FREE}") as (
            server,
            _,
        ):
            codes = ("pt-br", "de", "uk", "zh-hans", "fr-ca", "en-GB")
            for number, code in enumerate(codes, 1):
                server.says("/start", number, number, lang=code)
            answers = await server.until("sendMessage", len(codes))
            for call in answers:
                spoken = codes[int(call.data["chat_id"]) - 1][:2]
                assert hello[spoken if spoken in hello else lang] in call.data["text"]

    asyncio.run(work())
