"""Chat: commands, greetings and what cannot be read as a question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from bot.dialogue import citation, guide, pictures, tongues
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.lists import lists
from bot.dialogue.phrases import say
from bot.dialogue.reading import SMALL_TALK
from bot.intents import budget, talk
from bot.intents.matcher import Match
from bot.intents.utterance import Utterance
from bot.intents.wishes import schedule
from bot.languages import Language
from knowledge.language.words import fold, same_words, visible

_AS_INTENT = {
    "help": "help",
    "ask": "help",
    "start": "start",
    "report": "report",
    "summary": "summary",
    "people": "people",
    "quotes": "quotes",
    "timeline": "timeline",
}
# What is made of the last answer; its choice is the sentence "cite_choice".
_OF_ANSWER = {"cite": citation.cite, "card": pictures.card}
_SURE = 0.55
_COMMAND = 4000
_BEGUN = re.compile(r"\A\s*/(\w{1,32})(?:@\w+)?(?!\w)")
_SHORT = 80
_NOTHING_SAID = Context()


def canonical(languages: Mapping[str, Language], text: str) -> str:
    """Return a message with the command that it begins with under its own name, where it has one of
    its aliases ("/aide"); what /ask asks is the message itself.
    """
    begun = _BEGUN.match(text)
    if begun is None:
        return text
    typed, rest = fold(begun[1]), text[begun.end() :]
    name = next(
        (language.aliases[typed] for language in languages.values() if typed in language.aliases),
        typed,
    )
    return (
        rest.strip()
        if name == "ask" and rest.strip()
        else f"/{name}{rest}"
        if name != typed
        else text
    )


def command(brain: Brain, text: str, context: Context, lang: str) -> Answer | None:
    """Return the reply to a command ("/help"), or None where the text is none or needs more than a
    fixed reply.
    """
    text = visible(text[:_COMMAND]).strip()
    for name in _OF_ANSWER:
        if any(text == words(f"{name}_choice") for words in brain.languages.values()):
            text = f"/{name}"
    if wished := tongues.wished(brain, text):
        text = f"/language {wished}"
    if not text.startswith("/"):
        return None
    word, _, rest = text[1:].strip().partition(" ")
    word, rest = word.partition("@")[0].casefold(), rest.strip()
    if (word == "verify" and rest) or word in schedule.COMMANDS:
        return None
    if word in _AS_INTENT:
        return (
            guide.help_(brain, lang, rest)
            if word == "help"
            else pictures.shown(brain, named(brain, _AS_INTENT[word], lang, context))
        )
    if word in _OF_ANSWER:
        return _OF_ANSWER[word](brain, lang, context, rest)
    if word == "language":
        return tongues.spoken(brain, rest, lang)
    return say(
        brain, lang, "verify_ask" if word == "verify" else "unknown_command", example=_words(brain)
    )


def _words(brain: Brain) -> str:
    """Return words of the report to try a verification with."""
    return next(
        (q.text for q in brain.report.file.quotes),
        next((p.text for p in brain.report.passages), ""),
    )


def named(brain: Brain, intent: str, lang: str, context: Context) -> Answer | None:
    """Return the answer to an intent by its name, without a question."""
    if intent in {*SMALL_TALK, "report"}:
        return _talk(brain, lang, intent)
    if intent == "start":
        return guide.greeting(brain, lang, invite=True)
    match = Match(intent, "intent", 1.0, 1.0, 1.0, ())
    return lists.answer(brain, brain.analyser.analyse("", lang, sure=True), match, context)


def small_talk(
    brain: Brain, text: str, lang: str, context: Context = _NOTHING_SAID
) -> Answer | None:
    """Return the reply to a message of nothing but small talk, or None; what was offered in
    `context` stays so.
    """
    said = same_words(text[:_SHORT]).rstrip("?! ")
    for code in (lang, *brain.languages):
        for intent in ("help", "self"):
            if said in _said(brain.languages[code].intents[intent]):
                return _talk(brain, code, intent)
    found = talk.kind_of(
        visible(text[:_COMMAND]),
        {code: words.talk for code, words in brain.languages.items()},
        lang,
    )
    if found is None:
        return None
    kind, code = found
    if kind == "ack" and text.rstrip().endswith("?"):
        read = brain.analyser.analyse(text, lang)
        if read.asks or read.polar:
            return None  # "when exactly?", "is it true?"
    told = _talk(brain, code, kind)
    return told if kind == "hello" else replace(told, next=context.choices)


def _talk(brain: Brain, lang: str, intent: str) -> Answer:
    """Return the reply to an intent of small talk."""
    if intent == "hello":
        return guide.greeting(brain, lang)
    return guide.help_(brain, lang) if intent == "help" else say(brain, lang, intent)


@lru_cache(maxsize=64)
def _said(examples: tuple[str, ...]) -> frozenset[str]:
    """Return examples in the spelling in which messages are compared with them."""
    return frozenset(same_words(e).rstrip("?! ") for e in examples)


def answer(brain: Brain, utterance: Utterance, intent: Match) -> Answer | None:
    """Return the reply to small talk, or None where the message is more than that."""
    if (
        intent.key not in SMALL_TALK
        or intent.likeness < _SURE
        or utterance.outside
        or not utterance.content
    ):
        return None
    if intent.key == "orders":
        return replace(say(brain, utterance.lang, "orders", "not_in_report"), ground="absent")
    return _talk(brain, utterance.lang, intent.key)


def shortened(brain: Brain, answer: Answer) -> Answer:
    """Return an answer to a message that was too long to be read whole, with a word about that."""
    note = brain.languages[answer.lang]("shortened", most=budget.CHARACTERS)
    return replace(answer, parts=(*answer.parts, Part(note)))


def unreadable(brain: Brain, text: str, utterance: Utterance) -> Answer | None:
    """Return the reply to a message in which there is nothing to read, or which is in neither
    language.
    """
    if utterance.foreign:
        return say(brain, utterance.lang, "other_language", "not_understood")
    if not utterance.words:
        return say(
            brain,
            utterance.lang,
            "other_language" if any(c.isalpha() for c in text) else "empty",
            "not_understood",
        )
    return None


def bare_name(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return choices where a message is nothing but the name of somebody of whom the report tells
    several things.
    """
    people = [n for n in utterance.names if n.kind == "person"]
    if len(people) != 1 or len([f for f in utterance.features if not f.inside]) > 1:
        return None
    key, lang = people[0].key, utterance.lang
    told = [f for f in brain.report.facts.values() if key in f.entities]
    if len([f for f in told if f.speaker == key]) < 2:  # noqa: PLR2004
        return None
    words = brain.languages[lang]
    name = brain.report.entities[key].name[lang]
    choices = tuple(words(c, name=name) for c in ("said_choice", "did_choice", "who_choice"))
    return Answer(
        "ambiguous",
        lang,
        (Part(words("about_name", name=name)),),
        "about",
        choices=choices,
        names=(key,),
        confidence=0.5,
    )
