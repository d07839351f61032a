"""Tests of scoring answers to labelled questions."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from knowledge.evaluation.score import WORTH, figures, judged, main, outcome

ASK = [sys.executable, "-m", "bot", "ask", "--jsonl"]
GOLD = "Le pont a coûté 12 millions d’euros."
OTHER = "Le conseil s’est réuni lundi."
TEXT = f"{OTHER}\n\n{GOLD}\n"


def reply(verdict: str, *sources: str, text: str = "") -> dict[str, Any]:
    """Return a reply with the passages that it cites."""
    return {"verdict": verdict, "text": text, "sources": [{"text": s} for s in sources]}


def labelled(number: int, question: str, *, answerable: bool, **more: Any) -> str:
    """Return a labelled question as a line of a file."""
    item = {"id": f"q{number}", "lang": "fr", "turns": [question], "answerable": answerable}
    return json.dumps({**item, "gold": [GOLD] if answerable else [], **more}) + "\n"


@pytest.mark.parametrize(
    ("label", "given", "expected"),
    [
        ({}, reply("answered", GOLD), "right"),
        ({"answer": "12 millions"}, reply("answered", GOLD), "right"),
        ({"answer": "13 millions"}, reply("answered", GOLD), "near"),
        ({"must": ["treize"]}, reply("answered", GOLD), "near"),
        ({"must_not": ["jeudi"]}, reply("answered", GOLD, text="Jeudi."), "misled"),
        ({}, reply("answered", OTHER, GOLD), "near"),
        ({}, reply("answered", OTHER, OTHER, OTHER, GOLD), "misled"),
        ({"yes": True}, reply("answered", GOLD, text="Oui."), "right"),
        ({"yes": True}, reply("answered", GOLD, text="12 millions."), "near"),
        ({"yes": True}, reply("answered", GOLD, text="Non."), "misled"),
        ({"yes": False}, reply("not_in_report", GOLD), "near"),
        ({}, reply("nearest", OTHER, GOLD), "shown"),
        ({}, reply("nearest", OTHER), "lost"),
        ({}, reply("not_in_report", GOLD), "below"),
        ({}, reply("not_understood"), "denied"),
        ({}, {"error": "no"}, "misled"),
        ({"answerable": False}, reply("not_in_report"), "refused"),
        ({"answerable": False}, reply("nearest", OTHER), "hedged"),
        ({"answerable": False}, reply("answered", OTHER), "false"),
        ({"answerable": False}, {}, "false"),
        ({"answerable": False, "trap": "outside"}, reply("chat"), "refused"),
        ({"answerable": False, "trap": "swap"}, reply("answered", text="Non."), "refused"),
        ({"answerable": False, "trap": "year"}, reply("answered", text="Non."), "false"),
    ],
)
def test_what_a_reply_is_to_its_reader(
    label: dict[str, Any], given: dict[str, Any], expected: str
) -> None:
    """A reply is what the head of the module says, each time one thing, which has a worth."""
    assert outcome({"answerable": True, "gold": [GOLD], **label}, given) == expected
    assert expected in WORTH


def test_seen_and_unseen_are_scored_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Questions are put to the text beside them; what lies below `unseen` has a column of its own
    beside `seen`, and what is not right is shown.
    """
    for part, question, answerable in (
        ("seen", "Combien a coûté le pont ?", True),
        ("unseen", "Quel âge a Ivan Zorkine, de Zurich ?", False),
        ("unseen", "Qui a chanté ?", True),
    ):
        (tmp_path / part).mkdir(exist_ok=True)
        (tmp_path / part / "bridge.txt").write_text(TEXT, "utf-8")
        with (tmp_path / part / "bridge.jsonl").open("a", encoding="utf-8") as file:
            file.write(labelled(1, question, answerable=answerable))
    main(["--show", "9", "--by", "lang", str(tmp_path), "--", *ASK])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["all", "seen", "unseen", "fr"]
    table = {line[:17].strip(): line[17:].split() for line in lines[1:13]}
    assert table["questions"] == ["3", "1", "2", "3"]
    assert table["right"] == ["50.0", "100.0", "0.0", "50.0"]
    assert table["denied"] == ["50.0", "0.0", "100.0", "50.0"]
    assert table["refused"] == ["100.0", "-", "100.0", "100.0"]
    assert any("Qui a chanté ?" in line for line in lines[13:])
    assert not any("Zurich" in line for line in lines[13:])


def test_gold_may_be_named(tmp_path: Path) -> None:
    """Where report.tsv lies beside the questions, gold names its sentences."""
    (tmp_path / "report.tsv").write_text(f"S1\t{OTHER}\nS2\t{GOLD}\n", "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    line = labelled(1, "Combien a coûté le pont ?", answerable=True, gold=["S2"])
    (tmp_path / "a.jsonl").write_text(line, "utf-8")
    assert [j.outcome for j in judged([tmp_path], ASK)] == ["right"]


def test_a_pair_is_told_apart_by_what_both_get(tmp_path: Path) -> None:
    """Of two questions of one form, asserting the answerable one alone tells them apart, and
    asserting both does not.
    """
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    asked = [("Combien a coûté le pont ?", True), ("Combien a coûté le stade de Zurich ?", False)]
    pair = "".join(labelled(n, q, answerable=a, pair="x") for n, (q, a) in enumerate(asked))
    same = "".join(
        labelled(n, asked[0][0], answerable=a, pair="y") for n, a in enumerate((True, False))
    )
    (tmp_path / "a.jsonl").write_text(pair + same, "utf-8")
    found = judged([tmp_path], ASK)
    assert figures(found[:2])["pairs told apart"] == 100.0
    assert figures(found[2:])["pairs told apart"] == 0.0


@pytest.mark.parametrize("command", [["--"], [], ["--", "no-such-program"]])
def test_what_cannot_be_scored_is_told(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing command or an unknown one ends with a sentence and no traceback."""
    (tmp_path / "a.jsonl").write_text(labelled(1, "Qui ?", answerable=True), "utf-8")
    with pytest.raises(SystemExit):
        main([str(tmp_path), *command])
    assert "error: " in capsys.readouterr().err
