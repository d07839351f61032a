"""Quotes: who speaks the words that a report quotes, when and where, and how we render them."""

from __future__ import annotations

from bot.dialogue.brain import Brain
from bot.dialogue.days import day_name
from bot.dialogue.vocabulary import name_of
from knowledge.model import Passage, Quote


def within(brain: Brain, passage: Passage) -> list[Quote]:
    """Return the quotes that stand in a passage, in the order of the text; none where the passage
    is not the report's own.
    """
    if brain.report.text[passage.start : passage.end] != passage.text:
        return []
    starts = brain.report.starts
    held = [q for q in brain.report.file.quotes if passage.start <= starts[q.id] < passage.end]
    return sorted(held, key=lambda q: starts[q.id])


def signature(brain: Brain, quote: Quote, lang: str) -> str:
    """Return who says a quote, on which occasion and day, as far as the report tells."""
    say = brain.languages[lang]
    occasion, day = quote.occasion.get(lang) or "", day_name(quote.day, say) if quote.day else ""
    weekday, _, date = day.partition(" ")
    if day.startswith(occasion):
        occasion = ""
    elif date and f" {weekday}" in f" {occasion}":  # "Thursday evening": not twice
        day = date
    return ", ".join(filter(None, (name_of(brain.report, quote.speaker, lang), occasion, day)))


def rendering(brain: Brain, quote: Quote, lang: str) -> str:
    """Return our rendering of a quote, named as ours, or "" in the report's own language and where
    there is none.
    """
    if not quote.gloss or lang == brain.report.file.language:
        return ""
    return f"({brain.languages[lang]('gloss')}: {quote.gloss})"
