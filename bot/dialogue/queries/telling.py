"""How what is asked of a report as a whole is told: in a sentence, by the facts it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from knowledge.model import Fact


def told(brain: Brain, lang: str, intent: str, claim: str, facts: Sequence[Fact]) -> Answer:
    """Return a claim in a language as the answer to an intent, with the passages on which its facts
    rest, in their order.
    """
    passages = dict.fromkeys(p for f in facts for p in brain.report.passages_of([f]))
    return Answer(
        "answered",
        lang,
        (Part(claim, tuple(passages)),),
        intent,
        facts=tuple(f.id for f in facts),
        confidence=1.0,
        names=tuple(dict.fromkeys(e for f in facts for e in f.entities)),
    )


def as_yes(brain: Brain, answer: Answer) -> Answer:
    """Return an answer with "yes" before its first claim; the yes is theirs by whose account it
    begins ("yes, according to the secretary general").
    """
    first, *others = answer.parts
    words, said = brain.languages[answer.lang], first.claim
    if not said.startswith(tuple(words.marks["attributions"])):
        return answered_yes(brain, answer)
    claim = words("affirmed_of", claim=said[0].lower() + said[1:])
    return replace(answer, parts=(first._replace(claim=claim), *others))


def answered_yes(brain: Brain, answer: Answer) -> Answer:
    """Return an answer with "yes" before its first claim, which is the report's own."""
    first, *others = answer.parts
    claim = brain.languages[answer.lang]("affirmed", claim=first.claim)
    return replace(answer, parts=(first._replace(claim=claim), *others))
