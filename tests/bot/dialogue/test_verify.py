"""Tests of proof of verbatim: whose words they are, renderings, short quotations, ways to ask."""

from __future__ import annotations

import pytest

from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse
from tests.bot.dialogue.dialogues import say


@pytest.mark.parametrize(
    ("message", "verdict", "told"),
    [
        ("/verify nous devons y veiller", "answered", "paroles de M. Rutte (jeudi soir)"),
        (
            "/verify l’OTAN était plus que jamais nécessaire",
            "answered",
            "Exact, mais c’est une phrase du compte rendu",
        ),
        ("/verify Rutte", "answered", "Exact, mais c’est une phrase du compte rendu"),
        ("/verify in a world that is becoming more dangerous", "answered", "C’est une traduction"),
        (
            'Is the quote "in a world that is becoming more dangerous" correct?',
            "answered",
            "A rendering",
        ),
        (
            'Did Kallas say "We are united by the commitment made to one another"?',
            "not_in_report",
            "by Mr Rutte, not by Kaja Kallas",
        ),
        ('Did Rutte say "we will win"?', "not_in_report", "not in the report"),
        (
            "Did Rutte say word for word: Ce que j’ai entendu ces deux derniers jours",
            "answered",
            "words of Mr Rutte",
        ),
        (
            "Rutte a-t-il dit mot pour mot : nous devons y veiller",
            "answered",
            "paroles de M. Rutte",
        ),
        (
            "Est-ce que M. Rutte a dit « Nous devons y veiller » ?",
            "answered",
            "paroles de M. Rutte",
        ),
        ("Qui a dit « Nous devons y veiller » ?", "answered", "paroles de M. Rutte"),
        ("Who said « deux journées de réunion »?", "answered", "the report’s own sentence"),
    ],
)
def test_words_are_told_by_whom_and_in_which_language_they_are(
    brain: Brain, message: str, verdict: str, told: str
) -> None:
    """Words between quotation marks in the report are their speaker's, others its own; a rendering
    is no verbatim, and said to be one.
    """
    answer, reply = converse(OneReport(brain), [message], "fr")
    assert (answer.verdict, told in plain(reply)) == (verdict, True), plain(reply)


VERBATIM = "Nous sommes unis par l’engagement pris les uns envers les autres au sein de l’Alliance."


@pytest.mark.parametrize(
    ("message", "verdict", "words"),
    [
        (f"/verify {VERBATIM}", "answered", "Exact"),
        (
            "/verify « nous sommes unis par l'engagement pris les uns  envers les autres »",
            "answered",
            "Exact",
        ),
        (f"Did Rutte really say “{VERBATIM}”?", "answered", "Exact"),
        (f"Did Kallas really say “{VERBATIM}”?", "not_in_report", "not by Kaja Kallas"),
        (
            "/verify Nous sommes unis par la promesse faite les uns aux autres",
            "not_in_report",
            "l’engagement pris",
        ),
        (
            "/verify Jeudi soir, les ministres se sont réunis avec leur homologue ukrainien",
            "answered",
            "phrase du compte rendu",
        ),
        (
            "/verify Nous vivons dans un monde plus dangereux",
            "not_in_report",
            "a « déclaré que » là où vous avez « Nous vivons ». Il manque « qui devient ».",
        ),
        (
            "/verify La guerre en Ukraine est un exemple",
            "not_in_report",
            "Modifié. Il manque « n’en ». Il manque « qu’ ».\n",
        ),
        (
            "/verify Le chat dort sur le canapé du salon bleu",
            "not_in_report",
            "Pas dans le compte rendu",
        ),
    ],
)
def test_verify_tells_exact_altered_other_and_absent(
    brain: Brain, message: str, verdict: str, words: str
) -> None:
    """A pasted sentence is exact, altered with the words that differ, somebody else's, the report's
    own, or not in it.
    """
    answer, text = say(brain, message)
    assert answer.verdict == verdict
    assert words in text
    assert answer.passages


@pytest.mark.parametrize("typed", ["hello", "bonjour", '""', "« »", "we will win"])
def test_what_is_like_nothing_is_told_so(brain: Brain, typed: str) -> None:
    """Where the report holds none of the words to verify, no sentence is shown as the nearest."""
    answer, text = say(brain, f"/verify {typed}")
    assert (answer.verdict, answer.passages) == ("not_in_report", ())
    assert text == "Ces mots ne sont pas dans le compte rendu."


@pytest.mark.parametrize(
    "typed",
    ["NATO was more necessary than ever", "the Allies are united", "NATO's support for Kyiv"],
)
def test_words_in_another_language_get_what_the_report_says(brain: Brain, typed: str) -> None:
    """Words of ours for what the report says in its own language are not called absent: they are
    not its words, and the nearest of these are shown.
    """
    answer, _ = say(brain, f"/verify {typed}")
    assert answer.verdict == "nearest"
    assert answer.passages


@pytest.mark.parametrize(
    "question", ['Who said "We must see to that"?', 'Did he say "we are united"?']
)
def test_a_part_of_a_rendering_is_known(brain: Brain, question: str) -> None:
    """Three words of a rendering are enough to tell whose words they render."""
    answer, text = say(brain, question)
    assert answer.verdict == "answered"
    assert brain.report.entities["rutte"].name["en"] in text


@pytest.mark.parametrize(
    "typed",
    ["30 billion euros for military assistance to Ukraine", "The meeting lasted four days"],
)
def test_another_figure_in_our_words_is_not_the_report_s(brain: Brain, typed: str) -> None:
    """Words of ours with another figure than the report's are not shown as what it says."""
    assert say(brain, f"/verify {typed}")[0].verdict == "not_in_report"
