"""The writer: work with the store in a thread, so that nobody waits for a disk but who asked. Knows
nothing of what it writes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Item = TypeVar("Item")
_MOST = 500  # in one transaction


class Begins(Protocol):
    """What transactions can be begun with: a store."""

    def begin(self) -> AbstractContextManager[Connection]:
        """Return a transaction."""


@dataclass(frozen=True)
class _Asked:
    """Work that somebody asked for: what is to be done with which item."""

    work: Callable[[Connection, Sequence[Any]], Sequence[Any]]
    item: Any
    done: asyncio.Future[Any]


class Writer:
    """Writes to a store; what is asked for while it writes goes together into the next
    transaction.
    """

    def __init__(self, store: Begins) -> None:
        """Write nothing yet."""
        self._store = store
        self._pending: list[_Asked] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do something within a transaction, and return what it returns when that is on the disk.

        `work` runs in another thread, and again by itself where something that was written beside
        it failed; what it raises is raised here.
        """
        return await self.together(_each, work)

    async def together(
        self, work: Callable[[Connection, Sequence[Item]], Sequence[T]], item: Item
    ) -> T:
        """Do as `write` does what takes many items in one go, with those of all who ask for the
        same meanwhile; it returns something for each.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._pending.append(_Asked(work, item, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._pending:
            batch, self._pending = self._pending[:_MOST], self._pending[_MOST:]
            try:
                results = await asyncio.to_thread(self._commit, batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, who asked is told
                if len(batch) == 1:
                    _settle(batch[0].done, error)
                    continue
                results = [await asyncio.to_thread(self._alone, asked) for asked in batch]
            for asked, result in zip(batch, results, strict=True):
                _settle(asked.done, result)

    def _commit(self, batch: Sequence[_Asked]) -> list[Any]:
        """Do what was asked for, each kind of work at once, and return the results in the order of
        the batch.
        """
        kinds: dict[Any, list[int]] = {}
        for place, asked in enumerate(batch):
            kinds.setdefault(asked.work, []).append(place)
        results: dict[int, Any] = {}
        with self._store.begin() as connection:
            for work, places in kinds.items():
                results.update(
                    zip(
                        places,
                        work(connection, [batch[place].item for place in places]),
                        strict=True,
                    )
                )
        return [results[place] for place in range(len(batch))]

    def _alone(self, asked: _Asked) -> Any:  # noqa: ANN401 - what its work returns, or the error it raised
        try:
            return self._commit([asked])[0]
        except Exception as error:  # noqa: BLE001 - as above
            return error


def _each(connection: Connection, works: Sequence[Callable[[Connection], T]]) -> list[T]:
    """Do several things one after another."""
    return [work(connection) for work in works]


def _settle(done: asyncio.Future[Any], result: Any) -> None:  # noqa: ANN401 - as above
    if done.done():  # who asked was cancelled
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
