"""A progress bar in the operator's terminal while briefings are sent to many."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TextIO

_FEW = 10  # fewer are sent before anybody has read the bar
_LOOK = 0.5


async def show(left: Callable[[], Mapping[str, int]], stream: TextIO) -> None:
    """Show how far each platform is, as long as more than a few are left; `left` tells how many
    are, and is asked in another thread.
    """
    from rich.console import Console  # noqa: PLC0415 - where there is a terminal only
    from rich.progress import (  # noqa: PLC0415 - as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    while True:
        counts = await asyncio.to_thread(left)
        if max(counts.values(), default=0) <= _FEW:
            await asyncio.sleep(_LOOK * 4)
            continue
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(file=stream),
        ) as bar:
            begun = dict(counts)
            tasks = {
                name: bar.add_task(f"briefings on {name}", total=count)
                for name, count in counts.items()
            }
            while any(counts.values()):
                await asyncio.sleep(_LOOK)
                counts = await asyncio.to_thread(left)
                for name, task in tasks.items():
                    begun[name] = max(begun[name], counts.get(name, 0))
                    bar.update(task, total=begun[name], completed=begun[name] - counts.get(name, 0))
