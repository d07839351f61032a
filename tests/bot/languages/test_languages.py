"""Tests of the files in which the bot's languages lie."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from bot.languages import FOLDER, desk_words, load
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import tokens
from knowledge.loading import yamlfile

BOT = FOLDER.parent
PARTS = ("say", "intents", "marks", "commands", "here", "schedule")


def placeholders(text: str) -> set[str]:
    """Return the names of a sentence's placeholders."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("part", PARTS)
def test_languages_have_equal_keys(part: str) -> None:
    """What one language says, understands or marks, the other does too: no key is missing on either
    side.
    """
    french, english = (getattr(load(code), part) for code in LANGUAGES)
    assert set(french) == set(english)
    assert french


def test_sentences_have_equal_placeholders() -> None:
    """A sentence holds the same placeholders in both languages, each with a name."""
    french, english = (load(code).say for code in LANGUAGES)
    assert {
        k: (placeholders(v), placeholders(english[k]))
        for k, v in french.items()
        if placeholders(v) != placeholders(english[k])
    } == {}
    assert all(
        all(placeholders(v)) for say in (french, english) for v in say.values() if placeholders(v)
    )


def test_every_sentence_says_something() -> None:
    """No sentence, command or example of an intent is empty, in either language."""
    for code in LANGUAGES:
        language = load(code)
        assert [
            k
            for k, v in (*language.say.items(), *language.commands.items(), *language.here.items())
            if not str(v).strip()
        ] == []
        assert [
            k
            for k, examples in language.intents.items()
            if not examples or not all(tokens(e) for e in examples)
        ] == []


def test_every_sentence_is_said() -> None:
    """Each sentence is asked for by its key somewhere in the code, whole or put together from a
    beginning that ends in an underscore.
    """
    code = "".join(p.read_text("utf-8") for p in BOT.rglob("*.py"))
    whole = set(re.findall(r"[\"']([a-z_]+)[\"']", code))
    joined = re.findall(r"f\"([a-z_]+_)\{|\"([a-z_]+_)\" \+", code)
    beginnings = tuple(b for pair in joined for b in pair if b)
    assert [k for k in load("en").say if k not in whole and not k.startswith(beginnings)] == []


def test_the_desk_says_the_same_in_both_languages() -> None:
    """Each sentence of the desk's page is there in both languages, with the same placeholders, set
    as its language is, and shown by a file of the page or the desk's code.
    """
    french, english = (desk_words(code) for code in LANGUAGES)
    assert {k: placeholders(v) for k, v in french.items()} == {
        k: placeholders(v) for k, v in english.items()
    }
    assert [k for k, v in french.items() if "'" in v or not v.strip()] == []
    pages = [*(BOT / "web").rglob("*.*"), *(BOT / "app" / "desk").glob("*.py")]
    shown = "".join(p.read_text("utf-8") for p in pages if p.suffix in {".js", ".html", ".py"})
    whole = {*re.findall(r"words\.(\w+)", shown), *re.findall(r"[\"'{](\w+)", shown)}
    joined = tuple(re.findall(r"[`\"](\w+_)(?:\$\{|\{)", shown))
    assert [k for k in french if k not in whole and not k.startswith(joined)] == []


def test_placeholders_of_examples_are_shared() -> None:
    """The examples of an intent hold the same kinds of placeholders in both languages."""
    french, english = (load(code).intents for code in LANGUAGES)
    unequal = {
        k: kinds
        for k in french
        if len(
            set(
                kinds := tuple(
                    frozenset(p for e in side[k] for p in placeholders(e))
                    for side in (french, english)
                )
            )
        )
        > 1
    }
    assert unequal == {}


def test_french_sentences_are_set_as_french() -> None:
    """French sentences have typographic apostrophes, never straight ones."""
    assert {k: v for k, v in load("fr").say.items() if "'" in v} == {}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.yaml")), ids=lambda p: p.parent.name)
def test_no_key_stands_twice(path: Path) -> None:
    """Each file is sound: no key stands twice in one mapping, where the second would silently
    win.
    """
    assert yamlfile.read(path).data
