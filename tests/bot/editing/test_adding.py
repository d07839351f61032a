"""What editors send: it becomes a report, they hear what was understood of it; others may not."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot import languages
from bot.chat.messages import ChatRef, File, Incoming
from bot.chat.platform import NotDeliveredError
from bot.config.config import Config, Operator, Source
from bot.editing.adding import Adding
from bot.editing.editing import edits
from bot.editing.embargo import Embargo
from bot.sources.embargoes import Embargoes
from bot.sources.entry import EDITORS
from knowledge.loading import embargo
from knowledge.loading.loader import folders
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import running
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import Page, Site, text_of
from tests.trial.sources import NO_LIMITS, answered

TEXT = (
    "Bridge opens at Tarn\n\n3 April 2025\n\nThe council of Tarn met. It spends 21 million euros on"
    " bridge 1 at Tarn.\n\n“We have waited long for this bridge,” said Mayor Ines Caro of Tarn.\n"
)
ENGLISH, FRENCH = languages.load("en"), languages.load("fr")


class Editor:
    """An editor at a desk: what is sent is fetched and drafted while the reply is waited for."""

    def __init__(self, desk: Desk) -> None:
        """Send nothing yet."""
        self._desk = desk
        held = Embargoes(desk.store, lambda: folders(desk.root), lambda: desk.now)
        spoken = {"en": ENGLISH, "fr": FRENCH}
        shown = Embargo(held, "Africa/Nairobi", spoken)
        self._adding = Adding(desk.store, desk.root, lambda: desk.now, shown)

    async def sends(self, asked: str, raw: bytes | None = None, lang: str = "en") -> str:
        """Send a file, or none, with some words behind /add; return what is replied."""
        file = File("note.txt", len(raw), "there") if raw is not None else None
        incoming = Incoming(ChatRef("telegram", "1"), "1", asked, file=file)

        async def fetch(sent: File) -> bytes:
            if raw is None or sent.place != "there":
                raise NotDeliveredError("gone")
            return raw

        say = FRENCH if lang == "fr" else ENGLISH
        reply = asyncio.create_task(self._adding.reply(incoming, asked, fetch, say))
        sent = {EDITORS: Source(page="https://editors.invalid/", private=True)}
        while not reply.done():
            await self._desk.poll(sent)
            await asyncio.sleep(0)
        return reply.result().replace("\u00a0", " ")


def test_a_file_becomes_a_report(desk: Desk) -> None:
    """A file is added once, and what was understood and what to look at is told in the editor's
    language; what says the same, or says nothing, is told so.
    """
    editor = Editor(desk)

    async def work() -> None:
        told = await editor.sends("", TEXT.encode())
        assert "Added: “Bridge opens at Tarn”, 3 April 2025" in told
        assert "people: 1; figures: 1" in told
        assert "Named are Ines Caro" in told
        assert "I have that already: “Bridge opens at Tarn”" in await editor.sends(
            "", TEXT.encode()
        )
        assert "says the same: “Bridge opens at Tarn”" in await editor.sends(
            "", TEXT.upper().encode()
        )
        assert "I could not read it: holds no words" in await editor.sends("", b"\n...\n")
        french = TEXT.replace("bridge 1", "bridge 2").replace("3 April 2025\n\n", "")
        told = await editor.sends("", french.encode(), "fr")
        assert "Ajouté :" in told
        assert "sans date" in told
        assert "Send me a file" in await editor.sends("")

    asyncio.run(work())
    assert len(desk.reports()) == 2


def test_a_link_becomes_a_report(desk: Desk) -> None:
    """What stands behind a link is added; what cannot be fetched is told, and tried again."""
    editor = Editor(desk)

    async def work() -> None:
        async with Site() as site:
            link = f"{site.url}/report"
            assert "could not read it yet (" in await editor.sends(link)
            site.pages["/report"] = Page(f"<title>Bridge</title><main>{text_of(1)}</main>")
            desk.wait(days=1)
            assert "Added: " in await editor.sends(link)
        [report] = desk.reports()
        assert report.file.url == link

    asyncio.run(work())


def test_an_embargo_may_be_given(desk: Desk) -> None:
    """An embargo behind /add counts, whatever the text says, in the bot's zone where it names none;
    one that cannot be read adds nothing.
    """
    editor = Editor(desk)

    async def work() -> None:
        asked = "embargo 2026-12-01 18:00"
        told = await editor.sends(asked, f"Embargo until Thursday\n\n{TEXT}".encode())
        assert "“Bridge opens at Tarn” stays under embargo until Tuesday 1 December" in told
        assert "2026, 18:00 (Africa/Nairobi" in told
        assert "/embargo confirm" not in told
        assert "have added nothing" in await editor.sends("embargo soon", b"Another text.")
        held = f"Embargo until Thursday\n\n{TEXT.replace('bridge 1', 'bridge 2')}"
        told = await editor.sends("", held.encode(), "fr")
        assert "sous embargo jusqu’à ce que quelqu’un le lève." in told
        assert "/embargo confirmer bridge-opens" in told

    asyncio.run(work())
    folder, _ = folders(desk.root)
    assert embargo.of(folder) == dt.datetime(2026, 12, 1, 15, tzinfo=dt.UTC)
    assert desk.told == []


EDITOR, OPERATOR = ("telegram", "1"), ("telegram", "-9")


@pytest.mark.parametrize(
    ("chat", "user", "group", "may"),
    [
        (ChatRef("telegram", "1"), "1", False, True),
        (ChatRef("telegram", "2"), "2", False, False),
        (ChatRef("telegram", "-5"), "1", True, False),
        (ChatRef("telegram", "-7", "direct:1"), "1", False, False),
        (ChatRef("telegram", "-9"), "2", True, True),
        (ChatRef("matrix", "!r:example.org"), "1", False, False),
        (ChatRef("matrix", "!r:example.org"), "@a:example.org", False, True),
        (ChatRef("console", "local"), "you", False, True),
    ],
)
def test_who_edits_where(chat: ChatRef, user: str, *, group: bool, may: bool) -> None:
    """An editor does so in private alone, anybody in the operator's chat, others nowhere."""
    named = (EDITOR, ("matrix", "@a:example.org"))
    config = Config(Path(), editors=named, operator=Operator(chat=OPERATOR))  # type: ignore[arg-type]
    assert edits(config, Incoming(chat, user, "", group=group)) is may


