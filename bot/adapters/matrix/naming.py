"""Naming: whether a message calls somebody by name, and what it says beside that. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.adapters.matrix.mentions import linked, marked

# How somebody is called with a sign, and what stands around a name at the beginning.
_SIGNED, _AROUND = r"@[^\s:,]+(?::[\w.-]+)?", r"[\s:,;]"


def named(text: str, content: Mapping[str, Any], user: str, name: str) -> tuple[str, bool]:
    """Return the text of a content without the name of a user, who is called `name`, and of those
    to whom it speaks besides, at its beginning; and whether that user is mentioned: by the
    platform's own mark, by a link, by user id, or by name.

    Where a client marks mentions and has not marked the user, the name counts only as an address,
    at the beginning or the end.
    """
    mentions, links = content.get("m.mentions"), linked(content)
    link, marks = links.pop(user, None), {*marked(content)}
    addressing, naming = _patterns(user, link or name)
    addressed = addressing.sub("", text)
    if addressed != text:
        return addressed.strip(), True
    found = naming.search(text)
    mentioned = link is not None or user in marks
    if not (mentioned or (found and (not isinstance(mentions, dict) or user in text))):
        return text, False
    rest = text[: found.start()] + text[found.end() :] if found else text
    others = {*links.values(), *(each[1:].partition(":")[0] for each in marks - {user})}
    return _others(tuple(filter(None, others))).sub("", rest).strip(), True


@lru_cache(maxsize=256)
def _others(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of others who are spoken to at the beginning of a message."""
    called = "|".join((_SIGNED, *(rf"@?{re.escape(name)}(?!\w)" for name in names)))
    return re.compile(rf"\A{_AROUND}*(?:(?:{called}){_AROUND}*)+", re.IGNORECASE)


@lru_cache(maxsize=256)
def _patterns(user: str, name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of an address, at the beginning or the end of a message, and of a name
    anywhere in it.
    """
    whole = re.escape(user)
    # A name that the id begins with is not taken out of it.
    names = f"{whole}|(?!{whole})@?{re.escape(name)}" if name else whole
    # Others may be spoken to first: "Anna, bot: who?"
    before = rf"(?:(?:{_SIGNED}{_AROUND}+|[^\s:,@][^\s:,]*[:,]{_AROUND}*)){{1,3}}"
    address = "|".join(
        (
            rf"\A(?:{names})(?:\s*[:,]\s*|\Z)",
            rf"\A{before}(?:{names})\s*:\s*",
            rf",\s*(?:{names})(?=\s*[?.!]*\Z)",
        )
    )
    return re.compile(address, re.IGNORECASE), re.compile(
        rf"(?<![\w@])(?:{names})(?!\w)", re.IGNORECASE
    )
