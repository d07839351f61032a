"""PDF: the words of its pages, lines joined to paragraphs."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

from pypdf import DocumentInformation, PdfReader
from pypdf.errors import PyPdfError

from knowledge.drafting.imprint import Imprint
from knowledge.drafting.source import MOST_CHARACTERS, UNREADABLE, Source
from knowledge.loading.problems import refusal

_MOST_PAGES = 1000
_SPLIT = "Split it into reports of their own."
_FULL = 0.75
_HYPHENED = re.compile(r"[^\W\d_]-$")
_NUMBER = re.compile(r"\s*(?:page\s*)?\d{1,4}(?:\s*(?:/|of|sur)\s*\d{1,4})?\s*", re.IGNORECASE)


def read(path: Path, raw: bytes) -> Source:
    """Return the words of a PDF and its title; raise ReportError where it is encrypted, broken, or
    too long.
    """
    # it tells of every flaw that it gets over
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        document = PdfReader(io.BytesIO(raw))
        if document.is_encrypted and not document.decrypt(""):
            raise refusal(path, "is an encrypted PDF.", "Save it without its password.")
        if len(document.pages) > _MOST_PAGES:
            raise refusal(path, f"has more than {_MOST_PAGES} pages.", _SPLIT)
        lines: list[str] = []
        for page in document.pages:
            found = page.extract_text().splitlines()
            lines += [line.rstrip() for line in found if not _NUMBER.fullmatch(line)]
            if sum(map(len, lines)) > MOST_CHARACTERS:
                raise refusal(path, f"holds more than {MOST_CHARACTERS:,} characters.", _SPLIT)
        known = _known(document.metadata)
    except (*UNREADABLE, PyPdfError, ImportError, MemoryError) as error:
        what = f"is a PDF that cannot be read ({type(error).__name__})."
        raise refusal(path, what, "Open it elsewhere and save its text.") from None
    return Source(path, "pdf", raw, _paragraphs(lines), known=known)


def _known(own: DocumentInformation | None) -> Imprint:
    """Return what a PDF's properties say of it; a title of one word is a file's name, and the day on
    which a file was made is not that of its text.
    """
    title, author = (
        " ".join((w or "").split()) for w in ((own.title, own.author) if own else ("", ""))
    )
    return Imprint(title if " " in title else "", author=author if " " in author else "")


def _paragraphs(lines: list[str]) -> str:
    """Return lines as paragraphs: one ends where a line is blank, or ends a sentence well before
    the margin.
    """
    widest = max(map(len, lines), default=0)
    parts: list[str] = [""]
    for line in lines:
        words = line.strip()
        if not words:
            parts.append("")
            continue
        hyphened = _HYPHENED.search(parts[-1]) and words[:1].islower()
        parts[-1] = parts[-1][:-1] + words if hyphened else f"{parts[-1]} {words}".strip()
        ends = words.endswith((".", "!", "?", "…", "»", "”", ":")) or len(words) < widest / 2
        if ends and len(line) < _FULL * widest:
            parts.append("")
    return "\n\n".join(p for p in parts if p) + "\n"
