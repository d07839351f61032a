"""The figures by which a missed briefing, an error and a slow answer can be alerted, and the alerts
that come with the bot.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.chat.messages import ChatRef, Incoming
from bot.chat.subscriptions import Change
from bot.monitoring import errors
from bot.monitoring.exposition import exposition
from bot.monitoring.figures import Figures
from bot.monitoring.vitals import Vitals
from bot.store import inbox, ledger, sources
from bot.store.ledger import Entry
from bot.store.sources import Standing
from bot.store.store import Store, open_store

DEPLOY = Path(__file__).resolve().parents[3] / "bot" / "deploy"
NOW = dt.datetime(2025, 4, 4, 7, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
CHAT = ChatRef("telegram", "1")
Shown = dict[str, dict[tuple[str, ...], float]]


class Process:
    """A process with a store, whose clock and briefings are set by hand."""

    def __init__(self, store: Store) -> None:
        """Begin with one platform that runs."""
        self.store = store
        self.outcomes = {"telegram": Counter(sent=3, too_late=1)}
        self.last: dict[str, dict[str, dt.datetime]] = {"sent": {}, "missed": {}}
        self.vitals = Vitals(lambda: self.outcomes, lambda: True, lambda: NOW)
        self.vitals.platform("telegram", "running")
        self.figures = Figures(self.vitals, store, lambda: NOW, lambda what: self.last[what])

    def shown(self) -> Shown:
        """Return the figures as Prometheus reads them: by name and the values of the labels."""
        found: Shown = {}
        text = exposition(self.figures)[0].decode()
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                labels = tuple(value for _, value in sorted(sample.labels.items()))
                found.setdefault(sample.name, {})[labels] = sample.value
        return found


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """Return a process with an empty store."""
    store = open_store(tmp_path)
    yield Process(store)
    store.close()


def test_a_missed_briefing(process: Process) -> None:
    """What is due now, what is overdue, planned or not, and when one was last sent are told."""
    entries = (
        Entry(CHAT, NOW.date(), NOW - MINUTE, "planned", NOW),
        Entry(ChatRef("telegram", "2"), NOW.date(), NOW - 9 * MINUTE, "sending", NOW),
        Entry(ChatRef("telegram", "3"), NOW.date(), NOW - 9 * MINUTE, "sent", NOW - 8 * MINUTE),
        Entry(ChatRef("matrix", "4"), NOW.date(), NOW, "skipped", NOW, reason=ledger.TOO_LATE),
        Entry(ChatRef("matrix", "5"), NOW.date(), NOW, "skipped", NOW, reason=ledger.SILENCE),
    )
    wish = Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris")
    process.store.apply(CHAT, wish, NOW - dt.timedelta(days=1), "en")
    with process.store.begin() as connection:
        ledger.add(connection, *entries)
    shown = process.shown()
    assert shown["briefing_due"] == {("telegram",): 2}
    missed = shown["briefing_last_missed_timestamp_seconds"]
    assert missed == {("matrix",): NOW.timestamp()}
    assert shown["briefing_overdue"] == {("telegram",): 1}
    before = (NOW - 8 * MINUTE).timestamp()
    assert shown["briefing_last_sent_timestamp_seconds"] == {("telegram",): before}
    process.last["sent"] = {"telegram": NOW}
    sent = process.shown()["briefing_last_sent_timestamp_seconds"]
    assert sent == {("telegram",): NOW.timestamp()}
    briefings = shown["briefing_briefings_total"]
    assert briefings["sent", "telegram"] == 3
    assert briefings["too_late", "telegram"] == 1
    assert briefings["silent", "telegram"] == 0


def test_answers_errors_and_queues(process: Process) -> None:
    """Replies are counted by verdict and by how long they took, errors by kind and platform, and
    what waits by its queue; the process tells of itself.
    """
    process.vitals.answered("telegram", "nearest", 0.2)
    process.vitals.answered("telegram", "answered", 7.0)
    errors.report(FloatingPointError("hidden"), "telegram")
    asked = Incoming(CHAT, "7", "Who?", id="m1", at=NOW)
    with process.store.begin() as connection:
        inbox.receive(connection, [asked], NOW, "")
        sources.keep(connection, Standing("town", "https://x", succeeded=NOW, failures=3))
    shown = process.shown()
    assert shown["briefing_answers_total"]["telegram", "nearest"] == 1
    assert shown["briefing_answer_seconds_sum"] == {("telegram",): pytest.approx(7.2)}
    assert shown["briefing_answer_seconds_bucket"]["0.25", "telegram"] == 1
    assert shown["briefing_answer_seconds_bucket"]["10.0", "telegram"] == 2
    assert shown["briefing_errors_total"]["FloatingPointError", "telegram"] == 1
    assert shown["briefing_queue_length"]["telegram", "messages"] == 1
    assert shown["briefing_source_failures"] == {("town",): 3}
    assert shown["briefing_event_loop_lag_seconds"] == {(): 0}
    assert shown["process_resident_memory_bytes"][()] > 0


def test_a_store_that_fails(process: Process) -> None:
    """Where the store cannot be asked, that is told, with all that is known without it."""
    process.store.engine.dispose()
    with process.store.begin() as connection:
        connection.exec_driver_sql("DROP TABLE ledger")
    shown = process.shown()
    assert shown["briefing_store_up"] == {(): 0}
    assert shown["briefing_platform_up"] == {("telegram",): 1}
    assert "briefing_due" not in shown


def test_lag(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """By how much the event loop was late is what it was at most of late."""
    monkeypatch.setattr("bot.monitoring.vitals._FELT", 0.01)

    async def work() -> None:
        feeling = asyncio.create_task(process.vitals.feel())
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        end = loop.time() + 0.2
        while loop.time() < end:
            pass
        while not process.vitals.lag:  # noqa: ASYNC110 - as Prometheus asks
            await asyncio.sleep(0.01)
        feeling.cancel()

    asyncio.run(work())
    assert process.vitals.lag > 0.1


def test_alerts_and_dashboard_name_what_there_is(process: Process) -> None:
    """Each figure that the alert file and the dashboard name is one that the bot tells, each alert
    says what to do, and every one of ours is shown somewhere.
    """
    process.vitals.answered("telegram", "answered", 1.0)
    errors.report(FloatingPointError("hidden"), "telegram")
    with process.store.begin() as connection:
        sources.keep(connection, Standing("town", "https://x", succeeded=NOW))
        ledger.add(connection, Entry(CHAT, NOW.date(), NOW, "sent", NOW))
        other = ChatRef("telegram", "2")
        ledger.add(connection, Entry(other, NOW.date(), NOW, "failed", NOW))
    told = set(process.shown()) | {"up"}
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text("utf-8"))
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len(alerts) > 5
    assert all({"summary", "description"} <= set(rule["annotations"]) for rule in alerts)
    board = json.loads((DEPLOY / "dashboard.json").read_text("utf-8"))
    shown = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    named = {
        name
        for expression in [rule["expr"] for rule in alerts] + shown
        for name in re.findall(r"\b(?:briefing|process)_\w+", expression)
    }
    assert named <= told, named - told
    needed = {"overdue", "briefings_total", "last_sent_timestamp_seconds", "errors_total"}
    assert {f"briefing_{name}" for name in needed} <= named
