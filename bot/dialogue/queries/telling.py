"""How what is asked of a report as a whole is told: in a sentence, by the facts it rests on."""

from __future__ import annotations

from collections.abc import Sequence

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
