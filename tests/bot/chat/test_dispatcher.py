"""The dispatcher: what is taken is answered once and in order, over failures and restarts."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from bot.chat.dispatcher import DurableDispatcher
from bot.chat.messages import Incoming, Message, plain
from bot.chat.platform import ChatGoneError, NotDeliveredError
from bot.chat.subscriptions import Change
from bot.config.config import Limits
from bot.store import pulses
from bot.store.pulses import Pulse
from tests import stored
from tests.bot.dispatchers import CHAT, NOW, Bench, Platform, opened, said


def test_each_is_answered_once_in_order(bench: Bench) -> None:
    """However often a message is handed in, it has one reply, after those to what was said before
    it in its chat.
    """
    platform = Platform()

    async def act(dispatcher: DurableDispatcher) -> None:
        await opened(dispatcher, *map(said, range(5)))
        await dispatcher.take(said(3), said(5))

    bench.work(platform, act)
    bench.work(platform, lambda dispatcher: opened(dispatcher, said(4)))
    assert [number for number, _, _ in platform.replied] == ["0", "1", "2", "3", "4", "5"]
    assert bench.waiting() == []


def test_nothing_is_replied_before_the_adapter_can(bench: Bench) -> None:
    """What is taken before the adapter can send waits, over a restart too, and is then answered
    before what comes after.
    """
    platform = Platform()
    bench.work(platform, lambda dispatcher: dispatcher.take(said(1)))
    assert (platform.tried, [m.id for m in bench.waiting()]) == (0, ["1"])
    bench.work(platform, lambda dispatcher: opened(dispatcher, said(2)))
    assert [number for number, _, _ in platform.replied] == ["1", "2"]


def test_a_reply_that_is_not_delivered_is_tried_again(bench: Bench) -> None:
    """Failures delay a reply and what follows it in its chat, never lose it; one whose outcome is
    unknown counts as repeated.
    """
    platform = Platform(NotDeliveredError("busy"), NotDeliveredError("cut", unknown=True))
    bench.work(platform, lambda dispatcher: opened(dispatcher, said(1), said(2)))
    assert [number for number, _, _ in platform.replied] == ["1", "2"]
    with bench.store.begin() as connection:
        assert stored.counted(connection, NOW) == {"a": (2, 1)}


def test_a_chat_that_is_gone(bench: Bench) -> None:
    """Where a chat is gone its subscription ends, its preferences stay, and nothing is tried
    again.
    """
    bench.store.apply(CHAT, Change(subscribe=True, zone="UTC", lang="fr"), NOW, "en")
    platform = Platform(ChatGoneError("blocked"))
    bench.work(platform, lambda dispatcher: opened(dispatcher, said(1)))
    profile = bench.store.profile(CHAT)
    assert profile.subscription is not None
    assert (profile.subscription.active, profile.lang, platform.tried, bench.waiting()) == (
        False,
        "fr",
        1,
        [],
    )


def test_a_kill_while_a_reply_is_sent(bench: Bench) -> None:
    """A reply that was being sent when the process ended is sent again by the next, and counted."""
    bench.work(Platform(hangs=True), lambda dispatcher: opened(dispatcher, said(1)))
    platform = Platform()
    bench.work(platform, lambda dispatcher: dispatcher.ready())
    assert [number for number, _, _ in platform.replied] == ["1"]
    with bench.store.begin() as connection:
        assert stored.counted(connection, NOW) == {"a": (1, 1)}


def test_a_kill_while_a_reply_waits(bench: Bench) -> None:
    """A reply that only waited for its turn when the process ended did not leave: the next process
    sends it, which repeats nothing.
    """
    bench.work(Platform(waits=True), lambda dispatcher: opened(dispatcher, said(1)))
    platform = Platform()
    bench.work(platform, lambda dispatcher: dispatcher.ready())
    assert [number for number, _, _ in platform.replied] == ["1"]
    with bench.store.begin() as connection:
        assert stored.counted(connection, NOW) == {"a": (1, 0)}


def test_what_another_process_answers_is_left_to_it(bench: Bench) -> None:
    """What a living process has taken is not answered by another; once that one has ended it is."""
    bench.work(Platform(), lambda dispatcher: dispatcher.take(said(1)), process="first")
    with bench.store.begin() as connection:
        pulses.beat(connection, Pulse("first", NOW, {}))
    platform = Platform()
    bench.work(platform, lambda dispatcher: opened(dispatcher, said(2)), process="second")
    assert [number for number, _, _ in platform.replied] == ["2"]
    bench.now = NOW + pulses.ALIVE + dt.timedelta(seconds=1)
    bench.work(platform, lambda dispatcher: dispatcher.ready(), process="second")
    assert [number for number, _, _ in platform.replied] == ["2", "1"]


def test_what_is_too_old_is_dropped(bench: Bench) -> None:
    """A message older than the limit is neither taken nor, where it waited too long, answered."""
    platform = Platform()
    bench.work(platform, lambda dispatcher: dispatcher.take(said(1)), Limits(inbox_hours=1))
    bench.now = NOW + dt.timedelta(hours=1, seconds=1)
    bench.work(platform, lambda dispatcher: opened(dispatcher, said(2)), Limits(inbox_hours=1))
    assert (platform.tried, bench.waiting()) == (0, [])


def test_what_waited_was_not_asked_at_once(bench: Bench) -> None:
    """Of 26 questions that a person asked over two minutes while the bot was stopped, within the
    limits, all are answered; of those asked within a minute no more than its limit.
    """
    platform = Platform()
    asked = [replace(said(n), at=NOW + dt.timedelta(seconds=4.8 * n)) for n in range(26)]
    at_once = [replace(said(26 + n), user="v", at=NOW) for n in range(26)]
    bench.work(platform, lambda dispatcher: dispatcher.take(*asked, *at_once))
    bench.now = NOW + dt.timedelta(hours=1)

    async def act(dispatcher: DurableDispatcher) -> None:
        await dispatcher.ready()
        async with asyncio.timeout(30):
            while bench.waiting():  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.05)

    bench.work(platform, act, Limits(questions_per_user=20, questions_per_chat=0))
    told = [
        (int(number) < 26, "minute" in plain(message)) for number, message, _ in platform.replied
    ]
    assert Counter(told) == {(True, False): 26, (False, False): 20, (False, True): 1}


def test_an_edit_changes_the_reply_in_place(bench: Bench) -> None:
    """A message that replaces another is answered with what the other's reply was delivered as."""
    platform = Platform()
    bench.work(
        platform,
        lambda dispatcher: opened(
            dispatcher, said(1), said(2, "who was absent?", edits="1"), said(3, edits="unknown")
        ),
    )
    assert [before for _, _, before in platform.replied] == [(), ("reply 1",), ()]


