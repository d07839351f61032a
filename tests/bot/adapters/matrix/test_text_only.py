"""What has no words: who sends it to the bot alone is told that only text is read."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import Json
from tests.bot.adapters.matrix.talk import body, in_thread
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver

FILE = {"url": "mxc://localhost/a", "filename": "a.ogg"}
POLL: Json = {"question": {"m.text": "Who?"}, "answers": [{"id": "1", "m.text": "We"}]}
# What people send without words: the kind of event, and what it holds.
WORDLESS: list[tuple[str, Json]] = [
    ("m.room.message", {"msgtype": "m.audio", "body": "a.ogg", "org.matrix.msc3245.voice": {}}),
    ("m.room.message", {"msgtype": "m.image", "body": "a.ogg", **FILE}),
    ("m.room.message", {"msgtype": "m.image", **FILE, "body": ""}),
    ("m.room.message", {"msgtype": "m.file", "body": "a.ogg", **FILE}),
    ("m.room.message", {"msgtype": "m.location", "body": "here", "geo_uri": "geo:50.8,4.3"}),
    ("m.sticker", {"body": "A cat", "url": "mxc://localhost/a", "info": {}}),
    ("m.poll.start", {"m.poll": POLL, "m.text": "Who?"}),
    ("org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": POLL}),
]


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_what_has_no_words(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """Whatever has no words is answered in a direct room by one sentence within the hour, and by
    none in a group; a caption is read, and what is asked after that is answered.
    """

    async def send() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person, other = await here.start(), await here.person(), await here.person("other")
            group = await here.meet(person, other, encrypted=encrypted)
            for kind, content in WORDLESS:
                room = await here.meet(person, encrypted=encrypted)
                for _ in range(2):
                    event = await person.put(room, content, kind)
                    await person.put(group, content, kind)
                    await person.told(room, bot.user, 2)
                first, told = person.said(room, bot.user)
                assert "text only" in body(told) or "que du texte" in body(told)
                assert first["clear"] is not encrypted
                assert told["relation"]["m.in_reply_to"]["event_id"] != event
            await person.say(room, ASKED, **FILE, msgtype="m.image")
            assert "§ 1" in body((await person.told(room, bot.user, 3))[-1])
            await asyncio.sleep(QUIET)
            assert len(person.said(group, bot.user)) == 1
            direct = await here.meet(person, encrypted=encrypted)
            root = await person.say(direct, ASKED)
            await person.told(direct, bot.user, 2)
            await person.put(direct, {**WORDLESS[0][1], **in_thread(root)})
            await person.until(partial(lambda: len(person.said(direct, bot.user)) == 3))
            assert person.said(direct, bot.user)[-1]["relation"]["event_id"] == root

    asyncio.run(send())
