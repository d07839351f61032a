"""Tests of citations: where what was told last stands."""

from __future__ import annotations

from bot.dialogue.brain import Brain
from tests.bot.dialogue.dialogues import say


def test_cite_gives_the_source_in_both_languages(brain: Brain) -> None:
    """After an answer, /cite gives its passage with title, date and paragraph in French and in
    English; before one it says so.
    """
    _, text = say(brain, "Combien pour l’Ukraine ?", "/cite")
    assert "paragraphe 5" in text
    assert "paragraph 5" in text
    assert say(brain, "/cite")[0].verdict == "chat"
    assert "first" not in text


def test_what_is_cited_is_what_was_shown(brain: Brain) -> None:
    """/cite gives the passages that the last answer showed, also where that was to a sentence to
    verify or the nearest alone, and the same again.
    """
    passage = brain.report.passages[-1].text
    for turns in (
        (f"/verify {passage}",),
        ("When had the foreign ministers last met before this?",),
    ):
        shown, _ = say(brain, *turns)
        first, text = say(brain, *turns, "/cite")
        assert first.passages == shown.passages[: len(first.passages)] != ()
        assert say(brain, *turns, "/cite", "/cite")[1] == text


def test_cite_says_what_it_leaves_out(brain: Brain) -> None:
    """Of an answer of many sentences /cite tells that it gives the first ones alone, of how
    many.
    """
    listed, _ = say(brain, "Who took part?")
    answer, text = say(brain, "Who took part?", "/cite")
    told = brain.languages["en"](
        "cite_some",
        shown=len(answer.passages),
        count=len(listed.passages),
        next=len(answer.passages) + 1,
    )
    assert len(answer.passages) < len(listed.passages)
    assert told in text


def test_one_sentence_is_cited_by_its_number(brain: Brain) -> None:
    """/cite and a number gives the source of that sentence of the last answer alone, also again; of
    a number that it does not have, which there are.
    """
    listed, _ = say(brain, "Who took part?")
    count = len(listed.passages)
    for number in (2, count):
        answer, text = say(brain, "Who took part?", "/cite", f"/cite {number}")
        assert answer.passages == listed.passages[number - 1 : number]
        assert f"paragraph {answer.passages[0].paragraph}:" in text
    for number in (0, count + 1, 10**30):
        answer, text = say(brain, "Who took part?", f"/cite {number}")
        assert (answer.passages, f"1 to {count}." in text) == ((), True)
    assert "Numéros possibles\u00a0: 1." in say(brain, "Combien pour l’Ukraine ?", "/citer 2")[1]
