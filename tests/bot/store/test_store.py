"""The store on a real database: profiles and changes, erasure, the inbox, and what opening it
refuses.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from bot.chat.messages import Basis, ChatRef, Incoming
from bot.chat.subscriptions import Change, Profile, Subscription
from bot.store import database, inbox, ledger, subscriptions, tables, told
from bot.store.errors import StoreError
from bot.store.ledger import Entry, Past
from bot.store.store import Store, leave_topic, look_into, open_store
from tests import stored

NOW = dt.datetime(2025, 4, 4, 12, 0, 0, 5, dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
CHAT = ChatRef("telegram", "-100123456789", "7")
BEGIN = Change(
    subscribe=True,
    hour=dt.time(7, 30),
    zone="Europe/Paris",
    weekdays=frozenset({0, 4}),
    topics=("ukraine",),
    lang="fr",
)


def since(store: Store, chat: ChatRef = CHAT) -> dt.datetime | None:
    """Return since when a chat's hours hold."""
    with store.begin() as connection:
        return subscriptions.since(connection, chat)


def test_subscribe_and_read_again(store: Store) -> None:
    """What a chat subscribed to comes back as it was, in the same types."""
    wanted = Subscription(
        CHAT, "fr", dt.time(7, 30), "Europe/Paris", frozenset({0, 4}), ("ukraine",)
    )
    assert store.profile(CHAT) == Profile()
    assert store.apply(CHAT, BEGIN, NOW, "en") == wanted
    assert store.profile(CHAT) == Profile(wanted, "fr", "Europe/Paris")
    assert store.profile(CHAT._replace(thread=None)) == Profile()
    assert since(store) == NOW


def test_a_change_changes_only_what_it_names(store: Store) -> None:
    """Only what is not None is changed, and hours hold from when they are changed, not from when a
    language is.
    """
    before = store.apply(CHAT, BEGIN, NOW, "en")
    assert before
    assert store.apply(CHAT, Change(lang="en", topics=()), LATER, "fr") == replace(
        before, lang="en", topics=()
    )
    assert since(store) == NOW
    paused = store.apply(CHAT, Change(paused_until=dt.date(2025, 5, 1)), LATER, "fr")
    assert paused
    assert paused.paused_until == dt.date(2025, 5, 1)
    assert since(store) == LATER


def test_unsubscribe_and_again(store: Store) -> None:
    """A subscription that was ended keeps its wishes for the day it is taken up again; that lifts a
    pause too.
    """
    before = store.apply(CHAT, BEGIN, NOW, "en")
    assert before
    store.apply(CHAT, Change(paused_until=dt.date(2025, 5, 1)), NOW, "en")
    ended = store.apply(CHAT, Change(subscribe=False), NOW, "en")
    assert ended
    assert not ended.active
    assert store.apply(CHAT, Change(subscribe=True), LATER, "en") == before
    assert since(store) == LATER


def test_no_subscription_without_a_zone(store: Store) -> None:
    """A zone that is not known is not guessed: what was told is kept, and the subscription begins
    once it is.
    """
    assert store.apply(CHAT, Change(subscribe=True, lang="fr"), NOW, "en") is None
    assert store.profile(CHAT) == Profile(None, "fr", None)
    begun = store.apply(CHAT, Change(subscribe=True, zone="Asia/Tokyo"), NOW, "en")
    assert begun == Subscription(CHAT, "fr", dt.time(8), "Asia/Tokyo")


def test_forget_erases_everything(store: Store, tmp_path: Path) -> None:
    """After /forget no table has a row of the chat, in any thread, and no file of the folder its
    id; other chats lose nothing.
    """
    other = CHAT._replace(chat="42")
    for chat in (CHAT, CHAT._replace(thread=None), other):
        store.apply(chat, BEGIN, NOW, "en")
        with store.begin() as connection:
            ledger.add(connection, Entry(chat, NOW.date(), NOW, "sent", NOW))
            inbox.receive(
                connection,
                [Incoming(chat, "u", "a question", id=f"{chat.chat}/{chat.thread}")],
                NOW,
            )
            told.keep(connection, told.Sent(chat, [f"of {chat.thread}"], Basis("en"), NOW))
    store.apply(CHAT, Change(forget=True), NOW, "en")
    files = [path.read_bytes() for path in (tmp_path / "data").iterdir()]
    with store.begin() as connection:
        for table in tables.OF_CHATS:
            assert {row.chat for row in connection.execute(table.select())} == {"42"}
    assert files
    assert not any(CHAT.chat.encode() in content for content in files)


def test_a_chat_that_moves_keeps_everything(store: Store) -> None:
    """What a chat has in each thread belongs to the one that it has become, once; what the other
    has already stays, and threads that end leave what they had to the whole.
    """
    moved, threads = CHAT._replace(chat="43"), [CHAT, CHAT._replace(thread=None)]
    for chat in threads:
        store.apply(chat, BEGIN, NOW, "en")
        with store.begin() as connection:
            ledger.add(connection, Entry(chat, NOW.date(), NOW, "sent", NOW))
    with store.begin() as connection:
        inbox.receive(connection, [Incoming(CHAT, "u", "who?", id="1")], NOW)
        told.keep(connection, told.Sent(CHAT, ["2"], Basis("en"), NOW))
    store.apply(moved, Change(lang="fr"), NOW, "en")
    for _ in range(2):
        store.move(CHAT, moved)
    with store.begin() as connection:
        assert {s.chat for s, _ in subscriptions.every(connection)} == {
            chat._replace(chat="43") for chat in threads
        }
        assert {e.chat for e in ledger.finished(connection, NOW)} == {
            chat._replace(chat="43") for chat in threads
        }
        assert [m.chat for m in stored.waiting(connection, "telegram")] == [moved]
        assert told.of(connection, moved, "2") == Basis("en")
    assert store.profile(moved).lang == "fr"
    whole = CHAT._replace(chat="44", thread=None)
    store.move(moved, whole, threads=False)
    with store.begin() as connection:
        assert [s.chat for s, _ in subscriptions.every(connection)] == [whole]
        assert [m.chat for m in stored.waiting(connection, "telegram")] == [whole]
    assert store.profile(whole).lang == "fr"


