"""Inline: what is offered to who types "@bot words" in any chat, to be said there."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from bot.adapters.telegram.client import Client, quietly
from bot.adapters.telegram.parts import parts
from bot.adapters.telegram.reading import identity, words
from bot.adapters.telegram.settings import Settings
from bot.chat.messages import Message, quoted

# Who types in another chat, what, the language where that tells none, and how many messages are
# wanted at most, to what is offered, the best first.
Offers = Callable[[str, str, str, int], Awaitable[Sequence[Message]]]
# Seconds for which Telegram may answer the same person's same words by itself.
_KEPT = 300
_PAGE = 20  # results; Bot API, answerInlineQuery: at most 50
_LONGEST_TITLE, _LONGEST_LINE = 100, 200
_SHORTEST_TITLE = 40  # what is shorter is a speaker's name, the same for each of their quotes


class Inline:
    """Offers what fits what people type: `offers` finds it, in one of some `languages`."""

    def __init__(
        self, client: Client, settings: Settings, languages: Collection[str], offers: Offers | None
    ) -> None:
        """Offer nothing yet."""
        self._client = client
        self._settings = settings
        self._languages = languages
        self._offers = offers

    async def offer(self, query: InlineQuery) -> None:
        """Offer a page of what fits the words that somebody types in another chat; Telegram asks
        for the next one by where it begins.
        """
        begin = int(query.offset) if query.offset.isdecimal() else 0
        found = await self._found(query, begin + _PAGE + 1)
        page, more = found[begin : begin + _PAGE], found[begin + _PAGE :]
        await quietly(
            self._client.answer_inline_query(
                words(query.id),
                results(page),
                cache_time=_KEPT,
                is_personal=True,
                next_offset=str(begin + _PAGE) if more else "",
            )
        )

    async def _found(self, query: InlineQuery, most: int) -> Sequence[Message]:
        user = query.from_user
        # Those admitted by their chat alone cannot be told here: Telegram does not say which chat
        # it is.
        if self._offers is None or not self._settings.admits(identity(user.id), ""):
            return ()
        hint = str(user.language_code or "").partition("-")[0]
        lang = hint if hint in self._languages else self._settings.lang
        return await self._offers(identity(user.id), words(query.query), lang, most)


def results(messages: Sequence[Message]) -> list[InlineQueryResultArticle]:
    """Return messages as results: what each says, and below where that stands and its verbatim
    words.
    """
    found = {article.id: article for article in map(_article, messages)}
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
