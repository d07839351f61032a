"""Tests of answers from a text that nobody annotated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.chat.messages import plain
from bot.cli.jsonl import answer_lines
from bot.cli.main import main
from bot.dialogue.brain import Brain
from bot.dialogue.drafted.passages import Reading, respond
from bot.dialogue.source import OneReport

TEXT = (
    "Le conseil de Vauclair s'est réuni mardi 12 mars 2024 sous la présidence de Mme Claire Dufour,"
    " maire de la commune.\r\n\r\nLa rénovation du pont des Saules coûtera 850\u00a0000 euros. « Ce"
    " pont est dangereux », a déclaré M. Paul Renard, adjoint aux travaux."
)
OTHER = (
    "The harbour board met on 9 May 2023. Its chair, Anna Holt, opened the meeting. The new pier"
    " will cost 3 million pounds."
)


@pytest.fixture(scope="module")
def text() -> Reading:
    """A text of our own."""
    return Reading(TEXT)


def test_an_answer_is_the_text_word_for_word(brain: Brain, text: Reading) -> None:
    """An answer sets off the short answer, quotes the sentence as it stands in the text, and says
    where that is.
    """
    reply = respond(brain, text, "Combien coûtera la rénovation du pont ?", "en")
    assert reply.answer.verdict == "answered"
    assert reply.answer.passages[0].text in TEXT
    assert [(b.kind, b.text) for b in reply.message.blocks] == [
        ("text", "850\u00a0000 euros"),
        ("quote", "La rénovation du pont des Saules coûtera 850\u00a0000 euros."),
        ("source", "§ 2"),
    ]


def test_a_name_that_the_text_lacks_is_named(brain: Brain, text: Reading) -> None:
    """A question about somebody whom the text does not name is refused for that, with the nearest
    passage, and ranked all the same.
    """
    reply = respond(brain, text, "Que dit Ivan Zorkine du pont ?", "fr")
    assert reply.answer.verdict == "not_in_report"
    assert "« Ivan Zorkine »" in plain(reply.message).replace("\u00a0", " ")
    assert "pont" in reply.answer.passages[0].text
    assert len(reply.best) == 3


def test_the_question_decides_the_language(brain: Brain, text: Reading) -> None:
    """A question in English about a French text is answered in English, in the text's French
    words.
    """
    reply = respond(brain, text, "How much will the bridge cost?", "fr")
    assert (reply.answer.verdict, reply.answer.lang) == ("answered", "en")
    assert "850" in reply.answer.passages[0].text


@pytest.mark.parametrize("said", ["bonjour", "help", "/help", "merci"])
def test_talk_is_still_talk(brain: Brain, text: Reading, said: str) -> None:
    """Greetings and calls for help are answered as such, in words about the text and not about a
    report.
    """
    reply = respond(brain, text, said, "fr")
    assert reply.answer.verdict == "chat"
    assert brain.report.file.short["fr"] not in plain(reply.message)


@pytest.mark.parametrize("said", ["", "?", "de la du", "???", "asdfgh"])
def test_nothing_asked(brain: Brain, text: Reading, said: str) -> None:
    """A message without words of content, or with none that is a word, is not understood, rather
    than answered with any sentence.
    """
    assert respond(brain, text, said, "fr").answer.verdict == "not_understood"


def lines(brain: Brain, *items: dict[str, object], ranked: bool = True) -> list[dict[str, object]]:
    """Return what is written for lines of objects."""
    given = [json.dumps(i).encode() + b"\n" for i in items]
    written = answer_lines(OneReport(brain), given, "fr", ranked=ranked)
    return [json.loads(line) for line in written]


def test_each_line_may_bring_its_text(brain: Brain) -> None:
    """A line with a text is answered from it, one without from the report, and "ranked" has the
    best passages first on refusals too.
    """
    ask = {"turns": ["Who opened the meeting?"]}
    first, refused, report, bad = lines(
        brain,
        {"text": OTHER, **ask},
        {"text": OTHER, "turns": ["Who is Ivan Zorkine?"]},
        {"turns": ["Qui était présent ?"]},
        {"id": "x", "text": 3, **ask},
    )
    assert first["verdict"] == "answered"
    assert first["ranked"][0]["text"] == "Its chair, Anna Holt, opened the meeting."  # type: ignore[index]
    assert first["sources"] == [
        {"report": "text", "paragraph": 1, "text": "Its chair, Anna Holt, opened the meeting."}
    ]
    assert refused["verdict"] == "not_in_report"
    assert len(refused["ranked"]) == 3  # type: ignore[arg-type]
    assert report["verdict"] == "answered"
    assert len(report["ranked"]) == 5  # type: ignore[arg-type]
    assert bad == {"id": "x", "error": '"text" must be a text'}
    assert "ranked" not in lines(brain, {"text": OTHER, **ask}, ranked=False)[0]


def test_a_file_on_the_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`ask --text` answers from a file; where there is no text to read it says why and ends
    with 1.
    """
    file = tmp_path / "text.txt"
    file.write_text(OTHER, "utf-8")
    assert main(["ask", "--text", str(file), "Who opened the meeting?"]) == 0
    assert "Anna Holt" in capfd.readouterr().out
    assert main(["ask", "--text", str(file), "--json", "--ranked", "When did the board meet?"]) == 0
    assert json.loads(capfd.readouterr().out)["ranked"][0]["text"].endswith("2023.")
    assert main(["ask", "--text", str(tmp_path / "none.txt"), "Who?"]) == 1
    assert "none.txt" in capfd.readouterr().err
    with pytest.raises(SystemExit):
        main(["ask", "--ranked", "Who?"])
