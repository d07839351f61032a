"""Figures: what a running process and its store tell in numbers. Knows no form in which they are
shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from bot import __version__
from bot.monitoring import errors
from bot.monitoring.vitals import Spread, Vitals
from bot.scheduler.delivery import OUTCOMES
from bot.scheduler.due import ON_TIME
from bot.store import arrivals, inbox, ledger, sources, subscriptions
from bot.store.store import Store

# A value of a figure by the values of its labels.
Values = Mapping[Any, float | Spread]
Last = Literal["sent", "missed"]
_LASTS: Mapping[Last, str] = {
    "sent": "When a briefing was last sent.",
    "missed": "When a briefing last failed or was skipped as too late.",
}


class Figure(NamedTuple):
    """A figure by name, of a kind, with what it tells, its labels and its values."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    tells: str
    labels: tuple[str, ...]
    values: Values


class Figures:
    """The figures of a process and its store. `now` is a clock in UTC; `last` tells by
    platform when this process last sent a briefing, or missed one.
    """

    def __init__(
        self,
        vitals: Vitals,
        store: Store,
        now: Callable[[], dt.datetime],
        last: Callable[[Last], Mapping[str, dt.datetime]],
    ) -> None:
        """Ask nothing yet."""
        self._vitals = vitals
        self._store = store
        self._now = now
        self._last = last
        # Before this process began; a question to the whole ledger, asked once.
        self._before: Mapping[Last, Mapping[str, dt.datetime]] = {}

    def every(self) -> Iterator[Figure]:
        """Yield every figure at this moment; those of the store only where it can be asked."""
        yield from self._of_process()
        try:
            found = list(self._of_store())
        except Exception as error:  # noqa: BLE001 - a store that fails is itself a figure
            errors.report(error)
            found = []
        up = self._vitals.store == "working" and bool(found)
        yield Figure("briefing_store_up", "gauge", "Whether the store works.", (), {(): up})
        yield from found

    def _of_process(self) -> Iterator[Figure]:
        vitals = self._vitals
        state = vitals.state()
        tells = "The version of the bot that runs."
        yield Figure("briefing_build_info", "gauge", tells, ("version",), {(__version__,): 1})
        tells = "Briefings by what became of them since this process began."
        sent = {
            (platform, outcome): counts.get(outcome, 0)
            for platform, counts in state["briefings"].items()
            for outcome in OUTCOMES
        }
        yield Figure("briefing_briefings", "counter", tells, ("platform", "outcome"), sent)
        up = {(name,): p["state"] == "running" for name, p in state["platforms"].items()}
        yield Figure("briefing_platform_up", "gauge", "Whether a platform runs.", ("platform",), up)
        tells = "Whether this process is the one that sends briefings."
        yield Figure("briefing_sends", "gauge", tells, (), {(): state["sends_briefings"]})
        tells = "Replies by what they tell since this process began."
        yield Figure(
            "briefing_answers", "counter", tells, ("platform", "verdict"), dict(vitals.verdicts)
        )
        tells = "Seconds from a message's turn until its reply was delivered."
        answers = {(platform,): spread for platform, spread in dict(vitals.answers).items()}
        yield Figure("briefing_answer_seconds", "histogram", tells, ("platform",), answers)
        tells = "Unexpected errors by their class since this process began; the log has each."
        yield Figure("briefing_errors", "counter", tells, ("kind", "platform"), dict(errors.counts))
        tells = "By how much the event loop was late at most in the last minute."
        yield Figure("briefing_event_loop_lag_seconds", "gauge", tells, (), {(): vitals.lag})

    def _of_store(self) -> Iterator[Figure]:
        now = self._now()
        with self._store.reading() as connection:
            if not self._before:
                failed = ledger.last_at(connection, "failed")
                skipped = ledger.last_at(connection, "skipped", [ledger.TOO_LATE])
                self._before = {
                    "sent": ledger.last_at(connection, "sent"),
                    "missed": {
                        p: max(failed.get(p, at), at) for p, at in (failed | skipped).items()
                    },
                }
            left, late = ledger.left(connection), ledger.left(connection, now - ON_TIME)
            unplanned = subscriptions.unplanned(connection, now - ON_TIME)
            subscribed = subscriptions.counts(connection)
            messages, drafts = inbox.waiting(connection), arrivals.waiting(connection)
            standings, reports = sources.every(connection), arrivals.counts(connection)
        names = ("platform",)
        platforms = {*self._vitals.state()["platforms"], *left, *unplanned, *subscribed}
        overdue = {(p,): late.get(p, 0) + unplanned.get(p, 0) for p in platforms}
        active = {(p,): subscribed[p].active if p in subscribed else 0 for p in platforms}
        tells = "Subscriptions that are active."
        yield Figure("briefing_subscriptions", "gauge", tells, names, active)
        tells = "Briefings that are due now and not sent."
        due = {(p,): left.get(p, 0) for p in platforms}
        yield Figure("briefing_due", "gauge", tells, names, due)
        minutes = ON_TIME.total_seconds() / 60
        tells = f"Briefings that are due for more than {minutes:.0f} minutes and not sent."
        yield Figure("briefing_overdue", "gauge", tells, names, overdue)
        for what, tells in _LASTS.items():
            name = f"briefing_last_{what}_timestamp_seconds"
            yield Figure(name, "gauge", tells, names, self._latest(what))
        queues: Values = {
            **{("messages", p): messages.get(p, 0) for p in platforms | {*messages}},
            ("drafts", ""): drafts,
        }
        tells = "What waits: messages for a reply, reports that came to be drafted."
        yield Figure("briefing_queue_length", "gauge", tells, ("queue", "platform"), queues)
        yield from _sources(standings, reports)

    def _latest(self, what: Last) -> Values:
        """Return when something was last so, before this process began or since."""
        return _instants({**self._before[what], **self._last(what)})


def _instants(found: Mapping[str, dt.datetime]) -> Values:
    return {(name,): at.timestamp() for name, at in found.items()}


def _sources(
    standings: Mapping[str, sources.Standing], reports: Mapping[str, Mapping[str, int]]
) -> Iterator[Figure]:
    names = ("source",)
    tells = "How often in a row a source could not be read."
    failures = {(name,): found.failures for name, found in standings.items()}
    yield Figure("briefing_source_failures", "gauge", tells, names, failures)
    tells = "When a source was last read."
    read = _instants({n: s.succeeded for n, s in standings.items() if s.succeeded})
    yield Figure("briefing_source_read_timestamp_seconds", "gauge", tells, names, read)
    tells = "What came from a source, by what became of it."
    counts = {(n, state): count for n, by in reports.items() for state, count in by.items()}
    yield Figure("briefing_source_entries", "gauge", tells, ("source", "state"), counts)
