"""JSON for scripts: one answer as an object, and many of them as JSON Lines. Knows the dialogue's answers, no platform."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from bot import trouble
from bot.conversation import converse
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.messages import Message, plain

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


def answer_lines(brain: Brain, lines: Iterable[bytes], write: Callable[[bytes], object], hint: str) -> None:
    """Answer each line of a stream before reading the next; `write` gets one line for each that is not blank.

    `lines` are JSON objects in UTF-8 with "turns" and "id"; a line that is none gets an error, and the rest goes on.
    """
    for line in lines:
        if line.strip():
            write(encode(_answered(brain, line, hint)))


def _answered(brain: Brain, line: bytes, hint: str) -> dict[str, Any]:
    key: object = None
    try:
        key, turns = _parse(line)
        return {"id": key, **as_object(*converse(brain, turns, hint))}
    except BadLineError as error:
        return {"id": error.key, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - one question's trouble must not end the others
        return {"id": key, "error": f"Unexpected error, reference {trouble.report(error)}; --verbose shows it."}


def _parse(line: bytes) -> tuple[object, list[str]]:
    """Return a line's id (None where it has none) and turns, or raise BadLineError."""
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
    return key, turns


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON value")
