"""JSON Lines: one line's trouble never touches another."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.messages import Ground, Verdict
from bot.cli.jsonl import answer_lines
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, Told

GOOD = '{"id": "good", "turns": ["Qui était présent ?"]}\n'.encode()


def answers(brain: Brain, *lines: bytes) -> list[dict[str, Any]]:
    """Return what is written for lines, read as any reader of JSON Lines would."""
    written = list(answer_lines(OneReport(brain), lines, "fr"))
    assert all(line.endswith(b"\n") and len(line.decode().splitlines()) == 1 for line in written)
    return [json.loads(line) for line in written]


def asked(*turns: str, key: object = "k") -> bytes:
    """Return a line that asks."""
    return json.dumps({"id": key, "turns": turns}).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (b"not json\n", None),
        (b'{"id": "k", "turns": []}\n', "k"),
        (b'{"id": "k", "turns": "x"}\n', "k"),
        (b'{"id": "k", "turns": [1]}\n', "k"),
        (b'{"id": "k"}\n', "k"),
        (b'{"id": NaN, "turns": ["x"]}\n', None),
        (b'["x"]\n', None),
        (b"null\n", None),
        (b'{"id": "k", "turns": ["\xff"]}\n', None),
        (b'{"id": "k", "turns": ["\x00"]}\n', None),
        (b"[" * 100_000 + b"\n", None),
        (b'{"id": ' + b"9" * 5000 + b', "turns": ["x"]}\n', None),
    ],
)
def test_bad_line(brain: Brain, line: bytes, key: object) -> None:
    """A bad line gets its id, where that can be read, and an error; the lines around it are
    answered.
    """
    before, bad, after = answers(brain, GOOD, line, GOOD)
    assert bad == {"id": key, "error": bad["error"]}
    assert bad["error"]
    assert before == after
    assert before["id"] == "good"
    assert before["verdict"] == "answered"


def test_blank_lines_are_skipped(brain: Brain) -> None:
    """Blank lines ask nothing and get nothing."""
    assert len(answers(brain, b"\n", b"  \r\n", GOOD, b"")) == 1


def test_byte_order_mark_and_windows_lines(brain: Brain) -> None:
    """A file that Windows wrote is read like any other."""
    assert answers(brain, b"\xef\xbb\xbf" + GOOD.rstrip() + b"\r\n")[0]["verdict"] == "answered"


@pytest.mark.parametrize("key", ["x", 7, None, "é\u2028", "\ud800"])
def test_id_comes_back(brain: Brain, key: object) -> None:
    """The id comes back as it was."""
    assert answers(brain, asked("bonjour", key=key))[0]["id"] == key


LONG = ["?" * 500, "x" * 100_000, "qui était présent ? " * 5000]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0",
        "a\0b",
        "\ud83d",
        "🙂🙂",
        *LONG,
        "\u202e\u200b",
        "{name} %s {0}",
        "/",
        "/language",
        "-1",
    ],
)
def test_strange_messages_are_answered(brain: Brain, text: str) -> None:
    """Whatever is sent, the reply has a verdict and a text, and quotes nothing that the report does
    not hold.
    """
    (answer,) = answers(brain, asked(text))
    assert answer["verdict"] in get_args(Verdict)
    assert answer["ground"] is None or answer["ground"] in get_args(Ground)
    assert answer["text"].strip()
    assert all(source["text"] in brain.report.text for source in answer["sources"])


@given(st.lists(st.text(), min_size=1, max_size=3))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_dialogue_is_answered(brain: Brain, turns: list[str]) -> None:
    """No dialogue makes an error, and the same one has the same answer."""
    (first,), (second,) = answers(brain, asked(*turns)), answers(brain, asked(*turns))
    assert "error" not in first
    assert first == second


def test_lines_are_dialogues_of_their_own(brain: Brain) -> None:
    """Nothing that one line says is remembered in the next."""
    alone = answers(brain, asked("et vendredi ?"))
    assert answers(brain, GOOD, asked("et vendredi ?"))[1:] == alone


def test_every_line_has_a_ground_or_none(brain: Brain) -> None:
    """A line names why something is denied, and where nothing is denied says null."""
    denied, answered = answers(brain, asked("How much did Germany pledge?"), GOOD)
    assert (denied["verdict"], denied["ground"]) == ("not_in_report", "entity")
    assert (answered["verdict"], answered["ground"]) == ("answered", None)


class Broken(OneReport):
    """A report to which one message is fatal."""

    def reply(self, text: str, *others: Any, **more: Any) -> Told:
        """Fail at it, with its words in the error."""
        if text == "secret":
            raise RuntimeError(text)
        return super().reply(text, *others, **more)


def test_unexpected_error_has_a_reference(brain: Brain, caplog: pytest.LogCaptureFixture) -> None:
    """An unexpected error gives a reference number that the log shares with its traceback, and the
    rest goes on.
    """
    lines = answer_lines(Broken(brain), [asked("secret"), GOOD], "fr")
    bad, good = map(json.loads, lines)
    assert bad["id"] == "k"
    assert "secret" not in bad["error"]
    (record,) = caplog.records
    assert record.exc_info
    assert record.getMessage().rpartition(" ")[2] in bad["error"]
    assert good["verdict"] == "answered"


def test_each_line_is_answered_as_it_comes(environment: dict[str, str]) -> None:
    """An answer is written before the next line is read."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdin
        assert process.stdout
        for key in ("1", "2"):
            process.stdin.write(asked("bonjour", key=key))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == key
        process.stdin.close()
    assert process.returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "<html><body><div class='cookies'>The ferry costs nothing to accept.</div><p>The ferry"
            " <b>Alder</b> cost 4 million crowns.</p></body></html>"
        ),
        "---\ntitle: The cost of the ferry\n---\n\nThe ferry **Alder** cost 4 million\ncrowns.\n",
        "# Cost\n\nThe ferry [Alder](https://alder.example) cost 4 million crowns.\n",
        "The ferry Alder cost 4 million crowns.\n",
    ],
)
def test_a_text_is_read_as_a_file_of_it(brain: Brain, text: str) -> None:
    """A page, Markdown or front matter as a line's text is answered from its words, told by what
    it holds.
    """
    line = json.dumps({"id": 1, "turns": ["How much did the ferry cost?"], "text": text}).encode()
    (item,) = answers(brain, line)
    assert item["sources"][0]["text"] == "The ferry Alder cost 4 million crowns."


def test_a_page_that_cannot_be_read_is_an_error_of_its_line(brain: Brain) -> None:
    """A page that is refused gets an error that says why; the next line is answered."""
    line = {"id": "deep", "turns": ["Who?"], "text": "<html>" + "<div>" * 1000 + "x"}
    bad, good = answers(brain, json.dumps(line).encode(), GOOD)
    assert (bad["id"], "deep" in bad["error"]) == ("deep", True)
    assert good["verdict"] == "answered"