@pytest.mark.parametrize("general", ["", "ended", "active"])
def test_a_topic_that_is_gone(general: str, store: Store) -> None:
    """What a topic had belongs to its chat as a whole, unless that is subscribed itself: then the
    topic's subscription ends, and nothing else changes.
    """
    whole = CHAT._replace(thread=None)
    store.apply(CHAT, BEGIN, NOW, "en")
    if general:
        store.apply(whole, replace(BEGIN, hour=dt.time(20)), NOW, "en")
    if general == "ended":
        store.apply(whole, Change(subscribe=False), NOW, "en")
    with store.begin() as connection:
        ledger.add(connection, Entry(CHAT, NOW.date(), NOW, "planned", NOW))
        leave_topic(connection, CHAT)
        entries = stored.unfinished(connection, "telegram")
    found, left = store.profile(whole).subscription, store.profile(CHAT).subscription
    assert found is not None
    assert found.active
    assert (found.hour == dt.time(20)) is (general == "active")
    assert left is None or (general == "active" and not left.active)
    assert [e.chat for e in entries] == [CHAT if general == "active" else whole]


def test_missed_days(store: Store) -> None:
    """Missed are the days since the last briefing that came too late or failed, not those without
    news or that the chat gave up.
    """
    reasons: list[tuple[ledger.State, str]] = [
        ("failed", "busy"),
        ("sent", ""),
        ("skipped", ledger.TOO_LATE),
        ("skipped", ledger.SILENCE),
        ("failed", "busy"),
    ]
    reasons += [("failed", ledger.UNKNOWN), ("skipped", ledger.ENDED), ("planned", "")]
    with store.begin() as connection:
        for n, (state, reason) in enumerate(reasons):
            ledger.add(
                connection,
                Entry(CHAT, NOW.date() + dt.timedelta(n), NOW, state, NOW, f"e{n}", reason=reason),
            )
        missed = (NOW.date() + dt.timedelta(2), NOW.date() + dt.timedelta(4))
        sent = NOW.date() + dt.timedelta(1)
        assert ledger.past(connection, [CHAT]) == {CHAT: Past(("e1",), missed, sent)}


def test_the_day_that_was_dealt_with(store: Store) -> None:
    """A subscribed chat is known by the day whose briefing was the last, however it went."""
    store.apply(CHAT, Change(subscribe=True, hour=dt.time(8), zone="UTC"), NOW, "en")
    assert store.profile(CHAT).handled is None
    with store.begin() as connection:
        ledger.add(connection, Entry(CHAT, NOW.date(), NOW, "planned", NOW))
    assert store.profile(CHAT).handled == NOW.date()


def test_an_older_state_is_brought_up_to_date(tmp_path: Path) -> None:
    """The rows of the first state live on in the newest one."""
    engine = database.connect(tmp_path)
    database.migrate(engine, "1")
    row = (
        "'console', 'local', '', '2025-04-04', '2025-04-04T06:00:00.000000Z', 'sending', 'e1', 1,"
        " '', '2025-04-04T06:00:01.000000Z'"
    )
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO ledger (platform, chat, thread, day, due, state, edition, attempts,"  # noqa: S608 - no input
                f" reason, at) VALUES ({row})"
            )
        )
    with pytest.raises(StoreError, match="an older version"):
        look_into(tmp_path)
    engine.dispose()
    store = open_store(tmp_path)
    with store.begin() as connection:
        due = dt.datetime(2025, 4, 4, 6, tzinfo=dt.UTC)
        kept = Entry(
            ChatRef("console", "local"),
            due.date(),
            due,
            "sending",
            due + dt.timedelta(seconds=1),
            "e1",
            attempts=1,
        )
        assert stored.unfinished(connection, "console") == [kept]
    store.close()
    looked = look_into(tmp_path)
    looked.close()


def test_migrations_lead_to_the_tables(store: Store) -> None:
    """What the steps make is what the tables of the code say."""
    with store.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_a_step_happens_whole_or_not_at_all(tmp_path: Path) -> None:
    """A step that breaks off leaves the state before it, and the next try succeeds."""
    engine = database.connect(tmp_path)
    database.migrate(engine, "1")
    with engine.begin() as connection:
        # in the way of step 2's second change
        connection.execute(text("ALTER TABLE ledger ADD COLUMN retry_at VARCHAR(27)"))
    with pytest.raises(StoreError, match="retry_at"):
        database.migrate(engine)
    with engine.begin() as connection:
        assert database.revision(connection) == "1"
        connection.execute(text("ALTER TABLE ledger DROP COLUMN retry_at"))
    database.migrate(engine)
    database.require_current(engine)
    engine.dispose()


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """A database of a newer version is left alone, with a word on what to do."""
    open_store(tmp_path).close()
    engine = database.connect(tmp_path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer version"):
        open_store(tmp_path)
