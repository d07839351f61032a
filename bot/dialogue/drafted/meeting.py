"""The meeting that a drafted report is about: who was in the chair, who was there, where and when
it was, and when the next one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.lists import layout
from bot.intents.utterance import Utterance
from knowledge.language.words import tokens
from knowledge.model import Passage, names_of

# What names the occasion itself, whatever it is called.
_ITSELF = frozenset(
    {
        "c:meeting",
        "c:press_conference",
        "c:place",
        "c:take_place",
        "c:hold",
        "c:ask_question",
        "c:summary",
        "c:minister",
        "c:press",
        "w:meet",
        "w:seanc",
        "w:session",
    }
)
# How a text tells of who was there and who was not.
THERE = ("c:attend", "c:join", "c:absent")
_HEAD = 5  # paragraphs in which a text tells where it was
_SURE = 0.85


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return what a question asks of the occasion as such, and None for one that asks more, or
    where the report does not tell.
    """
    about = {f.key for f in utterance.content} - brain.analyser.lexicon.weak
    named = _event(brain, utterance) if utterance.asks & {"q_where", "q_when"} else set()
    itself = _ITSELF | named
    rest = about - itself
    if utterance.polar and "c:attend" in rest:
        return _attended(brain, utterance, rest)
    if utterance.polar or utterance.names or not (about & itself or rest == {"c:host"}):
        return None
    if rest and rest <= {"c:next", "c:again"} and "q_when" in utterance.asks:
        return _next(brain, utterance)
    if rest == {"c:host"} and utterance.asks == {"q_who"}:
        people = [
            form for e in brain.report.file.entities if e.type == "person" for form in names_of(e)
        ]
        return _marked(
            brain,
            utterance,
            "chairing",
            sorted(brain.report.passages, key=lambda p: not any(form in p.text for form in people)),
        )
    if utterance.asks == {"q_where"} and not rest:
        return _where(brain, utterance)
    return (
        _when(brain, utterance)
        if utterance.asks == {"q_when"} and not rest and about & named
        else None
    )


def _attended(brain: Brain, utterance: Utterance, rest: set[str]) -> Answer | None:
    """Return the first passage that names whom a question asks whether they were there, and tells
    of those who were or were not.
    """
    entities = [
        brain.report.entities[n.key] for n in utterance.names if n.key in brain.report.entities
    ]
    if len(entities) != 1 or rest != {"c:attend", f"n:{entities[0].id}"}:
        return None
    listed = set(
        brain.report.passages_of(
            [f for f in brain.report.facts.values() if f.kind in {"attendance", "absence"}]
        )
    )
    lang, forms = brain.report.file.language, names_of(entities[0])
    naming = (
        p
        for p in brain.report.passages
        if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", p.text) for form in forms)
    )
    return _answer(
        utterance,
        next(
            (
                p
                for p in naming
                if p in listed or brain.analyser.analyse(p.text, lang, sure=True).has(*THERE)
            ),
            None,
        ),
    )


def _event(brain: Brain, utterance: Utterance) -> set[str]:
    """Return the features by which a question calls the occasion what the report's title calls it,
    a conference or a visit.
    """
    language = brain.report.file.language
    if not _nouns(tuple(brain.languages[language].marks["events"])).intersection(
        tokens(brain.report.file.title[language])
    ):
        return set()
    nouns = _nouns(tuple(brain.languages[utterance.lang].marks["events"]))
    return {
        f.key
        for f in utterance.content
        if f.key == "c:meeting" or (f.at >= 0 and utterance.words[f.at].text in nouns)
    }


@cache
def _nouns(events: tuple[str, ...]) -> frozenset[str]:
    return frozenset(t for word in events for t in tokens(word))


def _next(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the passage that tells of the next occasion: one that says so, or the only thing that
    is to come.
    """
    facts = sorted(
        (f for f in brain.report.facts.values() if f.kind == "next"), key=lambda f: f.day is None
    )
    said = _marked(
        brain, utterance, "again", (p for f in facts for p in brain.report.passages_of([f]))
    )
    return said or (
        layout.told(brain, utterance, "list_timeline", facts) if len(facts) == 1 else None
    )


def _where(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the passage in the head of the text that names a place, first one beside the text's
    own date, or a body there.
    """
    head, dated = [p for p in brain.report.passages if p.paragraph <= _HEAD], _dated(brain)
    for kind, passages in (("place", dated), ("organisation", dated), ("place", head)):
        forms = [form for e in brain.report.file.entities if e.type == kind for form in names_of(e)]
        found = next(
            (
                p
                for p in passages
                if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", p.text) for form in forms)
            ),
            None,
        )
        if found:
            return _answer(utterance, found)
    return None


def _when(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the passage in the head of the text that dates it."""
    return _answer(utterance, next(iter(_dated(brain)), None))


def _dated(brain: Brain) -> list[Passage]:
    """Return the passages in the head of the text that give a day of it."""
    dates = [
        f
        for f in brain.report.facts.values()
        if f.kind == "date" and f.day in brain.report.file.days
    ]
    return sorted(
        (p for p in brain.report.passages_of(dates) if p.paragraph <= _HEAD), key=lambda p: p.start
    )


def _marked(
    brain: Brain, utterance: Utterance, key: str, passages: Iterable[Passage]
) -> Answer | None:
    """Return the first of some passages that holds one of the marks of the report's language."""
    phrases = [
        " ".join(tokens(str(p))) for p in brain.languages[brain.report.file.language].marks[key]
    ]
    return _answer(
        utterance,
        next(
            (
                p
                for p in passages
                if any(f" {phrase} " in f" {' '.join(tokens(p.text))} " for phrase in phrases)
            ),
            None,
        ),
    )


def _answer(utterance: Utterance, passage: Passage | None) -> Answer | None:
    return (
        Answer("answered", utterance.lang, (Part("", (passage,)),), "passage", confidence=_SURE)
        if passage
        else None
    )
