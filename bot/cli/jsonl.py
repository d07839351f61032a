"""JSON for scripts: one answer as an object, and many of them as JSON Lines. Knows the dialogue's
answers, no platform.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from bot.chat.conversations import converse
from bot.chat.messages import Message, plain
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.drafted.passages import Best, Reading, best, respond
from bot.monitoring import errors

if TYPE_CHECKING:
    from bot.dialogue.library import Library

# Line ends to some readers, though not to JSON: escaped, so that one object is one line to all of
# them.
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
        "sources": [
            {"report": p.report, "paragraph": p.paragraph, "text": p.text} for p in answer.passages
        ],
        "choices": list(message.choices),
    }


def encode(item: dict[str, Any]) -> bytes:
    """Return an object as one line of JSON in UTF-8; what UTF-8 cannot hold (half a character) is
    escaped.
    """
    return (json.dumps(item, ensure_ascii=False).translate(_LINE_ENDS) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def with_best(item: dict[str, Any], ranking: Best) -> dict[str, Any]:
    """Return an object of `ask --json` with the best passages added, best first, as `--ranked`
    asks.
    """
    return {**item, "ranked": [{"text": p.text, "paragraph": p.paragraph} for p in ranking]}


def answer_lines(  # noqa: PLR0913 - a stream's settings
    brain: Brain | Library,
    lines: Iterable[bytes],
    write: Callable[[bytes], object],
    hint: str,
    text: Reading | None = None,
    *,
    ranked: bool = False,
) -> None:
    """Answer each line of a stream before reading the next; `write` gets one line for each that is
    not blank.

    `lines` are JSON objects in UTF-8 with "turns" and "id", and "text" where they are to be
    answered from one; a line that is none gets an error, and the rest goes on. A text is made ready
    once for all lines in a row that have the same. `text` is what lines without one are answered
    from (None: the brain's report); `ranked` adds the best passages to each.
    """
    stream = _Stream(brain, hint, text, ranked=ranked)
    for line in lines:
        if line.strip():
            write(encode(stream.answered(line)))


class _Stream:
    """What answers lines in a row: the brain, and the text that was read last."""

    def __init__(
        self, source: Brain | Library, hint: str, text: Reading | None, *, ranked: bool
    ) -> None:
        self._source, self._hint, self._usual, self._ranked = source, hint, text, ranked
        self._brain = source if isinstance(source, Brain) else source.brain
        self._latest = Reading(self._brain.report.text)

    def answered(self, line: bytes) -> dict[str, Any]:
        """Return the object for a line."""
        key: object = None
        try:
            key, turns, words = _parse(line)
            return {
                "id": key,
                **self._from(turns, self._usual if words is None else self._text(words)),
            }
        except BadLineError as error:
            return {"id": error.key, "error": str(error)}
        except Exception as error:  # noqa: BLE001 - one question's trouble must not end the others
            return {
                "id": key,
                "error": f"Unexpected error, reference {errors.report(error)}; --verbose shows it.",
            }

    def _text(self, words: str) -> Reading:
        if words != self._latest.words:
            self._latest = Reading(words)
        return self._latest

    def _from(self, turns: list[str], text: Reading | None) -> dict[str, Any]:
        """Return the answer to the last turn, from a text or (None) from the brain's report."""
        if text is None:
            item = as_object(*converse(self._source, turns, self._hint))
            return (
                with_best(item, best(self._text(self._brain.report.text), turns[-1], self._hint))
                if self._ranked
                else item
            )
        reply = respond(self._brain, text, turns[-1], self._hint, turns[:-1])
        item = as_object(reply.answer, reply.message)
        return with_best(item, reply.best) if self._ranked else item


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
