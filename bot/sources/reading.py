"""Reading a source: what it lists, and the text of what it lists."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from urllib.robotparser import RobotFileParser

from yarl import URL

from bot.config.config import Source
from bot.sources import feeds, folders, pages
from bot.sources.entry import File, Listing
from bot.sources.errors import SourceError
from bot.sources.fetching import Fetched, Fetcher, Marks, Rules


@dataclass(frozen=True)
class Seen:
    """What a look at a source brought: its listing, None where nothing has changed; where it stands
    from now on, "" for where it was; and its server's marks.
    """

    listing: Listing | None
    moved: str = ""
    marks: Marks = field(default_factory=Marks)


async def look(source: Source, fetcher: Fetcher, address: str, marks: Marks) -> Seen:
    """Return what a source lists now, asked for at an address; raises SourceError."""
    if source.folder:
        return Seen(await asyncio.to_thread(folders.files, source.folder, source.language or ""))
    rules = rules_of(source)
    robots = await _robots(source, fetcher, address)
    fetched = await fetcher.get(address, rules, marks)
    if fetched.raw is None:
        return Seen(None, fetched.moved, fetched.marks)
    listing = await asyncio.to_thread(_listing, source, fetched)
    if robots:
        listing = Listing(tuple(e for e in listing.entries if pages.allowed(robots, e.link)))
    return Seen(listing, fetched.moved, fetched.marks)


def _listing(source: Source, fetched: Fetched) -> Listing:
    lang = source.language or ""
    if source.feed:
        return feeds.entries(fetched, source.text, lang)
    if source.links:
        return pages.linked(fetched, source.links, lang)
    return pages.single(fetched, source.place, lang)


async def text(source: Source, fetcher: Fetcher, link: str) -> File:
    """Return the text that stands behind a link; raises SourceError."""
    if source.folder:
        return await asyncio.to_thread(folders.file_of, Path(link))
    if not link:
        raise SourceError("it has neither text nor link")
    return pages.file_of(await fetcher.get(link, rules_of(source)))


async def find(source: Source, fetcher: Fetcher, link: str) -> None:
    """Ask whether there is something at a link that a source lists no more; raises SourceError."""
    await _robots(source, fetcher, link)
    await fetcher.get(link, rules_of(source))


async def _robots(source: Source, fetcher: Fetcher, address: str) -> RobotFileParser | None:
    """Return what the host of a list page allows, None for a source of another kind; raises
    SourceError where that is not to read an address.
    """
    robots = await pages.robots(fetcher, address, rules_of(source)) if source.links else None
    if robots and not pages.allowed(robots, address):
        raise SourceError(f"{address} may not be read by programs, as robots.txt there says")
    return robots


def rules_of(source: Source) -> Rules:
    """Return how a feed or page is fetched: where it is configured gets its Authorization, and no
    host to which it links or moves.
    """
    held = source.authorization
    return Rules(source.private, held.reveal() if held else "", URL(source.place).origin())
