"""Long trials of the bot on Matrix, as a program against a real homeserver; the suite has a short
form of each.

    python -m tests.trial.matrix kills|down|restarts|faults|speed|memory [--count N] [--seconds S]

Each prints a line of figures and ends with 1 where a question was not answered exactly once, or not
in clear to its asker.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from nio import AsyncClient, AsyncClientConfig, MatrixRoom, RoomMessageText

from tests.bot.adapters.matrix.person import Person
from tests.faulty import Faulty
from tests.homeserver import Homeserver
from tests.trial.program import Program

_ASKED = (
    "Qui était présent ?",
    "Combien de milliards ?",
    "Qu’a dit Rutte ?",
    "Who was there?",
    "et vendredi ?",
)
_ROUNDS = 8
_CALM = 120.0  # seconds after the last fault within which all must be answered


class Trial:
    """A person with a plain and an encrypted room, in each of which the same is asked."""

    def __init__(self, homeserver: Homeserver, program: Program) -> None:
        """Begin with nothing asked."""
        self.homeserver = homeserver
        self.program = program
        self.asked: dict[str, str] = {}
        self.rooms: list[str] = []

    async def open(self) -> None:
        """Start the program and let it into both rooms."""
        self.program.start()
        self.person = await Person.arrive(self.homeserver)
        for encrypted in (False, True):
            self.rooms.append(await self.person.open(self.program.user, encrypted=encrypted))
            await self.person.until(lambda: self.person.said(self.rooms[-1], self.program.user), 60)

    async def ask(self, count: int, pause: float = 0.0) -> None:
        """Ask a number of questions, one room after the other."""
        for number in range(count):
            room = self.rooms[number % 2]
            while True:
                try:
                    event = await self.person.say(room, _ASKED[number % len(_ASKED)])
                    break
                except (OSError, AttributeError):  # while the homeserver is down
                    await asyncio.sleep(0.3)
            self.asked[event] = room
            await asyncio.sleep(pause)

    async def answered(self) -> list[str]:
        """Wait for the answers, as long as they may take, and return which questions they
        answer.
        """
        with contextlib.suppress(TimeoutError):
            await self.person.until(lambda: len(self._answers()) >= len(self.asked), _CALM)
        return self._answers()

    async def result(self, name: str, began: float) -> int:
        """Wait for the answers, print what came, and return the exit code."""
        await self.answered()
        await asyncio.sleep(3)
        answers = self._answers()
        lost, double = self.asked.keys() - set(answers), len(answers) - len(set(answers))
        unread = sum(
            event["unread"]
            for room in self.rooms
            for event in self.person.said(room, self.program.user)
        )
        took = time.monotonic() - began
        print(
            f"{name}: asked {len(self.asked)}, answered {len(set(answers))}, lost {len(lost)},"
            f" doubled {double}, unreadable {unread}; {took:.0f} s",
            flush=True,
        )
        await self.person.leave()
        return 1 if lost or double or unread else 0

    def _answers(self) -> list[str]:
        said = [event for room in self.rooms for event in self.person.said(room, self.program.user)]
        found = [
            event["content"].get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id", "")
            for event in said
        ]
        return [event for event in found if event in self.asked]


async def kills(trial: Trial, options: argparse.Namespace) -> None:
    """Ask while the program is killed ten times, at moments drawn by chance."""
    asking = asyncio.create_task(trial.ask(options.count, 0.15))
    for _ in range(10):
        await asyncio.sleep(random.uniform(0.5, 4))  # noqa: S311 - chance is what is wanted
        trial.program.end()
        trial.program.start()
    await asking


async def down(trial: Trial, options: argparse.Namespace) -> None:
    """Ask while the program is down."""
    trial.program.end()
    await trial.ask(options.count // 2)
    trial.program.start()


async def restarts(trial: Trial, options: argparse.Namespace) -> None:
    """Ask while the homeserver is killed and started again three times."""
    asking = asyncio.create_task(trial.ask(options.count, 0.1))
    for _ in range(3):
        await asyncio.sleep(3)
        await asyncio.to_thread(trial.homeserver.restart)
    await asking


async def speed(homeserver: Homeserver, program: Program, options: argparse.Namespace) -> int:
    """Print how many pairs of question and answer a second the bot reaches, beside a bare echo of
    nio's, in turns.
    """
    rates: dict[str, list[float]] = {"bot": [], "echo": []}
    count = options.count
    program.start()
    echo = AsyncClient(
        homeserver.url,
        homeserver.account("echo"),
        config=AsyncClientConfig(encryption_enabled=False),
    )
    await echo.login(homeserver.password)

    async def answer(room: MatrixRoom, event: RoomMessageText) -> None:
        if event.sender != echo.user_id:
            await echo.room_send(
                room.room_id,
                "m.room.message",
                {"msgtype": "m.notice", "body": event.body},
            )

    person = await Person.arrive(homeserver)
    users = {"bot": program.user, "echo": echo.user_id}
    rooms = {
        name: [await person.open(user) for _ in range(options.rooms)]
        for name, user in users.items()
    }
    for room in rooms["echo"]:
        await echo.join(room)
    await echo.sync(0)
    echo.add_event_callback(answer, RoomMessageText)
    syncing = asyncio.create_task(
        echo.sync_forever(30000, sync_filter={"room": {"timeline": {"limit": 100}}})
    )

    def heard(name: str) -> int:
        return sum(len(person.said(room, users[name])) for room in rooms[name])

    def reached(name: str, number: int) -> bool:
        return heard(name) >= number

    await person.until(lambda: heard("bot") >= options.rooms, 60)
    for _ in range(_ROUNDS):
        for name, found in rates.items():
            before, began = heard(name), time.monotonic()
            await asyncio.gather(
                *(
                    person.say(rooms[name][n % options.rooms], _ASKED[n % len(_ASKED)])
                    for n in range(count)
                )
            )
            await person.until(partial(reached, name, before + count), _CALM)
            found.append(count / (time.monotonic() - began))
    best = {name: max(found) for name, found in rates.items()}
    # What else the machine does weighs on both of a pair alike.
    paired = statistics.median(
        bot / echo for bot, echo in zip(rates["bot"], rates["echo"], strict=True)
    )
    shown = (
        f"bot {best['bot']:.1f}, echo {best['echo']:.1f} pairs a second (best of {_ROUNDS} ×"
        f" {count}, {options.rooms} rooms)"
    )
    print(
        f"speed: {shown}; {best['bot'] / best['echo']:.0%}, median of the rounds {paired:.0%}",
        flush=True,
    )
    syncing.cancel()
    await asyncio.gather(syncing, return_exceptions=True)
    await echo.close()
    await person.leave()
    return 0


async def memory(trial: Trial, count: int) -> int:
    """Print the program's resident memory as messages pass, and how much it grows over the last two
    fifths.
    """
    sizes = []
    for _ in range(10):
        await trial.ask(count // 10)
        await trial.answered()
        sizes.append(trial.program.memory())
    print(
        f"memory: {count} questions, kB after each tenth {sizes}; over the last two fifths"
        f" {sizes[-1] - sizes[5]:+d} kB",
        flush=True,
    )
    await trial.person.leave()
    return 0


async def faults(homeserver: Homeserver, folder: Path, seconds: float) -> int:
    """Let each fault last for some seconds while questions are asked."""
    async with Faulty(homeserver.url) as proxy:
        program = Program(homeserver, folder, proxy.url)
        code = 0
        try:
            trial = Trial(homeserver, program)
            await trial.open()
            for fault in proxy.faults:
                trial.asked, began, proxy.fault = {}, time.monotonic(), fault
                await trial.ask(8, seconds / 8)
                proxy.fault = ""
                answers = await trial.answered()
                code |= len(answers) != 8
                took, double = time.monotonic() - began - seconds, len(answers) - len(set(answers))
                print(
                    f"faults: {fault} for {seconds:.0f} s: asked 8, answered {len(set(answers))},"
                    f" doubled {double}, the last {took:.1f} s after it",
                    flush=True,
                )
            await trial.person.leave()
        finally:
            program.end()
        return code


_UNDER_LOAD: dict[str, Callable[[Trial, argparse.Namespace], Awaitable[None]]] = {
    "kills": kills,
    "down": down,
    "restarts": restarts,
}


async def run(options: argparse.Namespace, homeserver: Homeserver, folder: Path) -> int:
    """Run one trial and return its exit code."""
    if options.trial == "faults":
        return await faults(homeserver, folder, options.seconds)
    program = Program(homeserver, folder)
    try:
        if options.trial == "speed":
            return await speed(homeserver, program, options)
        trial, began = Trial(homeserver, program), time.monotonic()
        await trial.open()
        if options.trial == "memory":
            return await memory(trial, options.count)
        await _UNDER_LOAD[options.trial](trial, options)
        return await trial.result(options.trial, began)
    finally:
        program.end()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one trial."""
    parser = argparse.ArgumentParser(description="Long trials of the bot on Matrix.")
    parser.add_argument("trial", choices=(*_UNDER_LOAD, "faults", "speed", "memory"))
    parser.add_argument("--count", type=int, default=100, help="questions (down: half of them)")
    parser.add_argument(
        "--rooms", type=int, default=8, help="speed: how many rooms there are, asked in turns"
    )
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each fault lasts")
    options = parser.parse_args(arguments)
    homeserver, folder = Homeserver(), Path(tempfile.mkdtemp(prefix="trial"))
    try:
        return asyncio.run(run(options, homeserver, folder))
    finally:
        homeserver.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
