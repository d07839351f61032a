"""The store on a real PostgreSQL: the same laws as on a file, several processes beside one another,
and locks.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.errors import HeldError, StoreError
from bot.store.store import Store, look_into, open_store
from tests.bot.store import test_store as laws
from tests.postgres import Postgres

_HOLD = """
import sys
from pathlib import Path
from bot.store.store import open_store
lock = open_store(Path(), sys.argv[1]).lock("polling")
print(1, flush=True)
input()
"""


@pytest.fixture
def url(postgres: Postgres) -> str:
    """Return the URL of an empty database."""
    return postgres.database()


@pytest.fixture
def store(tmp_path: Path, url: str) -> Iterator[Store]:
    """Return an open store in an empty database."""
    opened = open_store(tmp_path, url)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "law",
    [
        laws.test_subscribe_and_read_again,
        laws.test_a_change_changes_only_what_it_names,
        laws.test_unsubscribe_and_again,
        laws.test_no_subscription_without_a_zone,
        laws.test_missed_days,
        laws.test_migrations_lead_to_the_tables,
    ],
)
def test_the_same_laws_hold(law: Callable[[Store], None], store: Store) -> None:
    """What holds of a store in a file holds of one in PostgreSQL."""
    law(store)


def test_several_at_once(tmp_path: Path, url: str) -> None:
    """Several processes may use one database, begun at once too, and nothing is put into the data
    folder.
    """
    program = (
        "from pathlib import Path; from bot.store.store import open_store;"
        f" open_store(Path({str(tmp_path)!r}), {url!r}).close()"
    )
    processes = [subprocess.Popen([sys.executable, "-W", "error", "-c", program]) for _ in range(3)]
    assert [process.wait(30) for process in processes] == [0, 0, 0]
    look_into(tmp_path, url).close()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_has_one_holder(store: Store, url: str) -> None:
    """While a process holds a lock another is told which does; when that is killed the lock is free
    within a second.
    """
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        with pytest.raises(
            HeldError, match=rf"briefing .* {process.pid}\) does this already: polling"
        ):
            store.lock("polling")
        store.lock("matrix device").release()
        process.kill()
    end = time.monotonic() + 10
    while True:
        try:
            lock = store.lock("polling")
        except HeldError:
            assert time.monotonic() < end
            time.sleep(0.05)
        else:
            break
    lock.release()
    store.lock("polling").release()


def test_nothing_is_written_without_the_lock(store: Store) -> None:
    """Once the connection that holds a lock has ended, what is written under it fails, and nothing
    of it is kept.
    """
    lock = store.lock("briefings")
    with lock.begin() as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        connection.execute(text("CREATE TABLE kept (n INTEGER)"))
    with store.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    for _ in range(2):
        with pytest.raises(Exception, match=r"terminat|closed|gone"), lock.begin() as connection:
            connection.execute(text("INSERT INTO kept VALUES (1)"))
    assert lock.lost
    lock.release()
    with store.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM kept")).scalar() == 0


def test_a_server_without_an_encoding(tmp_path: Path, postgres: Postgres) -> None:
    """A server that keeps to no encoding, as one made without a locale does, keeps what is written
    all the same.
    """
    url = postgres.database("TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    with pytest.raises(StoreError, match="there is no data yet"):
        look_into(tmp_path, url)
    store = open_store(tmp_path, url)
    laws.test_subscribe_and_read_again(store)
    store.close()
    look_into(tmp_path, url).close()


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """A server that cannot be reached is told with its address and what to look at, and without the
    password.
    """
    with pytest.raises(
        StoreError,
        match=(
            r"postgresql://someone:\*\*\*@127\.0\.0\.1:1/name: cannot be used .* Is it"
            r" running"
        ),
    ) as error:
        open_store(tmp_path, "postgresql://someone:hunter2@127.0.0.1:1/name")
    assert "hunter2" not in str(error.value)
