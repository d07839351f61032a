"""Tests of when an answer stands, and of who was at a session."""

from __future__ import annotations

import pytest

from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.candidates import candidates
from bot.dialogue.context import Context
from bot.dialogue.decide import rules
from bot.dialogue.dialogue import proposed
from bot.dialogue.evidence import evidence, likely_of
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Where did the ministers meet?", "answered"),
        ("Was the money promised in 2024?", "answered"),
        ("How much did Germany pledge?", "not_in_report"),
        ("are the europeans finally paying up for their own defence?", "answered"),
        ("When had the foreign ministers last met before this?", "nearest"),
    ],
)
def test_what_is_sure_stands_and_the_rest_is_shown(
    brain: Brain, question: str, verdict: str
) -> None:
    """What the report plainly says is told, what it plainly lacks denied, and of the rest the
    nearest passages are shown.
    """
    assert converse(OneReport(brain), [question], "en")[0].verdict == verdict


def test_the_weights_are_those_of_the_evidence(brain: Brain) -> None:
    """There is a rule for each verdict that may fall, for the evidence that there is; a probability
    of what is told is no less than the rule's least.
    """
    utterance = brain.analyser.analyse("What is getting more dangerous?", "en")
    answer, understood = proposed(brain, utterance.text, utterance, Context())
    likely, known = likely_of(brain, understood), rules(learned=True)
    rows = [
        evidence(brain, understood, each, likely)
        for each in candidates(brain, understood, answer, likely)
        if each.verdict == "answered"
    ]
    assert {verdict: set(rule.weights.weights) for verdict, rule in known.items()} == {
        "answered": set(rows[0]),
        "not_in_report": set(rows[0]),
    }
    told = converse(OneReport(brain), [utterance.text], "en")[0]
    assert told.confidence == max(map(known["answered"].probability, rows))
    assert told.confidence >= known["answered"].least


@pytest.mark.parametrize(
    ("question", "begins", "verdict"),
    [
        ("Was Kallas at the NATO-Ukraine Council?", "Yes.", "answered"),
        ("Les Coréens étaient-ils à la réunion indo-pacifique ?", "Oui.", "answered"),
        (
            "Est-ce que Sybiha était là vendredi matin ?",
            "Le compte rendu ne dit pas",
            "not_in_report",
        ),
        ("Was Japan at the Friday session?", "The report does not say", "not_in_report"),
    ],
)
def test_who_was_where_is_asked_of_the_sessions(
    brain: Brain, question: str, begins: str, verdict: str
) -> None:
    """Whoever the report puts at a session was there; of one whom it puts elsewhere it is told
    where, and neither yes nor no.
    """
    answer = converse(OneReport(brain), [question], "en")[0]
    assert answer.parts[0].claim.startswith(begins)
    assert answer.verdict == verdict
    assert answer.passages


@pytest.mark.parametrize(
    "question",
    ["l’OTAN est-elle en guerre ?", "Is the European Union at war?", "was NATO called a danger?"],
)
def test_what_speaks_of_both_is_no_yes_to_whether_one_is_the_other(
    brain: Brain, question: str
) -> None:
    """A sentence that names a country and a danger does not affirm that the one is the other."""
    answer = converse(OneReport(brain), [question], brain.analyser.analyse(question).lang)[0]
    assert answer.passages
    affirmed = brain.languages[answer.lang]("affirmed", claim="").strip()
    assert not answer.parts[0].claim.startswith(affirmed)


@pytest.mark.parametrize("question", ["Is Russia dangerous?", "La Russie est-elle dangereuse ?"])
def test_a_yes_by_somebodys_account_is_theirs(brain: Brain, question: str) -> None:
    """What is affirmed by somebody's account alone names them in the same breath."""
    answer = converse(OneReport(brain), [question], brain.analyser.analyse(question).lang)[0]
    assert answer.parts[0].claim.startswith(("Yes, according to", "Oui, selon"))


