"""Inline: `@bot words` in any chat, over HTTP."""

from __future__ import annotations

from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.rules import check_message
from tests.bot.adapters.telegram.server import Server


def test_inline(host: Host) -> None:
    """Words are offered what holds them, with the source line and the passage; none, the quotes;
    words that nothing holds, nothing.
    """

    async def work(server: Server) -> None:
        answers = []
        for number, text in enumerate(("kallas", "", "zzzz qqqq"), 1):
            server.asks_inline(text)
            answers.append((await server.until("answerInlineQuery", number))[-1].data)
        assert [bool(answer["results"]) for answer in answers] == [True, True, False]
        for answer in answers:
            assert answer["is_personal"] is True
            assert int(answer["cache_time"]) > 0
            assert (
                len({result["id"] for result in answer["results"]}) == len(answer["results"]) <= 50
            )
            for result in answer["results"]:
                assert result["type"] == "article"
                assert result["title"]
                assert "§" in result["description"]
                content = result["input_message_content"]
                check_message(
                    {"text": content["message_text"], "parse_mode": content["parse_mode"]}
                )
        # By its title each can be told from the others.
        titles = [result["title"] for result in answers[1]["results"]]
        assert len(set(titles)) == len(titles) > 1
        assert any(
            "Kallas" in result["input_message_content"]["message_text"]
            for result in answers[0]["results"]
        )

    host.run(work)
