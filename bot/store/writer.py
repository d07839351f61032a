"""The writer: writes to the store from a thread, so that nobody waits for a disk but who asked. Knows nothing of what it writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
_Work = Callable[[Connection], Any]


class Begins(Protocol):
    """What transactions can be begun with: a store."""

    def begin(self) -> AbstractContextManager[Connection]:
        """Return a transaction."""


class Writer:
    """Writes to a store; what is asked for while it writes goes together into the next transaction."""

    def __init__(self, store: Begins) -> None:
        """Write nothing yet."""
        self._store = store
        self._pending: list[tuple[_Work, asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do something within a transaction, and return what it returns when that is on the disk.

        `work` runs in another thread, and again by itself where something that was written beside it failed; what it raises is raised here.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._pending.append((work, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._pending:
            batch, self._pending = self._pending, []
            try:
                results = await asyncio.to_thread(self._commit, [work for work, _ in batch])
            except Exception as error:  # noqa: BLE001 - whatever it is, who asked is told
                if len(batch) == 1:
                    _settle(batch[0][1], error)
                    continue
                results = [await asyncio.to_thread(self._alone, work) for work, _ in batch]
            for (_, done), result in zip(batch, results, strict=True):
                _settle(done, result)

    def _commit(self, batch: list[_Work]) -> list[Any]:
        with self._store.begin() as connection:
            return [work(connection) for work in batch]

    def _alone(self, work: _Work) -> Any:  # noqa: ANN401 - what `work` returns, or the error it raised
        try:
            return self._commit([work])[0]
        except Exception as error:  # noqa: BLE001 - as above
            return error


def _settle(done: asyncio.Future[Any], result: Any) -> None:  # noqa: ANN401 - as above
    if done.done():  # who asked was cancelled
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
