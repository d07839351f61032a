"""Ctrl-C, while a command waits and while it loads: Python tells it in different ways."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.bot.cli.test_cli import started

# Ctrl-C at the nth import: in the open, amid the making of a class (which Python 3.11 tells as
# another error), and amid a clean-up of Python's own (of which Python tells, and goes on).
INTERRUPTED = """
import signal, sys, weakref
from bot.__main__ import main

def plain():
    signal.raise_signal(signal.SIGINT)

class Late:
    def __set_name__(self, owner, name):
        plain()

def making():
    type("Made", (), {"late": Late()})

class Passing:
    pass

def cleaning():
    passing = Passing()
    reference = weakref.ref(passing, lambda gone: plain())
    del passing

how, left = sys.argv[1:]

class Finder:
    left = int(left)

    def find_spec(self, name, path, target=None):
        Finder.left -= 1
        if Finder.left == 0:
            globals()[how]()

sys.meta_path.insert(0, Finder())
sys.argv[1:] = ["chat"]
sys.exit(main())
"""


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Let programs that a test starts be interrupted, also where the tests run in the background of
    a shell that has them ignore it.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("command", [["ask", "--jsonl"], ["chat"]])
def test_interrupt_is_quiet(environment: dict[str, str], command: list[str]) -> None:
    """Ctrl-C ends a command that waits for input without a traceback."""
    first = b'{"id": "1", "turns": ["bonjour"]}\n'
    with started(environment, *command) as (process, given, out, told):
        given.write(first)
        given.flush()
        assert out.readline()
        process.send_signal(signal.SIGINT)
        assert told.read() == b""
    assert process.returncode == 130


@pytest.mark.parametrize("instant", [1, 200])
@pytest.mark.parametrize("how", ["plain", "making", "cleaning"])
def test_interrupted_while_it_loads(environment: dict[str, str], how: str, instant: int) -> None:
    """Ctrl-C at any instant at which the program loads ends it, without a word."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, how, str(instant)],
        env=environment,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (done.stdout, done.stderr) == (b"", b"")
    # Python ends itself by the signal where it came amid code that a library had made as a text.
    assert done.returncode in {130, -signal.SIGINT}
