"""The digest: several new reports in one edition, each with its title and its weightiest points."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.briefing.edition import Edition
from bot.briefing.plan import Planned, size
from bot.briefing.points import point
from bot.chat.messages import Block
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose as message_of
from bot.dialogue.compose import typeset
from bot.dialogue.context import Context
from bot.dialogue.days import dated, day_name
from bot.dialogue.followups import replied
from knowledge.drafting.news import weightiest
from knowledge.model import Fact, Report

MOST_REPORTS = 5
_ROOM = 800  # characters of points and titles
_EACH = 3  # points of one report at most
_MARK = "/news/"


def digest(  # noqa: PLR0913, PLR0917 - what an edition depends on
    brains: Sequence[Brain],
    day: dt.date,
    lang: str,
    topics: Sequence[str],
    note: str = "",
    had: Collection[str] = (),
) -> Edition:
    """Return the edition that tells of several reports, in their order; the other arguments are
    those of `Editor.edition`. What digests have told of another report is not told again, unless
    it is all that there is.

    Each report has its title and its weightiest point; there is room for more first where there is
    most weight.
    """
    say = brains[0].languages[lang]
    titles = [_title(brain, lang) for brain in brains]
    room = _ROOM - sum(map(len, titles))
    chosen = _chosen([b.report for b in brains], topics, room, _marks(had))
    head = say("briefing_several", day=day_name(day, say), count=len(brains))
    parts = [Part(note)] if note else []
    parts.append(Part(head))
    for brain, title, facts in zip(brains, titles, chosen, strict=True):
        lines = [point(brain.report, fact, say) for fact in facts]
        parts.append(Part("\n".join([title, *lines])))
    questions = [s.question for b in brains for s in b.starters[lang][:1]][:2]
    answer = Answer("answered", lang, tuple(parts), "briefing", next=tuple(questions))
    after = Context(lang=lang, intent=answer.intent, choices=answer.next)
    message = replace(message_of(brains[0], answer), basis=replied.basis_of(after))
    name = " ".join(
        f"{brain.report.slug}{_MARK}{'+'.join(map(_mark, facts))}"
        for brain, facts in zip(brains, chosen, strict=True)
    )
    return Edition(name, message)


def closed(edition: Edition, brain: Brain, lang: str) -> Edition:
    """Return a digest after which nothing follows, with a word that says so."""
    return _ended(edition, brain.languages[lang]("briefing_last_news"), lang)


def waits(edition: Edition, brain: Brain, lang: str, count: int) -> Edition:
    """Return a digest with a word that so many more reports wait for the next, none for 0."""
    key = "briefing_waiting" if count == 1 else "briefing_waiting_many"
    return _ended(edition, brain.languages[lang](key, count=count), lang) if count else edition


def _ended(edition: Edition, sentence: str, lang: str) -> Edition:
    """Return a digest with a sentence behind it."""
    last, message = typeset(sentence, lang), edition.message
    return replace(edition, message=replace(message, blocks=(*message.blocks, Block("text", last))))


def told_of(report: Report, had: Collection[str]) -> set[str]:
    """Return the ids of a report's facts that the digests of a chat have told, of whichever."""
    marks = _marks(had)
    return {f.id for f in report.facts.values() if _mark(f) in marks} if marks else set()


def _marks(had: Iterable[str]) -> set[str]:
    """Return what stands for the facts that some digests have told."""
    return {mark for h in had for mark in h.partition(_MARK)[2].split("+") if mark}


def less(planned: Planned, told: Collection[str]) -> Planned | None:
    """Return an edition without what digests have told, None where nothing is left of it."""
    left = tuple(f for f in planned.facts if f not in told)
    if len(left) == len(planned.facts):
        return planned
    kind = "rest" if planned.kind == "glance" else planned.kind
    return replace(planned, facts=left, kind=kind) if left else None


def _chosen(
    reports: Sequence[Report], topics: Sequence[str], room: int, told: Collection[str]
) -> list[list[Fact]]:
    """Return the facts of each report that there is room for: of each the first, then the second of
    each, and so on; what was told, or another one says in the same words, only for want of else.
    """
    wanted, known = set(topics), set(told)
    ranked = []
    for report in reports:
        news = weightiest(report)
        mine = [f for f in news if _mark(f) not in known] or news
        ranked.append(sorted(mine, key=lambda f: not wanted & {*f.topics, *f.entities, f.speaker}))
        known |= {_mark(f) for f in mine}
    chosen: list[list[Fact]] = [facts[:1] for facts in ranked]
    room -= sum(size(f) for facts in chosen for f in facts)
    for turn in range(1, _EACH):
        for mine, facts in zip(chosen, ranked, strict=True):
            for fact in facts[turn : turn + 1]:
                if size(fact) <= room and len(mine) == turn:
                    mine.append(fact)
                    room -= size(fact)
    return chosen


def _title(brain: Brain, lang: str) -> str:
    file = brain.report.file
    return dated(file.short[lang], file.date, lang, brain.languages)


def _mark(fact: Fact) -> str:
    """Return what stands for a fact in an id, in every version of a report that holds it."""
    return hashlib.blake2b("\0".join(fact.clauses).encode(), digest_size=4).hexdigest()
