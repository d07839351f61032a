"""The editor: what a chat is told next, by what the reports hold and what it has had. The same for
the same arguments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.briefing import withdrawal
from bot.briefing.compose import Wishes, compose
from bot.briefing.corrections import corrected, marks, notice
from bot.briefing.digest import MOST_REPORTS, closed, digest, less, told_of, waits
from bot.briefing.edition import Edition, parts_of
from bot.briefing.plan import FEWEST, Planned, about, plan
from bot.briefing.withdrawal import Withdrawn
from bot.chat.messages import Block, Message
from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.days import dated, day_name
from knowledge.model import Report

_QUIET = "-/quiet"  # the id of a line that nothing is new; no report can be called so


@dataclass(frozen=True)
class Editor:
    """Composes editions of some reports, each planned once; the newest report comes first."""

    planned: tuple[tuple[Brain, tuple[Planned, ...]], ...]
    withdrawn: tuple[Withdrawn, ...] = ()

    @classmethod
    def of(cls, brains: Iterable[Brain], withdrawn: Iterable[Withdrawn] = ()) -> Editor:
        """Plan the reports of some brains; others are withdrawn."""
        newest = sorted(brains, key=_age, reverse=True)
        return cls(tuple((b, plan(b.report)) for b in newest), tuple(withdrawn))

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
        told = self._edition(day, lang, had, topics, note)
        changed = corrected([brain for brain, _ in self.planned], had)
        gone = withdrawal.untold(self.withdrawn, had)
        if not (told or changed or gone):
            return None
        about = {part.partition("/")[0] for part in told.id.split()} if told else set()
        about |= {brain.report.slug for brain, _ in changed}
        version = marks([b.report for b, _ in self.planned if b.report.slug in about])
        say = self.planned[0][0].languages[lang]
        blocks = [withdrawal.notice(each, say) for each in gone]
        blocks += [block for brain, each in changed for block in notice(brain, each, lang)]
        message = told.message if told else Message(lang, ())
        return Edition(
            " ".join(filter(None, [told.id if told else "", version, withdrawal.marks(gone)])),
            replace(message, blocks=(*blocks, *message.blocks)),
            told.facts if told else (),
        )

    def _edition(
        self, day: dt.date, lang: str, had: Sequence[str], topics: Sequence[str], note: str
    ) -> Edition | None:
        """Return the edition of what is new to a chat, corrections aside, None for nothing."""
        news, waiting = self._news(had, topics)
        if news:
            several = digest(news, day, lang, topics, note, had)
            whole = waits(several, news[0], lang, waiting)
            last = self.told([*had, whole.id], topics)
            return closed(whole, news[0], lang) if last else whole
        coming = self._coming(had, topics)
        first = next(coming, None)
        if first is None:
            return None
        brain, planned = first
        mine = next(editions for b, editions in self.planned if b is brain)
        worth = {f for p in mine for f in p.facts}
        told = {f for p in mine if p.id in had for f in p.facts} | {
            f for f in brain.report.facts if f not in worth
        }
        return compose(
            brain,
            planned,
            Wishes(day, lang, tuple(topics), note, tuple(told), last=next(coming, None) is None),
        )

    def told(self, had: Collection[str], topics: Sequence[str] = ()) -> bool:
        """Whether a chat that has had some editions has had all that there are; the arguments are
        those of `edition`.
        """
        had = parts_of(had)
        changed = corrected([brain for brain, _ in self.planned], had)
        untold = changed or withdrawal.untold(self.withdrawn, had)
        return not untold and next(self._coming(had, topics), None) is None

    def quiet(self, lang: str, since: dt.date) -> Edition | None:
        """Return the line that nothing is new since a day, None where there is no report."""
        if not self.planned:
            return None
        brain = self.planned[0][0]
        say, file = brain.languages[lang], brain.report.file
        title = dated(file.short[lang], file.date, lang, brain.languages)
        told = typeset(say("news_none", day=day_name(since, say), title=title), lang)
        return Edition(_QUIET, Message(lang, (Block("text", told),), verdict="chat"))

    def missed(self, lang: str, days: Sequence[dt.date]) -> str:
        """Return the sentence that says of which days, one or more in order, the briefing could not
        be sent.
        """
        say = self.planned[0][0].languages[lang]
        return say(
            "briefing_missed" if len(days) == 1 else "briefing_missed_many",
            day=day_name(days[-1], say),
            count=len(days),
        )

    def moved(self, lang: str) -> str:
        """Return the sentence that says that a briefing comes here as its topic is gone."""
        return self.planned[0][0].languages[lang]("topic_gone")

    def _news(self, had: Collection[str], topics: Sequence[str]) -> tuple[list[Brain], int]:
        """Return the reports that the next edition tells of together: the newest that a chat has
        not heard of, those of interest first, where there are several and all are drafted; and how
        many more there are.
        """
        unheard = (
            brain
            for brain, editions in self.planned
            if editions and not any(h.startswith(f"{brain.report.slug}/") for h in had)
        )
        every = list(takewhile(lambda brain: brain.report.file.drafted, unheard))
        drafted, wanted = every[:MOST_REPORTS], set(topics)
        drafted.sort(key=lambda b: not wanted & {*b.report.topics, *b.report.entities})
        return (drafted if len(drafted) > 1 else []), len(every) - len(drafted)

    def _coming(
        self, had: Collection[str], topics: Sequence[str]
    ) -> Iterator[tuple[Brain, Planned]]:
        """Yield what a chat has not had: a glance at each report that is new to it, then report by
        report what is left.
        """
        telling = [(brain, editions) for brain, editions in self.planned if editions]
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
