"""Deep links: links to the bot (t.me/…?start=…) and the question that each carries. Pure.

Telegram lets such a link carry up to 64 letters, digits, "_" and "-" (Bot API, "Deep linking").
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

_LONGEST = 64  # characters of a payload


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


def invitations(choices: Sequence[str], home: str) -> dict[str, Any] | None:
    """Return choices as buttons (Bot API, InlineKeyboardMarkup) that ask the bot at its address
    `home`, one a row: those that fit into a link; None where there are none.
    """
    rows = [
        [{"text": choice, "url": f"{home}?start={payload}"}]
        for choice in choices
        if home and (payload := _payload(choice))
    ]
    return {"inline_keyboard": rows} if rows else None


def _payload(asked: str) -> str:
    """Return a question as a payload, "" for one that is too long."""
    text = " ".join(asked.split())
    payload = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return payload if len(payload) <= _LONGEST and question(payload) == text else ""


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
