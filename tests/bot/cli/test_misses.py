"""The list of misses: what is kept, how it is listed, and how a question or a name gets into a
report's data.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from bot.app.teaching import Example, clusters
from bot.cli.misses import lines
from bot.store import misses
from bot.store.misses import Miss
from bot.store.store import Store, open_store
from knowledge.loading.extending import add_alias, add_question
from knowledge.loading.loader import load
from knowledge.loading.problems import ReportError

NOW = dt.datetime(2025, 4, 4, 7, tzinfo=dt.UTC)
Briefing = Callable[..., subprocess.CompletedProcess[bytes]]


def kept(store: Store) -> list[Miss]:
    """Return what is kept."""
    with store.begin() as connection:
        return misses.every(connection)


def test_kept_for_90_days(tmp_path: Path) -> None:
    """A question is kept in its words, at most 500 characters of them, and goes after 90 days or
    when it is dropped.
    """
    store = open_store(tmp_path)
    with store.begin() as connection:
        misses.note(connection, "not_understood", "w" * 1000, "en", NOW)
        misses.note(connection, "disliked", "why", "en", NOW + dt.timedelta(days=1))
    assert [(miss.number, miss.kind, len(miss.question)) for miss in kept(store)] == [
        (1, "not_understood", 500),
        (2, "disliked", 3),
    ]
    with store.begin() as connection:
        misses.note(
            connection, "not_in_report", "who", "fr", NOW + misses.KEPT + dt.timedelta(hours=1)
        )
        assert misses.drop(connection, [2, 99]) == 1
    assert [miss.number for miss in kept(store)] == [3]
    store.close()


def test_those_alike_stand_together() -> None:
    """Questions that differ in a word or its order are one group, the largest first, with the
    example that is nearest.
    """
    asked = [
        "who paid for dinner",
        "What about the weather?",
        "Who paid for the dinner?",
        "the dinner: who paid for",
    ]
    found = [Miss(n, "not_understood", question, "en", NOW) for n, question in enumerate(asked, 1)]
    assert [[miss.number for miss in group] for group in clusters(found)] == [[1, 3, 4], [2]]
    shown = lines(
        found,
        [
            Example(Path("report"), "en", "cost", "Who pays for it?"),
            Example(Path("report"), "en", "sun", "Is the weather good?"),
        ],
    )
    assert shown[0] == "3 × not understood (en): “who paid for dinner”, numbers 1, 3, 4"
    assert "cost of report" in shown[1]
    assert "sun of report" in shown[3]


@pytest.mark.parametrize("kind", get_args(misses.Kind))
def test_each_kind_is_told_in_words(kind: str) -> None:
    """Why a question stands in the list is told in words, whatever the kind."""
    [line] = lines([Miss(1, kind, "who paid?", "en", NOW)], [])
    assert line.startswith("1 × ")
    assert "_" not in line


def test_a_question_is_added(folder: Path) -> None:
    """A question becomes an example of its fact, and nothing else of the file changes; one that
    stands elsewhere is refused, and the file is as it was.
    """
    path = folder / "asks.en.yaml"
    before = path.read_text("utf-8").splitlines()
    facts = [fact.id for fact in load(folder).file.facts]
    add_question(folder, "en", facts[0], "Zounds, who: all?")
    assert load(folder).asks["en"][facts[0]][-1] == "Zounds, who: all?"
    assert [line for line in path.read_text("utf-8").splitlines() if line not in before] == [
        '  - "Zounds, who: all?"'
    ]
    after = path.read_bytes()
    with pytest.raises(ReportError):
        add_question(folder, "en", facts[1], "Zounds, who: all?")
    assert path.read_bytes() == after


def test_a_name_is_added(folder: Path) -> None:
    """A name becomes an alias of its entity; one that another has is refused, and the file is as it
    was.
    """
    first, second = load(folder).file.entities[:2]
    add_alias(folder, "en", first.id, "Zounds, the great")
    assert (
        "Zounds, the great"
        in next(e for e in load(folder).file.entities if e.id == first.id).aliases["en"]
    )
    after = (folder / "report.yaml").read_bytes()
    with pytest.raises(ReportError):
        add_alias(folder, "en", second.id, "Zounds, the great")
    assert (folder / "report.yaml").read_bytes() == after


def test_the_command(briefing: Briefing, folder: Path, tmp_path: Path) -> None:
    """`misses` lists what is kept, adds one where it is told, and says what is wrong otherwise."""
    config, fact = tmp_path / "config.yaml", load(folder).file.facts[0].id
    config.write_text(f"data: data\nreports: [{folder}]\nmisses: true\n")
    store = open_store(tmp_path / "data")
    with store.begin() as connection:
        misses.note(connection, "not_in_report", "Zounds, who: all?", "en", NOW)
    store.close()
    assert (
        "1 × not in the report (en): “Zounds, who: all?”, numbers 1"
        in briefing("misses", "--config", str(config)).stdout.decode()
    )
    assert (
        b"No report has a fact"
        in briefing("misses", "add", "1", "nothing", "--config", str(config)).stderr
    )
    assert briefing("misses", "add", "1", fact, "--config", str(config)).returncode == 0
    assert "Zounds, who: all?" in load(folder).asks["en"][fact]
    assert briefing("misses", "drop", "1", "--config", str(config)).stdout == b"1 dropped\n"
    assert b"nothing is kept" in briefing("misses", "--config", str(config)).stdout
