"""Tests of whether a report names somebody or something."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from tests.bot.dialogue.dialogues import say

ASKED = {
    "en": ("Is {name} mentioned?", "Does {name} get a mention anywhere?", "Does {name} come up?"),
    "fr": ("{name} apparaît quelque part ?", "Le texte mentionne-t-il {name} ?"),
}


@pytest.mark.parametrize(
    ("lang", "question"), [(lang, q) for lang, all_of_it in ASKED.items() for q in all_of_it]
)
def test_what_stands_in_the_report_is_affirmed_where_it_stands(
    brain: Brain, lang: str, question: str
) -> None:
    """Whether the report mentions a country is answered with yes and a passage that does for each
    that it has, and with no yes for one that it has not.
    """
    yes = brain.languages[lang]("affirmed", claim="").strip()
    countries = [e for e in brain.report.file.entities if e.type == "country"]
    for country in countries:
        answer, text = say(brain, question.format(name=country.name[lang]))
        assert text.startswith(yes), country.id
        assert answer.passages
    assert len(countries) > 1
    assert not say(brain, question.format(name="Portugal"))[1].startswith(yes)
