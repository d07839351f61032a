"""A flight: what is being delivered on one platform at once."""

from __future__ import annotations

import asyncio

from bot.chat.subscriptions import Subscription
from bot.scheduler.delivery import Delivery
from bot.store.ledger import Entry, Past

_LOOK = 1.0  # seconds, after which somebody may look at what has become due


class Flight:
    """What is being delivered at once; `error` is the first that the store raised."""

    def __init__(self, delivery: Delivery) -> None:
        """Deliver nothing yet."""
        self.error: Exception | None = None
        self._delivery = delivery
        self._flying: dict[asyncio.Task[None], str] = {}

    @property
    def keys(self) -> set[str]:
        """The keys of the entries."""
        return set(self._flying.values())

    def begin(self, entry: Entry, subscription: Subscription | None, past: Past) -> None:
        """Begin a delivery."""
        self._flying[asyncio.create_task(self._delivery.deliver(entry, subscription, past))] = (
            entry.key
        )

    async def land(self) -> None:
        """Wait until one or more have come to their end, a second at most."""
        done, _ = await asyncio.wait(
            self._flying, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED
        )
        for task in done:
            del self._flying[task]
            try:
                task.result()
            except asyncio.CancelledError:
                continue
            except Exception as error:  # noqa: BLE001 - raised when the others are done
                self.error = self.error or error

    def turn_back(self) -> None:
        """Cancel those that are not being sent yet."""
        for task, key in self._flying.items():
            if key not in self._delivery.claimed:
                task.cancel()

    def cancel(self) -> None:
        """Cancel all that are left."""
        for task in self._flying:
            task.cancel()
