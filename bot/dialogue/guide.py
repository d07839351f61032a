"""The guide: how the bot greets, what can be asked of it, and its commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.phrases import say
from bot.languages import Language
from knowledge.language.languages import DEFAULT
from knowledge.language.words import fold

_MOST_USED = ("summary", "people", "quotes", "verify", "cite", "subscribe")
_EXAMPLES = 3
# Facts of these kinds make good first questions, in this order.
_TOLD = ("statement", "pledge", "agenda", "session", "date")
# Lists by the kind of fact that they gather, and what can be asked of every report.
_LISTS = {"attendance": "attendance", "date": "dates"}
_ALWAYS = ("people", "summary")


def greeting(brain: Brain, lang: str, *, invite: bool = False) -> Answer:
    """Return the greeting with three things to try, and with `invite` the daily briefing."""
    words = brain.languages[lang]
    hello = say(brain, lang, "hello")
    more = [Part(words("sub_invite"))] if invite else []
    tries = (*examples(brain, lang)[: _EXAMPLES - 1], f"/{_name(words, 'help')}")
    return replace(hello, parts=(*hello.parts, *more, Part(words("hello_try"))), next=tries)


def help_(brain: Brain, lang: str, wanted: str = "") -> Answer:
    """Return what can be asked, with examples, and the commands most used.

    `wanted` is what is typed behind /help; it may ask for all commands instead.
    """
    if fold(wanted) in {fold(words("help_all")) for words in brain.languages.values()}:
        return every(brain, lang)
    words = brain.languages[lang]
    first, second, third = examples(brain, lang)
    told = say(brain, lang, "help", first=first, second=second, third=third)
    return replace(
        told, parts=(*told.parts, Part(_commands(words, _MOST_USED)), Part(words("help_more")))
    )


def every(brain: Brain, lang: str) -> Answer:
    """Return every command that all platforms have, each with what it does."""
    words = brain.languages[lang]
    return Answer(
        "chat",
        lang,
        (Part("\n".join((words("help_every"), _commands(words, tuple(words.commands))))),),
        "help",
    )


def examples(brain: Brain, lang: str) -> tuple[str, str, str]:
    """Return three questions that the report answers, each of another kind; in the default language
    where too few are known in this one.
    """
    asked = (q for each in (lang, DEFAULT) for q in _asked(brain, each) if q)
    first, second, third, *_ = dict.fromkeys(asked)
    return first, second, third


def _asked(brain: Brain, lang: str) -> Iterator[str]:
    """Yield questions in a language, "" for those of which there are none."""
    facts, asks = brain.report.facts, brain.report.asks.get(lang, {})
    lists = [
        intent for kind, intent in _LISTS.items() if any(f.kind == kind for f in facts.values())
    ]
    words = brain.languages[lang]
    general = [_question(words.intents[intent]) for intent in (*lists, *_ALWAYS)]
    general.append(words("doc_ask"))
    yield from general[:1]
    for kind in _TOLD:
        told = (_question(asks.get(f.id, ())) for f in facts.values() if f.kind == kind)
        yield next(filter(None, told), "")
    yield from general


def _question(asked: tuple[str, ...]) -> str:
    """Return the first whole question among some, "" where there is none."""
    found = next((q for q in asked if q.endswith("?") and "{" not in q), "")
    return found[:1].upper() + found[1:]


def _commands(words: Language, names: tuple[str, ...]) -> str:
    return "\n".join(
        words("help_command", name=_name(words, name), meaning=words.commands[name])
        for name in names
    )


def _name(words: Language, command: str) -> str:
    """Return what a command is called in a language."""
    return words.names.get(command, command)
