"""The command `briefing guide`, as a user meets it: listed, piped, and in a terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from bot import guides

Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
# A pager that anybody can tell from the guide itself.
_PAGER = "sed 's/^/|/'"


def in_terminal(
    *arguments: str, environment: dict[str, str], lines: int, columns: int
) -> list[str]:
    """Return the lines that `briefing` shows in a terminal, without control sequences."""
    size = {"LINES": str(lines), "COLUMNS": str(columns), "PAGER": _PAGER, "MANPAGER": _PAGER}
    master, slave = pty.openpty()
    command = [sys.executable, "-W", "error", "-m", "bot", *arguments]
    shown = b""
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment | size
    ) as process:
        os.close(slave)
        try:
            while read := os.read(master, 65536):
                shown += read
        except OSError:  # so Linux says that nobody writes there any more
            pass
    os.close(master)
    assert process.returncode == 0, shown
    return _SEQUENCE.sub("", shown.decode()).replace("\r\n", "\n").splitlines()


def test_every_guide_is_listed(briefing: Briefing) -> None:
    """Without a name each guide is listed, with its subject, on a line that a terminal holds."""
    lines = briefing("guide").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == guides.names()
    assert all(len(line.split()) > 3 for line in lines)
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("name", guides.names())
def test_piped_guide_is_plain_text(briefing: Briefing, name: str) -> None:
    """Outside a terminal a guide is its Markdown, without colours and links to other files."""
    shown = briefing("guide", name)
    assert shown.returncode == 0, shown.stderr
    text = shown.stdout.decode()
    assert text.startswith("# ")
    assert "\x1b" not in text
    assert ".md)" not in text
    assert text.split() == guides.read(name).split()


@pytest.mark.parametrize(("typed", "hint"), [("runing", "'running'"), ("zzz", "Name one of")])
def test_unknown_guide(briefing: Briefing, typed: str, hint: str) -> None:
    """A guide that is not there is one line that names the nearest or all, and exit code 1."""
    shown = briefing("guide", typed)
    assert shown.returncode == 1
    assert not shown.stdout
    assert hint in shown.stderr.decode()
    assert len(shown.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", guides.names())
def test_guide_in_a_terminal(environment: dict[str, str], name: str) -> None:
    """A usual terminal shows a guide set out: no line wider than it is, no word cut short."""
    lines = in_terminal("guide", name, environment=environment, lines=1000, columns=80)
    assert max(map(cell_len, lines)) <= 80
    assert "\n".join(lines).count("…") == guides.read(name).count("…")
    # What is to be typed stands on a line of its own, as it does in the file.
    blocks = re.findall(r"^```\w*\n(.*?)^```", guides.read(name), re.DOTALL | re.MULTILINE)
    shown = {line.strip() for line in lines}
    assert [line for b in blocks for line in b.splitlines() if line.strip() not in shown] == []
    assert not any(line.startswith(("#", "|")) for line in lines)
    words = re.findall(r"[a-z]{5,}", guides.read(name).split("\n\n")[1])
    assert [w for w in words if w not in " ".join(lines)] == []


def test_wide_terminal_is_not_filled(environment: dict[str, str]) -> None:
    """In a very wide terminal lines stay short enough to be followed."""
    lines = in_terminal("guide", "running", environment=environment, lines=1000, columns=300)
    assert 70 < max(map(len, lines)) <= 100


def test_long_guide_is_paged(environment: dict[str, str]) -> None:
    """What is longer than the screen, and nothing else, goes through the pager of one’s choice."""
    paged, whole = (
        in_terminal("guide", "processes", environment=environment, lines=lines, columns=80)
        for lines in (12, 1000)
    )
    assert len(whole) > 12
    assert [line.removeprefix("|") for line in paged] == whole
    assert all(line.startswith("|") for line in paged)
