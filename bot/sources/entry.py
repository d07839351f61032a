"""Entries: what a source lists, each a report to be, and the files that hold their texts. Knows
nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from knowledge.drafting.imprint import UNKNOWN, Imprint, day_of

EDITORS = "@editors"  # the source of what editors send, which no configuration can name so
_LONGEST_KEY = 200  # that the store has room for
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class File:
    """A text as it came: a name whose ending tells its kind, and its bytes."""

    name: str
    raw: bytes


@dataclass(frozen=True)
class Entry:
    """What a source lists: the key by which it knows it, its link, what is said of it, and its text
    where the source holds that; without, it stands behind the link.

    `words` are what it is chosen by, where words to include or exclude are named; `seal` changes
    when the source tells something else of it.
    """

    key: str
    link: str = ""
    imprint: Imprint = UNKNOWN
    words: str = ""
    seal: str = ""
    file: File | None = None

    def __post_init__(self) -> None:
        """Let what stands for a key that is too long be the key."""
        object.__setattr__(self, "key", key_of(self.key))


@dataclass(frozen=True)
class Listing:
    """What a source lists, the newest first; `note` tells what was odd about it, "" for nothing,
    `withdrawn` are the keys of what it says to be deleted.
    """

    entries: tuple[Entry, ...] = ()
    note: str = ""
    withdrawn: frozenset[str] = frozenset()


def key_of(name: str) -> str:
    """Return the key that a name makes: itself, or what stands for one that is too long."""
    return digest(name) if len(name) > _LONGEST_KEY else name


def digest(*parts: str | bytes) -> str:
    """Return what stands for some texts or bytes: 128 bits in hexadecimal."""
    raw = (p if isinstance(p, bytes) else p.encode("utf-8", "replace") for p in parts)
    return hashlib.blake2b(b"\0".join(raw), digest_size=16).hexdigest()


def page(words: str) -> File:
    """Return a page of HTML that is known in characters: a mark tells its encoding, whatever the
    page says of that.
    """
    return File("page.html", _BOM + words.encode("utf-8", "replace"))


def readable(raw: bytes, charset: str) -> str | None:
    """Return the encoding that some bytes are in: UTF-8 where they can be that, whatever their
    server says, or else what it says where they can be that; None for neither.
    """
    for encoding in filter(None, ("utf-8", charset)):
        try:
            raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return encoding
    return None


def imprint_as_text(imprint: Imprint) -> str:
    """Return an imprint as it is kept in the store."""
    return json.dumps(asdict(imprint), default=str)


def imprint_of(text: str) -> Imprint:
    """Return an imprint that was kept in the store."""
    fields: dict[str, Any] = json.loads(text)
    return Imprint(**{**fields, "date": day_of(fields["date"])})