@pytest.mark.parametrize("allowed", [True, False])
def test_who_may_change_a_group(bench: Bench, *, allowed: bool) -> None:
    """In a group a change happens where its sender may make it; otherwise a sentence says who
    may.
    """
    platform = Platform(changes=allowed)
    bench.work(
        platform, lambda dispatcher: opened(dispatcher, said(1, "/subscribe 08:00 UTC", group=True))
    )
    assert (bench.store.profile(CHAT).subscription is not None) is allowed
    assert ("administrators" in plain(platform.replied[0][1])) is not allowed


def test_the_usual_zone_is_not_asked_for(bench: Bench) -> None:
    """A zone of the configuration is that of subscriptions that name none; without one it is asked
    for, and a wish for none begins none.
    """
    bench.work(Platform(), lambda dispatcher: opened(dispatcher, said(1, "/subscribe 08:00")))
    assert bench.store.profile(CHAT).subscription is None
    bench.work(
        Platform(),
        lambda dispatcher: opened(dispatcher, said(2, "/subscribe 08:00")),
        zone="Asia/Tokyo",
    )
    subscription = bench.store.profile(CHAT).subscription
    assert subscription is not None
    assert (subscription.zone, subscription.hour) == ("Asia/Tokyo", dt.time(8))


def test_many_questions_have_one_notice(bench: Bench) -> None:
    """Beyond the limit a person is told so once; the rest is dropped."""
    platform = Platform()
    bench.work(
        platform,
        lambda dispatcher: opened(dispatcher, *map(said, range(5))),
        Limits(questions_per_user=2),
    )
    assert [message.verdict for _, message, _ in platform.replied] == [
        "answered",
        "answered",
        "chat",
    ]
    assert bench.waiting() == []


def test_a_store_that_fails_is_waited_for(bench: Bench) -> None:
    """While the store cannot be written, what is handed in waits, and is answered when it can."""
    platform = Platform()
    other = bench.store.engine.connect()
    other.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    other.commit()

    async def act(dispatcher: DurableDispatcher) -> None:
        taking = asyncio.create_task(opened(dispatcher, said(1)))
        await asyncio.sleep(0.1)
        assert not taking.done()
        other.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
        other.commit()
        await taking

    bench.work(platform, act)
    other.close()
    assert [number for number, _, _ in platform.replied] == ["1"]


def test_the_end_waits_for_what_was_delivered(bench: Bench) -> None:
    """A reply that is delivered while the dispatcher closes is written down as such, so that the
    next process does not repeat it.
    """

    class Slow(Platform):
        begun = False

        async def reply(
            self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
        ) -> tuple[str, ...]:
            self.begun = True
            await asyncio.sleep(0.2)
            return await super().reply(incoming, message, before)

    platform = Slow()

    async def run() -> None:
        dispatcher = bench.dispatcher(platform, pause=0.01)
        await opened(dispatcher, said(1))
        for _ in range(100):
            await asyncio.sleep(0.01)
            if platform.begun:
                break
        await dispatcher.close(2)

    asyncio.run(run())
    assert (len(platform.replied), bench.waiting()) == (1, [])


def test_only_what_lasts_is_an_outage(bench: Bench) -> None:
    """That a platform fails is noted once, when it has failed for some seconds, and that it works
    again once; a short failure is not noted.
    """
    noted: list[tuple[str, str]] = []

    def after(dispatcher: DurableDispatcher, seconds: float, trouble: str) -> None:
        bench.now += dt.timedelta(seconds=seconds)
        dispatcher.stands(trouble)

    dispatcher = bench.dispatcher(Platform(), note=lambda name, state: noted.append((name, state)))
    for seconds, trouble in ((0, "away"), (1, ""), (60, "away"), (1, "away"), (1, "")):
        after(dispatcher, seconds, trouble)
    assert noted == []
    for seconds, trouble in ((1, "away"), (6, "gone"), (60, "gone"), (1, ""), (1, "")):
        after(dispatcher, seconds, trouble)
    assert noted == [("a", "failed: gone"), ("a", "running")]
