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


def test_inline_pages(host: Host) -> None:
    """Who scrolls on is offered the next page, until all is; nothing is offered twice, and what
    begins nowhere begins at the first.
    """

    async def work(server: Server) -> None:
        pages: list[list[str]] = []
        offset = ""
        while not pages or offset:
            server.asks_inline("l", offset=offset)
            answer = (await server.until("answerInlineQuery", len(pages) + 1))[-1].data
            offset = answer.get("next_offset", "")
            pages.append([result["id"] for result in answer["results"]])
        assert len(pages) > 1
        assert all(len(page) == len(pages[0]) <= 50 for page in pages[:-1])
        assert pages[-1]
        every = [each for page in pages for each in page]
        assert len(set(every)) == len(every)
        for strange in ("x", "-5", "9" * 60):
            server.asks_inline("l", offset=strange)
        last = await server.until("answerInlineQuery", len(pages) + 3)
        found = {len(call.data["results"]) for call in last[-3:]}
        assert found == {len(pages[0]), 0}

    host.run(work)
