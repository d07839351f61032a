"""JSON for scripts: one answer as an object, and many of them as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from bot.app.answers import Answered, answered, handed
from bot.chat.messages import plain
from bot.monitoring import errors
from knowledge.loading.problems import ReportError

if TYPE_CHECKING:
    from bot.dialogue.drafted.passages import Reading
    from bot.dialogue.source import Source

# Line ends to some readers, though not to JSON: escaped, so that one object is one line to all of
# them.
_LINE_ENDS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})


class BadLineError(ValueError):
    """A line that asks nothing; `key` is its id where that could be read."""

    def __init__(self, why: str, key: object = None) -> None:
        """Keep what is wrong, as a sentence for a person."""
        super().__init__(why)
        self.key = key


def as_object(reply: Answered) -> dict[str, Any]:
    """Return an answer as the object that `ask --json` writes, whose fields the guide "commands"
    gives. The best passages, best first, are added where there are any to give.
    """
    answer, message = reply.answer, reply.message
    item = {
        "verdict": answer.verdict,
        "lang": answer.lang,
        "text": plain(message),
        "intent": answer.intent,
        "confidence": round(answer.confidence, 3),
        "ground": answer.ground or None,
        "sources": [
            {"report": p.report, "paragraph": p.paragraph, "text": p.text} for p in answer.passages
        ],
        "choices": list(message.choices),
    }
    if reply.best is None:
        return item
    return {**item, "ranked": [{"text": p.text, "paragraph": p.paragraph} for p in reply.best]}


def encode(item: dict[str, Any]) -> bytes:
    """Return an object as one line of JSON in UTF-8; what UTF-8 cannot hold (half a character) is
    escaped.
    """
    return (json.dumps(item, ensure_ascii=False).translate(_LINE_ENDS) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def answer_lines(
    source: Source,
    lines: Iterable[bytes],
    hint: str,
    text: Reading | None = None,
    *,
    ranked: bool = False,
) -> Iterator[bytes]:
    """Answer each line of a stream before reading the next; yield one line for each that is not
    blank.

    `lines` are JSON objects in UTF-8 with "turns" and "id", and "text" where they are to be
    answered from one; a line that is none gets an error, and the rest goes on. A text is made ready
    once for all lines in a row that have the same. `text` is what lines without one are answered
    from (None: the source); `ranked` adds the best passages to each.
    """

    def reply(turns: list[str], words: str | None) -> dict[str, Any]:
        given = text if words is None else handed(words)
        return as_object(answered(source, turns, hint, given, ranked=ranked))

    for line in lines:
        if line.strip():
            yield encode(_object(line, reply))


def _object(
    line: bytes, reply: Callable[[list[str], str | None], dict[str, Any]]
) -> dict[str, Any]:
    """Return the object for a line; `reply` gives that for its turns and text."""
    key: object = None
    try:
        key, turns, words = _parse(line)
        return {"id": key, **reply(turns, words)}
    except BadLineError as error:
        return {"id": error.key, "error": str(error)}
    except ReportError as error:
        return {"id": key, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - one question's failure must not end the others
        return {
            "id": key,
            "error": f"Unexpected error, reference {errors.report(error)}; --verbose shows it.",
        }


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
