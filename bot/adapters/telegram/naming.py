"""Naming: whom a message speaks to, by a mention or a name, and what it says beside that. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from telegram import Message, MessageEntity, User

_AROUND = " ,:;\n\t"  # what stands around a name by which somebody is spoken to


class Naming:
    """The names of a bot, whose account is `me`."""

    def __init__(self, me: User) -> None:
        """Work out how the bot is called."""
        self._me = me.id
        self._signed, self._called = _patterns(me.username or "", me.first_name)

    def calls(self, said: str, message: Message) -> bool:
        """Whether a message, which says this, calls the bot: anywhere by a mention, at the
        beginning without its sign too, or by what it is called where that is an address.
        """
        mentioned = any(user == self._me for _, _, user in _mentions(said, message))
        return mentioned or bool(self._called.search(said))

    def without(self, said: str, message: Message, *, alone: bool = False) -> str:
        """Return what a message, which says this, says without the bot's names and without those
        to whom it speaks besides, mentioned at its beginning; `alone` with the bot, only mentions
        are names.
        """
        pattern = self._signed if alone else self._called
        spans = [found.span() for found in pattern.finditer(said)]
        begun = 0
        for begin, end, user in sorted(_mentions(said, message), key=lambda m: m[:2]):
            first = not said[begun:begin].strip(_AROUND)
            if first or user == self._me:
                spans.append((begin, end))
            begun = end if first else begun
        return _cut(said, spans).strip(_AROUND) if spans else said.strip()


@lru_cache
def _patterns(name: str, called: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the mentions of an account by its user name, and what finds these and the
    names by which it is spoken to.
    """
    name, called = re.escape(name), re.escape(called)
    signed = [rf"(?<!\w)@{name}\b"] if name else []
    begun = [rf"\A{name}\b"] if name else []
    begun += [rf"\A{called}\s*[,:]"] if called else []
    # Set off by commas inside a sentence, or by one at its end, a name is an address.
    apart = [rf",\s*{each}\s*(?=[,?!.…]|\Z)" for each in (name, called) if each]
    mentions, names = ("|".join(ways) or r"(?!)" for ways in (signed, [*signed, *begun, *apart]))
    return re.compile(mentions, re.IGNORECASE), re.compile(names, re.IGNORECASE)


def _mentions(said: str, message: Message) -> Iterator[tuple[int, int, int | None]]:
    """Yield where a message mentions somebody, in characters, and whom, where that is told by an
    id; Telegram counts in UTF-16 code units.
    """
    raw = said.encode("utf-16-le", "surrogatepass")
    for entity in (*message.entities, *message.caption_entities):
        if entity.type in {MessageEntity.MENTION, MessageEntity.TEXT_MENTION}:
            units = (entity.offset, entity.offset + entity.length)
            begin, end = (len(raw[: 2 * n].decode("utf-16-le", "replace")) for n in units)
            yield begin, end, entity.user.id if entity.user else None


def _cut(said: str, spans: list[tuple[int, int]]) -> str:
    """Return a text without some spans of it, which may overlap."""
    left, at = [], 0
    for begin, end in sorted(spans):
        left.append(said[at:begin])
        at = max(at, end)
    return " ".join((*left, said[at:]))
