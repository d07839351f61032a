"""The data of a page: its title, language, day, authors and publisher, by JSON-LD, by its head, or
by the elements that are marked so.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from bs4 import BeautifulSoup, Tag

from knowledge.drafting.byline import author_in
from knowledge.drafting.imprint import Imprint, code_of, day_of, names_of
from knowledge.language.languages import DEFAULT

_DATES = [
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "citation_publication_date",
    "sailthru.date",
]
_AUTHORS = [
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "citation_author",
]
_PUBLISHERS = ["og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name"]
_MARKED = {
    "date": "[itemprop=datePublished], time[pubdate], time[datetime], .date, .published, .pubdate",
    "author": "[itemprop=author], [rel=author], .author, .byline, .auteur, .signature",
}
_LONGEST_MARKED = 120
_JOINTS = (" | ", " – ", " — ", " - ", " · ", " :: ")


def told(page: BeautifulSoup) -> Imprint:
    """Return what a page says of itself; nothing may have been taken out of it yet."""
    linked = _linked_data(page)
    meta = {
        str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower(): " ".join(
            str(tag.get("content") or "").split()
        )
        for tag in reversed(page.find_all("meta"))
    }
    lang = code_of(page.html.get("lang") if page.html else "")
    days = [linked.get("datePublished"), *(meta.get(key) for key in _DATES)]
    names = [names_of(linked.get("author")), *(meta.get(key, "") for key in _AUTHORS)]
    publishers = [names_of(linked.get("publisher")), *(meta.get(key, "") for key in _PUBLISHERS)]
    publisher = next((p for p in publishers if p and "://" not in p), "")
    return Imprint(
        _title(page, [str(linked.get("headline") or ""), meta.get("og:title", "")], publisher),
        lang,
        next((day for given in days if (day := day_of(given))), None) or _marked_day(page),
        next((n for n in names if n and "://" not in n), "") or _marked_author(page, lang),
        publisher,
    )


def _linked_data(page: BeautifulSoup) -> dict[str, Any]:
    """Return the description of an article in JSON-LD, {} where a page has none."""
    found: list[dict[str, Any]] = []
    for script in page.find_all("script", type="application/ld+json"):
        with suppress(ValueError, RecursionError):
            found += _objects(json.loads(script.get_text()))
    dated = [item for item in found if "datePublished" in item or "headline" in item]
    return next(iter(dated), {})


def _objects(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _objects(item)
    elif isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph"))


def _title(page: BeautifulSoup, given: list[str], publisher: str) -> str:
    """Return a page's title: its one heading, or as its data gives it, without the site's name."""
    heads = [h.get_text(" ", strip=True) for h in page.find_all("h1")]
    heads = [h for h in heads if h and h != publisher]
    whole = page.title.get_text(" ", strip=True) if page.title else ""
    opens = [h for h in heads if h in whole] or (heads if len(heads) == 1 else [])
    title = next((t for t in (*opens, *given, *heads) if t), "")
    return title or next(
        (
            whole.removesuffix(joint + publisher)
            for joint in _JOINTS
            if publisher and joint in whole
        ),
        whole,
    )


def _marked(page: BeautifulSoup, key: str) -> Iterator[Tag]:
    """Yield the short elements that are marked as giving a date or an author, ahead of all that may
    be about other pages.
    """
    for tag in page.select(_MARKED[key]):
        if len(tag.get_text(" ", strip=True)) <= _LONGEST_MARKED and not tag.find_parent(
            ["aside", "nav", "footer"]
        ):
            yield tag


def _marked_day(page: BeautifulSoup) -> dt.date | None:
    for tag in _marked(page, "date"):
        words = tag.get_text(" ", strip=True)
        day = day_of(tag.get("datetime") or tag.get("content") or words)
        if day:
            return day
    return None


def _marked_author(page: BeautifulSoup, lang: str) -> str:
    for tag in _marked(page, "author"):
        words = tag.get_text(" ", strip=True)
        name = author_in(words, lang or DEFAULT) or ("" if any(map(str.isdigit, words)) else words)
        if name and name[0].isupper():
            return name
    return ""
