"""Photos on Telegram: what is shown beside words, which are its caption where they fit, within the
Bot API's rules.
"""

from __future__ import annotations

from bot.adapters.telegram.parts import parts
from bot.chat.messages import Block, Message
from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.rules import CAPTION
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import buttons


def test_a_card_is_a_photo_with_its_words_as_caption(host: Host) -> None:
    """A card comes as one photo, with the quotation as its caption and its choices as buttons,
    under the message that asked for it.
    """

    async def work(server: Server) -> None:
        server.says("/quotes", 4712, 4712, lang="fr")
        await server.until("sendMessage")
        asked = server.says("/carte 1", 4712, 4712, lang="fr")
        [card] = await server.until("sendPhoto")
        assert card.data["reply_parameters"]["message_id"] == asked
        assert "<blockquote expandable>" in card.data["caption"]
        assert buttons(card) == ["En carré", "La citation suivante"]
        server.presses(card, 0, 4712)
        [_, square] = await server.until("sendPhoto", 2)
        assert square.data["caption"] == card.data["caption"]
        assert square.data["_size"] == (1080, 1080)
        assert not [call for call in server.calls if not call.ok]

    host.run(work)


def test_what_is_refused_as_a_photo_comes_as_words(host: Host) -> None:
    """Where a photo is refused, the words come without it."""

    async def work(server: Server) -> None:
        server.photos = False
        server.says("/timeline", 4711, lang="en")
        [told] = await server.until("sendMessage")
        server.photos = True
        assert "lunch" in told.data["text"]

    host.run(work)


def test_long_words_stand_below_their_photo() -> None:
    """Words that are too long for a caption are a message below the last photo, and several photos
    have their numbers.
    """
    short, long = (Message("en", (Block("text", "x" * n),)) for n in (1000, CAPTION + 1))
    assert [(p.photo, len(p.plain)) for p in parts(short, [b"1"])] == [(b"1", 1000)]
    assert [(p.photo, len(p.plain)) for p in parts(long, [b"1"])] == [(b"1", 0), (None, 1025)]
    assert [(p.photo, p.plain[:3]) for p in parts(short, [b"1", b"2"])] == [
        (b"1", "1/2"),
        (b"2", "xxx"),
    ]
