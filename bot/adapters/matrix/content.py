"""Content of Matrix messages: from a neutral message to the JSON that rooms are sent (Client-Server
API, `m.room.message`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from bot.adapters.html import matrix_html
from bot.chat.messages import Block, Message, plain

Content = dict[str, Any]
# An event may have 65,536 bytes, encrypted and with its text twice; a part of this length is also
# what a screen shows.
LONGEST = 4000


def contents(message: Message, longest: int = LONGEST) -> list[Content]:
    """Return a message as the contents of one event or several, each at most `longest` characters
    and cut between paragraphs; of none where it holds nothing.
    """
    return [_content(part) for part in _parts(message, longest)]


def related(
    content: Content, thread: str | None, target: str | None, mention: str | None = None
) -> Content:
    """Return a content that stands in a thread (its root's event id), or answers an event where
    that is no thread; `mention` is a user id.
    """
    relation: Content = {}
    if thread:
        # What clients that know no threads show, as the specification asks for.
        relation = {
            "rel_type": "m.thread",
            "event_id": thread,
            "is_falling_back": True,
            "m.in_reply_to": {"event_id": target or thread},
        }
    elif target:
        relation = {"m.in_reply_to": {"event_id": target}}
    mentions = {"user_ids": [mention]} if mention else {}
    return {**content, "m.mentions": mentions, **({"m.relates_to": relation} if relation else {})}


def heard(content: Content) -> Content:
    """Return a content of which apps tell their people as they tell of what somebody says; of a
    notice they do not (Client-Server API, push rule `.m.rule.suppress_notices`).
    """
    return {**content, "msgtype": "m.text"}


def replacing(content: Content, event: str) -> Content:
    """Return a content that takes the place of an earlier event's."""
    new = {key: value for key, value in content.items() if key != "m.relates_to"}
    shown = {
        **new,
        "body": f"* {new['body']}",
        "formatted_body": f"* {new['formatted_body']}",
        "m.mentions": {},
    }
    return {
        **shown,
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": event},
    }


def transaction(*what: object) -> str:
    """Return the transaction id of a send, the same for the same thing, so that the homeserver
    keeps what is sent twice once.
    """
    return hashlib.sha256("\0".join(map(str, what)).encode()).hexdigest()[:40]


def prefixed(message: Message, commands: Iterable[str], prefix: str) -> Message:
    """Return a message that names commands as they are typed here: clients keep those with a slash
    for themselves.
    """
    known = re.compile(rf"(?<![\w/])/(?=(?:{'|'.join(map(re.escape, commands))})\b)")

    def typed(text: str) -> str:
        return known.sub(prefix.replace("\\", r"\\"), text)

    blocks = (b._replace(text=typed(b.text)) if b.kind == "text" else b for b in message.blocks)
    return replace(message, blocks=tuple(blocks), choices=tuple(map(typed, message.choices)))


def _content(message: Message) -> Content:
    lines = [f"{number}. {choice}" for number, choice in enumerate(message.choices, 1)]
    body = "\n\n".join(filter(None, (plain(message, unfolded=True), "\n".join(lines))))
    return {
        "msgtype": "m.notice",
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": matrix_html(message),
    }


def _parts(message: Message, longest: int) -> Iterator[Message]:
    """Yield a message in parts, the choices with the last."""
    held: list[Block] = []
    for piece in (piece for block in message.blocks for piece in _pieces(block, longest)):
        if held and len(plain(replace(message, blocks=(*held, piece)), unfolded=True)) > longest:
            yield replace(message, blocks=tuple(held), choices=())
            held = []
        held.append(piece)
    if held:
        yield replace(message, blocks=tuple(held))


def _pieces(block: Block, longest: int) -> Iterator[Block]:
    """Yield a block, in several where it is too long for one: cut after a paragraph, a line, a
    sentence or a word, the first that can be.
    """
    text = block.text
    while len(text) > longest:
        found = ((text.rfind(end, longest // 2, longest), end) for end in ("\n\n", "\n", ". ", " "))
        cut = next((at + len(end) for at, end in found if at > 0), longest)
        yield block._replace(text=text[:cut].rstrip())
        text = text[cut:].lstrip()
    yield block._replace(text=text)
