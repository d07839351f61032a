"""What the operator is told of sources: how each stands, and how many reports have come from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from bot.store import arrivals, edited, sources
from bot.store.sources import Standing

_COUNTED = {
    "ready": "reports",
    "archived": "archived",
    "wanted": "to be fetched",
    "new": "to be drafted",
    "held": "new versions under embargo",
    "same": "told by others",
    "refused": "cannot be read",
    "gone": "withdrawn",
    "skipped": "left out",
}
_REFUSED = 3  # are named


def lines(connection: Connection, names: Sequence[str] | None = None) -> Iterator[str]:
    """Yield how some sources stand, or all that were looked at, as lines for a person."""
    counts, known = arrivals.counts(connection), sources.every(connection)
    for name in known if names is None else names:
        standing = known.get(name, Standing(name, ""))
        yield f"source {name}: {_stands(standing)}; {_counted(counts.get(name, {}))}"
        if standing.moved:
            yield f"  it has moved for good to {standing.moved}; write that in config.yaml"
        if standing.note and not standing.failures:
            yield f"  it is malformed ({standing.note}); what can be read of it is"
        for held in edited.embargoed(connection, dt.datetime.now(dt.UTC)):
            if held.source == name:
                yield f"  under embargo: {held.slug} (briefing embargo tells more)"
        for each in arrivals.refused(connection, name, _REFUSED):
            yield f"  cannot be read: {each.link or each.entry} ({each.problem})"


def _stands(standing: Standing) -> str:
    last = f"last read {at(standing.succeeded)}" if standing.succeeded else "never read yet"
    if standing.paused:
        return f"paused, {last}"
    if standing.gone:
        return f"gone ({standing.problem}), {last}"
    if standing.failing:
        since = f"failing since {at(standing.failing)} ({standing.problem}), {last}"
        return f"{since}, tried again {_due(standing)}"
    return f"{last}, read again {_due(standing)}"


def _due(standing: Standing) -> str:
    return at(standing.due) if standing.due else "at once"


def _counted(counts: Mapping[str, int]) -> str:
    told = (f"{what}: {counts[state]}" for state, what in _COUNTED.items() if counts.get(state))
    return ", ".join(told) or "no reports"


def at(instant: dt.datetime) -> str:
    """Return an instant as the operator is told it."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
