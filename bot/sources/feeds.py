"""Feeds: RSS and Atom in whatever shape, read into entries. What is malformed is read as far as it
can be.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import io
import re
from collections import Counter
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from bot.sources.entry import Entry, File, Listing, digest, key_of, page, readable
from bot.sources.errors import SourceError
from bot.sources.fetching import Fetched
from knowledge.drafting.imprint import Imprint, code_of, day_of

_WEB = ("http://", "https://")
_TOMBSTONES = b"http://purl.org/atompub/tombstones/1.0"
_DELETED = re.compile(r"(?:^|:)deleted-entry$")


def entries(fetched: Fetched, text: str, lang: str = "") -> Listing:
    """Return what a feed lists.

    `text` tells where an entry's text is taken from: "entry", "link", or "auto" for the entry where
    the feed holds more than a summary. `lang` is the language of all, "" for what the feed says.
    Raises SourceError for what is no feed at all.
    """
    import feedparser  # noqa: PLC0415 - slow to load, and few look at feeds

    raw = fetched.raw or b""
    charset = readable(raw, fetched.charset)
    kind = "application/xml" + (f"; charset={charset}" if charset else "")
    headers = {"content-type": kind, "content-location": fetched.url}
    read = feedparser.parse(io.BytesIO(raw), response_headers=headers)
    if not read.entries and not read.get("version"):
        raise SourceError(f"{fetched.url} holds no feed")
    listed = [_Listed(each, read.feed, text, lang) for each in read.entries]
    ids = Counter(each.id for each in listed)
    links = Counter(each.link for each in listed)
    found: dict[str, Entry] = {}
    for each in listed:
        # Some feeds give all their entries one id or one link.
        key = each.id if ids[each.id] == 1 else each.link if links[each.link] == 1 else ""
        entry = each.entry(key)
        found.setdefault(entry.key, entry)
    dated = [e for e in found.values() if e.imprint.date]
    newest = list(found.values())
    if len(dated) == len(found):
        newest.sort(key=lambda e: e.imprint.date or dt.date.min, reverse=True)
    odd = str(read.get("bozo_exception", "")).removeprefix("<unknown>:") if read.bozo else ""
    return Listing(tuple(newest), odd.partition("\n")[0], _deleted(fetched, charset))


def _deleted(fetched: Fetched, charset: str | None) -> frozenset[str]:
    """Return the keys of the entries that a feed says to be deleted, RFC 6721, of which feedparser
    would tell the last alone.
    """
    raw = fetched.raw or b""
    if _TOMBSTONES not in raw:
        return frozenset()
    found = BeautifulSoup(raw, "html.parser", from_encoding=charset).find_all(_DELETED, ref=True)
    refs = {str(each["ref"]) for each in found if each.find_parent("entry") is None}
    # feedparser takes an id that is no URI for an address below the feed's.
    refs |= {urljoin(fetched.url, ref) for ref in refs}
    return frozenset(map(key_of, refs))


class _Listed:
    """An entry as feedparser has read it."""

    def __init__(self, given: Any, feed: Any, text: str, lang: str) -> None:  # noqa: ANN401 - feedparser is untyped
        """Read what identifies it."""
        self._given, self._feed, self._text, self._lang = given, feed, text, lang
        self.id = str(given.get("id") or "")
        link = str(given.get("link") or (self.id if self.id.startswith(_WEB) else ""))
        self.link = link.strip() if link.strip().startswith(_WEB) else ""

    def entry(self, key: str) -> Entry:
        """Return the entry under a key, or, where that is "", under one made of what it says."""
        title = _plain(str(self._given.get("title", "")))
        summary = _plain(self._given.get("summary", ""))
        tags = " ".join(str(tag.get("term") or "") for tag in self._given.get("tags", ()))
        held = self._held()
        key = key or digest(title, self._when(), summary)
        imprint = Imprint(
            title,
            self._lang or code_of(self._given.get("language") or self._feed.get("language")),
            _day(self._when()) or self._parsed(),
            _plain(self._given.get("author", "")),
            _plain(self._feed.get("title", "")),
        )
        updated = str(self._value("updated"))
        seal = digest(title, held.raw) if held else digest(title, summary, updated)
        return Entry(key, self.link, imprint, f"{title} {summary} {tags}", seal, held)

    def _held(self) -> File | None:
        """Return the text that the feed holds of an entry, None where it stands behind the link."""
        contents = list(self._given.get("content", ()))
        if self._text == "link" and self.link:
            return None
        if self._text == "entry" or not self.link:
            contents += [self._given.get("summary_detail") or {}]
        best: Any = max(contents, key=lambda c: len(c.get("value") or ""), default={})
        words = str(best.get("value") or "").strip()
        if not words:
            return None
        if best.get("type") == "text/plain":
            return File("text.txt", words.encode("utf-8", "replace"))
        return page(f"<html><body><article>{words}</article></body></html>")

    def _value(self, name: str) -> Any:  # noqa: ANN401 - as above
        """Return what stands under a name itself, "" for nothing: for `updated` feedparser would
        return another date, with a warning.
        """
        return (self._given.get(name) if name in self._given else None) or ""

    def _when(self) -> str:
        return str(next(filter(None, map(self._value, ("published", "created", "updated"))), ""))

    def _parsed(self) -> dt.date | None:
        """Return the day of a date in a form that only feedparser knows."""
        when = self._value("published_parsed") or self._value("updated_parsed")
        return dt.date(*when[:3]) if when else None


def _day(given: str) -> dt.date | None:
    """Return the day of a date on the clocks of where it was written."""
    with suppress(ValueError, TypeError):
        return email.utils.parsedate_to_datetime(given).date()
    return day_of(given)


def _plain(words: str) -> str:
    """Return words of a feed without the marks of HTML that they may hold."""
    if "<" in words or "&" in words:
        words = BeautifulSoup(words, "html.parser").get_text(" ")
    return " ".join(words.split())
