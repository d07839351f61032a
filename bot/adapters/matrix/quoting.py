"""Quoting: what of another message its sender chose, in lines behind ">" before their own."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"\A(?:> ?.*(?:\n|\Z))+\n?")
# The whole message, which older clients put there by themselves.
_WHOLE = re.compile(r"\A> (?:\* )?<@[^>]*>")


def parted(body: str) -> tuple[str, str]:
    """Return what of a message its sender chose of another, "" for nothing or the whole, and what
    they say themselves.
    """
    found = _QUOTED.match(body)
    own = body[found.end() :] if found else body
    if not found or (not own.strip() and not _WHOLE.match(body)):
        return "", body
    lines = [line.removeprefix(">").strip() for line in found[0].strip().splitlines()]
    return "" if _WHOLE.match(body) else "\n".join(lines), own
