"""One question from the command line: answered from a report, or from a text that the question
brings with it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat.messages import Message
    from bot.dialogue.answer import Answer
    from bot.dialogue.brain import Brain
    from bot.dialogue.drafted.passages import Best, Reading
    from bot.dialogue.library import Library


def reading(name: str | None) -> Reading | None:
    """Return the text of a file, or of the input for "-", ready for questions; None for no name.
    Raises ReportError where it holds no text.
    """
    if name is None:
        return None
    from bot.dialogue.drafted.passages import Reading  # noqa: PLC0415 - a question to a report needs neither
    from knowledge.drafting import source  # noqa: PLC0415

    return Reading(
        source.read(
            Path(name), sys.stdin.buffer.read(source.MOST_BYTES + 1) if name == "-" else None
        ).text
    )


def answered(
    brain: Brain | Library, question: str, hint: str, text: Reading | None, *, ranked: bool
) -> tuple[Answer, Message, Best]:
    """Return the answer to a question, from a text or (None) from the brain's report, as it is and
    as a message.

    With them come the best passages where they are asked for by `ranked`. `hint` is the language
    where the question tells none.
    """
    if text is None and not ranked:
        from bot.chat.conversations import converse  # noqa: PLC0415

        return *converse(brain, [question], hint), ()
    from bot.dialogue.brain import Brain as One  # noqa: PLC0415
    from bot.dialogue.drafted.passages import Reading, best, respond  # noqa: PLC0415

    one = brain if isinstance(brain, One) else brain.brain
    if text is None:
        return *answered(brain, question, hint, None, ranked=False)[:2], best(
            Reading(one.report.text), question, hint
        )
    reply = respond(one, text, question, hint)
    return reply.answer, reply.message, reply.best
