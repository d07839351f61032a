"""Images on Matrix: what is shown beside words, encrypted where the room is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from nio.crypto.attachments import decrypt_attachment

from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.talk import body, number_of, replying, talking
from tests.homeserver import Homeserver

PEACE = "What did Mr Rutte say about peace?"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_a_card_is_an_image_with_its_words(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """A card is an image whose caption is the quotation, by command and by choice; in an encrypted
    room the homeserver has nothing of it that can be read.
    """

    async def converse() -> None:
        async with talking(homeserver, brain, tmp_path, encrypted=encrypted) as talk:
            await talk.ask(talk.person, "!quotes")
            card = await talk.ask(talk.person, "!card 1")
            content = card["content"]
            assert content["msgtype"] == "m.image"
            assert content["info"]["mimetype"] == "image/png"
            assert (content["info"]["w"], content["info"]["h"]) == (1200, 675)
            assert brain.report.file.quotes[0].text in body(card)
            assert brain.report.file.quotes[0].text in content["formatted_body"]
            assert card["clear"] is not encrypted
            assert ("file" in content, "url" in content) == (encrypted, not encrypted)
            held = content["file"] if encrypted else content
            got = await talk.person.client.download(held["url"])
            assert got.body.startswith(PNG) is not encrypted
            shown = (
                decrypt_attachment(got.body, held["key"]["k"], held["hashes"]["sha256"], held["iv"])
                if encrypted
                else got.body
            )
            assert shown.startswith(PNG)
            assert len(shown) == content["info"]["size"]
            # A choice under somebody's words means these, a restart and other answers later.
            first = await talk.ask(talk.person, f"!ask {PEACE}")
            await talk.ask(talk.other, "!ask How many billions for Ukraine?")
            await talk.restart()
            number = number_of(first, "Make it a picture")
            cards = [
                await talk.ask(talk.other, number, **replying(first["event_id"])),
                await talk.reacted(talk.person, first["event_id"], number),
            ]
            for card in cards:
                assert card["content"]["msgtype"] == "m.image"
                assert "Quand on conclut un cessez-le-feu" in body(card)

    asyncio.run(converse())
