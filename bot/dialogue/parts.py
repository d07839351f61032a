"""Parts: a message that asks several things, or tells something before it asks."""

from __future__ import annotations

from bot.dialogue import reading
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.deciding import best, decide
from bot.dialogue.followups import ellipsis, follow
from bot.dialogue.lists import lists
from bot.intents.marks import SAYING
from bot.intents.utterance import Utterance
from knowledge.model import Passage

_SURE = 0.75
# How many characters the answers to several questions may have together.
_LONG = 850


def narrowed(
    brain: Brain, text: str, lang: str, context: Context
) -> tuple[Answer, Utterance] | None:
    """Return the answer to the part of a message that asks, and that part, where it is answered by
    itself.
    """
    for part in reading.narrower(text):
        narrow = brain.analyser.analyse(part, lang)
        if narrow.content and (
            context.question is None or not (narrow.pronouns or narrow.elliptic)
        ):
            return _sure(decide(brain, narrow, context), narrow)
    return None


def behind_writer(brain: Brain, text: str, lang: str) -> tuple[Answer, Utterance] | None:
    """Return the answer to the question behind what a message's writer tells of themselves, and
    that question, where it is answered by itself.
    """
    behind = reading.embedded(
        text,
        lambda words: brain.analyser.seeks(words, lang),
        lambda words: _is_of_writer(brain, words, lang),
    )
    question = brain.analyser.analyse(behind, lang, sure=True) if behind else None
    return (
        _sure(decide(brain, question, Context()), question)
        if question and question.content
        else None
    )


def _is_of_writer(brain: Brain, words: str, lang: str) -> bool:
    """Whether some words are in the first person and name nothing."""
    told = brain.analyser.analyse(words, lang, sure=True)
    return (
        any(t.text in brain.languages[lang].marks["first_person"] for t in told.words)
        and not told.names
        and not told.strange
    )


def _sure(answer: Answer, question: Utterance) -> tuple[Answer, Utterance] | None:
    return (
        (answer, question) if answer.verdict == "answered" and answer.confidence > _SURE else None
    )


def covers(brain: Brain, answer: Answer, utterance: Utterance) -> bool:
    """Whether an answer tells of every person, country and topic that a message names."""
    told = [brain.report.facts[f] for f in answer.facts if f in brain.report.facts]
    about = {key for f in told for key in (*f.entities, *f.topics, f.speaker, f.session)}
    return not told or all(
        n.key in about or n.kind not in {"person", "country", "topic"} for n in utterance.names
    )


def several(
    brain: Brain, text: str, utterance: Utterance, context: Context
) -> tuple[Answer, Utterance] | None:
    """Return the answers to the several questions of a message, in their order, and the last of
    them, or None where it asks one.

    Each may go on from the one before; what the report does not say of one is told beside what it
    says of the others.
    """
    pieces = reading.questions(
        text,
        brain.languages[utterance.lang].marks["and"],
        lambda words: brain.analyser.seeks(words, utterance.lang),
    )
    answers: list[Answer] = []
    last = utterance
    for piece in pieces:
        asked = brain.analyser.analyse(piece, utterance.lang, sure=True)
        if answers and answers[0].verdict != "answered" and not asked.names:
            return None
        answer, last = best(brain, asked, context)
        if answer.verdict in {"chat", "not_understood", "ambiguous"} or answer.intent == "summary":
            return None
        answers.append(answer)
        context = follow.remember(context, last, answer, context.at)
    told = [a for a in answers if a.verdict == "answered"]
    if not told:
        return None
    whole = _together(answers, told)
    return (
        (whole, last)
        if sum(len(p.claim) + sum(len(x.text) for x in p.passages) for p in whole.parts) < _LONG
        else None
    )


def _together(answers: list[Answer], told: list[Answer]) -> Answer:
    """Return answers as one, each claim once and each passage once; of the nearest passages the
    first, where no other answer shows it.
    """
    shown: set[Passage] = set()
    parts: dict[tuple[str, tuple[Passage, ...]], Part] = {}
    for answer in answers:
        near = answer.verdict == "nearest"
        for part in answer.parts[:1] if near else answer.parts:
            fresh = tuple(p for p in part.passages if p not in shown)
            key = part.claim, part.passages
            if key not in parts and (fresh or not near):
                parts[key] = part._replace(passages=fresh)
                shown |= set(part.passages)
    names = tuple(dict.fromkeys(n for a in answers for n in a.names))
    facts = tuple(dict.fromkeys(f for a in answers for f in a.facts))
    return Answer(
        "answered",
        answers[0].lang,
        tuple(parts.values()),
        told[0].intent,
        facts=facts,
        confidence=min(a.confidence for a in told),
        names=names,
    )


def joined(brain: Brain, text: str, utterance: Utterance, context: Context) -> Answer | None:
    """Return the answers to several questions in one message, or None where it holds no more than
    one.
    """
    if (
        utterance.outside
        or utterance.strange
        or utterance.elliptic
        or utterance.corrects
        or utterance.polar
    ):
        return None
    answers: list[Answer] = []
    last: Utterance | None = None
    for part in reading.halves(text, brain.languages[utterance.lang].marks["and"]):
        piece = brain.analyser.analyse(part, utterance.lang, sure=True)
        beside = last is not None and not piece.asks and bool(piece.names)
        last = (
            ellipsis.beside(piece, last) if beside and last else ellipsis.inherit(piece, utterance)
        )
        single = decide(brain, last, context)
        says = (
            beside
            or piece.asks
            or single.intent in lists.LISTED
            or any(f.key[:2] in {"c:", "w:"} for f in piece.content)
        )
        if (
            not says
            or single.verdict != "answered"
            or (single.intent == "statements" and not piece.asks and not piece.has(*SAYING))
        ):
            return None
        answers.append(single)
    told = {f for a in answers for f in a.facts}
    if len(answers) < 2 or len(told) < 2 or len({a.facts for a in answers}) < len(answers):  # noqa: PLR2004
        return None
    return _together(answers, answers)
