"""HTML: the words of a page, block by block, without scripts, styles, forms and what is hidden.

Not trafilatura: it leaves out more of what stands around an article (links to others, a caption),
but of a plain page the title and every heading too; it takes what is hidden for words, puts signs
before the items of a list and around cells that the page does not have, and loads twice as long.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from bs4 import BeautifulSoup, Comment, Doctype, Tag
from bs4.element import NavigableString
from bs4.exceptions import ParserRejectedMarkup

from knowledge.drafting.source import Source
from knowledge.language.languages import LANGUAGES
from knowledge.loading.problems import refusal

_SILENT = (
    "title, script, style, template, noscript, svg, math, iframe, object, embed, form, "
    "button, select, textarea, nav, footer, head, audio, video"
)
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|dd|details|div|dl|dt|figcaption|figure|h1|h2|h3|"
    r"h4|h5|h6|header|hr|li|main|ol|p|pre|section|summary|table|tbody|td|th|thead|tr|ul|br"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_DEEP = 500
_ROWS, _CELL = 2, 200  # of a table that tells something


def read(path: Path, raw: bytes) -> Source:
    """Return the words of an HTML page, its title and its language; raise ReportError where it is
    not to be read.
    """
    _refuse_depths(path, raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the parser warns of what looks like XML or a file name
        try:
            page = BeautifulSoup(raw, "html.parser")
        except (ParserRejectedMarkup, RecursionError, ValueError):
            raise refusal(
                path, "is HTML that cannot be parsed.", "Open it in a browser and save its text."
            ) from None
    heading = page.find("h1")
    title = heading.get_text(" ", strip=True) if isinstance(heading, Tag) else ""
    title = title or (page.title.get_text(" ", strip=True) if page.title else "")
    spoken = str(page.html.get("lang") or "")[:2].lower() if page.html else ""
    for tag in page.select(_SILENT):
        tag.decompose()
    for tag in page.find_all():
        if not tag.decomposed and (
            tag.has_attr("hidden")
            or tag.get("aria-hidden") == "true"
            or _HIDDEN.search(str(tag.get("style") or ""))
        ):
            tag.decompose()
    for table in page.find_all("table"):
        _in_rows(page, table)
    body = page.find("main") or page.find("article") or page.body or page
    return Source(
        path,
        "html",
        raw,
        _words(body),
        str(page.original_encoding or "utf-8"),
        title,
        spoken if spoken in LANGUAGES else "",
    )


def _in_rows(page: BeautifulSoup, table: Tag) -> None:
    """Put a paragraph for each row in the place of a table of several columns, its cells parted by
    bars; one that only lays out the page stays.
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
    told = [caption.get_text(" ", strip=True)] if isinstance(caption, Tag) else []
    for words in (*told, *(" | ".join(row) for row in rows if any(row))):
        paragraph = page.new_tag("p")
        paragraph.string = words
        table.insert_before(paragraph)
    table.decompose()


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
    return "\n\n".join(line for line in lines if line) + "\n"
