"""How many subscriptions a chat and a person may have."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.chat.dispatcher import DurableDispatcher
from bot.chat.messages import ChatRef, Incoming, plain
from bot.config.config import Limits
from bot.store import subscriptions
from tests.bot.dispatchers import Bench, Platform, opened, said

WISH = "/subscribe 08:00 UTC"


def told(bench: Bench, messages: Sequence[Incoming], most: int) -> list[bool]:
    """Return of each message whether its reply was that there are enough."""
    platform = Platform()
    bench.work(platform, lambda d: opened(d, *messages), Limits(subscriptions=most))
    replies = {number: plain(message) for number, message, _ in platform.replied}
    return ["as many briefings here as" in replies[message.id] for message in messages]


def active(bench: Bench) -> int:
    """Return how many subscriptions are active."""
    with bench.store.begin() as connection:
        return subscriptions.counts(connection)["a"].active


def test_of_a_chat(bench: Bench) -> None:
    """The topics of a chat have so many together, whoever asks, also after a restart; changing one,
    and one more after another has ended, may be.
    """
    topics = [ChatRef("a", "1", str(n)) for n in range(5)]
    asked = [said(n, WISH, topic) for n, topic in enumerate(topics)]
    assert told(bench, asked[:3], 2) == [False, False, True]
    assert told(bench, [said(5, "/subscribe 09:00 UTC", topics[0])], 2) == [False]
    assert told(bench, [said(6, WISH, topics[3])], 2) == [True]
    assert told(bench, [said(7, "/unsubscribe", topics[0])], 2) == [False]
    assert told(bench, [said(8, WISH, topics[4])], 2) == [False]
    assert active(bench) == 2


@pytest.mark.parametrize(("most", "enough"), [(3, [False] * 3 + [True] * 2), (0, [False] * 5)])
def test_of_a_person(bench: Bench, most: int, enough: list[bool]) -> None:
    """One person subscribes in so many chats, and another in theirs all the same; 0 is no limit."""
    asked = [said(n, WISH, ChatRef("a", str(n))) for n in range(5)]
    # One after the other, as people do.
    platform = Platform()

    async def each(dispatcher: DurableDispatcher) -> None:
        await dispatcher.ready()
        for message in asked:
            await dispatcher.take(message)
            await dispatcher.rest(10)

    bench.work(platform, each, Limits(subscriptions=most))
    replies = {number: plain(message) for number, message, _ in platform.replied}
    assert ["as many briefings here as" in replies[m.id] for m in asked] == enough
    assert active(bench) == enough.count(False)
