"""Conversations on Telegram, over HTTP, with `briefing run` as a user starts it: private chats,
groups and their topics.
"""

from __future__ import annotations

import base64

from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.people import BOT
from tests.bot.adapters.telegram.rules import LONGEST
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, GROUP, buttons, quiet

NAME = f"@{BOT['username']}"


def test_a_private_chat(host: Host) -> None:
    """Every text gets an answer under it: HTML with the passage as a blockquote and its place
    below, no preview, choices as buttons, which say themselves.
    """

    async def work(server: Server) -> None:
        asked = server.says(ASKED, lang="en")
        [answer] = await server.until("sendMessage")
        assert answer.data["parse_mode"] == "HTML"
        assert "<blockquote expandable>" in answer.data["text"]
        assert answer.data["link_preview_options"] == {"is_disabled": True}
        assert answer.data["reply_parameters"]["message_id"] == asked
        assert "message_thread_id" not in answer.data
        assert len(buttons(answer)) > 1
        # The question's own language decides, not that of the app.
        assert "participants" in answer.data["text"]
        server.presses(answer, 0)
        second = (await server.until("sendMessage", 2))[1]
        assert server.of("answerCallbackQuery")
        assert second.data["reply_parameters"]["message_id"] == answer.data["_id"]
        assert second.data["text"] != answer.data["text"]
        server.says(
            "a <b> & \"quoted\" 'text' </b> of ]]> nothing, with <script>alert(1)</script> in it"
        )
        server.says("hi", lang="fr")
        await server.until("sendMessage", 4)
        assert not [call for call in server.calls if not call.ok]

    host.run(work)


def test_old_buttons(host: Host) -> None:
    """A button under a message that Telegram no longer shows still says what stands on it."""

    async def work(server: Server) -> None:
        server.says(ASKED)
        [answer] = await server.until("sendMessage")
        server.presses(answer, 1, visible=False)
        again = (await server.until("sendMessage", 2))[1]
        server.says(ASKED, 2)
        await server.until("sendMessage", 3)
        server.says(buttons(answer)[1], 2)
        said = (await server.until("sendMessage", 4))[3]
        assert again.data["text"] == said.data["text"]

    host.run(work)


def test_groups(host: Host) -> None:
    """In a group the bot speaks when it is named, replied to, or given one of its commands, by a
    French name too, and is silent otherwise.
    """

    async def work(server: Server) -> None:
        other = {
            "message_id": 900,
            "date": 1,
            "chat": server.chat(GROUP),
            "from": server.user(9),
            "text": "How many billions for Ukraine?",
        }
        own = {**other, "from": BOT, "text": "What I said."}
        spoken = [
            server.says(f"{NAME} {ASKED}", GROUP),
            server.says("Who is Rutte?", GROUP, reply_to_message=own),
            server.says(f"/ask {ASKED}", GROUP),
            server.says(f"/ask{NAME} {ASKED}", GROUP),
            server.says(f"/help{NAME}", GROUP),
            server.says("/quotes", GROUP),
            server.says(NAME, GROUP, reply_to_message=other),
            server.says("/citations", GROUP),
        ]
        server.says(ASKED, GROUP)
        server.says("/ask@other_bot who?", GROUP)
        server.says("/roll", GROUP)
        server.says("and then?", GROUP, reply_to_message=other)
        server.says("@briefing_bot_too hello", GROUP)
        server.says(
            "in a topic",
            GROUP,
            reply_to_message={**own, "forum_topic_created": {"name": "x", "icon_color": 1}},
        )
        server.says(None, GROUP, new_chat_title="A title")
        answers = await server.until("sendMessage", len(spoken))
        assert await quiet(server) == len(spoken)
        assert [call.data["reply_parameters"]["message_id"] for call in answers] == spoken
        assert answers[0].data["text"] == answers[2].data["text"] == answers[3].data["text"]
        assert "20" in answers[6].data["text"]
        assert all("(6)" in answers[n].data["text"] for n in (5, 7))

    host.run(work)


