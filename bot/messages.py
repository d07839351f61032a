"""Neutral messages: what comes in from any platform and what goes out to it."""

from __future__ import annotations

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
    """A message from a person: where it was said, by whom, its text, and a language hint ("fr" or "en") if there is one."""

    chat: ChatRef
    user: str
    text: str
    hint: str | None = None


@dataclass(frozen=True)
class Block:
    """A part of a message: the bot's own words, a report's verbatim words, or where those stand."""

    kind: Literal["text", "quote", "source"]
    text: str


@dataclass(frozen=True)
class Message:
    """A reply: its blocks in order, and choices that say themselves when picked."""

    lang: str
    blocks: tuple[Block, ...]
    choices: tuple[str, ...] = ()
    verdict: Verdict = "answered"
    commands: tuple[str, ...] = field(default=())


def plain(message: Message) -> str:
    """Return a message as plain text, without its choices; a passage stands between quotation marks if it holds none."""
    lines: list[str] = []
    for before, block in zip((None, *message.blocks), message.blocks, strict=False):
        if before is not None and block.kind != "source":
            lines.append("")
        lines.append(quoted(block.text) if block.kind == "quote" else block.text)
    return "\n".join(lines)


def quoted(passage: str) -> str:
    """Return verbatim words set between French quotation marks, or between others where they hold such marks themselves."""
    if passage.startswith("«") and passage.endswith("»") and passage.count("«") == 1:
        return passage
    return f"“{passage}”" if "«" in passage or "»" in passage else f"«\u00a0{passage}\u00a0»"
