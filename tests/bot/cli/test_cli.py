"""The command line, as a user meets it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from bot import __version__
from bot.cli import arguments
from bot.cli.command import language_of
from knowledge.loading.loader import folders

QUESTION = "Qui était présent ?"
Briefing = Callable[..., subprocess.CompletedProcess[bytes]]


def test_no_command_shows_help(briefing: Briefing) -> None:
    """Without a command the help is shown, with every command and an example to begin with."""
    shown = briefing()
    assert shown.returncode == 0
    assert shown.stdout == briefing("--help").stdout
    assert "Begin with: briefing chat" in shown.stdout.decode()


def test_help_groups_the_commands(briefing: Briefing) -> None:
    """The help names each command once, below what people do with it, in a line of a usual
    terminal.
    """
    lines = briefing("--help", COLUMNS="80").stdout.decode().splitlines()
    named = [line.split()[0] for line in lines if re.match("  [a-z]", line)]
    parser = arguments.command_line()
    known = {
        a
        for action in parser._actions  # noqa: SLF001 - argparse has no other way
        if action.dest == "command"
        for a in action.choices or ()
    }
    assert sorted(named) == sorted(known)
    assert [
        line for line in lines if line.endswith(":") and not line.startswith(("usage", "options"))
    ] == [f"{group}:" for group in arguments.GROUPS]
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("command", [name for group in arguments.GROUPS.values() for name in group])
def test_help_has_an_example(briefing: Briefing, command: str) -> None:
    """The help of each command ends with an example of it."""
    assert f"Example: briefing {command}" in briefing(command, "--help").stdout.decode()


def test_version(briefing: Briefing) -> None:
    """--version tells the version."""
    assert briefing("--version").stdout.decode().strip() == f"briefing {__version__}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "--jsonl", "x"],
        ["ask", "--json", "--jsonl"],
        ["ask", "--lang", "de", "x"],
        ["nothing"],
    ],
)
def test_wrong_usage(briefing: Briefing, arguments: list[str]) -> None:
    """Wrong usage says what is wrong on the error output and exits with 2."""
    shown = briefing(*arguments)
    assert shown.returncode == 2
    assert not shown.stdout
    assert b"error:" in shown.stderr


@pytest.mark.parametrize("command", [["ask", "x"], ["ask", "--jsonl"], ["chat"]])
def test_missing_report(briefing: Briefing, command: list[str]) -> None:
    """A report that is not there is one line on the error output that names the built-in ones, and
    exit code 1.
    """
    shown = briefing(command[0], "--report", "no-such-report", *command[1:])
    assert shown.returncode == 1
    assert not shown.stdout
    assert folders()[0].name in shown.stderr.decode()
    assert b"Traceback" not in shown.stderr


def test_broken_report(briefing: Briefing, folder: Path) -> None:
    """A broken report stops a command with all problems, each with its line, and no traceback."""
    path = folder / "report.yaml"
    path.write_text(path.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    shown = briefing("ask", "--report", str(folder), QUESTION)
    assert shown.returncode == 1
    assert f"{path}:" in shown.stderr.decode()
    assert b"Traceback" not in shown.stderr
    assert not shown.stdout


def test_report_by_path(briefing: Briefing, folder: Path) -> None:
    """A report's folder can be named by its path."""
    shown = briefing("ask", "--json", "--report", str(folder), QUESTION)
    assert json.loads(shown.stdout)["verdict"] == "answered"


def test_check_finds_none(briefing: Briefing) -> None:
    """Checking the built-in reports finds nothing wrong, and tells how answers are found."""
    shown = briefing("check")
    assert shown.returncode == 0
    count = len(folders())
    *_, found, last = shown.stdout.decode().splitlines()
    assert found.startswith("Answers are found by words alone")
    assert last == f"{count} report{'s' * (count != 1)}, no problems"


def test_check_prints_every_problem(briefing: Briefing, folder: Path, tmp_path: Path) -> None:
    """Checking prints the problems of all reports named, file and line first, and exits with 1."""
    path = folder / "report.yaml"
    path.write_text(path.read_text("utf-8") + "\nunknown_key: 1\n", "utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    shown = briefing("check", str(folder), str(empty), "no-such-report")
    text = shown.stdout.decode()
    assert shown.returncode == 1
    assert f"{path}:" in text
    assert f"{empty / 'report.yaml'}" in text
    assert "no-such-report" in text
    assert b"Traceback" not in shown.stderr


def test_check_a_folder_of_reports(briefing: Briefing, folder: Path) -> None:
    """A folder that holds report folders stands for all of them."""
    assert (
        briefing("check", str(folder.parent)).stdout.decode().splitlines()[-1]
        == "1 report, no problems"
    )


@contextmanager
def started(
    environment: dict[str, str], *command: str
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes], IO[bytes]]]:
    """Start a command; yield it with its input, its output and its error output."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdin and process.stdout and process.stderr  # noqa: PT018 - for the type checker
        yield process, process.stdin, process.stdout, process.stderr


def test_closed_output_is_quiet(environment: dict[str, str]) -> None:
    """When the reader of its output goes away, the program ends without a word."""
    with started(environment, "ask", "--jsonl") as (process, given, out, told):
        out.close()
        given.write(b'{"id": "1", "turns": ["x"]}\n' * 3)
        given.close()
        assert told.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk(environment: dict[str, str]) -> None:
    """Output that cannot be written is one line on the error output."""
    with Path("/dev/full").open("wb") as full:
        shown = subprocess.run(
            [sys.executable, "-m", "bot", "ask", "x"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=environment,
        )
    assert shown.returncode == 1
    assert len(shown.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "", "LANG": "fr"}, "fr"),
        ({}, "en"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], lang: str) -> None:
    """LC_ALL goes before LANG, an empty value counts as none, and what is not French is English."""
    assert language_of(environment) == lang


def test_a_command_loads_its_own_file(environment: dict[str, str]) -> None:
    """A command does without the files of the others; the help alone needs them all."""
    command = (
        "import sys; from bot.cli.arguments import command_line; command_line(['ask']);"
        " print(*(m for m in sys.modules if m.startswith('bot.cli.')))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, check=True, env=environment
    )
    assert set(shown.stdout.decode().split()) == {
        "bot.cli.arguments",
        "bot.cli.ask",
        "bot.cli.command",
    }
