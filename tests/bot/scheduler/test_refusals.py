"""What becomes of a briefing that a platform will not have, and of its subscription."""

from __future__ import annotations

from bot.chat.platform import ChatGoneError, MutedError, NotDeliveredError
from bot.store import ledger, subscriptions
from tests.bot.scheduler.bench import CHAT, DAY, MINUTE, MORNING, Bench


def test_a_chat_that_is_gone(bench: Bench) -> None:
    """A chat that is gone is not sent to again; its preferences stay, and it can subscribe
    again.
    """
    bench.errors = [ChatGoneError("blocked")]
    assert bench.at(MORNING) is None
    assert [(e.state, e.reason) for e in bench.entries()] == [("failed", "chat gone: blocked")]
    profile = bench.store.profile(CHAT)
    assert profile.zone == "Europe/Paris"
    assert profile.subscription
    assert not profile.subscription.active


def test_a_chat_where_the_bot_may_not_write(bench: Bench) -> None:
    """Where the bot may not write a briefing is skipped at once, the subscription stays, and the
    next day's comes and says that one is missing.
    """
    bench.errors = [MutedError("muted")]
    assert bench.at(MORNING) == MORNING + DAY
    assert [(e.state, e.reason) for e in bench.entries()] == [("skipped", ledger.MUTED)]
    with bench.store.begin() as connection:
        assert subscriptions.is_muted(connection, CHAT)
    bench.at(MORNING + DAY)
    assert [text for _, text in bench.sent] == ["en: missed 1\n\n2025-04-05"]
    with bench.store.begin() as connection:
        assert not subscriptions.is_muted(connection, CHAT)


def test_a_refusal_ends(bench: Bench) -> None:
    """What a platform refuses for a reason that nobody knows is tried a few times, within minutes,
    and fails with that reason and a reference to the log; the day after it is tried again.
    """
    bench.errors = [NotDeliveredError("strange", refused=True)] * 5
    wake = bench.at(MORNING)
    while wake and wake < MORNING + 5 * MINUTE:
        wake = bench.at(wake)
    assert wake == MORNING + DAY
    [entry] = bench.entries()
    assert (entry.state, entry.reason[:19]) == ("failed", "strange, reference ")
    bench.at(wake)
    assert [text for _, text in bench.sent] == ["en: missed 1\n\n2025-04-05"]
