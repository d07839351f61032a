"""Sentences of a report by their place: the first, the second, the last, those of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.queries.mentions import ENDS, FIRST, others
from bot.intents.utterance import Utterance

INTENT = "sentence"
_SENTENCE, _SECOND = "c:sentence", "c:second"
_ASKING = frozenset({_SENTENCE, "c:book", "c:mention", "c:list"})
_TELLING = frozenset({"c:discuss", "c:say", "c:show", "c:read", "c:quote"})


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return what of the report stands at the place that a question names, None for any other
    question.
    """
    if paragraph := _paragraph(brain, utterance):
        return paragraph
    places = (ENDS | {_SECOND}).intersection(f.key for f in utterance.features)
    if not utterance.has(_SENTENCE) or not places or utterance.names or utterance.strange:
        return None
    if brain.report.file.drafted or others(brain, utterance, (), places | _ASKING):
        return None
    at = _place(brain, utterance, places)
    if not -len(brain.report.passages) <= at < len(brain.report.passages):
        return None
    return Answer(
        "answered",
        utterance.lang,
        (Part("", (brain.report.passages[at],)),),
        INTENT,
        confidence=1.0,
    )


def _paragraph(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the paragraph whose number a question gives, None where it asks for more."""
    words = tuple(brain.languages[utterance.lang].marks["paragraph"])
    found = _numbered(words).search(utterance.text)
    if found is None or utterance.names or others(brain, utterance, (), _ASKING | _TELLING):
        return None
    held = tuple(p for p in brain.report.passages if p.paragraph == int(found[1]))
    parts = tuple(Part("", (passage,)) for passage in held)
    return Answer("answered", utterance.lang, parts, INTENT, confidence=1.0) if held else None


@cache
def _numbered(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a paragraph with its number."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})[ \u00a0]?(\d{{1,4}})", re.IGNORECASE)


def _place(brain: Brain, utterance: Utterance, places: frozenset[str]) -> int:
    """Return the place among the sentences, from the end where it is negative."""
    ordinals: Mapping[str, int] = brain.languages[utterance.lang].marks["ordinals"]
    named = next((ordinals[t.text] for t in utterance.words if t.text in ordinals), 0)
    if named:
        return named - 1 if named > 0 else named
    return 0 if places <= FIRST else -1
