"""HTML: the words of a page's text, block by block, without what surrounds it."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from bs4 import BeautifulSoup, Comment, Doctype, Tag
from bs4.element import NavigableString
from bs4.exceptions import ParserRejectedMarkup

from knowledge.drafting.formats.pagedata import told
from knowledge.drafting.formats.surroundings import strip
from knowledge.drafting.source import Source
from knowledge.loading.problems import refusal

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|dd|details|div|dl|dt|figcaption|figure|h1|h2|h3|"
    r"h4|h5|h6|header|hr|li|main|ol|p|pre|section|summary|table|tbody|td|th|thead|tr|ul|br"
)
_LINE = "\x1e"  # the end of a line that stays one, unlike those of the page's source
_MOST_DEEP = 500
_NO_HEAD = ["a", "nav", "script", "style", "template", "noscript", "title", "footer"]
_HEAD_LINES = 30
_ROWS, _CELL = 2, 200  # of a table that tells something


def read(path: Path, raw: bytes, encoding: str | None = None) -> Source:
    """Return the words of an HTML page and what its data says of it; raise ReportError where it is
    not to be read. `encoding` is what its bytes are in, where that is known.
    """
    _refuse_depths(path, raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the parser warns of what looks like XML or a file name
        try:
            page = BeautifulSoup(raw, "html.parser", from_encoding=encoding)
        except (ParserRejectedMarkup, RecursionError, ValueError):
            raise refusal(
                path, "is HTML that cannot be parsed.", "Open it in a browser and save its text."
            ) from None
    known, head = told(page), _head(page)
    body = strip(page)
    for table in body.find_all("table"):
        _in_rows(page, table)
    for listed in body.find_all(["ul", "ol"]):
        _in_items(page, listed)
    encoding = str(page.original_encoding or "utf-8")
    return Source(path, "html", raw, _words(body), encoding, known, head)


def _head(page: BeautifulSoup) -> str:
    """Return the first lines of a page, whether they are of its text or not, but for links."""
    lines: list[str] = []
    for words in page.find_all(string=True):
        if type(words) is NavigableString and not words.find_parent(_NO_HEAD):
            block = words.find_parent(_BLOCKS)
            line = " ".join(block.get_text(" ").split()) if block else ""
            short = line if len(line) <= _CELL else ""
            if short and short not in lines:
                lines.append(short)
            if len(lines) == _HEAD_LINES:
                break
    return "\n".join(lines)


def fragment(words: str) -> str:
    """Return the words of a piece of HTML inside another text."""
    return _words(strip(BeautifulSoup(words, "html.parser"))).strip()


def _in_rows(page: BeautifulSoup, table: Tag) -> None:
    """Put a paragraph with a line for each row in the place of a table of several columns, its
    cells parted by bars; one that only lays out the page stays.
    """
    rows = [
        [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.find_all(["td", "th"])]
        for row in table.find_all("tr")
    ]
    wide = [row for row in rows if len(row) > 1]
    if (
        table.find("table")
        or len(wide) < _ROWS
        or any(len(cell) > _CELL for row in rows for cell in row)
    ):
        return
    caption = table.find("caption")
    if isinstance(caption, Tag):
        _put_before(page, table, [caption.get_text(" ", strip=True)])
    _put_before(page, table, [" | ".join(row) for row in rows if any(row)])
    table.decompose()


def _in_items(page: BeautifulSoup, listed: Tag) -> None:
    """Put a paragraph with a line for each item in the place of a list of plain items, with the
    signs that a browser shows before them; one whose items hold more stays.
    """
    items = listed.find_all("li")
    if not items or any(_BLOCKS.fullmatch(tag.name) for li in items for tag in li.find_all()):
        return
    first = str(listed.get("start") or "1")
    number = int(first) if first.isdecimal() else 1
    signs = (f"{n}." if listed.name == "ol" else "-" for n, _ in enumerate(items, number))
    words = [" ".join(li.get_text("").split()) for li in items]
    _put_before(page, listed, [f"{sign} {w}" for sign, w in zip(signs, words, strict=True) if w])
    listed.decompose()


def _put_before(page: BeautifulSoup, tag: Tag, lines: list[str]) -> None:
    """Put a paragraph of some lines before a tag."""
    paragraph = page.new_tag("p")
    paragraph.string = _LINE.join(lines)
    tag.insert_before(paragraph)


def _refuse_depths(path: Path, raw: bytes) -> None:
    """Raise ReportError for tags nested deeper than any page nests them, before a tree of them is
    built.
    """
    depth = deepest = 0
    for match in re.finditer(
        rb"<(/?)(?:div|span|b|i|em|ul|ol|table|font|section|blockquote)\b", raw, re.IGNORECASE
    ):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > _MOST_DEEP:
        raise refusal(
            path,
            f"nests its tags more than {_MOST_DEEP} deep.",
            "Open it in a browser and save its text.",
        )


def _words(body: Tag) -> str:
    """Return a tree's text, a blank line between blocks, the space in each as a browser shows
    it.
    """
    parts: list[str] = [""]
    last: Tag | None = None
    for node in body.descendants:
        if isinstance(node, Tag) and _BLOCKS.fullmatch(node.name):
            parts.append("")
        elif isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype):
            block = next((p for p in node.parents if _BLOCKS.fullmatch(p.name)), None)
            if block is not last:  # what follows a block inside another is a block of its own
                parts.append("")
            last = block
            parts[-1] += str(node)
    lines = (re.sub(r"[ \t\r\n\f]+", " ", part).strip(" ") for part in parts)
    return "\n\n".join(line.replace(_LINE, "\n") for line in lines if line) + "\n"
