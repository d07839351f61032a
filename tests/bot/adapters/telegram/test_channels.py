"""Channels: a briefing there, and what readers write to them, over HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

from bot.store import ledger
from tests.bot.adapters.telegram.faults import refuses
from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.people import RIGHTS
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.test_discussion import posted
from tests.bot.adapters.telegram.test_refusals import entries, kept, subscribed
from tests.bot.adapters.telegram.test_replies import answered
from tests.bot.adapters.telegram.world import ASKED, arrived, buttons, quiet, running, sent_to

CHANNEL, DIRECT = -3001, -3002
MAY: dict[str, Any] = {"status": "administrator", **dict.fromkeys(RIGHTS, True)}
MAY_NOT: dict[str, Any] = {**MAY, "can_post_messages": False}
LEFT: dict[str, Any] = {"status": "left"}


def test_who_lets_it_publish_is_told_how(host: Host) -> None:
    """Who makes the bot a channel's administrator is told in private how to subscribe it, and
    later what it means that it may no longer publish; its readers see nothing.
    """

    async def work(server: Server) -> None:
        server.channels |= {CHANNEL}
        server.admits(CHANNEL, LEFT, MAY, by=91)
        [told] = await arrived(server, 91)
        assert "“A channel”" in told.data["text"]
        assert "/subscribe" in told.data["text"]
        server.admits(CHANNEL, MAY, {**MAY, "can_edit_messages": True}, by=91)
        server.admits(CHANNEL, MAY, MAY_NOT, by=91)
        assert "no longer" in (await arrived(server, 91, 2))[1].data["text"]
        server.admits(CHANNEL, MAY_NOT, LEFT, by=91)
        assert await quiet(server) == 2

    host.run(work)


def test_a_channel_is_subscribed_by_what_is_published(host: Host) -> None:
    """An administrator subscribes a channel by a command in it, in one message or by its buttons,
    which do nothing for its readers but tell them so; all else that is published asks nothing.
    """

    async def work(server: Server) -> None:
        server.channels |= {CHANNEL}
        server.administrators |= {1}
        asked = server.publishes("/subscribe 7:30", CHANNEL)
        [zones] = await server.until("sendMessage")
        assert zones.data["reply_parameters"]["message_id"] == asked
        zone = buttons(zones).index("UTC")
        server.presses(zones, zone, 2)
        [alert] = await server.until("answerCallbackQuery")
        assert alert.data["show_alert"] is True
        assert "administrators" in alert.data["text"]
        server.presses(zones, zone, 1)
        done = (await server.until("sendMessage", 2))[1]
        assert "7:30" in done.data["text"]
        found = host.subscription(CHANNEL, "channel")
        assert found
        assert (found.zone, found.hour, found.active) == ("UTC", dt.time(7, 30), True)
        for text in (ASKED, f"Ask @briefing_bot: {ASKED}", "/roll", "/pause@other_bot"):
            server.publishes(text, CHANNEL)
        own = {"message_id": done.data["_id"], "date": 1, "chat": server.chat(CHANNEL)}
        target = {**own, "sender_chat": server.chat(CHANNEL), "text": "…"}
        server.publishes("This matters.", CHANNEL, reply_to_message=target)
        second = server.publishes("/subscribe 9:15 Europe/Paris", CHANNEL)
        changed = (await server.until("sendMessage", 3))[2]
        assert "9:15" in changed.data["text"]
        server.publishes(
            "/subscribe 9:45 Europe/Paris", CHANNEL, kind="edited_channel_post", number=second
        )
        [edited] = await server.until("editMessageText")
        assert "9:45" in edited.data["text"]
        server.publishes("/unsubscribe@briefing_bot", CHANNEL)
        await server.until("sendMessage", 4)
        assert await quiet(server) == 4
        assert (ended := host.subscription(CHANNEL, "channel"))
        assert not ended.active
        assert not server.of("sendChatAction")

    host.run(work)


def test_a_briefing_in_a_channel(tmp_path: Path, environment: dict[str, str]) -> None:
    """A channel's briefing comes once, over a restart too; its buttons lead readers to the bot,
    where they ask what stands on them, and a comment under it goes on from what it told.
    """
    subscribed(tmp_path, (str(CHANNEL), "channel"))

    async def work() -> None:
        async with running(tmp_path, environment, own=Server(channels={CHANNEL})) as (server, _):
            [briefing] = await arrived(server, CHANNEL)
            assert not {"message_thread_id", "direct_messages_topic_id"} & set(briefing.data)
            rows = briefing.data["reply_markup"]["inline_keyboard"]
            links = {button["text"]: button["url"] for row in rows for button in row}
            for number, (text, link) in enumerate(links.items(), 41):
                home, _, payload = link.partition("?start=")
                assert home == "https://t.me/briefing_bot"
                server.says(f"/start {payload}", number)
                [asked] = await arrived(server, number)
                server.says(text, 100 + number)
                [typed] = await arrived(server, 100 + number)
                assert asked.data["text"] == typed.data["text"]
        async with running(tmp_path, environment, own=Server(channels={CHANNEL})) as (server, _):
            await server.until("setMyShortDescription", 3)
            assert await quiet(server) == 0
            comment = posted(server, briefing.data["text"], briefing.data["_id"], CHANNEL)
            cited = await answered(server, "/cite", reply_to_message=comment)
            assert "paragraphe" in cited.data["text"]
        assert [(e.state, e.repeats) for e in entries(tmp_path)] == [("sent", 0)]

    asyncio.run(work())


def test_channels_that_the_bot_has_left(tmp_path: Path, environment: dict[str, str]) -> None:
    """A channel that removes the bot gets no more briefings, whether the bot hears of that or
    learns it at the send; one where it may not publish keeps its subscription, and the next
    administrator who commands it there is told.
    """
    heard, learnt, muted = -3003, -3004, -3005
    subscribed(tmp_path, *((str(chat), "channel") for chat in (learnt, muted)))
    subscribed(tmp_path, (str(heard), "channel"), hours=5)
    gone = refuses(403, "Forbidden: bot is not a member of the channel chat")
    rights = refuses(400, "Bad Request: need administrator rights in the channel chat")

    async def work() -> None:
        own = Server(channels={heard, learnt, muted})
        own.faults[f"sendMessage {learnt}"].append(gone)
        own.faults[f"sendMessage {muted}"].append(rights)
        async with running(tmp_path, environment, own=own) as (server, _):
            server.admits(heard, MAY, {"status": "kicked", "until_date": 0})
            async with asyncio.timeout(60):
                while len(entries(tmp_path)) < 2 or active(heard):  # noqa: ASYNC110 - the store tells nobody
                    await asyncio.sleep(0.05)
            server.publishes("/settings", muted)
            [told] = await arrived(server, muted)
            assert "could not be sent" in told.data["text"]
        assert [e.reason for e in entries(tmp_path)][1] == ledger.MUTED
        assert [active(chat) for chat in (heard, learnt, muted)] == [False, False, True]

    def active(chat: int) -> bool:
        found = kept(tmp_path, str(chat), "channel")
        return found is not None and found.active

    asyncio.run(work())


def test_what_readers_write_to_a_channel(host: Host) -> None:
    """What a reader writes to a channel is answered there, to that reader alone: replies, edits,
    buttons and subscriptions keep to their place; an editor is answered where they call the bot.
    """

    async def work(server: Server) -> None:
        server.directs |= {DIRECT}
        asked = server.writes(ASKED, DIRECT, 31)
        [first] = await arrived(server, DIRECT)
        assert first.data["reply_parameters"]["message_id"] == asked
        server.writes("who is Kallas?", DIRECT, 32)
        await arrived(server, DIRECT, 2)
        server.presses(first, 0, 31)
        server.writes("/subscribe 8:00 UTC", DIRECT, 31)
        server.writes("when did she take part?", DIRECT, 32)
        editor = {"sender_chat": {"id": CHANNEL, "type": "channel", "title": "A channel"}}
        server.writes("We shall see to that.", DIRECT, 31, **editor)
        server.writes(f"@briefing_bot {ASKED}", DIRECT, 31, **editor)
        calls = await arrived(server, DIRECT, 6)
        topics = sorted(int(call.data["direct_messages_topic_id"]) for call in calls)
        assert topics == [31, 31, 31, 31, 32, 32]
        assert any("Kaja Kallas joined" in call.data["text"] for call in calls)
        found = host.subscription(DIRECT, "direct:31")
        assert found
        assert found.active
        assert host.subscription(DIRECT, "direct:32") is None
        server.admits(DIRECT, LEFT, MAY)
        server.says(ASKED, DIRECT, 33)
        assert await quiet(server) == 6
        assert not server.of("sendChatAction")

    host.run(work)


def test_a_briefing_to_a_reader(tmp_path: Path, environment: dict[str, str]) -> None:
    """Who subscribed by writing to a channel gets the briefing there, with buttons that say what
    stands on them.
    """
    subscribed(tmp_path, (str(DIRECT), "direct:31"))

    async def work() -> None:
        async with running(tmp_path, environment, own=Server(directs={DIRECT})) as (server, _):
            [briefing] = await arrived(server, DIRECT)
            assert briefing.data["direct_messages_topic_id"] == "31"
            server.presses(briefing, 0, 31)
            await arrived(server, DIRECT, 2)
            assert len(sent_to(server, DIRECT)) == 2

    asyncio.run(work())
