"""Previews: a day's edition as each platform would show it, as text to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.adapters.html import escaped, matrix_html, telegram_html
from bot.adapters.screen import lines_of
from bot.briefing.compose import closing
from bot.briefing.editor import Editor
from bot.dialogue.compose import typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.chat.messages import Message
    from bot.dialogue.brain import Brain


def preview(brains: Sequence[Brain], day: dt.date, lang: str, platform: str, had: int) -> str:
    """Return the edition of some reports, the newest first, that comes on a day after `had` others,
    as a platform ("console", "telegram" or "matrix") is sent it.

    After all editions it is the sentence that nothing comes.
    """
    editor, ids = Editor.of(brains), [""]
    for _ in range(had):
        before = editor.edition(day, lang, ids)
        if before is None:
            break
        ids.append(before.id)
    edition = editor.edition(day, lang, ids)
    if edition is None:
        return typeset(closing(brains[0].report, brains[0].languages[lang]), lang)
    return shown(edition.message, platform)


def shown(message: Message, platform: str) -> str:
    """Return a message as a platform ("console", "telegram" or "matrix") is sent it."""
    if platform == "telegram":
        # The questions are buttons there, beside the text.
        return "\n".join(
            (telegram_html(message), "", *(f"[{escaped(choice)}]" for choice in message.choices))
        )
    return matrix_html(message) if platform == "matrix" else lines_of(message).rstrip("\n")
