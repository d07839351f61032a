"""A bystander's wait while three people send the worst messages they may.

    .venv/bin/python tests/bench/bystander.py [--seconds 60] [--threads 4] [--switch 1.0] [--length
    4096] [names …]

The dispatcher, the conversations, the library, its threads and the store are the product's own; the
platform is as thin as our protocol. Each of three people sends as many messages as the limits let
through (20 a minute), all at once, as a minute begins. Ten bystanders ask the built-in report's
example questions meanwhile, two a second. Printed for each kind of worst message, and for none:
the bystanders' wait from the message taken to its reply handed over (in ms), how late the event
loop was at most (ms), how many of the bad messages were answered, and the process's memory (MB)
before anybody asked.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.app.reports import open_library
from bot.chat.conversations import Conversations
from bot.chat.dispatcher import DurableDispatcher
from bot.chat.messages import ChatRef, File, Incoming, Message
from bot.chat.platform import Abilities, Dispatcher
from bot.chat.service import Service
from bot.chat.workers import THREADS, Workers
from bot.config.config import Config
from bot.dialogue.library import Library
from bot.store.store import open_store

LIMIT, MINUTE, BAD, BYSTANDERS, PACE = 20, 60.0, 3, 10, 2.0
LONGEST = 4096


def _unknown(rng: random.Random) -> str:
    """Return a made-up capitalised name of two parts."""
    parts = ("".join(rng.choice("bcdfghjklmnpqrstvwxzaeiou") for _ in range(7)) for _ in range(2))
    return "'".join(part.capitalize() for part in parts)


def worst(kind: str, rng: random.Random, length: int) -> str:
    """Return a message of a kind, none like another, of a length in characters."""
    if kind == "dots":
        return f"/ask {'…' * (length - 96)}{rng.randrange(10**6)}"
    if kind == "names":
        return " ".join(_unknown(rng) for _ in range(length // 16))[:length]
    if kind == "digits":
        return " ".join(str(rng.randrange(10**6)) for _ in range(length // 7))[:length]
    if kind == "letters":
        return "".join(rng.choice("abcdefghijklmnop") for _ in range(length))
    raise ValueError(kind)


class Platform:
    """A platform on which every reply arrives at once; keeps when."""

    platform = "bench"
    abilities = Abilities()

    def __init__(self) -> None:
        """Nothing has arrived."""
        self.arrived: dict[str, float] = {}

    async def run(self, dispatcher: Dispatcher) -> None:
        """Receive nothing by itself."""
        await dispatcher.ready()

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Nothing is sent unasked here."""
        raise NotImplementedError

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Note when a reply arrived."""
        del message, before
        self.arrived[incoming.id] = time.perf_counter()
        return ()

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Say that anybody may."""
        del incoming, once
        return True

    async def fetch(self, file: File) -> bytes:
        """Return its place."""
        return file.place.encode()

    async def title(self, chat: ChatRef) -> str:
        """Return its id."""
        return chat.chat

    async def close(self) -> None:
        """Hold nothing."""


async def lateness(late: list[float]) -> None:
    """Note how much later than asked for the event loop comes back, until cancelled."""
    while True:
        asked = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append(time.perf_counter() - asked - 0.005)


async def measured(library: Library, kind: str | None, given: argparse.Namespace) -> str:
    """Return a line of figures for a kind of worst message, or none."""
    rng = random.Random(7)  # noqa: S311 - the same every time
    asks = library.brain.report.asks
    questions = [q for by_fact in asks.values() for some in by_fact.values() for q in some]
    rng.shuffle(questions)
    platform, late, asked, bad = Platform(), [0.0], dict[str, float](), set[str]()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        dispatcher = DurableDispatcher(
            platform, Service(Conversations(library), store, Config(Path(folder)),
            lambda: dt.datetime.now(dt.UTC), workers=Workers(given.threads)))  # fmt: skip
        await dispatcher.ready()
        timing = asyncio.create_task(lateness(late))
        began = time.perf_counter()
        for number in range(int(given.seconds * PACE)):
            await asyncio.sleep(max(0.0, began + number / PACE - time.perf_counter()))
            if kind and number % int(MINUTE * PACE) == 0:
                for person in range(BAD):
                    sent = [
                        said(
                            f"bad {person}",
                            worst(kind, rng, given.length),
                            f"{person}/{number}/{n}",
                        )
                        for n in range(LIMIT)
                    ]
                    bad |= {m.id for m in sent}
                    await dispatcher.take(*sent)
            name = f"q{number}"
            asked[name] = time.perf_counter()
            await dispatcher.take(said(f"b{number % BYSTANDERS}", questions[number], name))
        for _ in range(200):
            if asked.keys() <= platform.arrived.keys():
                break
            await asyncio.sleep(0.1)
        timing.cancel()
        waits = sorted(
            1000 * (platform.arrived.get(k, time.perf_counter()) - at) for k, at in asked.items()
        )
        await dispatcher.close(1)
        store.close()
    answered = len(bad & platform.arrived.keys())
    return (
        f"{kind or 'nothing bad':12} median {waits[len(waits) // 2]:5.0f}  99 %"
        f" {waits[int(len(waits) * 0.99)]:5.0f}  longest {waits[-1]:5.0f}  loop late"
        f" {1000 * max(late):5.0f}  answered {answered} of {len(bad)}"
    )


def said(user: str, text: str, name: str) -> Incoming:
    """Return something said now by somebody in their own chat."""
    return Incoming(ChatRef("bench", user), user, text, "fr", name, dt.datetime.now(dt.UTC))


def memory() -> int:
    """Return the process's resident memory in MB."""
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) // 1024


def main(given: argparse.Namespace) -> None:
    """Measure and print."""
    library = open_library([], None, print)
    print(f"memory {memory()} MB before anybody asks", flush=True)
    for kind in (None, *given.worst):
        print(asyncio.run(measured(library, kind, given)), flush=True)
    print(f"memory {memory()} MB at the end")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("worst", nargs="*", default=["names", "digits", "letters", "dots"])
    parser.add_argument("--seconds", type=float, default=MINUTE)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument(
        "--switch",
        type=float,
        default=1.0,
        help="ms until a thread lets another have the processor",
    )
    parser.add_argument("--length", type=int, default=LONGEST, help="characters of a bad message")
    chosen = parser.parse_args()
    sys.setswitchinterval(chosen.switch / 1000)
    main(chosen)
