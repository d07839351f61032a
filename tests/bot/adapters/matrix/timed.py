"""Waiting for what has no event to wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.bot.adapters.matrix.person import SOON


async def eventually(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(SOON):
        while not true():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)