@pytest.mark.parametrize("question", ["Did the meeting go well?", "Le déjeuner était-il bon ?"])
def test_that_something_was_is_no_yes_to_how_it_was(brain: Brain, question: str) -> None:
    """A fact about the one thing that a question names is told, and affirms nothing of it."""
    answer = converse(OneReport(brain), [question], brain.analyser.analyse(question).lang)[0]
    first = answer.parts[0]
    assert answer.verdict == "answered"
    assert brain.languages[answer.lang]("affirmed", claim="") not in first.claim


@pytest.mark.parametrize(
    "question",
    [
        "Was the 20 billion pledged on Thursday?",
        "Les 20 milliards ont-ils été promis à Bruxelles ?",
        "Was the 20 billion euros pledged at this meeting?",
        "Was The Hague summit held?",
        "La réunion a-t-elle duré quatre jours ?",
        "La réunion a-t-elle duré une semaine ?",
        "Did the meeting last more than two days?",
        "Did the ministers meet Sybiha on Thursday morning?",
        "Les ministres de la Défense étaient-ils là ?",
        "Did Rutte threaten China?",
        "Did Rutte say spending is enough?",
        "Did Rutte thank the Allies?",
        "Did the meeting end early?",
        "Was the 20 billion pledged in April?",
        "Did Ukraine pledge 20 billion?",
    ],
)
def test_yes_is_said_of_no_more_than_the_claim(brain: Brain, question: str) -> None:
    """Yes is said only of what the claim holds: not of the meeting, where what it tells was before
    that, nor of an event being held that is only prepared, nor of another figure, length, hour of
    the day, degree or deed, nor of others.
    """
    told = plain(converse(OneReport(brain), [question], "en")[1])
    assert not told.startswith(("Yes", "Oui"))


@pytest.mark.parametrize(
    "question",
    [
        "Did the Allies commit 20 billion euros to Ukraine?",
        "Was the Hague summit on the agenda?",
        "La réunion a-t-elle duré deux jours ?",
    ],
)
def test_what_the_claim_holds_is_affirmed(brain: Brain, question: str) -> None:
    """What a claim says, figure and event and all, is told with yes."""
    assert plain(converse(OneReport(brain), [question], "en")[1]).startswith(("Yes", "Oui"))


@pytest.mark.parametrize(
    "question",
    [
        "Was the 20 billion pledged on Friday?",
        "Did Rubio thank Rutte?",
        "Did Rubio welcome Rutte?",
        "La Corée du Sud soutient-elle la machine de guerre russe ?",
        "Rubio a-t-il remercié Rutte ?",
        "Did South Korea support Russia?",
        "Le Japon soutient-il la machine de guerre russe ?",
    ],
)
def test_what_the_report_leaves_open_is_not_denied(brain: Brain, question: str) -> None:
    """That one did it to another, or some did it, is no proof that it was not so the other way
    round, or of others; nor does the day of telling say when it was not.
    """
    assert converse(OneReport(brain), [question], "en")[0].verdict == "not_in_report"


@pytest.mark.parametrize(
    "question",
    [
        "Was the meeting in 2024?",
        "Was it held in 2024?",
        "La réunion a-t-elle eu lieu en juin 2025 ?",
    ],
)
def test_another_time_is_denied_by_when_it_was(brain: Brain, question: str) -> None:
    """Whether the meeting was in another month or year is denied with its own days."""
    answer, reply = converse(OneReport(brain), [question], "en")
    assert plain(reply).startswith(("No.", "Non."))
    assert "meeting" in answer.names


@pytest.mark.parametrize(
    "question",
    [
        "Was the meeting in April?",
        "Did they meet in 2025?",
        "Will NATO meet in 2026?",
        "Les ministres se réuniront-ils en juin ?",
        "Is there a meeting in June 2025?",
        "Did NATO meet in 2023?",
    ],
)
def test_its_own_time_and_other_meetings_are_not_denied(brain: Brain, question: str) -> None:
    """A month or year in which it was is not denied, nor that there was or will be another."""
    assert not plain(converse(OneReport(brain), [question], "en")[1]).startswith("No")
