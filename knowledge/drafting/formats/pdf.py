"""PDF: the words of its pages, and what its properties say of it."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from pypdf import DocumentInformation, PdfReader
from pypdf.errors import PyPdfError

from knowledge.drafting.formats.pages import paragraphs
from knowledge.drafting.imprint import Imprint
from knowledge.drafting.source import MOST_CHARACTERS, UNREADABLE, Source
from knowledge.loading.problems import refusal

_MOST_PAGES = 1000
_SPLIT = "Split it into reports of their own."


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
        pages: list[list[str]] = []
        for page in document.pages:
            pages.append(page.extract_text().splitlines())
            if sum(len(line) for lines in pages for line in lines) > MOST_CHARACTERS:
                raise refusal(path, f"holds more than {MOST_CHARACTERS:,} characters.", _SPLIT)
        known = _known(document.metadata)
    except (*UNREADABLE, PyPdfError, ImportError, MemoryError) as error:
        what = f"is a PDF that cannot be read ({type(error).__name__})."
        raise refusal(path, what, "Open it elsewhere and save its text.") from None
    return Source(path, "pdf", raw, paragraphs(pages), known=known)


def _known(own: DocumentInformation | None) -> Imprint:
    """Return what a PDF's properties say of it; a title of one word is a file's name, and the day
    on which a file was made is not that of its text.
    """
    title, author = (
        " ".join((w or "").split()) for w in ((own.title, own.author) if own else ("", ""))
    )
    return Imprint(title if " " in title else "", author=author if " " in author else "")
