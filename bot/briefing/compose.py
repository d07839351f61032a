"""Composing: a day's edition for a chat, from what the reports hold and what the chat has had. The
same for the same arguments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.briefing.digest import MOST_REPORTS, closed, digest, less, told_of
from bot.briefing.edition import Edition, parts_of
from bot.briefing.plan import FEWEST, Planned, about, plan
from bot.briefing.points import point
from bot.briefing.quoting import Words
from bot.dialogue import suggestions
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose as message_of
from bot.dialogue.context import Context
from bot.dialogue.days import dated, day_name, span_name
from bot.dialogue.followups import replied
from bot.dialogue.vocabulary import name_of
from bot.languages import Language
from knowledge.language.languages import DEFAULT
from knowledge.model import Passage, Report

_QUESTIONS = 2


@dataclass(frozen=True)
class Editor:
    """Composes editions of some reports, each planned once; the newest report comes first."""

    dispatchers: tuple[tuple[Brain, tuple[Planned, ...]], ...]

    @classmethod
    def of(cls, brains: Iterable[Brain]) -> Editor:
        """Plan the reports of some brains."""
        newest = sorted(brains, key=_age, reverse=True)
        return cls(tuple((brain, plan(brain.report)) for brain in newest))

    def edition(
        self,
        day: dt.date,
        lang: str,
        had: Collection[str],
        topics: Sequence[str] = (),
        note: str = "",
    ) -> Edition | None:
        """Return the edition for a chat, or None where all is told.

        `day` is the chat's own day, `lang` its language, `had` the ids of the editions that it has
        had, `topics` the keys of topics and entities that interest it, and `note` a sentence to put
        before everything else (a briefing was missed, say).
        """
        had = parts_of(had)
        news = self._news(had, topics)
        if news:
            whole = digest(news, day, lang, topics, note)
            last = self.told([*had, whole.id], topics)
            return closed(whole, news[0], lang) if last else whole
        coming = self._coming(had, topics)
        first = next(coming, None)
        if first is None:
            return None
        brain, planned = first
        mine = next(editions for b, editions in self.dispatchers if b is brain)
        worth = {f for p in mine for f in p.facts}
        told = {f for p in mine if p.id in had for f in p.facts} | {
            f for f in brain.report.facts if f not in worth
        }
        return _edition(
            brain,
            planned,
            _Wishes(day, lang, tuple(topics), note, tuple(told), last=next(coming, None) is None),
        )

    def told(self, had: Collection[str], topics: Sequence[str] = ()) -> bool:
        """Whether a chat that has had some editions has had all that there are; the arguments are
        those of `edition`.
        """
        return next(self._coming(parts_of(had), topics), None) is None

    def missed(self, lang: str, days: Sequence[dt.date]) -> str:
        """Return the sentence that says of which days, one or more in order, the briefing could not
        be sent.
        """
        say = self.dispatchers[0][0].languages[lang]
        return say(
            "briefing_missed" if len(days) == 1 else "briefing_missed_many",
            day=day_name(days[-1], say),
            count=len(days),
        )

    def moved(self, lang: str) -> str:
        """Return the sentence that says that a briefing comes here as its topic is gone."""
        return self.dispatchers[0][0].languages[lang]("topic_gone")

    def _news(self, had: Collection[str], topics: Sequence[str]) -> list[Brain]:
        """Return the reports that the next edition tells of together: the newest that a chat has
        not heard of, those of interest first, where there are several and all are drafted.
        """
        unheard = (
            brain
            for brain, editions in self.dispatchers
            if editions and not any(h.startswith(f"{brain.report.slug}/") for h in had)
        )
        drafted = list(takewhile(lambda brain: brain.report.file.drafted, unheard))[:MOST_REPORTS]
        wanted = set(topics)
        drafted.sort(key=lambda b: not wanted & {*b.report.topics, *b.report.entities})
        return drafted if len(drafted) > 1 else []

    def _coming(
        self, had: Collection[str], topics: Sequence[str]
    ) -> Iterator[tuple[Brain, Planned]]:
        """Yield what a chat has not had: a glance at each report that is new to it, then report by
        report what is left.
        """
        telling = [(brain, editions) for brain, editions in self.dispatchers if editions]
        for brain, editions in telling:
            if not any(h.startswith(f"{brain.report.slug}/") for h in had):
                yield brain, editions[0]
        for brain, editions in telling:
            untold = not any(h.startswith(f"{brain.report.slug}/") for h in had)
            told = told_of(brain.report, had)
            yield from (
                (brain, left)
                for p in _ordered(brain.report, editions, topics)
                if p.id not in had and not (untold and p is editions[0]) and (left := less(p, told))
            )


def _age(brain: Brain) -> tuple[dt.date, str]:
    """Return what sorts reports by their age, undated ones as the oldest."""
    return brain.report.file.date or dt.date.min, brain.report.slug


@dataclass(frozen=True)
class _Wishes:
    """How an edition is to be written: `told` are the ids of facts that the chat knows, `last`
    tells that nothing follows.
    """

    day: dt.date
    lang: str
    topics: tuple[str, ...]
    note: str
    told: tuple[str, ...]
    last: bool


def _ordered(report: Report, editions: Sequence[Planned], topics: Sequence[str]) -> list[Planned]:
    """Return a report's editions with those of interest right after the glance, in the order in
    which interests were named.
    """
    chosen: list[Planned] = []
    for key in topics:
        chosen += [
            p for p in _of_interest(report, editions, key) if p.id not in {c.id for c in chosen}
        ]
    ids = {p.id for p in chosen}
    return [editions[0], *chosen, *(p for p in editions[1:] if p.id not in ids)]


def _of_interest(report: Report, editions: Sequence[Planned], key: str) -> list[Planned]:
    """Return the editions about a topic or entity: its own, where the report tells enough of it,
    and the themes that it belongs to.
    """
    if key in report.topics:
        return [p for p in editions if key in p.topics] or [
            p for p in _middle(editions) if any(key in report.facts[f].topics for f in p.facts)
        ][:1]
    if key not in report.entities:
        return []
    homes = {t.id for t in report.file.topics if key in t.entities}
    themes = [p for p in editions if homes & set(p.topics)]
    own = about(report, key) if report.entities[key].type == "person" or not themes else None
    if own and len(own.facts) >= FEWEST:
        return [own, *themes]
    return (
        themes
        or [p for p in _middle(editions) if any(key in report.facts[f].entities for f in p.facts)][
            :1
        ]
    )


def _middle(editions: Sequence[Planned]) -> Sequence[Planned]:
    return [p for p in editions if p.kind in {"theme", "rest"}]


def _edition(brain: Brain, planned: Planned, wishes: _Wishes) -> Edition:
    report, lang = brain.report, wishes.lang
    say = brain.languages[lang]
    facts = [report.facts[f] for f in planned.facts]
    if planned.kind in {"glance", "recap"}:
        facts.sort(key=lambda f: not set(wishes.topics) & {*f.topics, *f.entities, f.speaker})
    lines = [point(report, f, say) for f in facts]
    parts = [Part(wishes.note)] if wishes.note else []
    parts += [Part(_headline(brain, planned, wishes.day, lang)), Part("\n".join(lines))]
    parts += [_quote(brain, planned.words, lang)] if planned.words else []
    parts += [Part(say("briefing_last"))] if wishes.last else []
    answer = Answer("answered", lang, tuple(parts), "briefing", facts=planned.facts)
    answer = replace(answer, next=_questions(brain, answer, wishes.told))
    after = Context(
        lang=lang,
        intent=answer.intent,
        facts=planned.facts,
        passages=report.passages_of(facts),
        choices=answer.next,
        names=(planned.words.quote.speaker or "",) if planned.words else (),
        report=report.slug,
    )
    message = replace(message_of(brain, answer), basis=replied.basis_of(after))
    return Edition(planned.id, message, planned.facts)


def _headline(brain: Brain, planned: Planned, day: dt.date, lang: str) -> str:
    report, say = brain.report, brain.languages[lang]
    theme = (
        say(f"briefing_{planned.kind}")
        if planned.kind in {"glance", "rest", "recap"}
        else _named(report, planned.topics, lang, say)
    )
    if planned.id.rpartition("/")[2].isdigit():
        theme = say("briefing_more", theme=theme)
    about = dated(
        report.file.short[lang],
        report.file.date,
        lang,
        brain.languages,
        span_name(report.file.days, say),
    )
    return say("briefing_headline", day=day_name(day, say), theme=theme, about=about)


def _named(report: Report, keys: Sequence[str], lang: str, say: Language) -> str:
    names = [
        report.topics[key].name[lang] if key in report.topics else name_of(report, key, lang)
        for key in keys
    ]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {say('and')} {names[-1]}"


def _quote(brain: Brain, words: Words, lang: str) -> Part:
    """Return the quote of the day: who says it on which occasion, the verbatim words, and for other
    readers our rendering of them.
    """
    report, say, quote = brain.report, brain.languages[lang], words.quote
    start = report.text.index(quote.text)
    found = report.found[quote.text]
    passage = Passage(
        found.report, found.paragraph, found.sentence, start, start + len(words.text), words.text
    )
    note = (
        f"({say('gloss')}: {words.gloss})"
        if words.gloss and lang == DEFAULT != report.file.language
        else ""
    )
    occasion = quote.occasion.get(lang) or report.file.short[lang]
    return Part(
        say("briefing_quote", name=name_of(report, quote.speaker, lang), occasion=occasion),
        (passage,),
        note,
    )


def _questions(brain: Brain, answer: Answer, told: tuple[str, ...]) -> tuple[str, ...]:
    """Return two questions to try: on what the chat has not been told and stands near, or else
    near, or else on the edition itself.
    """
    new = suggestions.next_questions(brain, answer, Context(facts=told))
    near = suggestions.next_questions(brain, answer, Context())
    own = [s.question for s in brain.starters[answer.lang] if s.fact in answer.facts]
    return tuple(dict.fromkeys([*new, *near, *own]))[:_QUESTIONS]
