"""Sentences of a report by their place: the first, the second, the last, those of a paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.phrases import say
from bot.dialogue.queries.mentions import ENDS, FIRST, others
from bot.intents.utterance import Utterance
from knowledge.language.words import fold
from knowledge.model import Passage

INTENT = "sentence"
_SENTENCE, _SECOND = "c:sentence", "c:second"
_ASKING = frozenset({_SENTENCE, "c:book", "c:mention", "c:list"})
_TELLING = frozenset({"c:discuss", "c:say", "c:show", "c:read", "c:quote"})


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return what of the report stands at the place that a question names and asks nothing more of,
    None for any other question.
    """
    places = (ENDS | {_SECOND}).intersection(f.key for f in utterance.features)
    paragraph = _is_of_paragraphs(brain, utterance) and _number(brain, utterance) is not None
    if utterance.strange or brain.report.file.drafted:
        return None
    if not paragraph and not (utterance.has(_SENTENCE) and places):
        return None
    if others(brain, utterance, (), places | _ASKING | (_TELLING if paragraph else set())):
        return None
    return placed(brain, utterance)


def placed(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the sentence or paragraph at the place that a question for one names, or that there is
    none; None where it names no place, or somebody beside it.
    """
    if any(name.key not in brain.report.file.frame for name in utterance.names):
        return None
    number = _number(brain, utterance)
    if number is None:
        ends = ENDS.intersection(f.key for f in utterance.features)
        number = (1 if ends <= FIRST else -1) if ends else None
    if number is None:
        return None
    found = _found(brain.report.passages, number, paragraph=_is_of_paragraphs(brain, utterance))
    if not found:
        return say(brain, utterance.lang, "doc_beyond", "not_in_report")
    parts = tuple(Part("", (passage,)) for passage in found)
    return Answer("answered", utterance.lang, parts, INTENT, confidence=1.0)


def _found(passages: Sequence[Passage], number: int, *, paragraph: bool) -> Sequence[Passage]:
    """Return the passages of the sentence or paragraph of a number, from the end where negative."""
    each = dict.fromkeys(p.paragraph if paragraph else (p.paragraph, p.sentence) for p in passages)
    at = number - 1 if number > 0 else number
    if not -len(each) <= at < len(each):
        return ()
    wanted = [*each][at]
    return [p for p in passages if wanted in {p.paragraph, (p.paragraph, p.sentence)}]


def _is_of_paragraphs(brain: Brain, utterance: Utterance) -> bool:
    """Whether a question speaks of paragraphs."""
    words = brain.languages[utterance.lang].marks["paragraph"]
    return any(fold(word) in fold(utterance.text) for word in words)


def _number(brain: Brain, utterance: Utterance) -> int | None:
    """Return the number in figures or words, or the place, that a question names, or None."""
    marks = brain.languages[utterance.lang].marks
    known: Mapping[str, int] = {**marks["numbers"], **marks["ordinals"]}
    for word in utterance.words:
        if word.text.isdecimal():
            return int(word.text)
        if word.text in known:
            return known[word.text]
    return None
