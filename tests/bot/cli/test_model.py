"""Tests of `briefing model`: which encoder is used, and what the others then do with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Briefing
from tests.encoders import made

TEXT = (
    "The lantern was purple.\n\nThe weather was fine on Monday.\n\nThe minister spoke of"
    " budgets.\n\nA road was built in May.\n\nNobody complained about taxes."
)
SAID = "The lantern was purple."


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a user who has used no model yet."""
    return {"XDG_DATA_HOME": str(tmp_path / "data")}


def shown(briefing: Briefing, own: dict[str, str], *arguments: str) -> str:
    """Return what a command prints that succeeds."""
    ended = briefing(*arguments, **own)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode()


def test_a_model_is_used_until_it_is_off(
    briefing: Briefing, own: dict[str, str], tmp_path: Path
) -> None:
    """Which is used is told by `model` and by `check`, and what is used and gone as well."""
    assert "words alone" in shown(briefing, own, "model")
    model = made(tmp_path / "model")
    assert "next start" in shown(briefing, own, "model", "use", str(model))
    for command in ("model", "check"):
        assert f"by the encoder in {model}" in shown(briefing, own, command)
    (model / "model.onnx").rename(tmp_path / "elsewhere")
    assert "not there any more" in shown(briefing, own, "check")
    assert "words alone" in shown(briefing, own, "model", "off")


def test_what_is_no_model_is_refused(
    briefing: Briefing, own: dict[str, str], tmp_path: Path
) -> None:
    """A folder without a model is not used, and the command says what is needed."""
    ended = briefing("model", "use", str(tmp_path), **own)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"holds no model.onnx. Name a folder that holds" in ended.stderr
    assert briefing("model", "use", **own).returncode == 2
    assert briefing("model", "fetch", str(tmp_path), **own).returncode == 2


def test_a_hub_that_is_not_there_is_told(briefing: Briefing, own: dict[str, str]) -> None:
    """Where there is no network, fetching says so in one line."""
    ended = briefing("model", "fetch", HF_ENDPOINT="http://127.0.0.1:1", **own)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.decode().count("\n") == 1
    assert "cannot be reached" in ended.stderr.decode()


def test_a_question_in_other_words_finds_its_sentence(
    briefing: Briefing, own: dict[str, str], tmp_path: Path
) -> None:
    """With an encoder the sentence that says it in other words is shown first, the second time as
    well, and without it all is as before.
    """
    asked = [{"id": n, "turns": ["When was the bridge closed?"], "text": TEXT} for n in range(2)]
    lines = "".join(f"{json.dumps(line)}\n" for line in asked).encode()

    def replies() -> list[str]:
        told = briefing("ask", "--jsonl", "--ranked", stdin=lines, **own).stdout.splitlines()
        return [json.loads(line)["ranked"][0]["text"] for line in told]

    plain = replies()
    assert SAID not in plain
    shown(briefing, own, "model", "use", str(made(tmp_path / "model")))
    assert replies() == [SAID] * 2
    shown(briefing, own, "model", "off")
    assert replies() == plain


def test_without_a_model_nothing_of_it_is_loaded(environment: dict[str, str]) -> None:
    """A question from a report or a text loads no library of the encoder where none is used."""
    code = (
        "import sys; from bot.cli.main import main; main(sys.argv[1:]);"
        " print({'numpy', 'onnxruntime', 'tokenizers', 'urllib.request'} & set(sys.modules))"
    )
    text = ROOT / "tests" / "texts" / "seen" / "a1.txt"
    for where in ((), ("--text", str(text))):
        command = [sys.executable, "-c", code, "ask", *where, "Qui était présent ?"]
        shown = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        assert shown.decode().splitlines()[-1] == "set()"
