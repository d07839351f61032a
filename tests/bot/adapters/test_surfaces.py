"""Every surface shows every kind of block."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import unescape
from typing import get_args

import pytest

from bot.adapters.html import matrix_html, telegram_html
from bot.adapters.matrix.content import contents
from bot.adapters.screen import Page, folded, lines_of, unfolded
from bot.adapters.telegram.inline import results
from bot.adapters.telegram.parts import parts
from bot.app.preview import shown as preview
from bot.chat.messages import Block, Kind, Message, plain
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose
from bot.dialogue.nearest import nearest

WORDS = "mot pour mot"


def on_screen(message: Message) -> str:
    """Return what a terminal shows, at once and on demand."""
    demanded = Message(message.lang, unfolded(folded(message)))
    return "\n".join(
        row.text for m in (message, demanded) for row in Page(80).rows(m, "folded: {count}")
    )


SURFACES: dict[str, Callable[[Message], str]] = {
    "terminal": on_screen,
    "pipe": lines_of,
    "ask": lambda message: plain(message, unfolded=True),
    "telegram": lambda message: unescape(telegram_html(message)),
    "telegram in plain text": lambda message: parts(message)[0].plain,
    "telegram inline": lambda message: str(results([message])[0].to_dict()),
    "matrix": lambda message: unescape(matrix_html(message)),
    "matrix in plain text": lambda message: str(contents(message)[0]["body"]),
    **{
        f"preview of {name}": partial(preview, platform=name)
        for name in ("console", "telegram", "matrix")
    },
}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_is_shown(surface: str, kind: Kind) -> None:
    """A block of any kind, alone, first or below another, is shown on any surface."""
    for blocks in (
        (Block(kind, WORDS),),
        (Block(kind, WORDS), Block("text", "x")),
        (Block("text", "x"), Block(kind, WORDS)),
    ):
        assert WORDS in SURFACES[surface](Message("fr", blocks))


@pytest.mark.parametrize("surface", SURFACES)
def test_nearest_passages_are_shown(brain: Brain, surface: str) -> None:
    """The three nearest passages, their heading and where each stands are shown on any surface, at
    once or on demand.
    """
    found = brain.report.passages[:3]
    message = compose(brain, nearest(brain, "en", found, 0.4))
    shown = _flat(SURFACES[surface](message))
    assert _flat(brain.languages["en"]("shown_nearest")) in shown
    assert all(_flat(p.text) in shown for p in found)
    assert all(f"§ {p.paragraph}" in shown for p in found)


def _flat(text: str) -> str:
    """Return a text without what a surface puts between its words."""
    return " ".join(text.replace("┃", " ").split())
