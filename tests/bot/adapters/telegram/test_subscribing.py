"""Subscribing on Telegram, and who may do so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import GROUP, buttons

NAME = "@briefing_bot"


def test_subscribing_in_words_and_by_buttons(host: Host) -> None:
    """A wish in words is asked for its zone by buttons; pressing one subscribes the topic, without
    a sound where that was wished, and the next words change it.
    """

    async def work(server: Server) -> None:
        server.administrators |= {1}
        server.topics |= {7}
        topic: dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True}
        server.says(f"{NAME} every weekday at 7:30 without a sound", GROUP, **topic)
        [asked] = await server.until("sendMessage")
        assert "UTC" in buttons(asked)
        server.presses(asked, buttons(asked).index("UTC"))
        done = (await server.until("sendMessage", 2))[1]
        assert "7:30" in done.data["text"]
        assert done.data["message_thread_id"] == "7"
        server.says(f"{NAME} at 8:15 instead", GROUP, **topic)
        assert "8:15" in (await server.until("sendMessage", 3))[2].data["text"]
        subscription = host.subscription(GROUP, "7")
        assert subscription
        assert (subscription.hour, subscription.zone) == (dt.time(8, 15), "UTC")
        assert (subscription.active, subscription.sound) == (True, False)
        server.says(f"/unsubscribe{NAME}", GROUP, **topic)
        await server.until("sendMessage", 4)

    host.run(work)


def test_groups_are_changed_by_administrators(host: Host) -> None:
    """In a group only its administrators, also anonymous ones, change the subscription; a briefing
    arrives in the topic that subscribed.
    """

    async def work(server: Server) -> None:
        server.administrators |= {1}
        server.topics |= {7}
        topic: dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True}
        server.says(f"/subscribe{NAME} 08:00 Europe/Paris", GROUP, 2, **topic)
        server.says(f"/subscribe{NAME} 08:00 Europe/Paris", GROUP, 1, **topic)
        anonymous: dict[str, Any] = {
            "sender_chat": server.chat(GROUP),
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        }
        server.says(f"/pause{NAME}", GROUP, **topic, **anonymous)
        refused, done, paused = await server.until("sendMessage", 3)
        assert "administrators" in refused.data["text"]
        assert "Europe/Paris" in done.data["text"]
        assert "administrators" not in paused.data["text"]

    host.run(work)


def test_choosing_a_language(host: Host) -> None:
    """The languages are offered by what each calls itself; its button, and its name alone, set it,
    of the briefing too.
    """

    async def work(server: Server) -> None:
        server.says("/subscribe 8:00 UTC", 45, 45)
        server.says("/language", 45, 45)
        asked = (await server.until("sendMessage", 2))[1]
        assert buttons(asked) == ["Français", "English"]
        for lang, hello in (("Français", "Bonjour"), ("English", "Hello")):
            count = len(server.of("sendMessage"))
            server.presses(asked, buttons(asked).index(lang), 45)
            assert hello in (await server.until("sendMessage", count + 1))[count].data["text"]
            found = host.subscription(45)
            assert found
            assert found.lang == {"Français": "fr", "English": "en"}[lang]
        server.says("français", 45, 45)
        assert "Bonjour" in (await server.until("sendMessage", 5))[4].data["text"]

    host.run(work)
