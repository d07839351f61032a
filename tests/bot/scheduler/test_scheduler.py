"""The scheduler, rule by rule, with a real store, a clock that is set by hand, and platforms as
thin as the protocol.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence

import pytest

from bot.chat.messages import ChatRef, Message, plain
from bot.chat.platform import NotDeliveredError
from bot.chat.subscriptions import Change, Subscription
from bot.scheduler.delivery import Editions, Outlet
from bot.scheduler.due import pause_after as pause
from bot.scheduler.scheduler import Scheduler
from bot.store import ledger
from tests.bot.scheduler.bench import CHAT, DAY, HOUR, MINUTE, MORNING, Bench


def _broken(
    subscription: Subscription, day: dt.date, had: Sequence[str]
) -> tuple[str, Message] | None:
    """Fail to compose an edition."""
    raise LookupError(subscription, day, had)


def test_on_time_and_once(bench: Bench) -> None:
    """Nothing comes early; at its instant the edition is sent, once, and the next is due the day
    after.
    """
    assert bench.at(MORNING - MINUTE) == MORNING
    assert bench.sent == []
    assert bench.at(MORNING) == MORNING + DAY
    bench.restart()
    assert bench.at(MORNING + MINUTE) == MORNING + DAY
    assert bench.sent == [(MORNING, "2025-04-04")]
    [entry] = bench.entries()
    assert (entry.state, entry.edition, entry.attempts, entry.at) == (
        "sent",
        "edition 1",
        1,
        MORNING,
    )


def test_the_ledger_says_sending_before_it_is_sent(bench: Bench) -> None:
    """Before the platform is handed anything, the ledger says that it is being sent."""
    bench.at(MORNING)
    assert bench.states == ["sending"]


def test_caught_up_within_three_hours(bench: Bench) -> None:
    """After downtime an edition comes once if it is no more than three hours late."""
    bench.at(MORNING + 3 * HOUR)
    assert bench.sent == [(MORNING + 3 * HOUR, "2025-04-04")]


def test_too_late_is_skipped_with_a_note(bench: Bench) -> None:
    """Later than that it is skipped, the next one says so, and the one after does not."""
    bench.at(MORNING + 3 * HOUR + dt.timedelta(seconds=1))
    assert bench.sent == []
    assert [(e.state, e.reason) for e in bench.entries()] == [("skipped", ledger.TOO_LATE)]
    bench.at(MORNING + DAY)
    bench.at(MORNING + 2 * DAY)
    assert [text for _, text in bench.sent] == ["en: missed 1\n\n2025-04-05", "2025-04-06"]


def test_days_of_downtime(bench: Bench) -> None:
    """After days, those missed are written down one by one, and only the last may still be sent."""
    bench.at(MORNING + 3 * DAY + HOUR)
    assert [e.state for e in bench.entries()] == ["skipped", "skipped", "skipped", "sent"]
    assert [text for _, text in bench.sent] == ["en: missed 3\n\n2025-04-07"]


def test_not_delivered_is_tried_again(bench: Bench) -> None:
    """What a platform did not take is tried again with growing pauses, never sooner than it
    asks.
    """
    bench.errors = [
        NotDeliveredError("busy"),
        NotDeliveredError("busy", 600),
        NotDeliveredError("busy"),
    ]
    wake = bench.at(MORNING)
    assert wake == MORNING + dt.timedelta(seconds=5)
    wake = bench.at(wake)
    assert wake == MORNING + dt.timedelta(seconds=605)
    bench.at(wake - MINUTE)
    assert len(bench.states) == 2
    wake = bench.at(wake)
    assert wake == MORNING + dt.timedelta(seconds=625)
    bench.at(wake)
    assert [(e.state, e.attempts, e.repeats) for e in bench.entries()] == [("sent", 4, 0)]


def test_not_delivered_within_the_window_fails(bench: Bench) -> None:
    """What cannot be delivered within three hours has failed, with the platform's reason, and is
    not tried again.
    """
    bench.errors = [NotDeliveredError("down for repairs")] * 100
    wake = bench.at(MORNING)
    while wake and wake <= MORNING + 6 * HOUR:
        wake = bench.at(wake)
    assert [(e.state, e.reason) for e in bench.entries()] == [("failed", "down for repairs")]
    assert 10 < len(bench.states) < 30
    bench.errors = []
    bench.at(MORNING + DAY)
    assert [text for _, text in bench.sent] == ["en: missed 1\n\n2025-04-05"]


def _kill(bench: Bench, now: dt.datetime) -> dt.datetime:
    """Kill the process while it sends, and begin another; return when that one tries again."""
    bench.errors = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        bench.at(now)
    assert [e.state for e in bench.entries()] == ["sending"]
    bench.restart()
    return bench.at(now) or now


def test_what_was_being_sent_at_kills_is_not_lost(bench: Bench) -> None:
    """What was being sent when the process was killed may have left or not: however often that was
    so, it is sent again, and counted.
    """
    wake = MORNING
    for _ in range(4):
        wake = _kill(bench, wake)
    bench.at(wake)
    assert bench.sent == [(wake, "2025-04-04")]
    assert [(e.state, e.attempts, e.repeats) for e in bench.entries()] == [("sent", 5, 4)]


def test_what_no_answer_came_to_is_not_lost(bench: Bench) -> None:
    """While a platform gives no answer it is tried again, with growing pauses: an outage of a
    quarter of an hour loses nothing.
    """
    bench.errors = [NotDeliveredError("no answer", unknown=True)] * 100
    wake = bench.at(MORNING)
    while wake and wake < MORNING + 15 * MINUTE:
        wake = bench.at(wake)
    bench.errors = []
    assert wake
    bench.at(wake)
    assert bench.sent == [(wake, "2025-04-04")]
    assert [(e.state, e.repeats) for e in bench.entries()] == [("sent", len(bench.states) - 1)]


def test_no_chat_is_flooded(bench: Bench) -> None:
    """Where a platform takes everything and never answers, a chat gets a briefing nine times at
    most, further and further apart.
    """
    bench.errors = [NotDeliveredError("no answer", unknown=True)] * 100
    wake = bench.at(MORNING)
    while wake and wake < MORNING + 6 * HOUR:
        wake = bench.at(wake)
    assert len(bench.states) == 9
    assert [(e.state, e.reason, e.repeats) for e in bench.entries()] == [
        ("failed", ledger.UNKNOWN, 8)
    ]


def test_unknown_outcome_after_the_window_is_not_repeated(bench: Bench) -> None:
    """After three hours an unknown outcome stays unknown."""
    bench.errors = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        bench.at(MORNING)
    bench.restart()
    bench.at(MORNING + 4 * HOUR)
    assert bench.sent == []
    assert [(e.state, e.repeats) for e in bench.entries()] == [("failed", 0)]


def test_an_adapter_that_breaks_its_promise(bench: Bench) -> None:
    """An error that no adapter may raise counts as an unknown outcome and ends nothing."""
    bench.errors = [ValueError("surprise")]
    wake = bench.at(MORNING)
    assert wake
    bench.at(wake)
    assert [(e.state, e.repeats) for e in bench.entries()] == [("sent", 1)]


def test_silence_is_no_loss(bench: Bench) -> None:
    """Where there is nothing to tell nothing is sent, and the next edition does not call that
    missed.
    """
    bench.silent = True
    bench.at(MORNING)
    assert [(e.state, e.reason) for e in bench.entries()] == [("skipped", ledger.SILENCE)]
    bench.silent = False
    bench.at(MORNING + DAY)
    assert [text for _, text in bench.sent] == ["2025-04-05"]


def test_an_ended_subscription_gets_nothing_more(bench: Bench) -> None:
    """What waits to be tried again is dropped when the chat ends its subscription."""
    bench.errors = [NotDeliveredError("busy")]
    bench.at(MORNING)
    bench.store.apply(CHAT, Change(subscribe=False), MORNING, "en")
    assert bench.at(MORNING + HOUR) is None
    assert [(e.state, e.reason) for e in bench.entries()] == [("skipped", ledger.ENDED)]


def test_a_new_hour_holds_at_once(bench: Bench) -> None:
    """A changed hour holds the same day where that day's briefing has not come, and otherwise from
    the next.
    """
    bench.at(MORNING - HOUR)
    bench.store.apply(CHAT, Change(hour=dt.time(12)), bench.now, "en")
    assert bench.at(bench.now) == MORNING + 4 * HOUR
    bench.at(MORNING + 4 * HOUR)
    bench.store.apply(CHAT, Change(hour=dt.time(20)), bench.now, "en")
    assert bench.at(bench.now) == MORNING + DAY + 12 * HOUR


def test_an_edition_that_cannot_be_composed(bench: Bench) -> None:
    """An edition that cannot be composed fails with a reference to the log; nothing else does."""
    bench.scheduler = Scheduler(
        bench.store,
        {"fake": Outlet(bench._send)},  # noqa: SLF001
        Editions(_broken, lambda *_: ""),
        lambda: bench.now,
    )
    bench.at(MORNING)
    [entry] = bench.entries()
    assert entry.state == "failed"
    assert entry.reason.startswith("error ")


def test_run_until_stopped(bench: Bench) -> None:
    """`run` sends what is due by itself and ends after the send that is under way when told to."""
    bench.now = MORNING
    begun, done = asyncio.Event(), []

    async def slowly(chat: ChatRef, message: Message, key: str) -> None:
        assert key
        begun.set()
        await asyncio.sleep(0.1)
        done.append((chat, plain(message)))

    async def work() -> None:
        scheduler = Scheduler(
            bench.store,
            {"fake": Outlet(slowly)},
            Editions(bench._compose, lambda *_: ""),  # noqa: SLF001
            lambda: bench.now,
        )
        running = asyncio.create_task(scheduler.run())
        await begun.wait()
        scheduler.stop()
        await asyncio.wait_for(running, 2)

    asyncio.run(work())
    assert done == [(CHAT, "2025-04-04")]
    assert [e.state for e in bench.entries()] == ["sent"]


def test_pauses_grow() -> None:
    """Pauses double from five seconds to twenty minutes, and follow the platform where it asks for
    more.
    """
    assert [pause(n).total_seconds() for n in (1, 2, 3, 9, 50)] == [5, 10, 20, 1200, 1200]
    assert pause(1, 60.0).total_seconds() == 60
    assert pause(9, 60.0).total_seconds() == 1200
