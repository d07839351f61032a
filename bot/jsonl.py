"""JSON for scripts: one answer as an object, and many of them as JSON Lines. Knows the dialogue's answers, no platform."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from bot import trouble
from bot.conversation import converse
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.passages import Reading, message, respond
from bot.messages import Message, plain
from knowledge.model import Passage

# Line ends to some readers, though not to JSON: escaped, so that one object is one line to all of them.
_LINE_ENDS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})


class BadLineError(ValueError):
    """A line that asks nothing; `key` is its id where that could be read."""

    def __init__(self, why: str, key: object = None) -> None:
        """Keep what is wrong, as a sentence for a person."""
        super().__init__(why)
        self.key = key


def as_object(answer: Answer, message: Message) -> dict[str, Any]:
    """Return an answer as the object that `ask --json` writes; DESIGN.md gives its fields."""
    return {
        "verdict": answer.verdict,
        "lang": answer.lang,
        "text": plain(message),
        "intent": answer.intent,
        "confidence": round(answer.confidence, 3),
        "sources": [{"report": p.report, "paragraph": p.paragraph, "text": p.text} for p in answer.passages],
        "choices": list(message.choices),
    }


def encode(item: dict[str, Any]) -> bytes:
    """Return an object as one line of JSON in UTF-8; what UTF-8 cannot hold (half a character) is escaped."""
    return (json.dumps(item, ensure_ascii=False).translate(_LINE_ENDS) + "\n").encode("utf-8", "backslashreplace")


def ranked(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Return passages, best first, as `ask --ranked` writes them."""
    return [{"text": p.text, "paragraph": p.paragraph} for p in passages]


def answer_lines(  # noqa: PLR0913 - what a line's answer depends on
    brain: Brain, lines: Iterable[bytes], write: Callable[[bytes], object], hint: str, *, text: Reading | None = None, rank: bool = False
) -> None:
    """Answer each line of a stream before reading the next; `write` gets one line for each that is not blank.

    `lines` are JSON objects in UTF-8 with "turns" and "id", and "text" where they are to be answered from one; a line that
    is none gets an error, and the rest goes on. A text is made ready once for all lines in a row that have the same.
    `text` is what lines without one are answered from (None: the brain's report); `rank` adds "ranked", the best passages.
    """
    latest = text
    for line in lines:
        if line.strip():
            item, latest = _answered(brain, line, hint, (text, latest), rank=rank)
            write(encode(item))


def _answered(brain: Brain, line: bytes, hint: str, texts: tuple[Reading | None, Reading | None], *, rank: bool) -> tuple[dict[str, Any], Reading | None]:
    """Return the object for a line, and the text that was read last; `texts` are the one for lines without, and the one read last."""
    key: object = None
    usual, latest = texts
    try:
        key, turns, words = _parse(line)
        text = usual
        if words is not None:
            text = latest = latest if latest and latest.words == words else Reading(words)
        if text is None:
            return {"id": key, **as_object(*converse(brain, turns, hint)), **({"ranked": []} if rank else {})}, latest
        answer, best = respond(brain, text, turns, hint)
        return {"id": key, **as_object(answer, message(brain, text, answer)), **({"ranked": ranked(best)} if rank else {})}, latest
    except BadLineError as error:
        return {"id": error.key, "error": str(error)}, latest
    except Exception as error:  # noqa: BLE001 - one question's trouble must not end the others
        return {"id": key, "error": f"Unexpected error, reference {trouble.report(error)}; --verbose shows it."}, latest


def _parse(line: bytes) -> tuple[object, list[str], str | None]:
    """Return a line's id and text (None where it has none) and its turns, or raise BadLineError."""
    try:
        item = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise BadLineError(f"not UTF-8 (byte {error.start + 1})") from None
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"not JSON: {error}") from None
    if not isinstance(item, dict):
        raise BadLineError('not an object; write {"id": "1", "turns": ["question"]}')
    key, turns = item.get("id"), item.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise BadLineError('"turns" must be a list of one text or more', key)
    text = item.get("text")
    if text is not None and not isinstance(text, str):
        raise BadLineError('"text" must be a text', key)
    return key, turns, text


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON value")
