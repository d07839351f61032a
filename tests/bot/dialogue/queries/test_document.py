"""What is asked of the text itself: told as its report.yaml has it, or said not to be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.chat.subscriptions import Profile
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.dialogue.queries.document import INTENT, age
from bot.languages import load

NOW = dt.datetime(2026, 12, 5, 9, tzinfo=dt.UTC)


def told(brain: Brain, question: str, now: dt.datetime | None = None) -> tuple[str, str]:
    """Return the verdict and the claim that answer a question, asked at some time."""
    answer, _ = respond(brain, question, Context(), profile=Profile(now=now))
    return answer.verdict, answer.parts[0].claim.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("question", "verdict", "claim"),
    [
        ("When was this report written?", "answered", "The report is dated Friday 4 April 2025."),
        ("De quand date ce texte ?", "answered", "Le compte rendu est daté du vendredi 4 avril"),
        ("What language is the report in?", "answered", "The report is in French;"),
        ("En quelle langue est écrit le texte ?", "answered", "Le compte rendu est en français."),
        ("How many words does the text have?", "answered", "The report has 15 sentences in 7"),
        ("Qui a écrit ce compte rendu ?", "not_in_report", "Le texte ne nomme ni auteur"),
        ("Is there a link to the original?", "not_in_report", "No address of the text"),
        ("Ce texte est-il sous embargo ?", "not_in_report", "Le texte ne parle ni d’embargo"),
        ("What does the report leave out?", "not_in_report", "The text does not say what it"),
        ("Is there a newer version of this text?", "not_in_report", "There is one version here,"),
        ("Le texte est-il officiel ?", "not_in_report", "Le texte ne dit pas s’il est officiel"),
        ("How do I cite this report?", "answered", "To be cited as: Meeting of the foreign"),
    ],
)
def test_what_is_known_of_the_text_is_told(
    brain: Brain, question: str, verdict: str, claim: str
) -> None:
    """Its date, language and length are told; of what it does not say, that it does not."""
    found = told(brain, question)
    assert found[0] == verdict
    assert found[1].startswith(claim)


def test_its_age_is_counted_to_the_day(brain: Brain) -> None:
    """Where a clock is known, the age of the text is told with its date, else its date alone."""
    assert "20 months ago" in told(brain, "How old is this text?", NOW)[1]
    assert "ago" not in told(brain, "How old is this text?")[1]
    words = load("en")
    days = (0, 1, 12, 59, 60, 400, 731)
    assert [age(words, n) for n in days] == [
        "today",
        "yesterday",
        "12 days ago",
        "59 days ago",
        "2 months ago",
        "13 months ago",
        "2 years ago",
    ]


def test_a_publisher_and_an_address_are_told(brain: Brain) -> None:
    """What report.yaml has of its publisher, address and title is the answer."""
    file = replace(
        brain.report.file,
        publisher="Harbour Trust",
        url="https://port.example",
        title_is_ours=False,
    )
    known = replace(brain, report=replace(brain.report, file=file))
    assert told(known, "Who published this report?") == (
        "answered",
        "The report was published by Harbour Trust.",
    )
    assert "https://port.example" in told(known, "Is there a link to the original?")[1]
    assert told(known, "What is the title of the text?")[1].startswith("The text is headed: ")


def test_who_wrote_a_report_is_told_and_cited(brain: Brain) -> None:
    """The author of report.yaml is told, with the publisher where both are known, and stands in a
    citation.
    """
    file = replace(brain.report.file, author="Una Brandt", publisher="Harbour Trust")
    known = replace(brain, report=replace(brain.report, file=file))
    assert told(known, "Who published this report?") == (
        "answered",
        "The report was written by Una Brandt. The report was published by Harbour Trust.",
    )
    assert "Una Brandt, Harbour Trust, " in told(known, "How do I cite this report?")[1]


def test_a_sentence_beyond_the_last_is_said_not_to_be(brain: Brain) -> None:
    """A number that no sentence or paragraph has is told with how many there are."""
    assert told(brain, "What does paragraph 12 say?") == (
        "not_in_report",
        "The report has 15 sentences in 7 paragraphs, no more.",
    )


@pytest.mark.parametrize(
    "question",
    [
        "How long did the meeting last?",
        "Quand a eu lieu la conférence de presse ?",
        "What language did Mr Rutte speak?",
        "Les ministres ont-ils publié une déclaration ?",
        "Who wrote to the ministers?",
    ],
)
def test_what_the_text_tells_is_no_attribute_of_it(brain: Brain, question: str) -> None:
    """Questions about the meeting that share words with those about the text are left to it."""
    answer, _ = respond(brain, question, Context())
    assert answer.intent != INTENT
