"""Answers to questions that come alone or from a script: from a report, a library of several, or a
text that comes with the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from bot.dialogue.source import Source, converse

if TYPE_CHECKING:
    from bot.chat.messages import Message
    from bot.dialogue.answer import Answer
    from bot.dialogue.drafted.passages import Best, Reading


class Answered(NamedTuple):
    """An answer, as it is and as a message, with the best passages where they were asked for."""

    answer: Answer
    message: Message
    best: Best | None = None


def answered(
    source: Source,
    turns: Sequence[str],
    hint: str,
    text: Reading | None = None,
    *,
    ranked: bool = False,
) -> Answered:
    """Return the answer to the last turn of a dialogue, from a text or (None) from the source.

    `hint` is the language where the turns tell none; `ranked` asks for the best passages.
    """
    if text is None and not ranked:
        return Answered(*converse(source, turns, hint))
    from bot.dialogue.drafted.passages import best, respond  # noqa: PLC0415 - a question to a report does without

    if text is None:
        own = read(source.brain.report.text)
        return Answered(*converse(source, turns, hint), best(source.brain, own, turns[-1], hint))
    reply = respond(source.brain, text, turns[-1], hint, turns[:-1])
    return Answered(reply.answer, reply.message, reply.best if ranked else None)


@lru_cache(maxsize=2)
def read(words: str) -> Reading:
    """Return a text made ready for questions; those of late are kept."""
    from bot.dialogue.drafted.passages import Reading  # noqa: PLC0415 - as above

    return Reading(words)


@lru_cache(maxsize=2)
def handed(words: str) -> Reading:
    """Return the text that words hold which were handed over without a file (a page, Markdown or
    plain), made ready for questions; raises ReportError for a page that cannot be read.
    """
    from knowledge.drafting.source import worded  # noqa: PLC0415 - as above

    return read(worded(words).text)


def reading(name: str, stream: BinaryIO) -> Reading:
    """Return the text of a file, or of a stream for "-", made ready for questions; raises
    ReportError where it holds no text.
    """
    from knowledge.drafting import source  # noqa: PLC0415 - as above

    return read(
        source.read(Path(name), stream.read(source.MOST_BYTES + 1) if name == "-" else None).text
    )
