"""Messages as HTML, as Telegram and Matrix each take it. Everything is escaped: no text, typed or
of a report, becomes markup.

Telegram knows a few tags and takes line breaks as they are (Bot API, "HTML style"); Matrix takes
the tags of its specification (Client-Server API, m.room.message, `formatted_body`). Neither is cut
here: an adapter cuts messages between blocks.
"""

from __future__ import annotations

from html import escape
from typing import assert_never

from bot.chat.messages import Block, Message

# Characters that XML and HTML do not allow, and which no platform shows.
_CONTROLS = {
    c: None
    for c in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
    if c not in (0x09, 0x0A)
}


def telegram_html(message: Message) -> str:
    """Return a message for Telegram's parse mode "HTML", without its choices, which are buttons
    there.
    """
    parts: list[str] = []
    for number, block in enumerate(message.blocks):
        if number:
            parts.append("\n" if block.kind == "source" else "\n\n")
        parts.append(_telegram(block))
    return "".join(parts)


def matrix_html(message: Message) -> str:
    """Return a message for a Matrix `formatted_body`, its choices as a numbered list below it."""
    parts = [_matrix(block) for block in message.blocks]
    if message.choices:
        parts.append(
            "<ol>" + "".join(f"<li>{escaped(choice)}</li>" for choice in message.choices) + "</ol>"
        )
    return "".join(parts)


def escaped(text: str) -> str:
    """Return a text as HTML that shows it, without control characters."""
    return escape(text.translate(_CONTROLS), quote=True)


def _telegram(block: Block) -> str:
    text = escaped(block.text)
    match block.kind:
        case "text":
            return text
        case "quote" | "folded":
            return f"<blockquote expandable>{text}</blockquote>"
        case "source":
            return f"<i>{text}</i>"
        case _:
            assert_never(block.kind)


def _matrix(block: Block) -> str:
    text = escaped(block.text).replace("\n", "<br>")
    match block.kind:
        case "text":
            return f"<p>{text}</p>"
        case "quote" | "folded":
            return f"<blockquote><p>{text}</p></blockquote>"
        case "source":
            return f"<p><em>{text}</em></p>"
        case _:
            assert_never(block.kind)
