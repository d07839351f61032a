"""Offices: whom a question calls by an office that a drafted report gives to one person only ("the
minister", « la maire »).
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.followups.anaphora import with_name
from bot.dialogue.vocabulary import name_of
from bot.intents.marks import SAYING
from bot.intents.utterance import Utterance
from bot.intents.vocabulary import Name
from knowledge.language.grammar import grammar
from knowledge.language.words import tokens
from knowledge.model import Entity
from knowledge.retrieval.lexicon import lexicon

_SURE = 0.85
_REACH = 3  # words behind "of" that belong to an office
_NAMES = ("n:", "x:")


def named(brain: Brain, utterance: Utterance) -> Utterance:
    """Return a question for somebody's words, or who somebody is, with the person whom it calls by
    their office.

    Any other is returned as it is, and so is one that names somebody, or that may mean another.
    """
    if any(n.kind == "person" for n in utterance.names) or not (
        utterance.has(*SAYING) or utterance.asks == {"q_who"}
    ):
        return utterance
    lang = brain.report.file.language
    fitting: list[tuple[tuple[bool, int], Entity, set[int]]] = []
    for entity in brain.report.file.entities:
        role = entity.role.get(lang) if entity.role else None
        if entity.type == "person" and role:
            keys, head = _keys(brain, role, lang), _head(brain, role, lang)
            noun = next(
                (f for f in utterance.content if _is_of(f.key, {head}, utterance.lang)), None
            )
            words = _words_of_office(brain, utterance, noun.at) if noun else set()
            asked = {f.key for f in utterance.content if f.at in words}
            plural = noun is not None and _is_plural(noun.surface, role)
            if noun and not plural and all(_is_of(key, keys, utterance.lang) for key in asked):
                # « la présidente » and « le président » may be two
                written = set(tokens(noun.surface)) <= set(tokens(role))
                fitting.append(((not written, len(keys) - len(asked)), entity, words))
    fitting.sort(key=lambda found: found[0])
    if not fitting or (len(fitting) > 1 and fitting[1][0] == fitting[0][0]):
        return utterance
    _, person, words = fitting[0]
    rest = replace(
        utterance,
        features=tuple(
            f for f in utterance.features if f.at not in words or f not in utterance.content
        ),
    )
    return with_name(rest, Name(person.id, "person", ()))


def holder(brain: Brain, question: Utterance) -> Answer | None:
    """Return who holds an office, by name and with the sentence that tells it, where a question, as
    `named` returns it, asks no more than who that is.
    """
    if (
        question.asks != {"q_who"}
        or question.polar
        or [f.key[:2] for f in question.content] != ["n:"]
    ):
        return None
    key = question.content[0].key[2:]
    fact = next(
        (f for f in brain.report.facts.values() if f.kind == "role" and key in f.entities), None
    )
    if fact is None:
        return None
    part = Part(name_of(brain.report, key, question.lang), brain.report.passages_of([fact]))
    return Answer(
        "answered",
        question.lang,
        (part,),
        "who_is",
        facts=(fact.id,),
        confidence=_SURE,
        names=(key,),
    )


def _is_plural(noun: str, role: str) -> bool:
    """Whether a noun of a question speaks of several who hold such an office."""
    return noun.casefold().endswith(("s", "x")) and not any(
        t.endswith(("s", "x")) for t in tokens(role)
    )


def _is_of(key: str, keys: set[str], lang: str) -> bool:
    """Whether a feature of a question is one of some features, or another language's word for
    one.
    """
    return key in keys or (
        key.startswith("w:")
        and any(
            f"w:{stem}" in keys
            for table in lexicon(lang).abroad.values()
            for stem in table.get(key[2:], ())
        )
    )


def _keys(brain: Brain, words: str, lang: str) -> set[str]:
    return {f.key for f in brain.analyser.analyse(words, lang, sure=True).content}


def _head(brain: Brain, role: str, lang: str) -> str:
    """Return the feature of an office's noun: the first word where adjectives stand behind
    it, else the last before "of".
    """
    found = [
        f for f in brain.analyser.analyse(role, lang, sure=True).content if f.key[:2] not in _NAMES
    ]
    if not found:
        return ""
    if grammar(lang).adjectives == "after":
        return found[0].key
    marks = brain.languages[lang].marks
    end = next((n for n, word in enumerate(tokens(role)) if word in marks["of"]), len(role))
    return next((f.key for f in reversed(found) if f.at < end), "")


def _words_of_office(brain: Brain, utterance: Utterance, at: int) -> set[int]:
    """Return the places of the words that tell which office is meant: its noun, what stands right
    beside it, and what stands behind "of".
    """
    marks = brain.languages[utterance.lang].marks
    content = {f.at: f for f in utterance.content}
    places, adjectives = {at}, grammar(utterance.lang).adjectives
    before = at - 1
    while adjectives == "before" and before in content:
        places.add(before)
        before -= 1
    after = at + 1
    while adjectives == "after" and after in content and content[after].key[:2] != "c:":
        places.add(after)
        after += 1
    if after < len(utterance.words) and utterance.words[after].text in marks["of"]:
        places |= {n for n in range(after + 1, after + 1 + _REACH) if n in content}
    return places
