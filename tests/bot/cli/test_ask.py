"""`briefing ask`, as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bot.dialogue.brain import Brain

QUESTION = "Qui était présent ?"
Briefing = Callable[..., subprocess.CompletedProcess[bytes]]


def test_ask_shows_verbatim_words(briefing: Briefing, brain: Brain, quoting: str) -> None:
    """An answer as text holds words of the report, and its next questions as numbered lines."""
    shown = briefing("ask", quoting)
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.decode().splitlines()
    assert any(p.text in shown.stdout.decode() for p in brain.report.found.values())
    assert any(line.startswith("1. ") for line in lines)
    assert not shown.stderr


def test_ask_joins_words_and_reads_stdin(briefing: Briefing) -> None:
    """Quotation marks around a question may be left out, and "-" reads it from the input."""
    whole = briefing("ask", "--lang", "fr", QUESTION).stdout
    assert briefing("ask", "--lang", "fr", *QUESTION.split()).stdout == whole
    assert briefing("ask", "--lang", "fr", "-", stdin=QUESTION.encode()).stdout == whole


def test_ask_json(briefing: Briefing, brain: Brain) -> None:
    """--json writes one object with the fields of the design, whose sources stand in the report's
    text.
    """
    answer = json.loads(briefing("ask", "--json", QUESTION).stdout)
    assert list(answer) == [
        "verdict",
        "lang",
        "text",
        "intent",
        "confidence",
        "ground",
        "sources",
        "choices",
    ]
    assert answer["ground"] is None
    assert answer["verdict"] == "answered"
    assert answer["lang"] == "fr"
    assert answer["sources"]
    assert all(source["text"] in brain.report.text for source in answer["sources"])
    assert 0 <= answer["confidence"] <= 1


def test_json_does_not_depend_on_the_environment(briefing: Briefing) -> None:
    """Scripts get the same answer in every locale; --lang is what changes it."""
    french, english = (
        briefing("ask", "--json", "123", LANG=lang).stdout
        for lang in ("fr_FR.UTF-8", "en_US.UTF-8")
    )
    assert french == english
    assert json.loads(briefing("ask", "--json", "--lang", "en", "123").stdout)["lang"] == "en"


def test_a_question_imports_little(briefing: Briefing, environment: dict[str, str]) -> None:
    """A question that the cache can answer loads no library that only checking, YAML or a terminal
    needs.
    """
    briefing("ask", QUESTION)
    command = (
        "import sys; from bot.cli.main import main; main(['ask', 'x']); print(*sys.modules,"
        " file=sys.stderr)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, check=True, env=environment
    )
    loaded = set(shown.stderr.decode().split())
    assert not loaded & {
        "yaml",
        "pydantic",
        "rich",
        "prompt_toolkit",
        "asyncio",
        "logging",
        "sqlalchemy",
        "alembic",
        "filelock",
    }


def test_a_question_beside_a_configuration_checks_none(
    briefing: Briefing, environment: dict[str, str], tmp_path: Path
) -> None:
    """Where a config.yaml lies, a question takes the data folder from it and loads no pydantic."""
    briefing("ask", QUESTION)
    (tmp_path / "config.yaml").write_text("data: here\nlanguage: none\n")
    ask = "import sys; from bot.cli.main import main; main(['ask', 'x'])"
    command = f"{ask}; print(*sys.modules, file=sys.stderr)"
    shown = subprocess.run(
        [sys.executable, "-c", command],
        capture_output=True,
        check=True,
        env=environment,
        cwd=tmp_path,
    )
    loaded = set(shown.stderr.decode().split())
    assert "yaml" in loaded
    assert "pydantic" not in loaded


def test_terminal_without_french_letters(briefing: Briefing) -> None:
    """An output that cannot show every letter ends no answer."""
    shown = briefing("ask", QUESTION, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert shown.returncode == 0, shown.stderr
