"""The process that is killed: a store, the scheduler, and a platform that is reached over HTTP. It
sends until it is ended.

`python tests/trial/sender.py FOLDER URL|- PORT PACE`: the store in a folder, or at a URL; the
platform's port; messages a second. SIGUSR1 makes its SQLite refuse to write, SIGUSR2 lets it write
again.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import signal
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import event

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.pace import Limit, Pace
from bot.chat.platform import ChatGoneError, NotDeliveredError
from bot.chat.subscriptions import Subscription
from bot.scheduler.delivery import Editions, Outlet
from bot.scheduler.scheduler import Scheduler
from bot.store.store import open_store

PLATFORM = "loopback"
_PATIENCE = 2.0
_GONE, _BUSY, _FINE = 403, 429, 200


def now() -> dt.datetime:
    """Return the present instant."""
    return dt.datetime.now(dt.UTC)


def compose(
    subscription: Subscription, day: dt.date, had: Sequence[str]
) -> tuple[str, Message] | None:
    """Return the edition of a day, once."""
    return (
        None
        if str(day) in had
        else (str(day), Message(subscription.lang, (Block("text", str(day)),)))
    )


async def post(port: int, key: str) -> tuple[int, dict[str, float]]:
    """Post a message; return the status and the reply. Raises OSError before the platform can have
    it, EOFError or TimeoutError after.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        body = json.dumps({"key": key}).encode()
        writer.write(
            b"POST /sendMessage HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        try:
            reply = await asyncio.wait_for(reader.read(), _PATIENCE)
        except OSError:
            reply = b""
        if not reply:
            raise EOFError
        head, _, body = reply.partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(body)
    finally:
        writer.close()


async def main(folder: str, url: str, port: int, pace: float) -> None:
    """Send what is due."""

    async def send(chat: ChatRef, message: Message, key: str) -> None:
        del message
        try:
            status, reply = await post(port, key)
        except (EOFError, TimeoutError):
            raise NotDeliveredError("no reply", unknown=True) from None
        except OSError as error:
            raise NotDeliveredError(str(error)) from None
        if status == _GONE:
            raise ChatGoneError("blocked")
        if status != _FINE:
            raise NotDeliveredError(
                f"status {status} for {chat.platform}",
                reply["retry_after"] if status == _BUSY else None,
            )

    store = open_store(Path(folder), None if url == "-" else url)
    refusing = False

    def refuse(connection: sqlite3.Connection, record: object, proxy: object) -> None:
        del record, proxy
        connection.execute(f"PRAGMA query_only={int(refusing)}")

    def switch(*, on: bool) -> None:
        nonlocal refusing
        refusing = on

    loop = asyncio.get_running_loop()
    if url == "-":
        event.listen(store.engine, "checkout", refuse)
    loop.add_signal_handler(signal.SIGUSR1, lambda: switch(on=True))
    loop.add_signal_handler(signal.SIGUSR2, lambda: switch(on=False))
    scheduler = Scheduler(
        store,
        {PLATFORM: Outlet(send, Pace(Limit(int(pace), 1.0)))},
        Editions(compose, lambda *_: "missed"),
        now,
    )
    loop.add_signal_handler(signal.SIGTERM, scheduler.stop)
    scheduler.plan()
    print("ready", flush=True)  # noqa: T201 - so that the trial knows
    await scheduler.run()
    store.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
