"""Inline: `@bot words` in any chat, over HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.bot.adapters.telegram.rules import check_message
from tests.bot.adapters.telegram.world import running


def test_inline(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """Words are offered what holds them, with the source line and the passage; none, the quotes; who may not speak to the bot, nothing."""

    async def work() -> None:
        async with running(tmp_path, environment, "users: [1]", way=way) as (server, _):
            for text, user in (("kallas", 1), ("", 1), ("zzzz qqqq", 1), ("kallas", 2)):
                server.asks_inline(text, user)
            answers = [call.data for call in await server.until("answerInlineQuery", 4)]
            found, quotes, *empty = sorted(answers, key=lambda a: len(a["results"]) or 99)[:2] + [a for a in answers if not a["results"]]
            assert len(empty) == 2
            for answer in (found, quotes):
                assert answer["is_personal"] is True
                assert int(answer["cache_time"]) > 0
                assert len({result["id"] for result in answer["results"]}) == len(answer["results"]) <= 50
                for result in answer["results"]:
                    assert result["type"] == "article"
                    assert result["title"]
                    assert "§" in result["description"]
                    content = result["input_message_content"]
                    check_message({"text": content["message_text"], "parse_mode": content["parse_mode"]})
            assert any("Kallas" in result["input_message_content"]["message_text"] for a in answers for result in a["results"])

    asyncio.run(work())
