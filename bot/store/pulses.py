"""Pulses: how each running process stands, told by itself every few seconds, so that `briefing
status` can tell an operator elsewhere.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.store.tables import pulses

ALIVE = dt.timedelta(seconds=45)
_KEPT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Pulse:
    """What a process (host and number) told of itself at an instant."""

    process: str
    at: dt.datetime
    state: Mapping[str, Any]

    @property
    def ended(self) -> bool:
        """Whether it has told that it ends."""
        return bool(self.state.get("ended"))


def beat(connection: Connection, pulse: Pulse) -> None:
    """Keep what a process tells in place of what it told before; what others told a day ago
    goes.
    """
    connection.execute(
        delete(pulses).where((pulses.c.process == pulse.process) | (pulses.c.at < pulse.at - _KEPT))
    )
    connection.execute(
        insert(pulses).values(process=pulse.process, at=pulse.at, state=json.dumps(pulse.state))
    )


def forget(connection: Connection, process: str) -> None:
    """Keep no more of a process."""
    connection.execute(delete(pulses).where(pulses.c.process == process))


def end(connection: Connection, process: str, at: dt.datetime) -> None:
    """Keep that a process has ended by itself at an instant, in place of what it told."""
    beat(connection, Pulse(process, at, {"ended": True}))


def every(connection: Connection) -> list[Pulse]:
    """Return the last pulse of each process."""
    return [
        Pulse(row.process, row.at, json.loads(row.state))
        for row in connection.execute(select(pulses).order_by(pulses.c.process))
    ]


def living(connection: Connection, now: dt.datetime) -> list[str]:
    """Return the processes that told of themselves of late, and have not ended."""
    return [
        pulse.process for pulse in every(connection) if now - pulse.at <= ALIVE and not pulse.ended
    ]
