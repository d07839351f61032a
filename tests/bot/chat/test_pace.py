"""The pace of an account, in simulated time: within its limits, at no less, answers first."""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left

import pytest

from bot.chat.pace import Limit, Pace
from tests.simulated import simulate

OVERALL, GROUP = Limit(30, 1.0), Limit(20, 60.0)


def paced() -> Pace:
    """Return a pace as Telegram's is, on the simulated clock."""
    return Pace(
        OVERALL,
        lambda chat: GROUP if chat.startswith("-") else None,
        asyncio.get_running_loop().time,
    )


def most_within(times: list[float], seconds: float) -> int:
    """Return how many at most lie within any span."""
    times = sorted(times)
    return max(n - bisect_left(times, at - seconds + 1e-9) + 1 for n, at in enumerate(times))


async def send(pace: Pace, times: list[float], chat: str, *, answer: bool = False) -> None:
    """Wait for a turn and note when it came."""
    await pace.turn(chat, answer=answer)
    times.append(asyncio.get_running_loop().time())


def test_full_pace_and_no_more() -> None:
    """Many at once go at the permitted pace: never more within any second, and at least 98 % of it
    in all.
    """

    async def work() -> list[float]:
        pace, times = paced(), list[float]()
        await asyncio.gather(*(send(pace, times, str(n)) for n in range(3000)))
        return times

    times = simulate(work())
    assert len(times) == 3000
    assert most_within(times, 1.0) <= 30
    assert 3000 / times[-1] >= 30 * 0.98


@pytest.mark.parametrize("seed", range(5))
def test_late_turns_lose_no_pace(seed: int) -> None:
    """Where those who send come late now and then, the limit still holds, and little of the pace is
    lost.
    """
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated, not a secret

    async def sender(pace: Pace, times: list[float]) -> None:
        for _ in range(100):
            await send(pace, times, "1")
            await asyncio.sleep(chance.random() * 0.3)

    async def work() -> list[float]:
        pace, times = paced(), list[float]()
        await asyncio.gather(*(sender(pace, times) for _ in range(20)))
        return times

    times = simulate(work())
    assert most_within(times, 1.0) <= 30
    assert len(times) / times[-1] >= 30 * 0.98


def test_a_group_keeps_its_own_limit_and_nobody_else() -> None:
    """A group gets no more than 20 in any minute; meanwhile other chats wait no longer than they
    would without it.
    """

    async def work() -> tuple[list[float], list[float]]:
        pace, group, others = paced(), list[float](), list[float]()
        await asyncio.gather(
            *(send(pace, group, "-1") for _ in range(50)),
            *(send(pace, others, str(n)) for n in range(60)),
        )
        return group, others

    group, others = simulate(work())
    assert len(group) == 50
    assert most_within(group, 60.0) <= 20
    assert max(others) < 4


def test_answers_go_first() -> None:
    """While ten thousand briefings wait, an answer goes within 100 ms."""

    async def work() -> float:
        pace, times = paced(), list[float]()
        briefings = [asyncio.create_task(send(pace, times, str(n))) for n in range(10_000)]
        waits = []
        for n in range(50):
            await asyncio.sleep(0.37)
            began = asyncio.get_running_loop().time()
            await pace.turn(f"asker {n}", answer=True)
            waits.append(asyncio.get_running_loop().time() - began)
        for task in briefings:
            task.cancel()
        return max(waits)

    assert simulate(work()) < 0.1


def test_what_the_platform_asks_for() -> None:
    """Held, nothing goes before the time is over, to a chat or to any; then all goes on, and a
    shorter wish shortens nothing.
    """

    async def work() -> tuple[list[float], list[float]]:
        pace, one, others = paced(), list[float](), list[float]()
        pace.hold(5)
        pace.hold(2)
        pace.hold(60, "1")
        await asyncio.gather(
            send(pace, one, "1"), *(send(pace, others, str(n)) for n in range(2, 32))
        )
        return one, others

    one, others = simulate(work())
    assert one[0] >= 60
    assert 5 <= min(others) <= max(others) < 7


def test_who_is_refused_waits_alone() -> None:
    """One chat that is refused, however often, waits alone; three within ten seconds hold all, and
    those that were longer ago do not count.
    """

    async def work() -> list[float]:
        pace, clock, waits = paced(), asyncio.get_running_loop().time, list[float]()
        for chat in ("1", "1", "1", "-2"):
            pace.refused(60, chat)
        for passed, chat in ((11, "3"), (1, "4"), (1, "-5")):
            began = clock()
            await pace.turn("other", answer=True)
            waits.append(clock() - began)
            await asyncio.sleep(passed)
            pace.refused(30, chat)
        began = clock()
        await pace.turn("other", answer=True)
        return [*waits, clock() - began]

    *alone, together = simulate(work())
    assert max(alone) < 0.1
    assert together == pytest.approx(30)


def test_who_gives_up_keeps_nobody() -> None:
    """One who is cancelled while it waits takes no turn."""

    async def work() -> float:
        pace, times = paced(), list[float]()
        given_up = [asyncio.create_task(send(pace, times, str(n))) for n in range(1000)]
        await asyncio.sleep(0.01)
        for task in given_up:
            task.cancel()
        await asyncio.gather(*given_up, return_exceptions=True)
        await send(pace, times, "last")
        return times[-1]

    assert simulate(work()) < 1


def test_no_limit_no_wait() -> None:
    """Without a limit nobody waits."""

    async def work() -> float:
        pace, times = Pace(clock=asyncio.get_running_loop().time), list[float]()
        await asyncio.gather(*(send(pace, times, "1") for _ in range(1000)))
        return times[-1]

    assert simulate(work()) == 0
