"""Other ways of saying something than a text by name: links to the bot, captions, files."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.test_conversation import answer_to
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_other_ways_of_asking(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """A link to the bot calls it, whatever it is called there, also where a client marks no
    mention, but not where another's words are quoted; others who are spoken to first are no part of
    the question. A picture's caption is read, and of one without only a note is made, in a direct
    room.
    """

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person, other = await here.start(), await here.person(), await here.person("other")
            direct = await here.meet(person, encrypted=encrypted)
            group = await here.meet(person, other, encrypted=encrypted)
            both = {"m.mentions": {"user_ids": [other.user, bot.user]}}
            pills = "".join(
                f'<a href="https://matrix.to/#/{user}">{name}</a> '
                for user, name in ((other.user, "Marco Rubio"), (bot.user, "Press & co"))
            )
            html = {"format": "org.matrix.custom.html", "formatted_body": f"{pills}{ASKED}"}
            picture = {"msgtype": "m.image", "url": "mxc://localhost/picture"}
            for where, text, more in (
                (group, ASKED, {"m.mentions": {}} | linking(f"https://matrix.to/#/{bot.user}")),
                (group, ASKED, linking(f"https://matrix.to/#/{bot.user.replace('@', '%40')}")),
                (group, ASKED, linking(f"matrix:u/{bot.user[1:]}?action=chat")),
                (group, ASKED, linking(f"https://matrix.to/#/{bot.user}", "<b>{}</b>")),
                (group, f"{other.user} {bot.user} {ASKED}", both),
                (group, f"Marco Rubio Press & co {ASKED}", both | html),
                (group, f"!ask {ASKED}", picture | {"filename": "a.png"}),
                (direct, ASKED, picture | {"filename": "a.png"}),
            ):
                answer = await answer_to(person, where, bot.user, text, **more)
                assert "– " in answer["content"]["body"].splitlines()[1]
            for kind in ("m.image", "m.audio", "m.file"):
                for more in ({}, {"filename": ASKED}):
                    await person.say(direct, ASKED, **picture | {"msgtype": kind} | more)
            await person.say(group, ASKED, **linking(f"https://matrix.to/#/{other.user}"))
            quoting = linking(f"https://matrix.to/#/{bot.user}")
            quoting["formatted_body"] = f"<blockquote>{quoting['formatted_body']}</blockquote>Why?"
            await person.say(group, ASKED, **quoting)
            await asyncio.sleep(QUIET)
            assert [len(person.said(room, bot.user)) for room in (direct, group)] == [3, 8]

    def linking(address: str, form: str = "{}") -> dict[str, str]:
        """Return HTML that calls somebody by a link in some form, and says the same without it."""
        name = form.format("Press &amp; co")
        return {
            "body": f"Press & co, {ASKED}",
            "format": "org.matrix.custom.html",
            "formatted_body": f'<a class="x" href="{address}">{name}</a>, {ASKED}',
        }

    asyncio.run(ask())
