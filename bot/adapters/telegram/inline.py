"""Inline: what is offered to who types "@bot words" in any chat, to be said there. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions

from bot.adapters.telegram.parts import parts
from bot.chat.messages import Message, quoted

# Seconds for which Telegram may answer the same person's same words by itself.
KEPT = 300
_MOST = 50  # Bot API, answerInlineQuery: at most 50 results
_LONGEST_TITLE, _LONGEST_LINE = 100, 200
_SHORTEST_TITLE = 40  # what is shorter is a speaker's name, the same for each of their quotes


def results(messages: Sequence[Message]) -> list[InlineQueryResultArticle]:
    """Return messages as results: what each says, and below where that stands and its verbatim
    words.
    """
    found = {article.id: article for article in map(_article, messages[:_MOST])}
    return list(found.values())


def _article(message: Message) -> InlineQueryResultArticle:
    said = [b.text for b in message.blocks if b.kind == "text"]
    passages = [quoted(b.text) for b in message.blocks if b.kind in {"quote", "folded"}]
    sources = [b.text for b in message.blocks if b.kind == "source"]
    title, *rest = [*said[:1], *passages[:1]] or [""]
    if rest and len(title) < _SHORTEST_TITLE:
        title = f"{title} · {rest[0]}"
    whole = parts(message)[0]
    content = InputTextMessageContent(
        whole.html, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    name = hashlib.sha256(whole.html.encode()).hexdigest()[:32]
    return InlineQueryResultArticle(
        name,
        _short(title, _LONGEST_TITLE),
        content,
        description=_short("\n".join([*sources[:1], *rest]), _LONGEST_LINE),
    )


def _short(text: str, most: int) -> str:
    """Return a text as it is or, where it is too long, up to a word."""
    return (
        text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"
    )
