"""Tests of `briefing questions`, and of what `briefing add` shows of a draft."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.conftest import ROOT, Briefing

TEXT = ROOT / "tests" / "knowledge" / "drafting" / "texts" / "council.fr.txt"


@pytest.fixture(name="briefing")
def with_own_data(briefing: Briefing, tmp_path: Path) -> Briefing:
    """Return `briefing` with a data folder that no other test sees."""
    return partial(briefing, XDG_DATA_HOME=str(tmp_path))


def test_a_draft_is_told_and_can_be_tried(briefing: Briefing, tmp_path: Path) -> None:
    """What `add` prints names people with their roles, votes and figures, and only questions that
    the report answers; the first questions that it writes are answered as they say.
    """
    shown = briefing("add", str(TEXT), "--name", "council", "--questions").stdout.decode()
    assert "People: Claire Lemoine (maire)" in shown
    assert {line.partition(":")[0] for line in shown.splitlines()} >= {"People", "Votes", "Figures"}
    tried = [line.split("'")[1] for line in shown.splitlines() if "briefing ask --report" in line]
    assert len(tried) > 1
    for question in tried:
        asked = briefing("ask", "--json", "--report", "council", question).stdout.decode()
        assert '"verdict": "answered"' in asked
    file = tmp_path / "briefing-bot" / "reports" / "council" / "questions.yaml"
    count = file.read_text("utf-8").count("- ask:")
    assert f"{count} of {count} right" in briefing("check", "council").stdout.decode()


def test_questions_that_are_there_stay(briefing: Briefing, tmp_path: Path) -> None:
    """A report without questions gets some; those of a person are never written over."""
    briefing("add", str(TEXT), "--name", "mine")
    first = briefing("questions", "mine")
    file = tmp_path / "briefing-bot" / "reports" / "mine" / "questions.yaml"
    written = file.read_bytes()
    again = briefing("questions", "mine")
    assert (first.returncode, again.returncode) == (0, 1)
    assert b"stays as it is" in again.stderr
    assert file.read_bytes() == written
    assert briefing("questions", "nowhere").returncode == 1
