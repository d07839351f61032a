"""The inbox: what is taken is neither lost nor taken twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.chat.messages import ChatRef, Incoming, Target
from bot.store import inbox
from bot.store.store import Store, open_store
from tests import stored

NOW = dt.datetime(2025, 4, 4, 12, 0, 0, 5, dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
CHAT = ChatRef("telegram", "-100123456789", "7")
TARGET = Target("5", "who was there?", own=True, quote="who", choice=2)


def test_inbox_neither_loses_nor_repeats(store: Store, tmp_path: Path) -> None:
    """A message waits, as it was, until it is answered, over a restart too, and is not taken again,
    waiting or answered.
    """
    early, late = (
        Incoming(CHAT, "u", "who?", "en", "1", NOW, group=True, edits="0", target=TARGET),
        Incoming(CHAT, "u", "when?", id="2"),
    )
    with store.begin() as connection:
        assert inbox.receive(connection, [early, early], NOW) == [early]
        assert inbox.receive(connection, [early, late], LATER) == [late]
        assert stored.waiting(connection, "telegram") == [early, late]
        inbox.finish(connection, [inbox.Settled(early, LATER, ("7", "8"))])
        assert inbox.receive(connection, [early], LATER) == []
    store.close()
    store = open_store(tmp_path / "data")
    with store.begin() as connection:
        assert inbox.reply_to(connection, "telegram", "1") == ("7", "8")
        assert inbox.reply_to(connection, "telegram", "2") == ()
        assert stored.waiting(connection, "telegram") == [late]
        assert stored.waiting(connection, "matrix") == []
        inbox.expire(connection, LATER + inbox.KEPT)
        assert stored.waiting(connection, "telegram") == [late]
        inbox.expire(connection, LATER + inbox.KEPT + dt.timedelta(seconds=1))
        assert stored.waiting(connection, "telegram") == []
        assert inbox.receive(connection, [early], LATER) == []
        inbox.expire(connection, LATER + inbox.REMEMBERED + dt.timedelta(seconds=1))
        assert inbox.receive(connection, [early], LATER) == [early]
    store.close()


def test_what_comes_together_keeps_its_order(store: Store) -> None:
    """Messages that were written down at one instant wait in their order, whatever their ids."""
    said = [Incoming(CHAT, "u", "who?", id=str(number)) for number in range(8, 13)]
    with store.begin() as connection:
        inbox.receive(connection, said, NOW)
        assert stored.waiting(connection, "telegram") == said
    store.close()


def test_a_further_edit_finds_what_the_last_one_left(store: Store) -> None:
    """What an edit added to a reply or took away is what the next edit finds; also where the
    message itself had got no reply.
    """
    first, edit = (
        Incoming(CHAT, "u", "who?", id="1"),
        Incoming(CHAT, "u", "when?", id="1:2", edits="1"),
    )
    with store.begin() as connection:
        for message, reply in (
            (first, ("7",)),
            (edit, ("7", "8")),
            (Incoming(CHAT, "u", "where?", id="5:6", edits="5"), ("9",)),
        ):
            inbox.receive(connection, [message], NOW)
            inbox.finish(connection, [inbox.Settled(message, NOW, reply)])
        assert [inbox.reply_to(connection, "telegram", event) for event in ("1", "5")] == [
            ("7", "8"),
            ("9",),
        ]
        assert inbox.receive(connection, [first, edit], NOW) == []
    store.close()


def test_a_reply_of_unknown_outcome_is_counted(store: Store) -> None:
    """A reply begun twice before it was finished counts as repeated once, for its platform."""
    message = Incoming(CHAT, "u", "who?", id="1")
    with store.begin() as connection:
        inbox.receive(connection, [message, Incoming(CHAT, "u", "when?", id="2")], NOW)
        for _ in range(2):
            inbox.begin(connection, [message])
        inbox.finish(connection, [inbox.Settled(message, NOW)])
        inbox.finish(connection, [inbox.Settled(Incoming(CHAT, "u", "when?", id="2"), NOW)])
        assert stored.counted(connection, NOW) == {"telegram": (2, 1)}
        assert stored.counted(connection, LATER) == {}
