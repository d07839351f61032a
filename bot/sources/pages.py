"""Pages: an address that is a report itself, or a list of links to reports."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.robotparser import RobotFileParser

from bs4 import BeautifulSoup
from yarl import URL

from bot.sources.entry import Entry, File, Listing, digest, page, readable
from bot.sources.errors import SourceError
from bot.sources.fetching import AGENT, Fetched, Fetcher, Rules
from knowledge.drafting.imprint import Imprint
from knowledge.drafting.source import read
from knowledge.loading.problems import ReportError

_ENDINGS = {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md"}
_HTML = {"text/html", "application/xhtml+xml"}
_MOST_LINKS = 500


def file_of(fetched: Fetched) -> File:
    """Return what was fetched as a file whose kind and encoding can be told."""
    raw = fetched.raw or b""
    encoding = readable(raw, fetched.charset)
    if fetched.kind in _HTML:
        # In no encoding that is known, the page's own word for it counts.
        return page(raw.decode(encoding)) if encoding else File("page.html", raw)
    if fetched.kind.startswith("text/") and encoding:
        raw = raw.decode(encoding).encode()
    ending = _ENDINGS.get(fetched.kind) or mimetypes.guess_extension(fetched.kind) or ""
    return File(URL(fetched.url).name[-80:] or f"page{ending}", raw)


def single(fetched: Fetched, address: str, lang: str = "") -> Listing:
    """Return a page that is a report itself as what the source at an address lists; it has changed
    where what it says has, and not with each token or clock in it.
    """
    file = file_of(fetched)
    try:
        says = read(Path(file.name), file.raw).text
    except ReportError as error:
        says = str(error)
    entry = Entry(address, address, Imprint(lang=lang), seal=digest(says), file=file)
    return Listing((entry,))


def linked(fetched: Fetched, part: str, lang: str = "") -> Listing:
    """Return the reports to which a list page links, in its order: where an address on its own host
    holds a part. Raises SourceError where there is none.
    """
    raw, base = fetched.raw or b"", URL(fetched.url)
    encoding = readable(raw, fetched.charset)
    soup = BeautifulSoup(raw, "html.parser", from_encoding=encoding)
    found: dict[str, Entry] = {}
    for link in soup.find_all("a", href=True):
        try:
            target = base.join(URL(str(link["href"]).strip())).with_fragment(None)
        except ValueError:
            continue
        held = part in str(target) or part in target.human_repr()
        if held and target.host == base.host and target != base:
            words = " ".join(link.get_text(" ").split())
            key = str(target)
            before = found.get(key)
            # Pictures link too, and so does "read on": the longest words are the title.
            if before is None or len(words) > len(before.words):
                found[key] = Entry(key, key, Imprint(lang=lang), words)
        if len(found) >= _MOST_LINKS:
            break
    if not found:
        raise SourceError(f"{fetched.url} has no link that holds {part!r}")
    return Listing(tuple(found.values()))


async def robots(fetcher: Fetcher, address: str, rules: Rules) -> RobotFileParser:
    """Return what a host's robots.txt allows; where there is none, everything.

    Raises SourceError where it cannot be told, as nothing may be read then (RFC 9309, 2.3.1.4).
    """
    url = URL(address).origin() / "robots.txt"
    parser = RobotFileParser(str(url))
    try:
        fetched = await fetcher.get(str(url), rules)
    except SourceError as error:
        if not error.missing:
            raise
        fetched = Fetched(str(url), b"")
    parser.parse((fetched.raw or b"").decode("utf-8", "replace").splitlines())
    return parser


def allowed(parser: RobotFileParser, address: str) -> bool:
    """Whether this program may read an address."""
    return parser.can_fetch(AGENT, address)
