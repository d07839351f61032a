"""Neutral messages: what comes in from any platform and what goes out to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["answered", "not_in_report", "not_understood", "ambiguous", "chat"]


@dataclass(frozen=True)
class ChatRef:
    """Where a conversation takes place: a platform, a chat on it, and the thread or topic in it if there is one."""

    platform: str
    chat: str
    thread: str | None = None


@dataclass(frozen=True)
class Incoming:
    """A message from a person: where it was said, by whom, its text, and a language hint ("fr" or "en") if there is one.

    `id` is what the platform calls it, one of a kind on that platform ("" where nothing of it must outlive a restart), `at` when it
    was said (aware), `group` whether the chat is one of several people, and `edits` the id of the message that it replaces.
    """

    chat: ChatRef
    user: str
    text: str
    hint: str | None = None
    id: str = ""
    at: dt.datetime | None = None
    group: bool = False
    edits: str | None = None


@dataclass(frozen=True)
class Block:
    """A part of a message: the bot's own words, a report's verbatim words, or where those stand.

    "folded" are verbatim words below a list, which a platform may fold away.
    """

    kind: Literal["text", "quote", "folded", "source"]
    text: str


@dataclass(frozen=True)
class Message:
    """A reply: its blocks in order, and choices that say themselves when picked."""

    lang: str
    blocks: tuple[Block, ...]
    choices: tuple[str, ...] = ()
    verdict: Verdict = "answered"
    commands: tuple[str, ...] = field(default=())


def plain(message: Message, *, unfolded: bool = False) -> str:
    """Return a message as plain text, without its choices; folded passages are left out unless asked for."""
    lines: list[str] = []
    shown = [b for b in message.blocks if unfolded or b.kind != "folded"]
    for number, block in enumerate(shown):
        if number and block.kind != "source":
            lines.append("")
        lines.append(quoted(block.text) if block.kind in {"quote", "folded"} else block.text)
    return "\n".join(lines)


def quoted(passage: str) -> str:
    """Return verbatim words set between French quotation marks, or between others where they hold such marks themselves."""
    if passage.startswith("«") and passage.endswith("»") and passage.count("«") == 1:
        return passage
    return f"“{passage}”" if "«" in passage or "»" in passage else f"«\u00a0{passage}\u00a0»"
