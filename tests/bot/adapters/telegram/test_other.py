"""On another Bot API server, over HTTP: what the Bot API leaves open makes no difference, and whom
a message is meant for is told by its rules.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.store.store import look_into, open_store
from tests.bot.adapters.telegram.faults import refuses
from tests.bot.adapters.telegram.other import OTHER, Other
from tests.bot.adapters.telegram.world import ASKED, GROUP, quiet, running

NAME = f"@{OTHER['username']}"


def test_another_server(tmp_path: Path, environment: dict[str, str]) -> None:
    """A server that fails at first, does not wait for news, counts updates from anywhere and back,
    and tells little, is asked a few times a second and served.
    """

    async def work() -> None:
        server = Other()
        server.count_from(2**40)
        server.faults["deleteWebhook"].append(refuses(404, "Not Found: method not found"))
        server.faults["setMyCommands"].append(refuses(404, "Not Found: method not found"))
        async with running(tmp_path, environment, own=server):
            server.says(ASKED)
            await server.until("sendMessage")
            server.count_from(7)
            server.says(ASKED, 2)
            await server.until("sendMessage", 2)
            asked = server.seen.count("getUpdates")
            assert await quiet(server) == 2
            assert server.seen.count("getUpdates") - asked < 10
            assert not server.unconfirmed

    asyncio.run(work())


def test_errors_told_with_status_200(tmp_path: Path, environment: dict[str, str]) -> None:
    """What a server says with "ok": false counts, whatever the status: markup goes, waiting is kept
    to, and a chat that is gone is left in peace.
    """
    store = open_store(tmp_path / "data")
    store.apply(
        ChatRef("telegram", "3"),
        Change(subscribe=True, zone="UTC", lang="fr"),
        dt.datetime.now(dt.UTC),
        "fr",
    )
    store.close()

    async def work() -> None:
        server = Other()
        async with running(tmp_path, environment, own=server):
            server.faults["sendMessage"].append(
                refuses(400, "Bad Request: can't parse entities: Unsupported start tag")
            )
            server.says(ASKED)
            [plain] = await server.until("sendMessage")
            assert "parse_mode" not in plain.data
            server.faults["sendMessage"].append(
                refuses(403, "Forbidden: bot was blocked by the user")
            )
            server.says(ASKED, 3)
            await asyncio.sleep(1.5)
            assert (
                len(
                    [
                        call
                        for call in server.calls
                        if call.data.get("chat_id") == "3" and call.method == "sendMessage"
                    ]
                )
                == 1
            )

    asyncio.run(work())
    store = look_into(tmp_path / "data")
    subscription = store.profile(ChatRef("telegram", "3")).subscription
    store.close()
    assert subscription
    assert not subscription.active


def test_whom_a_message_is_meant_for(tmp_path: Path, environment: dict[str, str]) -> None:
    """Behind emoji, in capitals, in captions, by people without a name, in topics and in General:
    what is meant for the bot is answered, the rest is not.
    """

    async def work() -> None:
        server = Other()
        server.topics = {7}
        own: dict[str, Any] = {
            "message_id": 900,
            "date": 1,
            "chat": server.chat(GROUP),
            "from": OTHER,
            "text": "What I said.",
            "message_thread_id": 7,
            "is_topic_message": True,
        }
        making = {
            **own,
            "from": server.user(5),
            "forum_topic_created": {"name": "x", "icon_color": 1},
        }
        unnamed: dict[str, Any] = {
            "sender_chat": server.chat(GROUP),
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        }
        topic: dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True}
        robot: dict[str, Any] = {"from": {"id": 5, "is_bot": True, "first_name": "Other"}}
        mention = [{"type": "mention", "offset": 6, "length": 12}]
        async with running(tmp_path, environment, own=server):
            heard = [
                server.says(f"👩‍👩‍👧 {NAME.upper()} {ASKED}", GROUP, entities=mention),
                server.says(
                    None,
                    GROUP,
                    caption=f"😀😀 {NAME} {ASKED}",
                    photo=[{"file_id": "A", "file_unique_id": "B", "width": 1, "height": 1}],
                    caption_entities=mention,
                ),
                server.says(
                    f"{ASKED}",
                    GROUP,
                    entities=[{"type": "text_mention", "offset": 0, "length": 3, "user": OTHER}],
                ),
                server.says(f"/start{NAME} who_was_present", GROUP),
                server.says(f"{NAME} {ASKED}", GROUP, **unnamed),
                server.says("and who spoke?", GROUP, reply_to_message=own, **topic),
                server.says(f"{NAME} {ASKED}", GROUP, reply_to_message=making, **topic),
                server.says(f"{NAME} {ASKED}", GROUP, message_thread_id=1, is_topic_message=True),
                server.says("/ASK who was present?", GROUP),
            ]
            server.says(NAME, -2002)
            server.says("/start@Another_Bot who_was_present", GROUP)
            server.says(f"mail me at someone{NAME} please", GROUP)
            server.says(ASKED, GROUP, **unnamed)
            server.says("who?", GROUP, reply_to_message=making, **topic)
            server.says(f"{NAME} {ASKED}", GROUP, **robot)
            channel = {"id": -1007, "type": "channel", "title": "News"}
            server.put(
                channel_post={
                    "message_id": 5,
                    "date": 4102444800,
                    "chat": channel,
                    "sender_chat": channel,
                    "text": f"{NAME} {ASKED}",
                }
            )
            server.put(
                business_message={
                    "message_id": 5,
                    "date": 4102444800,
                    "chat": server.chat(9),
                    "from": server.user(9),
                    "text": ASKED,
                    "business_connection_id": "b",
                }
            )
            server.says(f"{NAME} {ASKED}", GROUP, sender_chat=channel, is_automatic_forward=True)
            await server.until("sendMessage", len(heard) + 1)
            assert await quiet(server) == len(heard) + 1
            answers = [
                call for call in server.of("sendMessage") if call.data["chat_id"] == str(GROUP)
            ]
            # Whose name is called and nothing more says what it can answer.
            assert (
                "/help all"
                in next(call for call in server.of("sendMessage") if call not in answers).data[
                    "text"
                ]
            )
            places = {
                call.data["reply_parameters"]["message_id"]: call.data.get("message_thread_id")
                for call in answers
            }
            assert places == {
                number: "7" if index in {5, 6} else None for index, number in enumerate(heard)
            }
            assert all("blockquote" in call.data["text"] for call in answers)
            assert all(
                call.data["link_preview_options"] == {"is_disabled": True} for call in answers
            )

    asyncio.run(work())
