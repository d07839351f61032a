"""Updates as Telegram sends them, one of each kind that a bot may meet, and strategies that spoil
them. Knows no bot.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

Json = Any
Path = tuple[str | int, ...]
_NOW = 4102444800  # so that none is too old
_ANN = {
    "id": 11,
    "is_bot": False,
    "first_name": "Ann",
    "last_name": "A.",
    "username": "ann",
    "language_code": "en",
    "is_premium": True,
}
_BOT = {"id": 123456, "is_bot": True, "first_name": "Briefing", "username": "briefing_bot"}
_PRIVATE = {"id": 11, "type": "private", "first_name": "Ann", "username": "ann"}
_GROUP = {"id": -1009, "type": "supergroup", "title": "Group 🇪🇺", "is_forum": True}
_CHANNEL = {"id": -1008, "type": "channel", "title": "News", "username": "news"}
_DIRECT = {"id": -1010, "type": "supergroup", "title": "News", "is_direct_messages": True}
_POST = {"message_id": 4, "date": _NOW, "chat": _CHANNEL, "sender_chat": _CHANNEL}
_KEYS = {
    "inline_keyboard": [
        [{"text": "Who was present?", "callback_data": "1 Who was present?"}],
        [{"text": "Home", "url": "https://example.org"}],
    ]
}
_PHOTO = [
    {"file_id": "AgAC", "file_unique_id": "AQAD", "width": 90, "height": 60, "file_size": 1200}
]


def _said(chat: Json, **more: Json) -> Json:
    return {"message_id": 70, "date": _NOW, "chat": chat, "from": _ANN, **more}


_QUESTION = "😀 @briefing_bot who was present?"
_MENTION = [
    {"type": "mention", "offset": 3, "length": 13},
    {"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5"},
]
_OWN = {
    "message_id": 60,
    "date": _NOW,
    "chat": _GROUP,
    "from": _BOT,
    "text": "Present were …",
    "reply_markup": _KEYS,
}
_MEMBERS = {
    "old_chat_member": {"status": "member", "user": _BOT},
    "new_chat_member": {"status": "kicked", "user": _BOT, "until_date": 0},
}
UPDATES: tuple[Json, ...] = (
    {"message": _said(_PRIVATE, text="Who was present?")},
    {
        "message": _said(
            _PRIVATE,
            text="/start who_was_present",
            entities=[{"type": "bot_command", "offset": 0, "length": 6}],
        )
    },
    {
        "message": _said(
            _GROUP, text=_QUESTION, entities=_MENTION, message_thread_id=7, is_topic_message=True
        )
    },
    {"message": _said(_GROUP, text="and then?", reply_to_message=_OWN)},
    {
        "message": _said(
            _GROUP,
            text="@briefing_bot",
            reply_to_message={**_OWN, "from": {**_ANN, "id": 12}},
            quote={"text": "were", "position": 8, "is_manual": True},
        )
    },
    {
        "message": {
            **_said(_GROUP, text="/pause@briefing_bot"),
            "from": {**_BOT, "id": 1087968824},
            "sender_chat": _GROUP,
            "author_signature": "chief",
        }
    },
    {
        "message": _said(
            _GROUP, caption=_QUESTION, caption_entities=_MENTION, photo=_PHOTO, media_group_id="9"
        )
    },
    {
        "message": _said(
            _PRIVATE,
            text="Who is Rutte?",
            forward_origin={"type": "hidden_user", "date": _NOW, "sender_user_name": "B"},
            link_preview_options={"is_disabled": True},
        )
    },
    {
        "message": _said(
            _PRIVATE, voice={"file_id": "A", "file_unique_id": "B", "duration": 3}, via_bot=_BOT
        )
    },
    {"message": _said(_PRIVATE, location={"latitude": 50.8, "longitude": 4.3, "live_period": 60})},
    {"message": _said(_GROUP, new_chat_members=[_BOT, _ANN])},
    {
        "message": _said(
            _GROUP,
            forum_topic_created={"name": "Topic", "icon_color": 7322096},
            message_thread_id=7,
            is_topic_message=True,
        )
    },
    {"message": _said({**_GROUP, "id": -9, "type": "group"}, migrate_to_chat_id=-1007)},
    {"message": _said(_GROUP, migrate_from_chat_id=-9)},
    {
        "message": _said(
            _GROUP,
            poll={
                "id": "1",
                "question": "?",
                "options": [],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
            },
        )
    },
    {"edited_message": _said(_PRIVATE, text="Who spoke?", edit_date=_NOW)},
    {"edited_message": _said(_GROUP, text="@briefing_bot how many billions?", edit_date=_NOW)},
    {
        "callback_query": {
            "id": "4382",
            "from": _ANN,
            "message": _OWN,
            "chat_instance": "-3",
            "data": "1 Who was present?",
        }
    },
    {
        "callback_query": {
            "id": "4383",
            "from": _ANN,
            "message": {"chat": _PRIVATE, "message_id": 5, "date": 0},
            "chat_instance": "3",
            "data": "2 Who spoke?",
        }
    },
    {
        "callback_query": {
            "id": "4384",
            "from": _ANN,
            "inline_message_id": "AbC",
            "chat_instance": "4",
            "data": "x",
        }
    },
    {
        "inline_query": {
            "id": "77",
            "from": _ANN,
            "query": "kallas",
            "offset": "",
            "chat_type": "supergroup",
        }
    },
    {"chosen_inline_result": {"result_id": "a", "from": _ANN, "query": "kallas"}},
    {"my_chat_member": {"chat": _PRIVATE, "from": _ANN, "date": _NOW, **_MEMBERS}},
    {"my_chat_member": {"chat": _GROUP, "from": _ANN, "date": _NOW, **_MEMBERS}},
    {
        "message_reaction": {
            "chat": _PRIVATE,
            "message_id": 3,
            "user": _ANN,
            "date": _NOW,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    {"channel_post": {**_POST, "text": "@briefing_bot who?"}},
    {"channel_post": {**_POST, "text": "/summary"}},
    {"edited_channel_post": {**_POST, "text": "/quotes", "edit_date": _NOW}},
    {"my_chat_member": {"chat": _CHANNEL, "from": _ANN, "date": _NOW, **_MEMBERS}},
    {
        "message": _said(
            _DIRECT,
            text="Who was present?",
            direct_messages_topic={"topic_id": 11, "user": _ANN},
            reply_to_message={**_OWN, "chat": _DIRECT},
        )
    },
    {
        "message": _said(
            _GROUP,
            text="Briefing Ann who was present?",
            entities=[{"type": "text_mention", "offset": 0, "length": 8, "user": _BOT}],
            reply_to_message={**_OWN, "from": _ANN, "via_bot": _BOT},
        )
    },
    {"business_message": _said(_PRIVATE, text="who?", business_connection_id="b")},
    {"poll_answer": {"poll_id": "1", "user": _ANN, "option_ids": [0]}},
    {"something_new": {"id": 1, "of": [_ANN]}},
)


def _deep(depth: int, key: str) -> Json:
    """Return lists in lists, or mappings in mappings under a key."""
    inner: Json = {}
    for _ in range(depth):
        inner = {key: inner} if key else [inner]
    return inner


_NUMBERS = st.sampled_from((0, 1, -1, 2**31, 2**53, -(2**63), 2**70, 1e308, 0.5, 4102444800))
_WORDS = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    (
        "",
        " ",
        "\x00",
        "\ud83d",
        "\udc00@briefing_bot",
        "\u202e\u0007",
        "/",
        "/ask",
        "/ask@",
        "@briefing_bot",
        "<b>",
        "None",
        "private",
        "x" * 70_000,
        "é" * 5000,
        "/forget\n/ask",
    )
)
_PLAIN = st.none() | st.booleans() | _NUMBERS | _WORDS
_NESTED = st.builds(
    _deep, st.sampled_from((20, 150)), st.sampled_from(("", "reply_to_message", "chat", "of"))
)
_JUNK: st.SearchStrategy[Json] = (
    _PLAIN
    | _NESTED
    | st.lists(_PLAIN, max_size=3)
    | st.dictionaries(_WORDS, _PLAIN, max_size=3)
    | st.sampled_from((_ANN, _GROUP, _OWN))
)


def _paths(value: Json, above: Path = ()) -> Iterator[Path]:
    """Yield where something stands in a value, the outermost first."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, below in inner:
        yield (*above, key)
        yield from _paths(below, (*above, key))


def _spoilt(draw: st.DrawFn, update: Json) -> None:
    """Spoil an update at one place."""
    path = draw(st.sampled_from(list(_paths(update)) or [()]))
    if not path:
        return
    inside = update
    for key in path[:-1]:
        inside = inside[key]
    last = path[-1]
    match draw(st.sampled_from(("drop", "replace", "replace", "rename", "add", "wrap"))):
        case "drop":
            del inside[last]
        case "replace":
            inside[last] = copy.deepcopy(draw(_JUNK))
        case "rename" if isinstance(inside, dict):
            inside[draw(_WORDS)] = inside.pop(last)
        case "add" if isinstance(inside, dict):
            inside[draw(_WORDS)] = copy.deepcopy(draw(_JUNK))
        case _:
            inside[last] = [inside[last]] if draw(st.booleans()) else {"of": inside[last]}


@st.composite
def spoilt(draw: st.DrawFn) -> Json:
    """Return an update that is spoilt at one to four places."""
    update = copy.deepcopy(draw(st.sampled_from(UPDATES)))
    for _ in range(draw(st.integers(1, 4))):
        _spoilt(draw, update)
    return update
