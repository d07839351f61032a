"""Sources of reports, as a configuration names them: watched while the bot runs, looked at once by
hand, and tried.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.app.clock import now
from bot.config.config import Config, Source
from bot.monitoring.sources import lines
from bot.sources.deciding import decide
from bot.sources.drafting import Drafter, read_again
from bot.sources.entry import EDITORS, Listing, imprint_of
from bot.sources.errors import SourceError
from bot.sources.fetching import Fetcher, Marks
from bot.sources.polling import Poller, choice
from bot.sources.reading import look, text
from bot.sources.watching import Watcher
from bot.store import arrivals, sources
from bot.store.arrivals import Arrival
from bot.store.store import Store
from knowledge.loading.problems import ReportError

__all__ = ["SourceError", "fetch", "hasten", "pause", "standing", "trial", "watch"]
_SHOWN = 5


async def watch(
    config: Config,
    store: Store,
    leads: Callable[[], bool],
    ready: Callable[[], None],
    tell: Callable[[str], None],
) -> None:
    """Watch the sources of a configuration until cancelled; the arguments are those of `Watcher`
    and `Poller`.
    """
    async with Fetcher() as fetcher:
        sent = Source(page="https://editors.invalid/")  # what editors link to is never listed
        named = {**config.sources, EDITORS: sent}
        poller = Poller(named, store, fetcher, now, tell, _root(config))
        await Watcher(poller, _drafter(config, store, tell), leads, ready).run()


def fetch(
    config: Config,
    store: Store,
    names: Sequence[str],
    tell: Callable[[int, int], None],
    say: Callable[[str], None],
) -> bool:
    """Look at sources now and draft what they bring; return whether any failed. `tell` gets how
    many reports are drafted, of how many, `say` what the operator is asked.
    """
    chosen = {name: config.sources[name] for name in names}
    hasten(config, store, names)

    async def looked() -> None:
        async with Fetcher() as fetcher:
            poller = Poller(chosen, store, fetcher, now, lambda _: None, _root(config))
            await poller.all()

    asyncio.run(looked())
    drafter, done = _drafter(config, store, say), 0
    total = drafter.waiting()
    while drafter.step():
        done += 1
        tell(done, max(done, total))
    drafter.restore()
    with store.begin() as connection:
        known = sources.every(connection)
    return any(known[name].failures for name in names)


def hasten(config: Config, store: Store, names: Sequence[str]) -> None:
    """Let whoever reads sources look at some at once, and try again what could not be read."""
    with store.begin() as connection:
        for name in names:
            place = config.sources[name].place
            standing = sources.of(connection, name, place)
            sources.keep(connection, replace(standing, due=None))
            arrivals.retry(connection, name)


def pause(config: Config, store: Store, names: Sequence[str], *, paused: bool) -> None:
    """Let sources not be looked at until they are resumed, or look at them again at once."""
    with store.begin() as connection:
        for name in names:
            sources.pause(connection, name, config.sources[name].place, paused=paused)


def standing(store: Store, names: Sequence[str]) -> list[str]:
    """Return how sources stand, as lines."""
    with store.begin() as connection:
        return list(lines(connection, names))


def trial(name: str, source: Source) -> list[str]:
    """Look at a source once, keep nothing, and return what would be read as lines; raises
    SourceError.
    """
    return asyncio.run(_trial(name, source))


async def _trial(name: str, source: Source) -> list[str]:
    async with Fetcher() as fetcher:
        seen = await look(source, fetcher, source.place, Marks())
        listing = seen.listing or Listing()
        found = decide(name, listing, {}, choice(source), now())
        taken = [each for each in reversed(found) if each.state != "skipped"]
        listed = f"{len(listing.entries)} listed, {len(taken)} would be read"
        shown = [f"source {name}: {listed}", *(f"  {_titled(each)}" for each in taken[:_SHOWN])]
        if len(taken) > _SHOWN:
            shown.append(f"  and {len(taken) - _SHOWN} more")
        if seen.moved:
            shown.append(f"  it has moved for good to {seen.moved}; write that in config.yaml")
        if listing.note:
            shown.append(f"  it is malformed ({listing.note}); what can be read of it is")
        if taken:
            shown.append(f"  the text of the first: {await _beginning(source, fetcher, taken[0])}")
        return shown


def _titled(arrival: Arrival) -> str:
    imprint = imprint_of(arrival.imprint)
    return f"{imprint.date or 'undated'}  {imprint.title or arrival.link}"


async def _beginning(source: Source, fetcher: Fetcher, arrival: Arrival) -> str:
    """Return how long the text of an arrival is and how it begins, or why it cannot be read."""
    try:
        if arrival.raw is None:
            file = await text(source, fetcher, arrival.link)
            arrival = replace(arrival, name=file.name, raw=file.raw)
        words = (await asyncio.to_thread(read_again, arrival)).text.split()
    except (SourceError, ReportError) as error:
        return str(error)
    return f"{len(words)} words, “{' '.join(words[:12])} …”"


def _drafter(config: Config, store: Store, tell: Callable[[str], None] = lambda _: None) -> Drafter:
    return Drafter(store, _root(config), now, config.zone, tell)


def _root(config: Config) -> Path:
    return config.data / "reports"
