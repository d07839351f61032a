"""Tests that no pattern is slow on anything that a person can type: its steps grow with the length
of the text, and no faster.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest

import bot
import knowledge
from bot.languages import load
from knowledge.language.languages import LANGUAGES
from tests import hostile
from tests.steps import Counter

LENGTHS = (1000, 2000, 4000, 8000)
# How long texts are among which the worst is sought; of 2,000 characters none is worse by a
# fortieth.
SOUGHT = 500
# By how much steps may grow where a text is twice as long; a pattern that begins anew at each
# character has 4.
GROWTH = 2.3
# Steps for each character beyond which a pattern is slow, whatever its growth.
MOST = 60
# What reads no message: reports and the operator's own files, which somebody chose, and what the
# bot itself says.
ELSEWHERE = (
    *(
        "knowledge.drafting",
        "knowledge.language.build",
        "knowledge.language.sentences",
        "knowledge.loading.text",
        "knowledge.retrieval.tables",
        "knowledge.evaluation",
        "knowledge.language.grammar",
        "knowledge.loading.extending",
    ),
    *(
        "bot.config",
        "bot.store",
        "bot.deploy",
        "bot.dialogue.drafted.meeting",
        "bot.dialogue.drafted.drafted",
    ),
    "bot.adapters.matrix.content",
    "bot.app.desk.views",
    "bot.guides",
)
# What reads 300 characters of a message at most, and makes its patterns of long lists of words.
SHORT = ("bot.intents.wishes",)
MARKS = ("checks", "inverted", "future")
Made = dict[str, tuple[tuple[Any, ...], ...]]


def marks() -> list[str]:
    """Return the patterns that stand among the marks of the languages."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    for lang in LANGUAGES:
        for key in MARKS:
            walk(load(lang).marks[key])
    return found


def made() -> Made:
    """Return with what each function is called here that makes a pattern of words."""
    joints = tuple((tuple(load(lang).marks["and"]),) for lang in LANGUAGES)
    return {
        "bot.dialogue.reading._joint": joints,
        "bot.dialogue.reading._between": joints,
        "bot.dialogue.tongues._speaks": tuple(
            (tuple(load(lang).marks["speaks"]),) for lang in LANGUAGES
        ),
        "knowledge.language.words._before_stemming": tuple((lang,) for lang in LANGUAGES),
        "bot.dialogue.subscribing.themes._joint": ((("and", "et", "as well as", "ainsi que"),),),
        "knowledge.retrieval.seeking.patterns": tuple((lang,) for lang in LANGUAGES),
        "bot.intents.forms._patterns": tuple(
            (lang, tuple((kind, tuple(each)) for kind, each in load(lang).marks["forms"].items()))
            for lang in LANGUAGES
        ),
        "bot.intents.marks.pattern": tuple((mark,) for mark in marks()),
        "bot.adapters.matrix.naming._patterns": (("@briefing:example.org", "Briefing bot"),),
        "bot.adapters.matrix.naming._others": ((("anna", "Anna B."),), ((),)),
        "bot.adapters.telegram.naming._patterns": (("briefing_bot", "Briefing"), ("", "")),
    }


def modules() -> Iterator[ModuleType]:
    """Yield the modules that may read what a person types."""
    for package in (bot, knowledge):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.startswith(ELSEWHERE) and not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def held(value: object) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that a value of a module is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | frozenset | set):
        for each in value:
            yield from held(each)
    elif isinstance(value, dict):
        yield from held([*value, *value.values()])


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern that is applied to what a person types, by a name that tells where it
    stands.
    """
    found: dict[str, re.Pattern[str]] = {}
    for module in modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(held(value)):
                if isinstance(pattern.pattern, str) and pattern not in found.values():
                    found[f"{module.__name__}.{name}{f'[{number}]' if number else ''}"] = pattern
    for name, calls in made().items():
        module_name, _, function = name.rpartition(".")
        make: Callable[..., object] = getattr(importlib.import_module(module_name), function)
        for number, arguments in enumerate(calls):
            for part, pattern in enumerate(held(make(*arguments))):
                found[f"{name}({number}.{part})"] = pattern
    return found


PATTERNS = patterns()


def steps(counter: Counter, text: str) -> int:
    """Return the steps of a search; those of a slow pattern are not counted to their end."""
    return counter.find(text, MOST * len(text))


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_linear(name: str) -> None:
    """Over its own characters, pairs of them and what it nearly matches, again and again, a pattern
    takes steps that grow with the length.
    """
    pattern = PATTERNS[name]
    counter = Counter(pattern)
    worst = max(hostile.texts(pattern), key=lambda text: steps(counter, text(SOUGHT)))
    counted, shown = [steps(counter, worst(length)) for length in LENGTHS], worst(20)
    assert counted[-1] < MOST * LENGTHS[-1], f"{counted} steps over {shown!r}"
    assert all(after <= GROWTH * before for before, after in pairwise(counted)), (
        f"{counted} steps over {shown!r}"
    )


@pytest.mark.parametrize(
    "slow",
    [
        r"\S*(?:[{}\\|<>]|\.\./|://|%[a-z]\b)\S*",
        r"\s+[—–-]\s+",
        r"\[([^\]]+)\]\(https://matrix\.to/#/[^)]*\)",
        r"\b(\d{1,2})\s*(?:er|st)?\s+(?:of\s+)?([a-z]{3,9})\b",
        r"«\s*(.+)\s*»",
        r"(?:\s*please\s*)+$",
        r"(?:a|aa)+$",
        r"(?<=..)(?:e?[stdx]|e)+$",
    ],
)
def test_a_slow_pattern_is_found(slow: str) -> None:
    """The patterns that once took seconds over a message do not pass."""
    PATTERNS["slow"] = re.compile(slow)
    try:
        with pytest.raises(AssertionError):
            test_a_pattern_is_linear("slow")
    finally:
        del PATTERNS["slow"]


@pytest.mark.parametrize("name", PATTERNS)
def test_steps_are_those_of_the_engine(name: str) -> None:
    """What counts steps finds the same as the engine of `re`, so that it walks as that does."""
    pattern = PATTERNS[name]
    counter = Counter(pattern)
    for text in (
        *(text(40) for text in hostile.texts(pattern)),
        "Le 3 avril 2025, M. Rutte a dit : « Oui. » — Qui ? a@b.c {x} ../y 1,5 %s https://a.b\n> Z",
    ):
        counter.find(text, 100_000)
        assert counter.spans == [m.span() for m in pattern.finditer(text)], text


def names(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef, set[str]]]:
    """Yield the functions of a module that call `re` with a pattern, with the names of their
    decorators.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            calls = [
                c.func
                for c in ast.walk(node)
                if isinstance(c, ast.Call) and isinstance(c.func, ast.Attribute)
            ]
            if any(
                isinstance(c.value, ast.Name) and c.value.id == "re" and c.attr != "escape"
                for c in calls
            ):
                yield node, {ast.unparse(d).partition("(")[0] for d in node.decorator_list}


def test_every_pattern_is_seen() -> None:
    """What reads messages has its patterns in its module or from a function that remembers them and
    is called above, so that none is left out.
    """
    called, unseen = made(), []
    for module in modules():
        if module.__name__.startswith(SHORT):
            continue
        for function, decorators in names(ast.parse(inspect.getsource(module))):
            if f"{module.__name__}.{function.name}" not in called or not decorators & {
                "cache",
                "lru_cache",
            }:
                unseen.append(f"{module.__name__}.{function.name}")
    assert not unseen
