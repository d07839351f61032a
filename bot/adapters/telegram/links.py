"""Deep links: the question that a link to the bot (t.me/…?start=…) carries. Pure.

Telegram lets such a link carry up to 64 letters, digits, "_" and "-" (Bot API, "Deep linking").
"""

from __future__ import annotations

import base64
import binascii


def question(payload: str) -> str:
    """Return the question in a payload: base64url of UTF-8 text, or words with "_" (or "-" alone)
    in place of spaces.
    """
    decoded = _decoded(payload)
    if decoded:
        return decoded
    return (
        payload.replace("_", " ").strip() if "_" in payload else payload.replace("-", " ").strip()
    )


def _decoded(payload: str) -> str | None:
    """Return the text that a payload encodes, or None where it is none: words decode to what nobody
    would ask.
    """
    try:
        text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return (
        text.strip()
        if text.isprintable() and letters * 4 >= len(text) * 3 and len(text.strip()) > 1
        else None
    )
