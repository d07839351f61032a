"""Tests of denying: "no" where the report decides a question of yes or no, and never where it
leaves it open.
"""

from __future__ import annotations

import pytest

from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


def _reply(brain: Brain, question: str) -> str:
    return plain(converse(OneReport(brain), [question], "fr")[1])


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (
            "Did Rubio promise 20 billion?",
            "No, not Marco Rubio. In the first quarter of 2025 the Allies",
        ),
        (
            "Mme Kallas a-t-elle réaffirmé le soutien de l’OTAN à Kyïv ?",
            "Non, pas Kaja Kallas. M. Rutte",
        ),
        ("Was Rubio thanked by Kallas?", "No, not Kaja Kallas. Mr Rutte thanked"),
        (
            "La conférence de presse a-t-elle eu lieu jeudi ?",
            "Non, pas le jeudi 3 avril mais le vendredi 4 avril.",
        ),
        ("Did the Allies commit 30 billion euros?", "No. In the first quarter"),
        ("Was Iran among the Indo-Pacific partners?", "No, not Iran. Four"),
        ("la réunion a duré trois jours ?", "Non. La réunion a duré deux jours"),
        ("Rubio a promis 20 milliards ?", "Non, pas Marco Rubio."),
        ("c’était à Paris ?", "Non. La réunion s’est tenue à Bruxelles."),
        ("Was the meeting held in Paris?", "No. The meeting was held in Brussels."),
        ("Did the ministers meet in Geneva?", "No. The meeting was held in Brussels."),
        ("Se sont-ils réunis à Kiev ?", "Non. La réunion s’est tenue à Bruxelles."),
        ("Did they meet in The Hague?", "No. The meeting was held in Brussels."),
        (
            "Did Rutte promise 20 billion?",
            "No, not Mr Rutte. In the first quarter of 2025 the Allies",
        ),
        ("Rutte a promis 20 milliards ?", "Non, pas M. Rutte. Les Alliés se sont engagés"),
        ("the meeting lasted three days?", "No. The meeting lasted two days"),
        ("Is Kallas the secretary general?", "No. Kaja Kallas is the EU High Representative"),
    ],
)
def test_what_the_report_decides_is_denied(brain: Brain, question: str, begins: str) -> None:
    """Another than the one who did it, another day, figure or office get "no" and what the report
    says instead.
    """
    assert _reply(brain, question).startswith(begins)


@pytest.mark.parametrize(
    "question",
    [
        "Est-ce que Rutte est venu jeudi soir ?",
        "Did Rubio attend the Friday session?",
        "Did Rutte thank Kallas?",
        "Was Kallas thanked?",
        "Rubio a-t-il assisté au déjeuner ?",
        "Did the ministers not pledge 20 billion?",
        "Did the US pledge the 20 billion?",
        "La Corée du Nord était-elle présente ?",
        "Was NATO-EU cooperation discussed at the lunch?",
        "Did Kallas speak at the press conference?",
        "Was the NATO-Ukraine Council held in Kyiv?",
        "A-t-on rencontré Sybiha en Ukraine ?",
        "Did the lunch take place in Australia?",
        "Did the lunch come after the meeting with the Indo-Pacific?",
        "L’Ukraine a-t-elle demandé 20 milliards ?",
        "Did Ukraine ask for 20 billion?",
        "Did Russia support China?",
        "La machine de guerre russe soutient-elle l’Iran ?",
        "Did Kyiv support NATO?",
        "Did Ukraine give 20 billion to the Allies?",
        "Did Rubio attend the lunch?",
    ],
)
def test_what_the_report_leaves_open_is_not_denied(brain: Brain, question: str) -> None:
    """Whether somebody was among those who are not named, or did what is told of others, gets
    neither yes nor no.
    """
    assert not _reply(brain, question).startswith(("Oui", "Non", "Yes", "No.", "No,"))


@pytest.mark.parametrize(
    "question",
    [
        "Rutte a-t-il dit que la guerre était finie ?",
        "Did Rutte say the war in Ukraine is over?",
        "Les dépenses de défense ont-elles doublé ?",
        "Did Rutte say that NATO was obsolete?",
        "Did Rutte announce a ceasefire?",
        "Is the Indo-Pacific joining NATO?",
        "Le sommet de La Haye a-t-il eu lieu ?",
        "Were journalists at the press conference?",
        "Did Rutte meet Rubio one-on-one?",
        "M. Rutte a-t-il vu Rubio en tête-à-tête ?",
    ],
)
def test_what_the_report_does_not_say_is_not_affirmed(brain: Brain, question: str) -> None:
    """A question gets no "yes" from a fact that only has to do with it."""
    assert not _reply(brain, question).startswith(("Oui", "Yes"))


@pytest.mark.parametrize(
    "question",
    [
        "Rutte a-t-il parlé de la Chine ?",
        "Did Rutte talk about peace?",
        "Did Rutte say the Allies pledged 20 billion?",
        "Does Iran support Russia’s war machine?",
        "Did NATO support Kyiv?",
        "Did Sybiha meet the ministers?",
        "Selon Rutte, les Alliés ont-ils promis 20 milliards ?",
        "La réunion a-t-elle eu lieu à Bruxelles ?",
        "Est-ce Rutte qui a remercié Rubio ?",
        "Did Rutte thank Rubio?",
    ],
)
def test_what_the_report_says_is_affirmed(brain: Brain, question: str) -> None:
    """A question gets "yes" where a fact's own text says all of it; by somebody's account it is
    theirs.
    """
    assert _reply(brain, question).startswith(("Oui.", "Yes.", "Oui, selon", "Yes, according to"))


@pytest.mark.parametrize(
    ("question", "word"), [("Qui a voté contre ?", "vote"), ("Who voted against?", "vote")]
)
def test_a_vote_that_the_report_does_not_know(brain: Brain, question: str, word: str) -> None:
    """Who voted how is met with what the report lacks: the vote itself."""
    assert word in _reply(brain, question).split("\n")[0]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Was it in Belgium?", ["The report does not mention Belgium.", "held in Brussels."]),
        ("La réunion a-t-elle eu lieu en Belgique ?", ["la Belgique.", "tenue à Bruxelles."]),
    ],
)
def test_a_country_in_which_the_place_lies_is_not_denied(
    brain: Brain, question: str, told: list[str]
) -> None:
    """A country of which the place told is the capital gets no "no": the report does not mention
    it, and tells the place.
    """
    assert all(words in _reply(brain, question) for words in told)
    assert not _reply(brain, question).startswith(("No.", "Non."))


def test_what_is_to_come_is_not_denied_by_what_was(brain: Brain) -> None:
    """Where something was held says nothing of where they will meet."""
    assert not _reply(brain, "Will they meet in The Hague?").startswith("No.")
