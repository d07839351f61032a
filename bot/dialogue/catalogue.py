"""The catalogue: what is asked of several reports as such. Which there are, to keep to one, what
they all say of something.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.chat.messages import Block, Message
from bot.dialogue import lately
from bot.dialogue.across import Across
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.context import ALL, Context
from bot.dialogue.days import date_name, dated
from bot.dialogue.source import Told
from bot.languages import Language
from knowledge.language.words import fold, visible
from knowledge.loading import embargo
from knowledge.shelf.card import Card
from knowledge.shelf.shelf import Shelf

_LISTED = 8
EVERY = frozenset({"all", "tous", "*"})  # words for all reports


@dataclass(frozen=True)
class Catalogue:
    """The reports on a shelf; `open` returns the brain of one by its name, `now` is the instant at
    which it is asked, None where no clock is known.
    """

    shelf: Shelf
    open: Callable[[str], Brain]
    languages: Mapping[str, Language]
    now: dt.datetime | None = None

    def reply(self, text: str, context: Context, hint: str, today: dt.date) -> Told | None:
        """Return the reply to what is asked of the reports as several: which there are, to keep to
        one, what they all say of something, and what is new.
        """
        lang = context.chosen or context.lang or hint
        word, _, wanted = text.strip().partition(" ")
        if word.partition("@")[0].casefold() in {"/report", "/reports"}:
            return self._chosen(wanted.strip(), context, lang)
        if word.startswith("/"):  # every other command is one report's
            return None
        across = Across(self.shelf, self.open, self.languages)
        of_late = lately.asked(text, self.languages, lang, today)
        if of_late and of_late.kind == "figure":
            return across.figures(of_late, context)
        if of_late:
            return across.lately(of_late, context, today)
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
                return across.say_of(rest, context, code)
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
        told = say("reports_held", title=self._titled(card, lang))
        changed = self.open(card.slug).report.file.corrections
        if changed:
            told += "\n" + say("reports_corrected", date=date_name(changed[0].day, say))
        if self._is_under(card):
            told += "\n" + say("reports_held_under")
        return _told(lang, told, kept)

    def _listed(self, context: Context, lang: str) -> Told:
        """Return the list of the reports, each a choice."""
        say, cards = self.languages[lang], self.shelf.cards()
        lines = [f"{n}. {self._listing(card, lang)}" for n, card in enumerate(cards[:_LISTED], 1)]
        more = [say("reports_more", count=len(cards) - _LISTED)] if len(cards) > _LISTED else []
        text = "\n".join([say("reports_are", count=len(cards)), *lines, *more])
        choices = tuple(f"/report {card.slug}" for card in cards[:_LISTED])
        return _told(lang, text, replace(context, choices=choices))

    def named(self, wanted: str) -> Card | None:
        """Return the report that a name, a number in the list or some words stand for, or None."""
        cards, wanted = self.shelf.cards(), visible(wanted).strip()
        numbered = wanted.isdecimal() and 0 < int(wanted) <= len(cards)
        known = self.shelf.card(wanted) or (cards[int(wanted) - 1] if numbered else None)
        hits = self.shelf.search(wanted, 1) if known is None else []
        return known or (self.shelf.card(hits[0].slug) if hits else None)

    def _listing(self, card: Card, lang: str) -> str:
        """Return a report as it is listed: editors are told of those under embargo too."""
        title = self._titled(card, lang)
        return self.languages[lang]("reports_under", title=title) if self._is_under(card) else title

    def _is_under(self, card: Card) -> bool:
        end = embargo.of(self.shelf.folder(card.slug))
        return end is not None and (self.now is None or end > self.now)

    def _titled(self, card: Card, lang: str) -> str:
        return dated(card.title[lang], card.date, lang, self.languages)


def _told(lang: str, text: str, context: Context) -> Told:
    answer = Answer("chat", lang, (Part(text),), "reports")
    return Told(
        answer, Message(lang, (Block("text", typeset(text, lang)),), verdict="chat"), context
    )
