"""What a release rests on: the version stands in one place, the changes have the form of Keep a
Changelog, and data of the first version live on in this one.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from sqlalchemy import text

from bot import __version__
from bot.chat.messages import ChatRef
from bot.monitoring.status import lines
from bot.store import database, ledger
from bot.store.store import look_into, open_store
from tests.test_layers import PRODUCT, ROOT

CHANGES = (ROOT / "bot" / "guides" / "changes.md").read_text("utf-8")
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
NOW = dt.datetime(2025, 4, 5, 5, tzinfo=dt.UTC)
HERE = ChatRef("telegram", "12")
OLDEST = {
    "subscriptions": (
        "'telegram', '12', '', 'fr', '08:00', 'Europe/Paris', '01234', '[\"ukraine\"]', NULL, 1,"
        " '2025-04-01T06:00:00.000000Z'"
    ),
    "preferences": "'telegram', '12', '', 'fr', 'Europe/Paris'",
    "ledger": (
        "'telegram', '12', '', '2025-04-04', '2025-04-04T06:00:00.000000Z', 'sent', 'e1', 1, '',"
        " '2025-04-04T06:00:01.000000Z'"
    ),
    "answered": "'telegram', '7', '2025-04-04T06:00:01.000000Z'",
}


def test_the_version_stands_in_one_place() -> None:
    """The package takes its version from the code, which names it once, and the newest release
    among the changes is not beyond it.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"]["attr"] == "bot.__version__"
    naming = [p for p in PRODUCT if f'"{__version__}"' in p.read_text("utf-8")]
    assert naming == [ROOT / "bot" / "__init__.py"]
    released = re.findall(r"^## (\d[\d.]*)", CHANGES, re.MULTILINE)
    assert f"{__version__}.".startswith(f"{released[0]}.")
    shown = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], capture_output=True, text=True, check=True
    )
    assert __version__ in shown.stdout


def test_the_changes_keep_their_form() -> None:
    """What is not released comes first, then each release, the newest first, with the date of those
    that have one; each change stands under one of the known kinds, each kind once a release.
    """
    heads = re.findall(r"^## (.*)$", CHANGES, re.MULTILINE)
    assert heads[0] == "Unreleased"
    found = [re.fullmatch(r"(\d+(?:\.\d+)+)(?: - \d{4}-\d\d-\d\d)?", head) for head in heads[1:]]
    numbers = [tuple(map(int, match[1].split("."))) for match in found if match]
    assert len(numbers) == len(heads) - 1
    assert numbers == sorted(numbers, reverse=True)
    for part in re.split(r"^## .*$", CHANGES, flags=re.MULTILINE)[1:]:
        kinds = re.findall(r"^### (.*)$", part, re.MULTILINE)
        assert kinds
        assert set(kinds) <= KINDS
        assert len(set(kinds)) == len(kinds)


def test_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    """Who was subscribed with the first version is subscribed with this one, in all that was wished
    for and had, and the next briefing comes when it did.
    """
    engine = database.connect(tmp_path)
    database.migrate(engine, "1")
    with engine.begin() as connection:
        for table, row in OLDEST.items():
            connection.execute(text(f"INSERT INTO {table} VALUES ({row})"))  # noqa: S608 - no input
    engine.dispose()
    store = open_store(tmp_path)
    profile = store.profile(HERE)
    subscription = profile.subscription
    assert subscription
    assert (subscription.active, subscription.hour, subscription.zone) == (
        True,
        dt.time(8),
        "Europe/Paris",
    )
    assert (subscription.lang, subscription.topics) == ("fr", ("ukraine",))
    assert subscription.sound
    assert (profile.lang, profile.had) == ("fr", ("e1",))
    with store.begin() as connection:
        assert set(ledger.last_at(connection, "sent")) == {"telegram"}
    store.close()
    looked = look_into(tmp_path)
    assert "next due: 2025-04-07 06:00 UTC, 1 of 1" in lines(looked, NOW)
    looked.close()
