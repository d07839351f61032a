"""Workers: each in turn, one thing at a time for each who asks, off the loop's thread."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest

from bot.chat.workers import Workers


def test_each_is_served_in_turn() -> None:
    """However much somebody asked for before, who comes after them is served next."""
    done: list[str] = []
    held = threading.Event()

    async def work() -> None:
        workers = Workers(1)
        first = asyncio.create_task(workers.do("a", held.wait))
        await asyncio.sleep(0)
        asked = [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("b", "b2"), ("c", "c1")]
        rest = [asyncio.create_task(workers.do(w, partial(done.append, n))) for w, n in asked]
        await asyncio.sleep(0)
        held.set()
        await asyncio.gather(first, *rest)
        workers.close()

    asyncio.run(work())
    assert done == ["b1", "c1", "a1", "b2", "a2", "a3"]


def test_nobody_has_two_threads() -> None:
    """What one asks for is done one after another, in the order asked, while there are free threads
    for others.
    """
    done: list[str] = []
    held = threading.Event()

    def slowly() -> None:
        held.wait(10)
        done.append("a1")

    async def work() -> None:
        workers = Workers(4)
        mine = [asyncio.create_task(workers.do("a", slowly))]
        mine += [asyncio.create_task(workers.do("a", lambda: done.append("a2")))]
        await workers.do("b", lambda: done.append("b1"))
        held.set()
        await asyncio.gather(*mine)
        workers.close()

    asyncio.run(work())
    assert done == ["b1", "a1", "a2"]


def test_threads_are_bounded_and_none_is_the_loops() -> None:
    """Work is done in as many threads as there may be, whoever asks, and never in the one that
    asks.
    """
    used: set[str] = set()
    together = threading.Barrier(3, timeout=10)

    def meet() -> None:
        used.add(f"{threading.get_ident()}")
        together.wait()

    async def work() -> None:
        workers = Workers(3)
        await asyncio.gather(*(workers.do(who, meet) for who in range(9)))
        workers.close()

    asyncio.run(work())
    assert len(used) == 3
    assert f"{threading.get_ident()}" not in used


def _fail() -> str:
    raise LookupError


def test_an_error_is_that_of_who_asked() -> None:
    """What work raises is raised where it was asked for, and the next is done."""

    async def work() -> str:
        workers = Workers(1)
        with pytest.raises(LookupError):
            await workers.do("a", _fail)
        found = await workers.do("a", lambda: "fine")
        workers.close()
        return found

    assert asyncio.run(work()) == "fine"


def test_who_leaves_the_line_has_nothing_done() -> None:
    """Who is cancelled while waiting has nothing done, and after the end nothing more is begun."""
    done: list[str] = []
    held = threading.Event()

    async def work() -> None:
        workers = Workers(1)
        first = asyncio.create_task(workers.do("a", held.wait))
        gone = asyncio.create_task(workers.do("b", lambda: done.append("b")))
        await asyncio.sleep(0)
        gone.cancel()
        held.set()
        await first
        await workers.do("c", lambda: done.append("c"))
        workers.close()
        late = asyncio.create_task(workers.do("d", lambda: done.append("d")))
        await asyncio.wait({late}, timeout=0.1)
        late.cancel()

    asyncio.run(work())
    assert done == ["c"]
