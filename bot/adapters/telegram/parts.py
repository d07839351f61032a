"""Parts: a message as Telegram takes it, in pieces under its limit, with buttons under the last.
Pure.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.adapters.html import telegram_html
from bot.chat.messages import Block, Message, plain

# Bot API, sendMessage: 1-4096 characters after entities parsing, counted in UTF-16 code units;
# beyond 100 entities markup is dropped.
LONGEST, _MOST_BLOCKS = 4096, 90
_CAPTION = 1024  # the same; Bot API, sendPhoto
_MOST_DATA = 64  # bytes; Bot API, InlineKeyboardButton.callback_data
_BESIDE = 2  # buttons in a row
_MARKS = 4  # quotation marks around verbatim words, in plain text
_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])\s+"),
    re.compile(r"\s+"),
)


@dataclass(frozen=True)
class Part:
    """A piece of a message: as HTML, and as plain text for where the HTML is refused; with a
    `photo` these are its caption.
    """

    html: str
    plain: str
    photo: bytes | None = field(default=None, repr=False)


def parts(message: Message, photos: Sequence[bytes] = ()) -> list[Part]:
    """Return a message in pieces, cut between its blocks where that does, else between paragraphs,
    sentences or words; first its photos, the last of which has the words as its caption where they
    are few enough for one. Of several each has its number.
    """
    said = _said(message)
    captioned = bool(photos) and len(said) == 1 and units(said[0].plain) + _MARKS <= _CAPTION
    shown = [_numbered(photo, n, len(photos)) for n, photo in enumerate(photos, 1)]
    return [*shown[:-1], replace(said[0], photo=photos[-1])] if captioned else [*shown, *said]


def _numbered(photo: bytes, number: int, count: int) -> Part:
    caption = f"{number}/{count}" if count > 1 else ""
    return Part(caption, caption, photo)


def _said(message: Message) -> list[Part]:
    """Return the words of a message in pieces."""
    pieces: list[list[Block]] = [[]]
    for group in _groups(message.blocks):
        size = sum(map(_size, group))
        if pieces[-1] and (
            sum(map(_size, pieces[-1])) + size > LONGEST
            or len(pieces[-1]) + len(group) > _MOST_BLOCKS
        ):
            pieces.append([])
        pieces[-1] += group
    messages = [replace(message, blocks=tuple(piece)) for piece in pieces if piece]
    return [Part(telegram_html(m), plain(m, unfolded=True)) for m in messages]


def buttons(message: Message, name: str) -> dict[str, Any] | None:
    """Return a message's choices as buttons (Bot API, InlineKeyboardMarkup), or None where there
    are none; `name` is of its delivery. Each carries its number and, where it says another thing
    than what stands on it, that, with a mark of the delivery: so the same button of a message that
    was changed meanwhile is another.

    What says itself is a whole question and has a row of its own; of the others two share one.
    """
    mark = f"{zlib.crc32(name.encode()):08x}"
    found = [
        {"text": choice, "callback_data": _data(number, mark, message.says)}
        for number, choice in enumerate(message.choices, 1)
        if choice.strip()
    ]
    size = _BESIDE if message.says else 1
    rows = [found[at : at + size] for at in range(0, len(found), size)]
    return {"inline_keyboard": rows} if rows else None


def _data(number: int, mark: str, says: Sequence[str]) -> str:
    """Return what the button of a number carries; what is too long for it the number finds."""
    whole = f"{number} {mark} {says[number - 1]}" if says else ""
    return whole if 0 < len(whole.encode()) <= _MOST_DATA else str(number)


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield blocks that fit into one piece: where a passage stands goes with the passage, and what
    is too long is cut.
    """
    whole: list[Block] = []
    for block in blocks:
        cut = [block._replace(text=text) for text in _cut(block.text, LONGEST - _MARKS)]
        if whole and (block.kind != "source" or sum(map(_size, whole)) + _size(cut[0]) > LONGEST):
            yield whole
            whole = []
        for piece in cut[:-1]:
            yield [*whole, piece]
            whole = []
        whole = [*whole, cut[-1]]
    if whole:
        yield whole


def _size(block: Block) -> int:
    """Return how much room a block takes, with the empty line before it."""
    return units(block.text) + _MARKS + 2


def _cut(text: str, most: int) -> list[str]:
    """Return a text in pieces of at most `most` code units, cut where it hurts least."""
    if units(text) <= most:
        return [text]
    head = text[:most]  # at least as long as `most` code units
    while units(head) > most:
        head = head[: len(head) - (units(head) - most + 1) // 2]
    for mark in _BREAKS:
        ends = [found for found in mark.finditer(head) if found.start() > most // 4]
        if ends:
            return [head[: ends[-1].start()], *_cut(text[ends[-1].end() :], most)]
    return [head, *_cut(text[len(head) :], most)]
