"""Answering: what replies to a message, or is a button of it, is answered from what is kept of
that.
"""

from __future__ import annotations

from bot.chat.dispatcher import DurableDispatcher
from bot.chat.messages import Target, plain
from bot.store import misses, tables
from tests.bot.dispatchers import Bench, Platform, opened, said

CHOSEN = Target("reply 1", own=True, choice=1)


def test_a_button_is_read_as_what_stands_on_it(bench: Bench) -> None:
    """Who presses a button says what stands on it, also for what is kept of praise."""
    platform = Platform()

    async def act(dispatcher: DurableDispatcher) -> None:
        await opened(dispatcher, said(1), said(2, "", target=CHOSEN))
        await dispatcher.rest(10)
        await dispatcher.rated("1", "reply 2", liked=True)

    bench.work(platform, act, misses=True)
    choice = platform.replied[0][1].choices[0]
    bench.work(platform, lambda dispatcher: opened(dispatcher, said(3, choice)))
    assert plain(platform.replied[1][1]) == plain(platform.replied[2][1])
    with bench.store.begin() as connection:
        assert [miss.question for miss in misses.every(connection)] == [choice]


def test_a_button_without_its_message(bench: Bench) -> None:
    """A button of a message of which nothing is kept, or that has no such choice by now, is said
    to have expired; so is a choice picked by its number in reply to such a message.
    """
    platform = Platform()
    beyond = Target("reply 1", own=True, choice=9)
    numbered = said(4, "2", target=Target("reply 9", own=True))
    messages = [said(2, "", target=CHOSEN), said(1), said(3, "", target=beyond), numbered]
    bench.work(platform, lambda dispatcher: opened(dispatcher, *messages))
    first, _, *others = (plain(message) for _, message, _ in platform.replied)
    assert "expired" in first
    assert others == [first, first]


def test_nothing_is_kept_of_what_was_told_before_an_erasure(bench: Bench) -> None:
    """After a chat has had everything erased no message of the bot's is known, the last neither."""
    platform = Platform()
    erase = said(3, "", target=Target("reply 2", own=True, choice=1))

    async def act(dispatcher: DurableDispatcher) -> None:
        await opened(dispatcher, said(1), said(2, "/forget"), erase)
        await dispatcher.rest(10)

    bench.work(platform, act)
    assert "Erased" in plain(platform.replied[2][1])
    with bench.store.begin() as connection:
        assert connection.execute(tables.told.select()).all() == []
