"""Across reports: what several say of something, what is new since a day, who spoke of it of late,
and how a figure has changed, in order of time, each with its report and place.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.chat.messages import Block, Message
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.context import ALL, Context
from bot.dialogue.days import date_name, dated, day_name
from bot.dialogue.lately import Lately
from bot.dialogue.source import Told
from bot.dialogue.vocabulary import name_of
from bot.languages import Language
from knowledge.drafting.news import weightiest
from knowledge.loading.loader import came
from knowledge.model import Passage, Report
from knowledge.retrieval.seeking import SHOWN, shown
from knowledge.shelf.card import Card
from knowledge.shelf.passages import passages
from knowledge.shelf.shelf import Shelf

_LISTED, _LOOKED_AT = 8, 100
_MEANT, _MOST = 0.5, 0.65  # how much a word must stand for another, and of how many of them
_ENDS = frozenset(".!?…:;»”)\"'")  # what a sentence ends with
_USUAL = dt.timedelta(days=7)  # in which something is new where no day is named


@dataclass(frozen=True)
class Across:
    """The reports on a shelf, asked together; `open` returns the brain of one by its name."""

    shelf: Shelf
    open: Callable[[str], Brain]
    languages: Mapping[str, Language]

    def say_of(self, text: str, context: Context, lang: str) -> Told:
        """Return what each report says of something, its best sentence under its title."""
        say = self.languages[lang]
        hits = self.shelf.search(text, _LISTED, archived=context.held == ALL)
        return self._told(
            say("reports_say"),
            ((card, _best(self.open(card.slug), text, lang)) for card in self._cards(hits)),
            say("reports_silent", count=self.shelf.count()),
            context,
            lang,
        )

    def lately(self, wanted: Lately, context: Context, today: dt.date) -> Told:
        """Return what is new since a day, of a subject where one is named, or who spoke of it."""
        say, day = self.languages[wanted.lang], wanted.day or today - _USUAL
        since = day_name(day, say, year=day.year != today.year)
        if wanted.rest:
            hits = self.shelf.search(wanted.rest, _LISTED)
            cards = [card for card in self._cards(hits) if self._came(card) >= day]
        else:
            new = [c for c in self.shelf.cards(_LOOKED_AT) if self._came(c) >= day]
            cards = sorted(new[:_LISTED], key=_age)
        spoken = wanted.kind == "who"
        found = ((card, self._fitting(card, wanted, spoken=spoken)) for card in cards)
        head = "news_who" if spoken else "news_of" if wanted.rest else "news_are"
        newest = next(iter(self.shelf.cards(1)), None)
        none = say(
            "news_none_of" if wanted.rest else "news_none",
            day=since,
            title=self._titled(newest, wanted.lang) if newest else "",
        )
        return self._told(say(head, day=since), found, none, context, wanted.lang)

    def figures(self, wanted: Lately, context: Context) -> Told | None:
        """Return the sentences that give a figure of something in several reports, None where no
        two do; without a subject it is that of the question before.
        """
        before = context.question.text if context.question else ""
        subject, lang = wanted.rest or before, wanted.lang
        hits = self.shelf.search(subject, _LISTED, archived=context.held == ALL)
        # The newest too, as those in another language hold none of the words.
        known = {card.slug: card for card in (*self._cards(hits), *self.shelf.cards(_LISTED))}
        cards = sorted(known.values(), key=_age)
        cards = [c for c in cards if not wanted.day or self._came(c) >= wanted.day]
        brains = ((card, self.open(card.slug)) for card in cards)
        found = [(card, p) for card, b in brains if (p := _figure(b, subject, lang))]
        say = self.languages[lang]
        told = self._told(say("figures_are"), found, "", context, lang)
        return told if len(found) > 1 else None

    def _fitting(self, card: Card, wanted: Lately, *, spoken: bool) -> Passage | None:
        brain = self.open(card.slug)
        if wanted.rest:
            return _best(brain, wanted.rest, wanted.lang, _said(brain.report) if spoken else None)
        first = weightiest(brain.report)[:1]
        return next(iter([*brain.report.passages_of(first), *brain.report.passages]), None)

    def _cards(self, hits: Iterable[object]) -> list[Card]:
        """Return the cards of what was found, in order of time."""
        found = (self.shelf.card(hit.slug) for hit in hits)  # type: ignore[attr-defined]
        return sorted(filter(None, found), key=_age)

    def _came(self, card: Card) -> dt.date:
        """Return the day on which a report came, by its own date where that is not known."""
        at = came(self.shelf.folder(card.slug))
        return at.date() if at else card.date or dt.date.min

    def _titled(self, card: Card, lang: str) -> str:
        return dated(card.title[lang], card.date, lang, self.languages)

    def _told(
        self,
        head: str,
        found: Iterable[tuple[Card, Passage | None]],
        none: str,
        context: Context,
        lang: str,
    ) -> Told:
        """Return passages, each under its report's title and with its place; or that there are
        none.
        """
        say, parts = self.languages[lang], list[Part]()
        blocks = [Block("text", typeset(head, lang))]
        for card, passage in found:
            report = self.open(card.slug).report
            if passage is None or report.text[passage.start : passage.end] != passage.text:
                continue
            heading = self._titled(card, lang)
            speaker = _speaker(report, passage, lang)
            parts.append(Part(heading, (passage,)))
            place = say("place", paragraph=passage.paragraph, date=date_name(card.date, say))
            blocks += [
                Block("text", say("news_speaker", title=heading, name=speaker))
                if speaker
                else Block("text", heading),
                Block("quote", passage.text),
                Block("source", place),
            ]
        if not parts:
            message = Message(lang, (Block("text", typeset(none, lang)),), verdict="not_in_report")
            answer = Answer(
                "not_in_report", lang, (Part(none),), "reports", confidence=0.05, ground="absent"
            )
            return Told(answer, message, context)
        answer = Answer("answered", lang, tuple(parts), "reports", confidence=0.9)
        message = Message(lang, tuple(blocks), verdict="answered")
        return Told(answer, message, replace(context, lang=lang))


def _age(card: Card) -> tuple[dt.date, str]:
    return card.date or dt.date.min, card.slug


def _speaker(report: Report, passage: Passage, lang: str) -> str:
    """Return who says a passage, "" where nobody does."""
    keys = (
        f.speaker for f in report.facts.values() if f.speaker and passage in report.passages_of([f])
    )
    key = next(keys, None)
    return name_of(report, key, lang) if key else ""


def _said(report: Report) -> Collection[Passage]:
    """Return the sentences that somebody says."""
    return report.passages_of(f for f in report.facts.values() if f.speaker)


def _figure(brain: Brain, text: str, lang: str) -> Passage | None:
    """Return the likeliest sentence that gives a figure of what some words name, in whichever
    language: of all of them, or of most where they are many.
    """
    from knowledge.retrieval.matching import match  # noqa: PLC0415 - as where it is asked otherwise
    from knowledge.retrieval.model import rank  # noqa: PLC0415 - as above
    from knowledge.retrieval.question import read  # noqa: PLC0415 - as above

    report, question = brain.report, read(text, lang)
    matches = match(brain.sentences, question)
    least = math.ceil(_MOST * len(question.content))
    found: dict[int, Passage] = {}
    for number, strengths in matches.held.items():
        start = matches.index.lines[number].start
        met = sum(strength >= _MEANT for strength in strengths)
        within = (p for p in report.passages if p.start <= start < p.end)
        passage = next(within, None) if met and met >= least else None
        if passage and _gives_figure(passage.text, report.file.language):
            found[start] = passage
    if len(found) < 2:  # noqa: PLR2004 - of which one is to be chosen
        return next(iter(found.values()), None)
    ranking = rank(brain.sentences, question, brain.compare)
    return next((found[line.start] for line in ranking.lines if line.start in found), None)


def _gives_figure(sentence: str, lang: str) -> bool:
    """Whether a sentence gives a figure that is no date."""
    figures = {span for kind in SHOWN["howmuch"] for span in shown(lang, kind, sentence)}
    dates = [span for kind in SHOWN["when"] for span in shown(lang, kind, sentence)]
    return any(not any(a <= start < b for a, b in dates) for start, _ in figures)


def _best(
    brain: Brain, text: str, lang: str, among: Collection[Passage] | None = None
) -> Passage | None:
    """Return the sentence, rather than heading, that tells most of what some words name, in the
    report's own language or through its names; `among` some alone, where these are given.
    """
    report = brain.report
    named = {
        n.key
        for n in brain.analyser.analyse(text, lang, sure=True).names
        if n.key in report.entities or n.key in report.topics
    }
    by_words = [p for p, _ in passages(report, text) if among is None or p in among]
    by_words.sort(key=lambda p: p.text[-1] not in _ENDS)  # a heading only names it
    facts = [f for f in report.facts.values() if named & {*f.entities, *f.topics}]
    fitting = {p for p in report.passages_of(facts) if among is None or p in among}
    best = next((p for p in by_words if p in fitting), None) or next(
        iter(sorted(fitting, key=lambda p: p.start)), None
    )
    return best or next(iter(by_words), None)
