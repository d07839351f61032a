"""The store on a real database: profiles and changes, erasure, the inbox, and what opening it
refuses.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from bot.chat.messages import ChatRef, Incoming
from bot.chat.subscriptions import Change, Profile, Subscription
from bot.store import database, inbox, ledger, subscriptions, tables
from bot.store.ledger import Entry, Past
from bot.store.store import Store, StoreError, look_into, open_store
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


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an open store in a new folder."""
    opened = open_store(tmp_path / "data")
    yield opened
    opened.close()


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
    assert store.profile(replace(CHAT, thread=None)) == Profile()
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
    other = replace(CHAT, chat="42")
    for chat in (CHAT, replace(CHAT, thread=None), other):
        store.apply(chat, BEGIN, NOW, "en")
        with store.begin() as connection:
            ledger.add(connection, Entry(chat, NOW.date(), NOW, "sent", NOW))
            inbox.receive(
                connection,
                [Incoming(chat, "u", "a question", id=f"{chat.chat}/{chat.thread}")],
                NOW,
            )
    store.apply(CHAT, Change(forget=True), NOW, "en")
    files = [path.read_bytes() for path in (tmp_path / "data").iterdir()]
    with store.begin() as connection:
        for table in (tables.subscriptions, tables.preferences, tables.ledger, tables.inbox):
            assert {row.chat for row in connection.execute(table.select())} == {"42"}
    assert files
    assert not any(CHAT.chat.encode() in content for content in files)


def test_inbox_neither_loses_nor_repeats(store: Store, tmp_path: Path) -> None:
    """A message waits, as it was, until it is answered, over a restart too, and is not taken again,
    waiting or answered.
    """
    early, late = (
        Incoming(CHAT, "u", "who?", "en", "1", NOW, group=True, edits="0"),
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


def test_a_chat_that_moves_keeps_everything(store: Store) -> None:
    """What a chat has in each thread belongs to the one that it has become, once; what the other
    has already stays, and threads that end leave what they had to the whole.
    """
    moved, threads = replace(CHAT, chat="43"), [CHAT, replace(CHAT, thread=None)]
    for chat in threads:
        store.apply(chat, BEGIN, NOW, "en")
        with store.begin() as connection:
            ledger.add(connection, Entry(chat, NOW.date(), NOW, "sent", NOW))
    with store.begin() as connection:
        inbox.receive(connection, [Incoming(CHAT, "u", "who?", id="1")], NOW)
    store.apply(moved, Change(lang="fr"), NOW, "en")
    for _ in range(2):
        store.move(CHAT, moved)
    with store.begin() as connection:
        assert {s.chat for s, _ in subscriptions.every(connection)} == {
            replace(chat, chat="43") for chat in threads
        }
        assert {e.chat for e in ledger.finished(connection, NOW)} == {
            replace(chat, chat="43") for chat in threads
        }
        assert [m.chat for m in stored.waiting(connection, "telegram")] == [moved]
    assert store.profile(moved).lang == "fr"
    whole = replace(CHAT, chat="44", thread=None)
    store.move(moved, whole, threads=False)
    with store.begin() as connection:
        assert [s.chat for s, _ in subscriptions.every(connection)] == [whole]
        assert [m.chat for m in stored.waiting(connection, "telegram")] == [whole]
    assert store.profile(whole).lang == "fr"


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
        assert ledger.past(connection, [CHAT]) == {CHAT: Past(("e1",), missed)}


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
                f"INSERT INTO ledger (platform, chat, thread, day, due, state, edition, attempts, reason, at) VALUES ({row})"  # noqa: S608
            )
        )
    with pytest.raises(StoreError, match="another version"):
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
    assert database.is_current(engine)
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


def test_another_process_holds_the_folder(tmp_path: Path) -> None:
    """While a process holds the folder no other opens it; when that process is killed the next one
    can.
    """
    program = (
        "from pathlib import Path; from bot.store.store import open_store; s ="
        f" open_store(Path({str(tmp_path)!r})); print(1, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        with pytest.raises(StoreError, match="another process"):
            open_store(tmp_path)
        process.kill()
    open_store(tmp_path).close()


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A folder that cannot be made, or has no room, is refused with its name and what to do, and
    left unlocked.
    """
    (tmp_path / "file").write_text("")
    with pytest.raises(
        StoreError, match=r"file/data: the data folder cannot be written .*config\.yaml"
    ):
        open_store(tmp_path / "file" / "data")
    with pytest.raises(StoreError, match="MB are free"):
        open_store(tmp_path, least_free=10**18)
    open_store(tmp_path).close()


def test_a_broken_database(tmp_path: Path) -> None:
    """A file that is no database is refused in words."""
    (tmp_path / database.FILE).write_text("this is no database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "nonsense://user:hunter2@host/name",
        "postgresql+nodriver://user:hunter2@host/name",
    ],
)
def test_a_url_that_cannot_be_used(tmp_path: Path, url: str) -> None:
    """A bad URL is refused without being shown: it may hold a password."""
    with pytest.raises(StoreError) as error:
        open_store(tmp_path, url)
    assert "hunter2" not in str(error.value)
    open_store(tmp_path).close()


def test_looking_needs_data(tmp_path: Path) -> None:
    """Where there are no data yet, looking into them says so and makes none."""
    with pytest.raises(StoreError, match="no data yet"):
        look_into(tmp_path)
    assert list(tmp_path.iterdir()) == []
