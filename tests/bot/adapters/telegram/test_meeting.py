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
        told = await server.until("sendMessage", 2)
        assert await quiet(server) == 2
        assert {c.data["chat_id"]: "only" in c.data["text"] for c in told} == {
            "51": True,
            "52": False,
        }

    host.run(work)


def test_commands_in_any_hand(host: Host) -> None:
    """A command may be followed by a new line, a no-break space or a colon; one that is forwarded
    is somebody else's, and not carried out.
    """

    async def work(server: Server) -> None:
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "B"}
        for number, mark in enumerate(("\n", "\u00a0", ": ", f"{NAME}: "), 61):
            server.says(f"/ask{mark}{ASKED}", -number)
        server.says(f"/ask {ASKED}", 66, forward_origin=origin)
        answers = await server.until("sendMessage", 5)
        assert all("§ 1" in call.data["text"] for call in answers)
        server.says("/subscribe 8:00 UTC", 67, 67, forward_origin=origin)
        server.says("/forget", 67, 67, forward_origin=origin)
        server.says(f"/forget{NAME}", -67, 67, forward_origin=origin)
        await server.until("sendMessage", 7)
        assert await quiet(server) == 7
        assert host.subscription(67) is None

    host.run(work)


def test_names_without_their_sign(host: Host) -> None:
    """In a group the bot is spoken to by its name at the beginning, with or without its sign, and
    as an address by what it is called; in the middle of a sentence by a mention alone.
    """

    async def work(server: Server) -> None:
        name, called = BOT["username"], BOT["first_name"]
        heard = (
            f"{name} {ASKED}",
            f"{called}, {ASKED}",
            f"{called}: {ASKED}",
            f"Hey {NAME} {ASKED}",
        )
        for number, text in enumerate(heard, 71):
            server.says(text, -number)
        for text in (f"when is the {called}?", f"{called} at eight", f"{name}s are nice"):
            server.says(text, -80)
        answers = await server.until("sendMessage", len(heard))
        assert all("§ 1" in call.data["text"] for call in answers)
        assert await quiet(server) == len(heard)

    host.run(work)
