"""First contact on Telegram: in which language, and what is told unasked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.bot.adapters.telegram.hosting import FREE, Host
from tests.bot.adapters.telegram.people import BOT
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, quiet, running

NAME = f"@{BOT['username']}"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_apps_in_other_languages(tmp_path: Path, environment: dict[str, str], lang: str) -> None:
    """Who has an app in a language that the bot does not speak is greeted in that of the
    configuration, others in theirs.
    """
    hello = {"en": "Hello", "fr": "Bonjour"}

    async def work() -> None:
        async with running(tmp_path, environment, "pacing: false", f"language: {lang}\n{FREE}") as (
            server,
            _,
        ):
            codes = ("pt-br", "de", "uk", "zh-hans", "fr-ca", "en-GB")
            for number, code in enumerate(codes, 1):
                server.says("/start", number, number, lang=code)
            answers = await server.until("sendMessage", len(codes))
            for call in answers:
                spoken = codes[int(call.data["chat_id"]) - 1][:2]
                assert hello[spoken if spoken in hello else lang] in call.data["text"]

    asyncio.run(work())


def test_joining_a_group(host: Host) -> None:
    """Who lets the bot into a group sees once who it is, what to ask and how to subscribe; becoming
    an administrator or leaving is no joining.
    """

    async def work(server: Server) -> None:
        def becomes(before: str, after: str, chat: int = -2001) -> None:
            server.put(
                my_chat_member={
                    "chat": server.chat(chat),
                    "from": server.user(1),
                    "date": 1,
                    "old_chat_member": {"status": before, "user": BOT},
                    "new_chat_member": {"status": after, "user": BOT},
                }
            )

        becomes("left", "member")
        server.says(None, -2001, new_chat_members=[BOT])
        [greeting] = await server.until("sendMessage")
        assert greeting.data["text"].count("\n– ") == 3
        assert "/subscribe" in greeting.data["text"]
        becomes("member", "left", -2002)
        becomes("left", "member", 2003)
        assert await quiet(server) == 1

    host.run(work)


def test_what_is_no_text(host: Host) -> None:
    """Who sends no words in a private chat is told once that only text is read; in a group nobody
    is, and words under a picture are answered.
    """

    async def work(server: Server) -> None:
        photo: dict[str, Any] = {
            "photo": [{"file_id": "A", "file_unique_id": "B", "width": 1, "height": 1}]
        }
        sent: tuple[dict[str, Any], ...] = (
            {"voice": {"file_id": "A", "file_unique_id": "B", "duration": 3}},
            {"contact": {"phone_number": "1", "first_name": "A"}},
            photo,
        )
        for chat in (51, -2004):
            for more in sent:
                server.says(None, chat, 51, **more)
        server.says(None, 52, 52, caption=ASKED, **photo)
        # A poll as an earlier Bot API has it, and what the library takes for nothing.
        poll = {"id": "1", "question": ASKED, "options": [], "type": "regular"}
        server.says(None, 53, 53, poll=poll)
        server.says(None, 54, 54, checklist={"title": ASKED, "tasks": []})
        told = await server.until("sendMessage", 4)
        assert await quiet(server) == 4
        assert {c.data["chat_id"]: "only" in c.data["text"] for c in told} == {
            "51": True,
            "52": False,
            "53": True,
            "54": True,
        }

    host.run(work)


def test_commands_in_any_hand(host: Host) -> None:
    """A command may be followed by a new line, a no-break space or a colon, in a caption too, and
    begin as on Matrix; one that is forwarded is somebody else's, of which the question is read and
    nothing carried out.
    """

    async def work(server: Server) -> None:
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "B"}
        asked = [
            server.says(f"/{command}{mark}{ASKED}", -number)
            for command, marks in {
                "ask": (
                    "\n",
                    "\u00a0",
                    "\u202f",
                    ": ",
                    "\u00a0: ",
                    f"{NAME}: ",
                    f"{NAME}\u00a0:\n",
                ),
                "question": ("\n", " : "),
            }.items()
            for number, mark in enumerate(marks, 61)
        ]
        photo = [{"file_id": "A", "file_unique_id": "B", "width": 1, "height": 1}]
        asked += [
            server.says(None, -68, caption=text, photo=photo)
            for text in (f"/ask: {ASKED}", f"{ASKED} {NAME}")
        ]
        asked += [server.says(f"!{command}\u00a0: {ASKED}", -68) for command in ("ask", "question")]
        asked += [
            server.says(f"/{command} {ASKED}", 66, 66, forward_origin=origin)
            for command in ("ask", "question", f"ask{NAME}:")
        ]
        answers = await server.until("sendMessage", len(asked))
        assert all("§ 1" in call.data["text"] for call in answers)
        server.says("/subscribe 8:00 UTC", 67, 67, forward_origin=origin)
        server.says("/forget", 67, 67, forward_origin=origin)
        server.says(f"/forget{NAME}", -67, 67, forward_origin=origin)
        server.says(None, -68, caption=ASKED, photo=photo)
        server.says(f"!really {ASKED}", -68)
        told = await server.until("sendMessage", len(asked) + 2)
        assert all("/help" in call.data["text"] for call in told[len(asked) :])
        assert await quiet(server) == len(asked) + 2
        assert host.subscription(67) is None

    host.run(work)


def test_names_without_their_sign(host: Host) -> None:
    """In a group the bot is spoken to by its name at the beginning, with or without its sign, and
    as an address by what it is called, set off by commas too; in the middle of a sentence by a
    mention alone.
    """

    async def work(server: Server) -> None:
        name, called = str(BOT["username"]), str(BOT["first_name"])
        heard = (
            f"{name} {ASKED}",
            f"{called}, {ASKED}",
            f"{called}: {ASKED}",
            f"Hey {NAME} {ASKED}",
            f"Dis-moi, {called}, {ASKED}",
            f"Qui était présent, {name} ?",
            f"Qui était présent, {called.lower()}?",
        )
        for number, text in enumerate(heard, 71):
            server.says(text, -number)
        silent = (
            f"when is the {called}?",
            f"{called} at eight",
            f"{name}s are nice",
            f"I like {called}, really",
            f"They know, {called}s too",
        )
        for text in silent:
            server.says(text, -80)
        answers = await server.until("sendMessage", len(heard))
        assert all("§ 1" in call.data["text"] for call in answers)
        assert await quiet(server) == len(heard)

    host.run(work)


def test_people_without_a_user_name(host: Host) -> None:
    """A mention that names nobody by a user name counts as any other: the bot's speaks to it,
    wherever it stands, and is no part of the question; at the beginning a person's is an address,
    elsewhere what the person is called is asked about.
    """
    bot, anna = BOT, {"id": 90, "is_bot": False, "first_name": "Anna"}
    kallas = {"id": 91, "is_bot": False, "first_name": "Kaja", "last_name": "Kallas"}

    def mention(text: str, *named: tuple[str, dict[str, Any] | None]) -> dict[str, Any]:
        """Return a message in which words mention people, their places in UTF-16 code units."""
        entities = []
        for words, who in named:
            begin = len(text.partition(words)[0].encode("utf-16-le")) // 2
            kind = {"type": "text_mention", "user": who} if who else {"type": "mention"}
            entities.append({"offset": begin, "length": len(words), **kind})
        return {"text": text, "entities": entities}

    async def work(server: Server) -> None:
        mine, own = ("The Briefing", bot), "Who was present?"
        said = (
            mention("The Briefing who was present?", mine),
            mention("😀 The Briefing who was present?", mine),
            mention("who was The Briefing present?", mine),
            mention("/ask The Briefing who was present?", mine),
            mention("Anna The Briefing who was present?", ("Anna", anna), mine),
            mention("The Briefing Anna, who was present?", mine, ("Anna", anna)),
            mention("@anna The Briefing who was present?", ("@anna", None), mine),
        )
        server.says(own, 81, 81)
        typed = (await server.until("sendMessage"))[0].data["text"]
        for more in said:
            server.says(chat=-81, **more)
        server.says(chat=82, user=82, **mention("The Briefing who was present?", mine))
        count = len(said) + 2
        answers = await server.until("sendMessage", count)
        assert [call.data["text"] for call in answers] == [typed] * count
        about = mention("The Briefing who is Kaja Kallas?", mine, ("Kaja Kallas", kallas))
        server.says(chat=-81, **about)
        told = (await server.until("sendMessage", count + 1))[count]
        assert "High Representative" in told.data["text"]
        server.says(chat=-81, **mention("Anna who was present?", ("Anna", anna)))
        assert await quiet(server) == count + 1

    host.run(work)
