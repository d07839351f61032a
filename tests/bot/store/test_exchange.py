"""Subscriptions as JSON: out and in again, twice, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription
from bot.store import subscriptions
from bot.store.errors import ExchangeError
from bot.store.exchange import exported, imported
from bot.store.store import Store, open_store

NOW = dt.datetime(2025, 4, 4, tzinfo=dt.UTC)
ITEM: dict[str, Any] = json.loads(
    '{"platform": "telegram", "chat": "-1", "thread": "7", "lang": "fr", "hour": "07:30", "zone":'
    ' "Europe/Paris", "weekdays": [0, 4], "topics": ["a"], "paused_until": "2025-05-01", "active":'
    ' true, "sound": false, "weekly": true}'
)
chats = st.builds(
    ChatRef,
    st.sampled_from(("telegram", "matrix")),
    st.text("abc:-!é", min_size=1),
    st.none() | st.text("0123", min_size=1),
)
hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))
wishes = st.builds(
    Subscription,
    chats,
    st.sampled_from(("fr", "en")),
    hours,
    st.sampled_from(("Europe/Paris", "Asia/Tokyo")),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.lists(st.text(min_size=1, max_size=5), max_size=2).map(tuple),
    st.none() | st.dates(),
    st.booleans(),
    st.booleans(),
)


def stored(store: Store) -> dict[ChatRef, Subscription]:
    """Return all subscriptions of a store by chat."""
    with store.begin() as connection:
        return {s.chat: s for s, _ in subscriptions.every(connection)}


@settings(max_examples=20)
@given(st.lists(wishes, max_size=4, unique_by=lambda s: s.chat))
def test_out_and_in_again(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[Subscription]
) -> None:
    """What one store exports another imports unchanged, and importing it again changes nothing."""
    first, second = (
        open_store(tmp_path_factory.mktemp("a")),
        open_store(tmp_path_factory.mktemp("b")),
    )
    with first.begin() as connection:
        for subscription in wanted:
            subscriptions.keep(connection, subscription, NOW)
    text = exported(first)
    assert imported(second, text, NOW) == (len(wanted), 0)
    assert stored(second) == stored(first) == {s.chat: s for s in wanted}
    assert imported(second, text, NOW) == (0, len(wanted))
    assert exported(second) == text
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("platform", ""),
        ("chat", 5),
        ("thread", ""),
        ("lang", "french"),
        ("hour", "7:30"),
        ("hour", "25:00"),
        ("hour", None),
        ("zone", "Europe/Pari"),
        ("zone", "../../etc/passwd"),
        ("weekdays", []),
        ("weekdays", [7]),
        ("weekdays", [True]),
        ("topics", "a"),
        ("paused_until", "tomorrow"),
        ("active", 1),
        ("sound", "on"),
        ("weekly", 1),
    ],
)
def test_a_wrong_value(tmp_path: Path, key: str, value: object) -> None:
    """A wrong value is named with its place and what belongs there, and nothing is imported."""
    store = open_store(tmp_path)
    with pytest.raises(ExchangeError, match=rf"^subscriptions\[1\]\.{key}: is .* Write "):
        imported(
            store,
            json.dumps({"format": 1, "subscriptions": [ITEM, {**ITEM, "chat": "2", key: value}]}),
            NOW,
        )
    assert stored(store) == {}
    store.close()


def test_what_an_earlier_version_wrote(tmp_path: Path) -> None:
    """A file from before briefings could come without a sound is taken; they make one, and come
    without a weekly line.
    """
    store = open_store(tmp_path)
    item = {key: value for key, value in ITEM.items() if key not in {"sound", "weekly"}}
    assert imported(store, json.dumps({"format": 1, "subscriptions": [item]}), NOW) == (1, 0)
    [subscription] = stored(store).values()
    assert (subscription.sound, subscription.weekly) == (True, False)
    store.close()


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Everything that is wrong in a file is told at once."""
    store = open_store(tmp_path)
    without = {k: v for k, v in ITEM.items() if k != "hour"}
    with pytest.raises(ExchangeError) as error:
        imported(
            store,
            json.dumps(
                {
                    "format": 1,
                    "subscriptions": [ITEM, ITEM, 5, {**without, "hours": 1, "active": None}],
                }
            ),
            NOW,
        )
    places = [problem.partition(": ")[0] for problem in error.value.problems]
    assert places == [
        "subscriptions[1]",
        "subscriptions[2]",
        "subscriptions[3].hours",
        "subscriptions[3].hour",
        "subscriptions[3].active",
    ]
    store.close()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 2, "subscriptions": []}', '{"format": 1}', "\0"]
)
def test_what_is_no_export(tmp_path: Path, text: str) -> None:
    """What `briefing export` did not write is refused with what would do."""
    store = open_store(tmp_path)
    with pytest.raises(ExchangeError, match="Import a file that `briefing export` wrote"):
        imported(store, text, NOW)
    store.close()
