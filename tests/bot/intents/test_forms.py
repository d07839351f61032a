"""Tests of the form in which a message wants its answer."""

from __future__ import annotations

import pytest

from bot.intents.forms import Form, read
from bot.languages import load


@pytest.mark.parametrize(
    ("lang", "message", "rest", "form"),
    [
        ("en", "In one sentence: who came?", "who came?", Form(points=1)),
        ("en", "the lunch in three bullet points", "the lunch", Form(points=3)),
        ("en", "at most 50 words on the lunch", "on the lunch", Form(words=50)),
        ("en", "Yes or no: was Rubio there?", "was Rubio there?", Form()),
        ("fr", "En une phrase : qui est venu ?", "qui est venu ?", Form(points=1)),
        ("fr", "le déjeuner en trois points", "le déjeuner", Form(points=3)),
        ("fr", "cinq points maximum", "", Form(points=5)),
        ("fr", "qui est venu ? resume en trois points", "qui est venu ?", Form(points=3)),
        ("en", "who came? sum it up in two points", "who came?", Form(points=2)),
        ("fr", "en francais plutot", "", Form(lang="fr")),
        ("en", "in French instead please", "", Form(lang="fr")),
        ("fr", "Qui a dit ces mots ?", "Qui a dit ces mots ?", Form()),
        ("en", "Only the quote, please: the peace", "the peace", Form(quote=True)),
        ("fr", "Juste la citation sur la paix", "sur la paix", Form(quote=True)),
        ("en", "the agenda in a few lines", "the agenda", Form(points=3)),
        ("en", "the agenda in two sentences", "the agenda", Form(points=2)),
        ("fr", "le menu en quelques mots", "le menu", Form(points=3)),
        ("en", "Who said one word about it?", "Who said one word about it?", Form()),
    ],
)
def test_words_of_form_are_read_and_left_out(
    lang: str, message: str, rest: str, form: Form
) -> None:
    """What tells only in how much room an answer is wanted is no part of the question."""
    assert read(message, lang, load(lang).marks["forms"]) == (rest, form)
