"""Surroundings: what stands around the text of a page (menus, notices on cookies, links to other
pages, comments), told by elements, roles, names of classes and headings, and taken out.

Not trafilatura: of a page of plain sections it leaves out every heading, of figures the caption; it
puts signs around cells and items, and takes a day that the text tells of for the page's date.
"""

from __future__ import annotations

import re
from functools import cache

from bs4 import BeautifulSoup, Tag

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.elsewhere import leads
from knowledge.language.languages import LANGUAGES

_SILENT = (
    "title, script, style, template, noscript, svg, math, iframe, object, embed, button, select, "
    "textarea, head, audio, video, [hidden], [aria-hidden=true]"
)
_AROUND = "nav, footer, aside, form, dialog, menu, header"
_ROLES = frozenset(
    [
        "alert",
        "alertdialog",
        "banner",
        "complementary",
        "contentinfo",
        "dialog",
        "menu",
        "menubar",
        "navigation",
        "search",
        "toolbar",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMED = re.compile(r"[a-z]+|[A-Z][a-z]*")
_HEADS = ("h2", "h3", "h4", "h5", "h6", "p", "strong", "b", "div", "span", "summary")
_LISTS = "ul, ol, div, section, p, table"
_LINKED, _LINKS = 0.8, 2
_MOST = 0.5  # of a page's words: what holds more is the text, whatever it is called


def strip(page: BeautifulSoup) -> Tag:
    """Take out of a page what is not its text, and return the element that holds the text."""
    for tag in [*page.select(_SILENT), *page.find_all(style=_HIDDEN)]:
        tag.decompose()
    body = page.body or page
    most = _MOST * _length(body)
    for tag in body.find_all():
        if not tag.decomposed and _is_around(tag) and _length(tag) < most and not _heads(tag):
            tag.decompose()
    for tag in body.find_all(_HEADS):
        if not tag.decomposed and _leads_elsewhere(tag):
            _drop_below(tag, most)
    held = _holding(body)
    if held.name not in {"main", "article"}:
        for tag in held.select(_LISTS):
            if not tag.decomposed and _is_of_links(tag) and _length(tag) < most:
                tag.decompose()
    return held


def _length(tag: Tag) -> int:
    return len(tag.get_text().split())


def _heads(tag: Tag) -> bool:
    """Whether an element holds the page's title, so that it is part of the text."""
    return tag.find("h1") is not None


def _is_around(tag: Tag) -> bool:
    """Whether an element is by its name, role, classes or id no part of the text."""
    if tag.name in {"article", "main", "h1"} or tag.get("role") == "main":
        return False
    if tag.name == "header" and tag.find_parent(["article", "main"]):
        return False
    if tag.name in _AROUND.split(", ") or tag.get("role") in _ROLES:
        return True
    given = [*(tag.get("class") or ()), str(tag.get("id") or "")]
    return any(_around().fullmatch("-".join(_NAMED.findall(name)).lower()) for name in given)


@cache
def _around() -> re.Pattern[str]:
    """Return the pattern of the names that sites give to what surrounds a text."""
    words = one_of(w for lang in LANGUAGES for w in cues(lang).words["page"]["classes"])
    return re.compile(rf"(?:.*-)?{words}(?:-.*)?")


def _leads_elsewhere(tag: Tag) -> bool:
    words = " ".join(tag.get_text(" ").split())
    own = any(isinstance(node, str) and node.strip() for node in tag.children)
    match = leads().match(words)
    if match is None:
        return False
    rest = words[match.end() :].strip(" :\u00a0.()0123456789")
    return not rest or (own and _linked(tag) == len(rest.replace(" ", "")))


def _linked(tag: Tag) -> int:
    """Return how many characters of an element are links, spaces left out."""
    return sum(len("".join(link.get_text().split())) for link in tag.find_all("a"))


def _drop_below(head: Tag, most: float) -> None:
    """Take out a heading that leads to other texts with what stands below it: the element that it
    opens, or the links that follow it.
    """
    opened = head
    while (
        opened.parent
        and opened.parent.name not in {"body", "main", "article", "[document]"}
        and opened.find_previous_sibling() is None
        and not _heads(opened.parent)
        and _length(opened.parent) < most
    ):
        opened = opened.parent
    if opened is head:
        below = head.find_next_sibling()
        while below and (_is_of_links(below, links=1) or below.name in {"br", "hr"}):
            below.decompose()
            below = head.find_next_sibling()
    opened.decompose()


def _is_of_links(tag: Tag, links: int = _LINKS) -> bool:
    """Whether an element's words are links to elsewhere, nearly all of them."""
    words = len("".join(tag.get_text().split()))
    few = len(tag.find_all("a")) < links
    return bool(words) and not few and not _heads(tag) and _linked(tag) >= _LINKED * words


def _holding(body: Tag) -> Tag:
    """Return the element that holds a page's text: the article with most of its words, or what is
    marked as the main part, or all.
    """
    main = next(iter(body.select("main, [role=main]")), body)
    articles = [tag for tag in main.find_all("article") if not tag.find_parent("article")]
    longest = max(articles, key=_length, default=None)
    whole = longest is not None and _length(longest) >= _MOST * _length(main)
    return longest if longest is not None and whole else main
