"""Previews: a day's edition as each platform would show it, as text to be printed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.html import escaped, matrix_html, telegram_html
from bot.adapters.screen import lines_of
from bot.app.live_reports import TOLD_OF
from bot.app.reports import open_library
from bot.briefing.compose import closing
from bot.briefing.editor import Editor
from bot.config.reader import read_or_usual
from bot.dialogue.compose import typeset

if TYPE_CHECKING:
    import datetime as dt

    from bot.chat.messages import Message
    from bot.dialogue.brain import Brain


def newest(path: Path | None, tell: Callable[[object], None]) -> list[Brain]:
    """Return the brains of the reports of which the bot of a configuration makes its briefings;
    `path` None means config.yaml, `tell` gets what is wrong with one. Raises ConfigError and
    ReportError.
    """
    config = read_or_usual(path, os.environ, ())
    return open_library(list(config.reports), config.data, tell).newest(TOLD_OF)


def preview(brains: Sequence[Brain], day: dt.date, lang: str, platform: str, had: int) -> str:
    """Return the edition that comes on a day after `had` others, as a platform ("console",
    "telegram" or "matrix") is sent it.

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
