"""Withdrawals in an edition: that a report of which a chat was told is there no more, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

from bot.chat.messages import Block
from bot.dialogue.compose import typeset
from bot.dialogue.days import date_name
from bot.languages import Language
from knowledge.language.grammar import quoted

_MARK = "/removed"


class Withdrawn(NamedTuple):
    """A report that was removed: its name, its title, and its date where it had one."""

    slug: str
    title: str
    date: dt.date | None


def untold(withdrawn: Iterable[Withdrawn], had: Collection[str]) -> list[Withdrawn]:
    """Return what was withdrawn of the reports of which a chat that has had some editions was told,
    and was not told so yet.
    """
    return [
        each
        for each in withdrawn
        if f"{each.slug}{_MARK}" not in had and any(h.startswith(f"{each.slug}/") for h in had)
    ]


def marks(withdrawn: Iterable[Withdrawn]) -> str:
    """Return the parts of an edition's id by which it is known what it told as withdrawn."""
    return " ".join(f"{each.slug}{_MARK}" for each in withdrawn)


def notice(gone: Withdrawn, say: Language) -> Block:
    """Return what tells that a report is withdrawn."""
    short = quoted(gone.title, say.code)
    title = say("place_among", short=short, date=date_name(gone.date, say))
    return Block("text", typeset(say("briefing_withdrawn", title=title), say.code))