def test_on_telegram(tmp_path: Path, environment: dict[str, str]) -> None:
    """An editor's file is a report within seconds, from which everybody is answered, and can be
    taken away; what others send is not taken in, and they may not.
    """

    async def asked(server: Server, words: str | None, user: int = 1, **more: Any) -> str:
        count = len(server.of("sendMessage"))
        if words is None:
            server.sends("note.txt", user, **more)
        else:
            server.says(words, user, user, **more)
        return str((await server.until("sendMessage", count + 1))[-1].data["text"])

    async def work() -> None:
        whole = NO_LIMITS + "editors: [telegram 1]\n"
        async with running(tmp_path, environment, whole=whole) as (server, _):
            server.files["note.txt"] = TEXT.encode()
            assert "text" in await asked(server, None, 2)
            assert "editors" in await asked(server, "/add https://example.org", 2)
            assert "Added: “Bridge opens at Tarn”" in await asked(server, None)
            question = "How much is spent on bridge 1 at Tarn?"
            await answered(server, question, "21 million", 90.0, chat=2, user=2)
            assert "editors" in await asked(server, "/remove 1", 2)
            assert "is taken away" in await asked(server, "/remove bridge-opens-at-tarn-2025-04-03")
            for _ in range(100):
                if "21 million" not in await asked(server, question, 2):
                    break
                await asyncio.sleep(0.1)
            else:
                raise AssertionError
            told = await asked(server, "/retirer otan", lang="fr")
            assert "config.yaml" in told

    asyncio.run(work())
