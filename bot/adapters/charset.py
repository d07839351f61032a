"""Character sets: what a terminal's lacks, in the nearest characters that every one has.

Importing this lets a stream be opened, or a text be encoded, with `errors=NEAREST`: then no
character ends a reply, and what is shown can still be read ("L'ete", not "L??t?").
"""

from __future__ import annotations

import codecs
import os
import unicodedata

NEAREST = "nearest"
# What Unicode does not take apart by itself.
_LIKE = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-",
    "—": "-", "‑": "-", "−": "-", "·": "-", "•": "-", "┃": "|", "›": ">", "§": "par.",
    "€": "EUR", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i",
}  # fmt: skip


def nearest(error: UnicodeError) -> tuple[str, int]:
    """Return what to write for characters that could not be encoded, in ASCII, and where to go on.

    It is a handler as `codecs.register_error` asks for; raises an error that is not of encoding.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_like, error.object[error.start : error.end])), error.end


def fitting(text: str, encoding: str) -> str:
    """Return a text as an encoding, by Python's name of it, can show it.

    It is the same where the encoding has all of its characters.
    """
    return text.encode(encoding, NEAREST).decode(encoding)


def _like(char: str) -> str:
    apart = "".join(c for c in unicodedata.normalize("NFKD", char) if c.isascii())
    return _LIKE.get(char) or apart or ("" if unicodedata.combining(char) else "?")


codecs.register_error(NEAREST, nearest)


def no_color() -> bool:
    """Whether the person asked for no colour (NO_COLOR with any value but an empty one)."""
    return bool(os.environ.get("NO_COLOR"))
