"""What is kept of the bot's messages: by their ids, for a week."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.chat.messages import Basis, ChatRef, Incoming, Span, Target
from bot.store import inbox, told
from bot.store.store import Store, open_store

NOW = dt.datetime(2025, 4, 4, 12, tzinfo=dt.UTC)
CHAT = ChatRef("telegram", "-100123456789", "7")
BASIS = Basis("en", "a", "role", ("f", "g"), (Span(1, 9, 7),), ("x",), ("Who?", "No"), "[]")


def test_a_message_and_its_answer_have_one_basis(store: Store, tmp_path: Path) -> None:
    """What an answer rests on is found by the id of each of its parts, and by that of the message
    that it answers, over a restart, in its chat alone; an edit puts another in its place.
    """
    said = Incoming(CHAT, "u", "who?", id="1")
    edited = Incoming(CHAT, "u", "who else?", id="1:2", edits="1")
    with store.begin() as connection:
        inbox.finish(connection, [inbox.Settled(said, NOW, ("7", "8"), BASIS)])
    store.close()
    store = open_store(tmp_path / "data")
    with store.begin() as connection:
        for target in (Target("7", own=True), Target("8", own=True), Target("1")):
            assert inbox.basis_of(connection, CHAT, target) == BASIS
        for chat, target in (
            (CHAT._replace(chat="5"), Target("7", own=True)),
            (CHAT, Target("7")),
            (CHAT, Target("2")),
        ):
            assert inbox.basis_of(connection, chat, target) is None
        again = inbox.Settled(edited, NOW, ("7",), Basis("fr"))
        # Both may be written down at once.
        inbox.finish(connection, [inbox.Settled(said, NOW, ("7", "8"), BASIS), again])
        assert inbox.basis_of(connection, CHAT, Target("1")) == Basis("fr")
    store.close()


def test_it_expires(store: Store) -> None:
    """After a week nothing is kept of a message."""
    with store.begin() as connection:
        told.keep(connection, told.Sent(CHAT, ["7"], BASIS, NOW))
        inbox.expire(connection, NOW + inbox.REMEMBERED)
        assert told.of(connection, CHAT, "7") == BASIS
        inbox.expire(connection, NOW + inbox.REMEMBERED + dt.timedelta(seconds=1))
        assert told.of(connection, CHAT, "7") is None
    store.close()
