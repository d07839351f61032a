"""The catalogue: what is asked of several reports as such. Which there are, to keep to one, what
they all say of something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.chat.messages import Block, Message
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.context import ALL, Context
from bot.dialogue.days import date_name, dated
from bot.dialogue.source import Told
from bot.languages import Language
from knowledge.language.words import fold
from knowledge.model import Passage
from knowledge.shelf.card import Card
from knowledge.shelf.passages import passages
from knowledge.shelf.shelf import Shelf

_LISTED = 8
EVERY = frozenset({"all", "tous", "*"})  # words for all reports


@dataclass(frozen=True)
class Catalogue:
    """The reports on a shelf; `open` returns the brain of one by its name."""

    shelf: Shelf
    open: Callable[[str], Brain]
    languages: Mapping[str, Language]

    def reply(self, text: str, context: Context, hint: str) -> Told | None:
        """Return the reply to what is asked of the reports as several: which there are, to keep to
        one, what they all say of something.
        """
        lang = context.chosen or context.lang or hint
        word, _, wanted = text.strip().partition(" ")
        if word.partition("@")[0].casefold() in {"/report", "/reports"}:
            return self._chosen(wanted.strip(), context, lang)
        spoken = fold(text)
        languages = self.languages
        for code in sorted(languages, key=lambda c: c != lang):
            phrase = next(
                (
                    p
                    for p in languages[code].marks["all_reports"]
                    if f" {fold(p)} " in f" {spoken} "
                ),
                None,
            )
            if phrase:
                rest = f" {spoken} ".replace(f" {fold(phrase)} ", " ")
                return self._say_of(rest, context, code)
        return None

    def _chosen(self, wanted: str, context: Context, lang: str) -> Told:
        """Keep a chat to the report that some words, a date or a number name, or let it go; without
        any, list the reports.
        """
        say = self.languages[lang]
        if not wanted:
            return self._listed(context, lang)
        if wanted.casefold() in EVERY:
            told = say("reports_all", count=self.shelf.count())
            return _told(lang, told, replace(context, held=ALL, report=""))
        card = self.named(wanted)
        if card is None:
            return _told(lang, say("reports_unknown", typed=wanted[:80]), context)
        kept = Context(
            lang=context.lang,
            chosen=context.chosen,
            report=card.slug,
            held=card.slug,
            at=context.at,
        )
        told = say("reports_held", title=card.title[lang], date=date_name(card.date, say))
        changed = self.open(card.slug).report.file.corrections
        if changed:
            told += "\n" + say("reports_corrected", date=date_name(changed[0].day, say))
        return _told(lang, told, kept)

    def _listed(self, context: Context, lang: str) -> Told:
        """Return the list of the reports, each a choice."""
        say, cards = self.languages[lang], self.shelf.cards()
        lines = [f"{n}. {self._titled(card, lang)}" for n, card in enumerate(cards[:_LISTED], 1)]
        more = [say("reports_more", count=len(cards) - _LISTED)] if len(cards) > _LISTED else []
        text = "\n".join([say("reports_are", count=len(cards)), *lines, *more])
        choices = tuple(f"/report {card.slug}" for card in cards[:_LISTED])
        return _told(lang, text, replace(context, choices=choices))

    def named(self, wanted: str) -> Card | None:
        """Return the report that a name, a number in the list or some words stand for, or None."""
        cards = self.shelf.cards()
        numbered = wanted.isdigit() and 0 < int(wanted) <= len(cards)
        known = self.shelf.card(wanted) or (cards[int(wanted) - 1] if numbered else None)
        hits = self.shelf.search(wanted, 1) if known is None else []
        return known or (self.shelf.card(hits[0].slug) if hits else None)

    def _titled(self, card: Card, lang: str) -> str:
        return dated(card.title[lang], card.date, lang, self.languages)

    def _say_of(self, text: str, context: Context, lang: str) -> Told:
        """Return what each report says of something, its best sentence under its title."""
        say = self.languages[lang]
        parts, blocks = [], [Block("text", say("reports_say"))]
        for hit in self.shelf.search(text, _LISTED, archived=context.held == ALL):
            brain = self.open(hit.slug)
            passage = _best(brain, text, lang)
            card = self.shelf.card(hit.slug)
            if passage and card and brain.report.text[passage.start : passage.end] == passage.text:
                heading = self._titled(card, lang)
                parts.append(Part(heading, (passage,)))
                place = say("place", paragraph=passage.paragraph, date=date_name(card.date, say))
                blocks += [
                    Block("text", heading),
                    Block("quote", passage.text),
                    Block("source", place),
                ]
        if not parts:
            silent = say("reports_silent", count=self.shelf.count())
            message = Message(
                lang, (Block("text", typeset(silent, lang)),), verdict="not_in_report"
            )
            answer = Answer(
                "not_in_report", lang, (Part(silent),), "reports", confidence=0.05, ground="absent"
            )
            return Told(answer, message, context)
        answer = Answer("answered", lang, tuple(parts), "reports", confidence=0.9)
        blocks[0] = Block("text", typeset(blocks[0].text, lang))
        return Told(
            answer, Message(lang, tuple(blocks), verdict="answered"), replace(context, lang=lang)
        )


def _told(lang: str, text: str, context: Context) -> Told:
    answer = Answer("chat", lang, (Part(text),), "reports")
    return Told(
        answer, Message(lang, (Block("text", typeset(text, lang)),), verdict="chat"), context
    )


def _best(brain: Brain, text: str, lang: str) -> Passage | None:
    """Return the sentence that tells most of what some words name, in the report's own language or
    through its names.
    """
    report = brain.report
    named = {
        n.key
        for n in brain.analyser.analyse(text, lang, sure=True).names
        if n.key in report.entities or n.key in report.topics
    }
    by_words = passages(report, text)
    facts = [f for f in report.facts.values() if named & {*f.entities, *f.topics}]
    fitting = {p for f in facts for p in report.passages_of([f])}
    best = next((p for p, _ in by_words if p in fitting), None) or next(
        iter(sorted(fitting, key=lambda p: p.start)), None
    )
    return best or next((p for p, _ in by_words), None)
