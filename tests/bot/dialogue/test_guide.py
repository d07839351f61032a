"""What the bot tells of itself: its greeting, what can be asked of it, and its commands."""

from __future__ import annotations

import pytest

from bot.adapters.html import telegram_html
from bot.adapters.matrix.content import prefixed
from bot.adapters.screen import Page
from bot.app.menus import menus
from bot.dialogue import guide
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse
from knowledge.language.words import LANGUAGES

MOST_USED = 6


def helped(brain: Brain, *turns: str, lang: str = "en") -> list[str]:
    """Return the lines of the last reply, as they stand on a screen of 80 columns."""
    message = converse(OneReport(brain), [*turns], lang)[1]
    return [row.text for row in Page(80).rows(message, menus(brain)[message.lang].folding)]


@pytest.mark.parametrize(
    "typed", ["/help", "/aide", "help", "what can you do?", "que sais-tu faire ?"]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_fits_a_screen(brain: Brain, typed: str, lang: str) -> None:
    """Help fits 80 by 24 with both prompts: three questions, then six commands, a line each."""
    lines = helped(brain, typed, lang=lang)
    assert len(lines) + 3 <= 24
    questions = [n for n, line in enumerate(lines) if line.startswith("– ")]
    commands = [n for n, line in enumerate(lines) if line.startswith("/")]
    assert (len(questions), len(commands)) == (3, MOST_USED)
    assert max(questions) < min(commands)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_help_names_can_be_asked(brain: Brain, lang: str) -> None:
    """Each question that help and the greeting name is answered from the report."""
    for question in guide.examples(brain, lang):
        assert converse(OneReport(brain), [question], lang)[0].verdict == "answered"


@pytest.mark.parametrize(
    ("typed", "lang"),
    [("/help all", "en"), ("/aide tout", "fr"), ("/help tout", "fr"), ("/aide ALL", "en")],
)
def test_the_rest_on_demand(brain: Brain, typed: str, lang: str) -> None:
    """All commands are listed on demand, by the language's names, within a screen."""
    words = brain.languages[lang]
    lines = [line.replace("\u00a0", " ") for line in helped(brain, typed, lang=lang)]
    named = [words.names.get(c, c) for c in words.commands]
    assert [line.split()[0].rstrip(":") for line in lines[1:]] == [f"/{name}" for name in named]
    assert all(
        line.endswith(what) for line, what in zip(lines[1:], words.commands.values(), strict=True)
    )
    assert len(lines) + 3 <= 24


@pytest.mark.parametrize(
    ("lang", "named", "other"), [("fr", "/bref", "/summary"), ("en", "/summary", "/bref")]
)
def test_help_names_commands_in_its_language(
    brain: Brain, lang: str, named: str, other: str
) -> None:
    """French help shows the French names, English help the English ones, however asked."""
    for typed in ("/help", "/aide"):
        lines = " ".join(helped(brain, typed, lang=lang))
        assert named in lines
        assert other not in lines


def test_help_names_no_command_of_the_terminal(brain: Brain) -> None:
    """Help is the same on every platform, and so names no command that only a terminal has."""
    for typed in ("/help", "/help all"):
        names = {
            line.split()[0].rstrip(":") for line in helped(brain, typed) if line.startswith("/")
        }
        assert names
        assert not names & {f"/{name}" for name in brain.languages["en"].here}


@pytest.mark.parametrize("typed", ["/start", "bonjour", "hello"])
def test_the_greeting_names_three_things_to_try(brain: Brain, typed: str) -> None:
    """A greeting has three things to try, and each is had by its number."""
    greeted = converse(OneReport(brain), [typed], "en")[1]
    assert len(greeted.choices) == 3
    for number, choice in enumerate(greeted.choices, 1):
        picked = converse(OneReport(brain), [typed, str(number)], "en")[1]
        assert picked.blocks == converse(OneReport(brain), [choice], greeted.lang)[1].blocks
        assert picked.verdict in {"answered", "chat"}


def test_an_unknown_command_leads_to_help(brain: Brain) -> None:
    """A command that there is not is met with the one that lists them all."""
    assert converse(OneReport(brain), ["/summarize"], "en")[1].blocks[0].text.endswith("/help all")
    assert converse(OneReport(brain), ["/resumer"], "fr")[1].blocks[0].text.endswith("/aide tout")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_is_the_same_on_every_platform(brain: Brain, lang: str) -> None:
    """Telegram shows the terminal's lines, Matrix too, each command as it is typed there."""
    for typed in ("/help", "/help all", "/start"):
        message = converse(OneReport(brain), [typed], lang)[1]
        lines = [line for block in message.blocks for line in block.text.split("\n")]
        assert [line for line in telegram_html(message).split("\n") if line] == lines
        known = {name for menu in menus(brain).values() for name in menu.known}
        there = prefixed(message, known, "!")
        assert [block.text.replace("!", "/") for block in there.blocks] == [
            block.text for block in message.blocks
        ]
        assert not any(
            " /" in f" {text}" for text in (*(b.text for b in there.blocks), *there.choices)
        )
