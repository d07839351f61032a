"""What is sent and what is heard, as JSON: parts, commands, mentions and malformed events, without
a homeserver.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.matrix.content import contents, prefixed, replacing
from bot.adapters.matrix.hearing import Hearing, Room, praise
from bot.adapters.matrix.notes import Notes
from bot.chat.messages import Block, Message

BOT = "@bot:localhost"
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=400
)


@pytest.fixture(scope="module")
def hearing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hearing]:
    """Return the hearing of a bot."""
    notes = Notes(tmp_path_factory.mktemp("notes") / "notes")
    yield Hearing(BOT, "!", ["help", "subscribe"], notes)
    notes.close()


def said(
    content: Any, kind: str = "m.room.message", sender: str = "@me:localhost"
) -> dict[str, Any]:
    """Return an event."""
    return {
        "type": kind,
        "event_id": "$1",
        "sender": sender,
        "origin_server_ts": 1_000,
        "content": content,
    }


def heard(hearing: Hearing, body: str, more: dict[str, Any], *, group: bool = True) -> str | None:
    """Return what is heard of a text, with more in its content, None where nothing is."""
    found = hearing.hear(
        said({"msgtype": "m.text", "body": body, **more}), Room("!r", group, "Briefing")
    )
    return found.text if found else None


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_parts(texts: list[str]) -> None:
    """However a message is cut, no part is too long, no word is lost, and the choices stand in the
    last part alone.
    """
    message = Message("en", tuple(Block("text", text) for text in texts), ("one", "two"))
    parts = contents(message, 120)
    without = [part["body"].removesuffix("\n\n1. one\n2. two") for part in parts]
    assert all(len(body) <= 120 for body in without)
    assert "".join("".join(without).split()) == "".join("".join(texts).split())
    assert [("1. one" in part["body"]) for part in parts][:-1] == [False] * (len(parts) - 1)


def test_commands_as_they_are_typed_here() -> None:
    """Commands are shown with the prefix in the bot's own words, and a report's words stay as they
    are.
    """
    blocks = (
        Block("text", "Try /subscribe 08:00, /help, not a/help or /other."),
        Block("quote", "/help"),
    )
    shown = prefixed(Message("en", blocks, ("Who?", "/help")), ["subscribe", "help"], "!")
    assert shown.choices == ("Who?", "!help")
    assert [b.text for b in shown.blocks] == [
        "Try !subscribe 08:00, !help, not a/help or /other.",
        "/help",
    ]


def test_a_replacement() -> None:
    """A replacement carries the new content without a relation, and itself relates to the event
    that it replaces.
    """
    content = {
        **contents(Message("en", (Block("text", "new"),)))[0],
        "m.relates_to": {"rel_type": "m.thread", "event_id": "$root"},
    }
    changed = replacing(content, "$old")
    assert changed["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$old"}
    assert changed["body"] == "* new"
    assert changed["m.new_content"]["body"] == "new"
    assert "m.relates_to" not in changed["m.new_content"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Briefing: who?", "who?"),
        ("briefing, who?", "who?"),
        ("@Briefing: who?", "who?"),
        ("who was there, Briefing?", "who was there?"),
        ("Anna, Briefing: who?", "who?"),
        ("@anna Briefing: who?", "who?"),
        ("thanks, Briefing", "thanks"),
        (f"@anna:localhost {BOT} who?", "who?"),
        ("when is the briefing", None),
        ("!ask who?", "who?"),
        ("!subscribe 08:00", "/subscribe 08:00"),
        ("/help", "/help"),
        ("!other", None),
        ("!ask\nwho?", "who?"),
        ("!ask\u00a0who?", "who?"),
        ("/ask: who?", "who?"),
        ("!subscribe:\u00a008:00", "/subscribe 08:00"),
        ("!asking who?", None),
        ("[Briefing](https://matrix.to/#/@bot:localhost): who?", "who?"),
        (f"{BOT}: who?", "who?"),
    ],
)
def test_names_and_commands(hearing: Hearing, body: str, text: str | None) -> None:
    """Among several, a name as an address, a user id and a command are heard, and taken out of the
    text; the name in a sentence is not.
    """
    assert heard(hearing, body, {"m.mentions": {}}) == text


def test_an_id_that_begins_with_the_name(hearing: Hearing) -> None:
    """A user id is taken out whole where the bot is called by a part of it."""
    for body in (f"{BOT} who?", f"{BOT}: who?", f"who, {BOT}?"):
        found = hearing.hear(
            said({"msgtype": "m.text", "body": body}), Room("!r", group=True, name="bot")
        )
        assert found
        assert found.text.strip(" ?") == "who"


def test_a_reply_without_its_quotation(hearing: Hearing) -> None:
    """The quotation that older clients put before a reply is not heard."""
    assert (
        heard(
            hearing,
            "> <@bot:localhost> old\n> more\n\nwho?",
            {"m.relates_to": {"m.in_reply_to": {"event_id": "$x"}}},
            group=False,
        )
        == "who?"
    )


@pytest.mark.parametrize("group", [False, True])
def test_what_is_not_said_to_the_bot(hearing: Hearing, *, group: bool) -> None:
    """The bot does not hear itself, nor another bot's notices, nor what they say anew in an
    edit.
    """
    for sender, kind in ((BOT, "m.text"), ("@other:localhost", "m.notice")):
        new = {"msgtype": kind, "body": "!ask who?"}
        edit = {
            **new,
            "m.new_content": new,
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$x"},
        }
        for content in (new, edit):
            assert hearing.hear(said(content, sender=sender), Room("!r", group, "Briefing")) is None


KEYS = (
    "msgtype",
    "body",
    "m.relates_to",
    "rel_type",
    "event_id",
    "m.in_reply_to",
    "m.new_content",
    "m.mentions",
    "user_ids",
    "key",
    "is_falling_back",
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["m.thread", "m.replace", "m.annotation", "m.text"])
)
JSON = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(content=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=5), group=st.booleans())
def test_malformed_events(hearing: Hearing, content: dict[str, Any], *, group: bool) -> None:
    """No content of an event, however malformed, breaks hearing."""
    for kind in ("m.room.message", "m.reaction"):
        hearing.hear(said({"msgtype": "m.text", **content}, kind), Room("!r", group, "Briefing"))


@pytest.mark.parametrize(
    ("key", "liked"),
    [
        ("\U0001f44d", True),
        ("\U0001f44d\ufe0f", True),
        ("\U0001f44e\U0001f3fd", False),
        ("2\ufe0f\u20e3", None),
        ("", None),
    ],
)
def test_praise_and_blame(key: str, *, liked: bool | None) -> None:
    """A thumb up praises and one down blames, in any colour; other reactions, and what is none, do
    neither.
    """
    content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$a", "key": key}}
    assert praise({"type": "m.reaction", "content": content}) is liked
    assert praise({"type": "m.room.message", "content": content}) is None
    assert praise({"type": "m.reaction", "content": "x"}) is None
