"""Nearest: the passages that come nearest to a question, neither affirmed nor denied."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import quotes
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from knowledge.model import Fact, Passage, Quote

INTENT = "nearest"
_MOST = 3


def nearest(brain: Brain, lang: str, passages: Sequence[Passage], confidence: float) -> Answer:
    """Return the first three of some passages as an answer: the first at large, the others folded
    below it.

    `passages` are best first, at least one, of the brain's report or of a text that came with the
    question; `confidence` is the probability, 0 to 1, that the first answers.
    """
    say, shown = brain.languages[lang], list(dict.fromkeys(passages))[:_MOST]
    best, others = shown[0], tuple(shown[1:])
    parts = [Part(say("shown_nearest"), (best,), _note(brain, best, lang))]
    if others:
        places = ", ".join(dict.fromkeys(_place(brain, p, lang) for p in others))
        parts.append(Part(say("shown_also", places=places), others, folded=True))
    facts = [f for f in (_resting(brain, p) for p in shown) if f]
    return Answer(
        "nearest",
        lang,
        tuple(parts),
        INTENT,
        facts=tuple(dict.fromkeys(f.id for f in facts)),
        confidence=confidence,
        names=tuple(dict.fromkeys(e for f in facts for e in f.entities)),
    )


def _note(brain: Brain, passage: Passage, lang: str) -> str:
    """Return who says what is quoted in a passage, and our rendering of it, a line a quote."""
    lines = (
        f"{_speaker(brain, quote, lang)} {quotes.rendering(brain, quote, lang)}".strip()
        for quote in quotes.within(brain, passage)
    )
    return "\n".join(filter(None, lines))


def _place(brain: Brain, passage: Passage, lang: str) -> str:
    """Return a passage's paragraph, and who is quoted in it."""
    said = dict.fromkeys(_speaker(brain, q, lang) for q in quotes.within(brain, passage))
    place = brain.languages[lang]("text_place", paragraph=passage.paragraph)
    return " ".join((place, *(f"({who})" for who in said if who)))


def _speaker(brain: Brain, quote: Quote, lang: str) -> str:
    return quotes.signature(brain, quote, lang) if quote.speaker else ""


def _resting(brain: Brain, passage: Passage) -> Fact | None:
    """Return the first fact that rests on a passage of the report, by which it can be cited and
    asked on from.
    """
    if passage.report != brain.report.slug:
        return None
    return next(
        (
            fact
            for fact in brain.report.facts.values()
            for found in (brain.report.found[clause] for clause in fact.clauses)
            if found.start < passage.end and passage.start < found.end
        ),
        None,
    )
