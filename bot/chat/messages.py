"""Neutral messages: what comes in from any platform and what goes out to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, assert_never

from bot.chat.pictures import Picture

# `nearest` shows what comes nearest in the report, and neither affirms nor denies.
Verdict = Literal["answered", "nearest", "not_in_report", "not_understood", "ambiguous", "chat"]
# What a question holds and the report does not, for which it is denied; `absent` is all that is
# asked. "" is none: nothing is denied.
Ground = Literal["", "entity", "figure", "attribute", "speaker", "day", "absent"]
# Every kind of block that a message can hold: the bot's own words, a report's verbatim words, those
# below a list, which a surface may fold away, and where words stand. A surface matches on them up
# to `assert_never`: the type checker names each one that does not show a kind, and
# tests/bot/adapters/test_surfaces.py tries them all.
Kind = Literal["text", "quote", "folded", "source"]


class ChatRef(NamedTuple):
    """Where a conversation takes place: a platform, a chat on it, and the thread or topic in it if
    there is one.
    """

    platform: str
    chat: str
    thread: str | None = None


class Span(NamedTuple):
    """Where words stand in a report's text, in characters, and their checksum (CRC-32), by which a
    text that was edited since is known.
    """

    start: int
    end: int
    check: int


@dataclass(frozen=True)
class Basis:
    """What was last told when a message of the bot's was sent, by ids, so that what replies to it
    goes on from it. Holds no text of a report or of a person.

    In which language, from which report, for which intent, which facts, which passages, which names
    by key, newest last; the choices that were open then, in the bot's own words; and what the chat
    was asked, and what was understood of the question, as the dialogue writes them ("" for
    nothing).
    """

    lang: str
    report: str = ""
    intent: str = ""
    facts: tuple[str, ...] = ()
    passages: tuple[Span, ...] = ()
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    pending: str = ""
    question: str = ""


@dataclass(frozen=True)
class Target:
    """The message to which another replies, or whose button it is.

    `id` is, of one of the bot's `own`, what `reply` or `send` called it, and of another what it is
    called as an `Incoming`; `text` its words where the platform tells them, `quote` those of them
    that were chosen, `choice` the number of the button that was pressed (from 1; 0: none was).
    `chat` is the one in which it stands, where that is another. `basis` is what is kept of it,
    which the dispatcher finds.
    """

    id: str
    text: str = ""
    own: bool = False
    quote: str = ""
    choice: int = 0
    chat: str = ""
    basis: Basis | None = None


@dataclass(frozen=True)
class File:
    """A file that somebody sent: its name, its size in bytes (0: not told), and where its platform
    keeps it, as that platform's adapter writes it.
    """

    name: str
    size: int
    place: str


@dataclass(frozen=True)
class Incoming:
    """A message from a person: where it was said, by whom, its text, and a language hint if
    there is one.

    `id` is what the platform calls it, one of a kind on that platform ("" where nothing of it must
    outlive a restart), `at` when it was said (aware), `group` whether the chat is one of several
    people, `edits` the id of the message that it replaces, `target` what it replies to, and `file`
    what an editor sent with it.
    """

    chat: ChatRef
    user: str
    text: str
    hint: str | None = None
    id: str = ""
    at: dt.datetime | None = None
    group: bool = False
    edits: str | None = None
    target: Target | None = None
    file: File | None = None


class Block(NamedTuple):
    """A part of a message: what kind of words it holds, and these.

    `place` is where folded words stand, for a surface that shows them away from their list.
    """

    kind: Kind
    text: str
    place: str = ""


@dataclass(frozen=True)
class Message:
    """A reply: its blocks in order, and choices that say themselves when picked; `basis` is what
    they are said of.

    A surface that can shows the `picture` beside the words, which say all that is in it.
    `ground` is why something is denied (verdict `not_in_report` alone).
    Where a choice says another thing than what stands on it, `says` are what each says; then that
    travels in its button. A reply `in_place` takes the place of the message whose button called
    for it. Without `sound` a message that nobody asked for just now arrives unheard, where the
    platform can.
    """

    lang: str
    blocks: tuple[Block, ...]
    choices: tuple[str, ...] = ()
    verdict: Verdict = "answered"
    commands: tuple[str, ...] = field(default=())
    basis: Basis | None = field(default=None, compare=False, repr=False)
    says: tuple[str, ...] = ()
    in_place: bool = False
    sound: bool = True
    ground: Ground = ""
    picture: Picture | None = None


NOTHING = Message("", ())  # in place of a reply, takes it away


def taken_back(incoming: Incoming) -> bool:
    """Whether a message tells that the one that it replaces was taken back, and asks nothing."""
    return incoming.edits is not None and not incoming.text


def takes_back(later: Incoming, earlier: Incoming) -> bool:
    """Whether a message tells that an earlier one was taken back, or what that one replaces."""
    names = {earlier.id, earlier.edits}
    return taken_back(later) and not taken_back(earlier) and later.edits in names


def plain(message: Message, *, unfolded: bool = False) -> str:
    """Return a message as plain text, without its choices; folded passages are left out unless
    asked for.
    """
    lines: list[str] = []
    for block in message.blocks:
        if block.kind == "folded" and not unfolded:
            continue
        if lines and block.kind != "source":
            lines.append("")
        lines.append(_plain(block))
    return "\n".join(lines)


def _plain(block: Block) -> str:
    match block.kind:
        case "text" | "source":
            return block.text
        case "quote" | "folded":
            return quoted(block.text)
        case _:
            assert_never(block.kind)


def quoted(passage: str) -> str:
    """Return verbatim words set between French quotation marks, or between others where they hold
    such marks themselves.
    """
    if passage.startswith("«") and passage.endswith("»") and passage.count("«") == 1:
        return passage
    return f"“{passage}”" if "«" in passage or "»" in passage else f"«\u00a0{passage}\u00a0»"
