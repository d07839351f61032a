"""Settings on Telegram: a message with buttons that is edited in place, and briefings without a
sound.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change, Subscription
from bot.store import subscriptions
from bot.store.store import open_store
from tests.bot.adapters.telegram.hosting import FREE, Host
from tests.bot.adapters.telegram.people import BOT, Call
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import buttons, quiet, start

OWN = -3002  # a group of this file alone
NAME = f"@{BOT['username']}"
EDITS = "editMessageText"


def told(server: Server, chat: int) -> list[Call]:
    """Return what the bot has said in a chat."""
    return [call for call in server.of("sendMessage") if call.data["chat_id"] == str(chat)]


async def asked(server: Server, text: str, chat: int, user: int = 1) -> Call:
    """Let somebody say something, and return what the bot says to that in its chat."""
    before = len(told(server, chat))
    server.says(text, chat, user)
    while len(told(server, chat)) == before:
        await server.until("sendMessage", len(server.of("sendMessage")) + 1)
    return told(server, chat)[before]


async def pressed(server: Server, card: Call, button: str, user: int = 1) -> Call:
    """Let somebody press a button, and return the message as it stands then."""
    count = len(server.of(EDITS))
    server.presses(card, buttons(card).index(button), user)
    return (await server.until(EDITS, count + 1))[count]


def subscribed(host: Host, chat: int) -> Subscription:
    """Return the subscription of a chat, which there is."""
    found = host.subscription(chat)
    assert found
    return found


def test_settings_are_changed_in_place(host: Host) -> None:
    """Each button under the settings offers its choices, and each of these changes what it says,
    all in the one message; the end is asked for once more.
    """

    async def work(server: Server) -> None:
        await asked(server, "/subscribe 8:00 UTC", 41, 41)
        card = await asked(server, "what are my settings?", 41, 41)
        sent = len(server.of("sendMessage"))
        number = card.data["_id"]
        first, card = card, await pressed(server, card, "Hour", 41)
        assert int(card.data["message_id"]) == number
        card = await pressed(server, card, "9:00", 41)
        assert "Changed" in card.data["text"]
        assert buttons(card) == buttons(first)
        for names, told in (
            (("Days", "Monday to Friday"), "Monday to Friday at 9:00 (UTC)"),
            (("Time zone", "Europe/London"), "Europe/London"),
            (("Subjects", "Back"), "The briefing comes"),
            (("Pause for a week",), "Paused."),
            (("Go on",), "go on"),
            (("Without a sound",), "Without a sound."),
            (("With a sound",), "Changed"),
            (("Language", "French"), "en français"),
            (("Langue", "Anglais"), "in English"),
        ):
            for name in names:
                card = await pressed(server, card, name, 41)
            assert told in card.data["text"]
            assert int(card.data["message_id"]) == number
        found = subscribed(host, 41)
        assert (found.hour, found.zone, found.lang) == (dt.time(9), "Europe/London", "en")
        assert (found.weekdays, found.sound, found.paused_until) == (
            frozenset(range(5)),
            True,
            None,
        )
        for name in ("Stop", "Back", "Stop", "Yes, stop the briefings"):
            assert subscribed(host, 41).active
            card = await pressed(server, card, name, 41)
        assert not subscribed(host, 41).active
        assert not buttons(card)
        assert len(server.of("sendMessage")) == sent

    host.run(work)


def test_subjects_are_added_and_taken_away(tmp_path: Path, environment: dict[str, str]) -> None:
    """Subjects that the report has are picked one after another, and each can be taken away."""

    async def work() -> None:
        async with Server() as server:
            bot = start(tmp_path, environment, server, "pacing: false", FREE)
            try:
                await asked(server, "/subscribe 8:00 UTC", 42, 42)
                settings = await asked(server, "/settings", 42, 42)
                card = await pressed(server, settings, "Subjects", 42)
                names = [name.removeprefix("Add: ") for name in buttons(card) if ": " in name][:2]
                for name in names:
                    card = await pressed(server, card, f"Add: {name}", 42)
                assert {f"Remove: {name}" for name in names} <= {*buttons(card)}
                card = await pressed(server, card, f"Remove: {names[0]}", 42)
                assert {f"Add: {names[0]}", f"Remove: {names[1]}"} <= {*buttons(card)}
                card = await pressed(server, card, "No preference", 42)
                assert not [name for name in buttons(card) if name.startswith("Remove: ")]
                await bot.stop()
            finally:
                bot.process.kill()
                bot.process.wait()

    asyncio.run(work())


def test_a_button_means_what_it_meant(tmp_path: Path, environment: dict[str, str]) -> None:
    """After the message was changed, and after a restart, a button of before does what it said;
    pressed three times it is done once.
    """

    async def work() -> None:
        async with Server() as server:
            bot = start(tmp_path, environment, server, "pacing: false", FREE)
            try:
                await asked(server, "/subscribe 8:00 UTC", 43, 43)
                hours = await pressed(server, await asked(server, "/settings", 43, 43), "Hour", 43)
                await pressed(server, hours, "9:00", 43)
                for _ in range(3):
                    server.presses(hours, buttons(hours).index("17:00"), 43)
                assert "17:00" in (await server.until(EDITS, 3))[2].data["text"]
                assert await quiet(server, EDITS) == 3
                await bot.stop()
                bot = start(tmp_path, environment, server, "pacing: false", FREE)
                assert "6:00" in (await pressed(server, hours, "6:00", 43)).data["text"]
                await bot.stop()
            finally:
                bot.process.kill()
                bot.process.wait()
            assert "Traceback" not in bot.log

    asyncio.run(work())


def test_in_a_group_administrators_press(host: Host) -> None:
    """In a group who may not change the subscription leaves the settings as they are, and is told;
    an administrator changes them.
    """

    async def work(server: Server) -> None:
        server.administrators |= {1}
        await asked(server, f"/subscribe{NAME} 8:00 UTC", OWN, 1)
        card = await asked(server, f"/settings{NAME}", OWN, 2)
        for button in ("Hour", "Without a sound"):
            count = len(server.of("sendMessage"))
            server.presses(card, buttons(card).index(button), 2)
            told = (await server.until("sendMessage", count + 1))[count]
            assert "administrators" in told.data["text"]
        assert subscribed(host, OWN).sound
        assert not server.of(EDITS)
        await pressed(server, card, "Without a sound", 1)
        assert not subscribed(host, OWN).sound

    host.run(work)


def test_briefings_without_a_sound(tmp_path: Path, environment: dict[str, str]) -> None:
    """A chat that wishes its briefings without a sound gets them so, another does not; answers
    make one in both. Settings tell, once, that a briefing was refused.
    """
    now = dt.datetime.now(dt.UTC)
    store = open_store(tmp_path / "data")
    wish = Change(
        subscribe=True, hour=(now - dt.timedelta(minutes=3)).time(), zone="UTC", lang="en"
    )
    refused = (ChatRef("telegram", "46"), ChatRef("telegram", "-46"))
    for chat in (ChatRef("telegram", "44"), ChatRef("telegram", "45"), *refused):
        store.apply(chat, wish, now - dt.timedelta(minutes=10), "en")
    store.apply(ChatRef("telegram", "44"), Change(sound=False), now, "en")
    for chat in refused:
        store.apply(chat, Change(hour=(now + dt.timedelta(hours=2)).time()), now, "en")
        with store.begin() as connection:
            subscriptions.mute(connection, chat, muted=True)
    store.close()

    async def work() -> None:
        async with Server(administrators={46}) as server:
            bot = start(tmp_path, environment, server, "pacing: false", FREE)
            try:
                came = {call.data["chat_id"]: call for call in await server.until("sendMessage", 2)}
                assert came["44"].data["disable_notification"] is True
                assert "disable_notification" not in came["45"].data
                answer = await asked(server, "/settings", 44, 44)
                assert "Without a sound." in answer.data["text"]
                assert "disable_notification" not in answer.data
                for chat, name in ((46, ""), (-46, NAME)):
                    muted = await asked(server, f"/settings{name}", chat, 46)
                    assert muted.data["text"].count("could not be sent") == 1
                await bot.stop()
            finally:
                bot.process.kill()
                bot.process.wait()

    asyncio.run(work())
