"""The chats of the desk: one for each tab of the browser, each with a clock of its own, and what
was said in it.
"""

from __future__ import annotations

import datetime as dt
import threading
from base64 import b64encode
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

from bot.app.desk import places
from bot.app.rehearsal import Rehearsal
from bot.app.rehearsal_dispatcher import RehearsalDispatcher
from bot.chat.messages import Basis, ChatRef, Incoming, Message, Target, plain
from bot.chat.pictures import Card, Picture
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.citation import cite
from bot.dialogue.compose import compose, typeset
from bot.dialogue.context import Context
from bot.dialogue.pictures import card
from bot.dialogue.source import Source
from bot.languages import desk_words
from bot.pictures.pictures import drawn
from bot.web.server import BadCallError

_MOST, _KEPT = 50, 200  # tabs, and replies of each
_LONGEST = 64  # characters by which a tab is called
_START = "/start"


class _Said(NamedTuple):
    """What was asked, the reply, and of which report that is ("" where it tells itself)."""

    asked: str
    message: Message
    report: str = ""


@dataclass
class _Chat:
    dispatcher: RehearsalDispatcher
    said: deque[_Said] = field(default_factory=lambda: deque(maxlen=_KEPT))


class Chats:
    """Answers the page; `lang` is the language where nothing tells another, `start` the instant
    (aware) at which clocks stand, None meaning that they go.
    """

    def __init__(self, source: Source, lang: str, start: dt.datetime | None) -> None:
        """Begin with no chat."""
        self._source = source
        self._lang = lang
        self._start = start
        self._lock = threading.Lock()
        self._known: OrderedDict[str, _Chat] = OrderedDict()

    def history(self, said: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what was said in a tab, of a new one the greeting."""
        chat = self._chat(said)
        if not chat.said:
            self._answer(chat, said, _START, "", None)
        return [self._shown(said) for said in chat.said]

    def ask(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the reply to a message, which may be about a sentence of a report."""
        asked = str(said.get("text") or "")
        if not asked.strip():
            raise BadCallError("Nothing was asked.")
        target, place = None, said.get("about")
        if place:
            report = places.opened(self._source, said).report
            basis = Basis(str(said.get("lang") or ""), report.slug)
            words = places.sentence(report, place).text
            target = Target("", words, own=True, quote=words, basis=basis)
        return self._answer(self._chat(said), said, asked, str(said.get("shown") or asked), target)

    def cite(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the source of a sentence, ready to copy, as /cite gives it."""
        return self._made(cite, said)

    def card(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the card of a sentence, or of what it quotes, as /card makes it."""
        return self._made(card, said)

    def _made(
        self, make: Callable[[Brain, str, Context], Answer], said: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what is made of a sentence as though it had been answered; what may be said next
        would be of another answer.
        """
        brain = places.opened(self._source, said)
        passage = places.sentence(brain.report, said.get("about"))
        answer = make(brain, self._spoken(said), Context(passages=(passage,)))
        message = replace(compose(brain, answer), choices=(), says=())
        told = _Said(str(said.get("shown") or ""), message, brain.report.slug)
        self._chat(said).said.append(told)
        return self._shown(told)

    def _answer(
        self,
        chat: _Chat,
        said: Mapping[str, Any],
        text: str,
        asked: str,
        target: Target | None,
    ) -> dict[str, Any]:
        where = ChatRef("desk", str(said.get("tab")))
        incoming = Incoming(where, "desk", text, self._spoken(said), target=target)
        message = chat.dispatcher.reply(incoming)
        if not chat.dispatcher.remembers(where):  # as it was just told to
            chat.said.clear()
        chat.said.append(_Said(asked, message))
        return self._shown(chat.said[-1])

    def _shown(self, said: _Said) -> dict[str, Any]:
        return {"asked": said.asked, **shown(self._source, said.message, said.report)}

    def _spoken(self, said: Mapping[str, Any]) -> str:
        lang = said.get("lang")
        return str(lang) if lang in self._source.languages else self._lang

    def _chat(self, said: Mapping[str, Any]) -> _Chat:
        """Return the chat of a tab; of many the one that was silent longest is forgotten."""
        tab = said.get("tab")
        if not isinstance(tab, str) or not 0 < len(tab) <= _LONGEST:
            raise BadCallError("A tab needs a name.")
        with self._lock:
            if tab not in self._known:
                rehearsal = Rehearsal(self._source, self._start)
                self._known[tab] = _Chat(RehearsalDispatcher(self._source, rehearsal, self._lang))
            self._known.move_to_end(tab)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
            return self._known[tab]


def shown(source: Source, message: Message, slug: str = "") -> dict[str, Any]:
    """Return a message as the page has it, each verbatim block with the sentences that it lights of
    a report: of the one that it is told from, or the one of a name.
    """
    try:
        report = source.open(slug or (message.basis.report if message.basis else "")).report
    except KeyError:
        report = source.brain.report
    spans = message.basis.passages if message.basis else ()
    blocks = [
        {
            "kind": block.kind,
            "text": block.text,
            "place": block.place,
            "lights": places.told(report, block.text, spans)
            if block.kind in {"quote", "folded"}
            else [],
        }
        for block in message.blocks
    ]
    return {
        "report": report.slug,
        "verdict": message.verdict,
        "lang": message.lang,
        "label": _label(message),
        "blocks": blocks,
        "choices": [
            {"label": label, "says": says}
            for label, says in zip(message.choices, message.says or message.choices, strict=True)
        ],
        "plain": plain(message, unfolded=True),
        "pictures": [file for picture in _shapes(message.picture) for file in _files(picture)],
    }


@lru_cache(maxsize=32)
def _files(picture: Picture | None) -> list[dict[str, str]]:
    """Return a picture as the page has it; what was drawn of late is kept."""
    return [
        {"svg": drawing.svg(), "png": b64encode(drawing.png()).decode()}
        for drawing in drawn(picture)
    ]


def _shapes(picture: Picture | None) -> list[Picture | None]:
    """Return a picture in each of its shapes."""
    if isinstance(picture, Card):
        return [picture._replace(square=square) for square in (picture.square, not picture.square)]
    return [picture]


@cache
def page_words(lang: str) -> dict[str, str]:
    """Return what the page says in a language, with its no-break spaces."""
    return {key: typeset(text, lang) for key, text in desk_words(lang).items()}


def _label(message: Message) -> str:
    """Return what a reply is, and on what ground something is denied, "" where it answers."""
    key = f"ground_{message.ground}" if message.ground else f"verdict_{message.verdict}"
    return page_words(message.lang).get(key, "")
