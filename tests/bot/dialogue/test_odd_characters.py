"""Odd characters: what no keyboard of ours types stops no command and no question."""

from __future__ import annotations

import pytest

from bot.chat.messages import plain
from bot.dialogue.context import Context
from bot.dialogue.library import Library
from tests import libraries


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return a library of several reports."""
    return libraries.several(tmp_path_factory.mktemp("several"))


@pytest.mark.parametrize(
    "odd", ["\u00b2", "\u2460", "\u0663", "\udbdf", "\ud800 x", "\x00", "9" * 30]
)
def test_no_character_stops_a_command_or_a_question(library: Library, odd: str) -> None:
    """Digits of any script, halves of characters and figures of any length are read or called
    unknown, behind every command and alone.
    """
    commands = (command for words in library.languages.values() for command in words.commands)
    for said in (odd, f"the {odd} one", *(f"/{command} {odd}" for command in commands)):
        assert plain(library.reply(said, Context()).message)
