"""Files of editors: they are heard in rooms with the bot alone and fetched as they were sent."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from nio import AsyncClient, UploadResponse

from bot.chat.messages import Block, Incoming, Message
from bot.chat.service import Fetch
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import Json
from tests.bot.adapters.matrix.talk import body
from tests.bot.adapters.matrix.world import world
from tests.homeserver import Homeserver

RAW = "Le pont coûte 21 millions d’euros.".encode()


async def uploaded(client: AsyncClient, *, encrypted: bool) -> Json:
    """Upload a file as clients do; return the content of its event."""
    sent, keys = await client.upload(
        io.BytesIO(RAW), "text/plain", "note.txt", encrypt=encrypted, filesize=len(RAW)
    )
    assert isinstance(sent, UploadResponse)
    place = {"file": {**(keys or {}), "url": sent.content_uri}} if encrypted else {}
    whole = {"msgtype": "m.file", "body": "note.txt", "info": {"size": len(RAW)}}
    return {**whole, **(place or {"url": sent.content_uri})}


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_an_editors_file_is_fetched(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """What an editor sends reaches the bot byte for byte, encrypted or not; of others it is told
    that only text is read.
    """

    async def editing(incoming: Incoming, fetch: Fetch) -> Message | None:
        if incoming.file is None:
            return None
        raw = await fetch(incoming.file)
        told = f"{incoming.file.name}, {incoming.file.size}: {raw.decode()}"
        return Message("fr", (Block("text", told),), verdict="chat")

    async def send() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            person, other = await here.person(), await here.person("other")
            here.more = {"editing": editing}
            bot = await here.start(editors=frozenset({person.user}))
            for somebody, words in ((person, f"note.txt, {len(RAW)}"), (other, "texte")):
                room = await here.meet(somebody, encrypted=encrypted)
                file = await uploaded(somebody.client, encrypted=encrypted)
                await somebody.put(room, file)
                told = (await somebody.told(room, bot.user, 2))[-1]
                assert words in body(told) or "text only" in body(told)
                assert (RAW.decode() in body(told)) is (somebody is person)

    asyncio.run(send())