def test_topics(host: Host) -> None:
    """An answer goes to the topic of its question; the General topic, and threads of replies, are
    named in no call.
    """

    async def work(server: Server) -> None:
        server.topics |= {7}
        server.says(f"{NAME} {ASKED}", GROUP, message_thread_id=7, is_topic_message=True)
        server.says(f"{NAME} {ASKED}", GROUP, 2)
        server.says(f"{NAME} {ASKED}", GROUP, 3, message_thread_id=12)
        answers = await server.until("sendMessage", 3)
        assert sorted(call.data.get("message_thread_id", "") for call in answers) == ["", "", "7"]
        server.presses(next(call for call in answers if "message_thread_id" in call.data), 0)
        assert (await server.until("sendMessage", 4))[3].data["message_thread_id"] == "7"
        server.topics ^= {7, 8}
        server.says(f"{NAME} who spoke?", GROUP, message_thread_id=7, is_topic_message=True)
        assert "message_thread_id" not in (await server.until("sendMessage", 5))[4].data

    host.run(work)


def test_edits(host: Host) -> None:
    """An edited question changes its answer in place, again and again; one that changes nothing, or
    whose answer is gone, does no harm.
    """

    async def work(server: Server) -> None:
        asked = server.says("Who is Rutte?")
        [answer] = await server.until("sendMessage")
        server.says("How many billions for Ukraine?", kind="edited_message", number=asked)
        [edit] = await server.until("editMessageText")
        assert int(edit.data["message_id"]) == answer.data["_id"]
        assert edit.data["text"] != answer.data["text"]
        assert edit.data["parse_mode"] == "HTML"
        server.says("How many billions for Ukraine?", kind="edited_message", number=asked)
        server.says("Who was present?", kind="edited_message", number=asked)
        assert (
            "participants" in (await server.until("editMessageText", 2))[1].data["text"]
            or server.of("editMessageText")[1].data["text"] != edit.data["text"]
        )
        assert len(server.of("sendMessage")) == 1
        server.forget(1, answer.data["_id"])
        server.says("Who is Kallas?", kind="edited_message", number=asked)
        assert (await server.until("sendMessage", 2))[1].data["reply_parameters"][
            "message_id"
        ] == asked

    host.run(work)


def test_long_answers(host: Host) -> None:
    """What is longer than Telegram takes comes in several messages, each whole HTML, the buttons
    under the last, only the first, which may be a picture, as a reply.
    """

    async def work(server: Server) -> None:
        server.says("/timeline")
        server.says("/quotes")
        await server.until("sendMessage", 2)
        await quiet(server)
        sent = server.of("sendMessage")
        assert max(len(call.data["text"]) for call in sent) > LONGEST // 2
        told = (*server.of("sendPhoto"), *sent)
        replies = [call for call in told if "reply_parameters" in call.data]
        assert len(replies) == 2
        assert not [call for call in server.calls if not call.ok]

    host.run(work)


def test_commands(host: Host) -> None:
    """Commands are registered in each language and scope; each of them, and a link that asks, is
    answered.
    """

    async def work(server: Server) -> None:
        registered = await server.until("setMyCommands", 12)
        places = {
            (call.data.get("language_code", ""), call.data["scope"]["type"]) for call in registered
        }
        assert places == {
            (lang, scope)
            for lang in ("", "fr", "en")
            for scope in (
                "default",
                "all_private_chats",
                "all_group_chats",
                "all_chat_administrators",
            )
        }
        names = {c["command"] for call in registered for c in call.data["commands"]}
        assert {
            "ask",
            "help",
            "report",
            "quotes",
            "people",
            "timeline",
            "language",
            "subscribe",
            "unsubscribe",
            "privacy",
            "forget",
        } <= names
        assert "quit" not in names
        french = next(call for call in registered if call.data.get("language_code") == "fr")
        assert french.data["commands"] != registered[0].data["commands"]
        assert {"aide", "abonner"} <= {c["command"] for c in french.data["commands"]}
        for count, name in enumerate(sorted(names), 1):
            server.says(f"/{name}", count)
        answers = await server.until("sendMessage", len(names))
        assert not [call for call in answers if "do not know that command" in call.data["text"]]
        encoded = base64.urlsafe_b64encode(ASKED.encode()).decode().rstrip("=")
        server.says(f"/start {encoded}", 101)
        server.says("/start who_was_present", 102)
        server.says("/start", 103, lang="fr")
        links = {
            call.data["chat_id"]: call.data["text"]
            for call in (await server.until("sendMessage", len(names) + 3))[-3:]
        }
        assert "participants" in links["101"]
        assert "blockquote" in links["102"]
        assert "Bonjour" in links["103"]

    host.run(work)
