"""Tests of follow-ups on the first report: what continues the last question, and what does not."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.context import LASTS
from bot.dialogue.source import OneReport, converse
from tests.bot.dialogue.dialogues import facts, say


def test_follow_ups_keep_what_they_leave_out(brain: Brain) -> None:
    """A day, a name, a pronoun or a correction continues the last question."""
    assert facts(brain, "Qu’a dit Rutte sur la Chine ?", "et sur la paix ?") == ("peace",)
    assert facts(brain, "Who is Marco Rubio?", "and Kallas?")[0] == "kallas-role"
    assert say(brain, "Who is Marco Rubio?", "Did China attend?")[0].verdict == "not_in_report"
    assert "war-machine" not in facts(
        brain, "What did he say about China?", "What did Rutte say about peace?"
    )
    assert facts(brain, "who's kallas", "no wait I meant rubio") == ("rubio-role",)
    assert say(brain, "Who is Marco Rubio?", "what did he say?")[0].verdict == "not_in_report"
    assert say(brain, "Combien pour l’Ukraine ?", "et la France ?")[0].verdict == "not_in_report"


def test_ordinals_pick_from_what_was_listed(brain: Brain) -> None:
    """ "The second one" is the second of the subjects or quotations last told."""
    assert facts(brain, "What was on the agenda?", "the second one") == ("agenda-investment",)
    assert facts(brain, "toutes les citations", "la dernière") == ("together",)


def test_the_context_is_forgotten(brain: Brain) -> None:
    """After a quarter of an hour a message no longer continues what was said before."""
    fresh = say(brain, "et sur la paix ?")[0].facts
    assert (
        say(brain, "Qu’a dit Rutte sur la Chine ?", "et sur la paix ?", pause=LASTS + 1)[0].facts
        == fresh
    )


def test_an_article_before_a_name_stands_for_nobody(brain: Brain) -> None:
    """Everything on a name, asked after a question about somebody, is the same as asked by
    itself.
    """
    person = next(
        e
        for e in brain.report.file.entities
        if e.type == "person" and e.id not in brain.report.file.frame
    )
    country = next(
        e
        for e in brain.report.file.entities
        if e.type == "country" and e.name["fr"].startswith("l’")
    )
    alone, _ = converse(OneReport(brain), [f"tout sur {country.name['fr']}"], "fr")
    after, _ = converse(
        OneReport(brain), [f"qui est {person.name['fr']} ?", f"tout sur {country.name['fr']}"], "fr"
    )
    assert after.facts == alone.facts
    assert alone.facts


@pytest.mark.parametrize(
    "turns", [("What did Rutte say?", "and Singh?"), ("liste les citations", "et Dubois ?")]
)
def test_a_follow_up_about_nobody_known_is_not_answered_of_another(
    brain: Brain, turns: tuple[str, str]
) -> None:
    """A follow-up of which the bot knows no word gets no answer that leaves that word out."""
    answer, _ = converse(OneReport(brain), list(turns), "fr")
    assert (answer.verdict, answer.passages) == ("not_in_report", ()), answer
