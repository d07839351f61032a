"""Corrections in an edition: what a chat was told of a report that has changed since, with the
sentences as they stood and as they stand, once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.chat.messages import Block
from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.days import date_name, dated
from knowledge.corrections import Correction
from knowledge.model import Report

_MARK = "/version/"
_MOST = 4  # sentences of one report


def marks(reports: Collection[Report]) -> str:
    """Return the parts of an edition's id by which it is known which versions of reports it told;
    of a first version there is none.
    """
    return " ".join(f"{r.slug}{_MARK}{r.file.version}" for r in reports if r.file.version > 1)


def corrected(
    brains: Sequence[Brain], had: Collection[str]
) -> list[tuple[Brain, list[Correction]]]:
    """Return the reports of which a chat that has had some editions was told an earlier version
    that differs from the present one, each with how it differs.
    """
    found = []
    for brain in brains:
        file = brain.report.file
        heard = _heard(brain.report, had) if file.version > 1 else 0
        changed = [c for c in file.corrections if c.since == heard]
        if 0 < heard < file.version and changed:
            found.append((brain, changed))
    return found


def _heard(report: Report, had: Collection[str]) -> int:
    """Return which version of a report a chat was told last, 0 for none."""
    own = [h for h in had if h.startswith(f"{report.slug}/")]
    numbers = [int(h.rpartition("/")[2]) for h in own if h.startswith(f"{report.slug}{_MARK}")]
    return max(numbers, default=1) if own else 0


def notice(brain: Brain, changed: Sequence[Correction], lang: str) -> Iterator[Block]:
    """Yield what tells in a language that a report was corrected: before, after, word for word."""
    report, say = brain.report, brain.languages[lang]
    title = dated(report.file.short[lang], report.file.date, lang, brain.languages)
    yield Block("text", typeset(say("briefing_corrected", title=title), lang))
    places = {p.text: p.paragraph for p in report.passages}
    for each in changed[:_MOST]:
        if each.before:
            key = "briefing_before" if each.after else "briefing_removed"
            yield Block("text", typeset(say(key), lang))
            yield Block("quote", each.before)
        if each.after:
            key = "briefing_after" if each.before else "briefing_added"
            yield Block("text", typeset(say(key), lang))
            yield Block("quote", each.after)
            date = date_name(report.file.date, say)
            yield Block("source", say("place", paragraph=places[each.after], date=date))
    if len(changed) > _MOST:
        more = len(changed) - _MOST
        key = "briefing_corrected_more" if more == 1 else "briefing_corrected_more_many"
        yield Block("text", typeset(say(key, count=more), lang))
