"""Candidates: what a question may be answered with, beside the answer that was found first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.choosing import is_meant
from bot.dialogue.evidence import Likely
from bot.dialogue.refusals import refusals
from bot.dialogue.refusals.judgement import Judgement
from bot.intents.utterance import Utterance
from knowledge.model import Fact, Passage

_FACTS = 6  # that are judged for a refusal
_LIKE = 0.5  # how like a question a gap must be to be its answer
# Grounds by which a fact is not what a question says, however alike their words are.
_AGAINST = frozenset({"outside", "date", "figure", "name", "opposite", "roles"})


def candidates(
    brain: Brain, utterance: Utterance, answer: Answer, likely: Likely
) -> Iterator[Answer]:
    """Yield an answer, that of the likeliest sentence where it is of another, and where it tells
    something that the report does not.

    `likely` tells how likely each sentence is to answer, empty where that is not known.
    """
    yield answer
    if not likely:
        return
    best = ranked(brain, likely)[0]
    if answer.verdict != "answered" or best.place not in {p.place for p in answer.passages}:
        other = _of_sentence(brain, utterance, answer, best)
        if not _is_contradicted(brain, utterance, other):
            yield other
    if answer.verdict == "answered":
        yield _refusal(brain, utterance, answer)


def ranked(brain: Brain, likely: Likely) -> list[Passage]:
    """Return the report's passages, those of the likeliest sentences first."""
    return sorted(brain.report.passages, key=lambda p: -likely.get(p.place, 0.0))


def _of_sentence(brain: Brain, utterance: Utterance, answer: Answer, passage: Passage) -> Answer:
    """Return the answer of the fact of a sentence that fits a question best."""
    held = {f.id: f for f in brain.report.facts.values() if _rests_on(brain, f, passage)}
    fits = [m for m in answer.fits if m.key in held]
    fact = held[fits[0].key] if fits else next(iter(held.values()), None)
    part = Part("", (passage,))
    if fact:
        part = Part(fact.claim[utterance.lang], brain.report.passages_of([fact]))
    return Answer(
        "answered",
        utterance.lang,
        (part,),
        fact.id if fact else "passage",
        facts=(fact.id,) if fact else (),
        confidence=fits[0].score if fits else 0.0,
        names=fact.entities if fact else (),
        fits=answer.fits,
    )


def judged(brain: Brain, utterance: Utterance, answer: Answer) -> Judgement | None:
    """Return how the fact of an answer is judged to answer a question, None for any other answer
    or where it fits in nothing.
    """
    match = next((m for m in answer.fits if m.key == answer.intent and m.kind == "fact"), None)
    gap = next((m for m in answer.fits if m.kind == "gap"), None)
    return None if match is None else brain.judge.judge(utterance, match, gap)


def _is_contradicted(brain: Brain, utterance: Utterance, answer: Answer) -> bool:
    """Whether the fact of an answer is told of another, of another day or the other way round."""
    found = judged(brain, utterance, answer)
    if found is None:
        return False
    # All that is asked is told, but not so.
    return found.ground in _AGAINST or (found.ground == "words" and found.told)


def _rests_on(brain: Brain, fact: Fact, passage: Passage) -> bool:
    return any(p.place == passage.place for p in brain.report.passages_of([fact]))


def _refusal(brain: Brain, utterance: Utterance, answer: Answer) -> Answer:
    """Return that the report does not say what a question asks: the gap that fits it better than
    any fact, or else why no fact does.
    """
    facts = [m for m in answer.fits if m.kind == "fact"][:_FACTS]
    gap = next((m for m in answer.fits if m.kind == "gap"), None)
    best = facts[0] if facts else None
    like = gap is not None and gap.likeness > max(_LIKE, best.likeness if best else 0.0)
    ahead = gap and like and (best is None or gap.score > best.score)
    if gap and ahead and is_meant(brain, utterance, gap):
        refused = refusals.gap(brain, utterance, gap)
    else:
        judgements = [brain.judge.judge(utterance, match, gap) for match in facts]
        refused = refusals.refuse(brain, utterance, judgements)
    return replace(refused, fits=answer.fits)
