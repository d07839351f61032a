"""DOCX: the words of its paragraphs, lists and tables, in the order in which they stand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.opc.coreprops import CoreProperties
from docx.opc.exceptions import OpcError
from docx.table import Table, _Row
from lxml.etree import LxmlError

from knowledge.drafting.imprint import Imprint, code_of
from knowledge.drafting.source import GIVE_A_TEXT, UNREADABLE, Source
from knowledge.loading.problems import refusal

_MOST_UNPACKED = 100_000_000
_MOST_PARTS = 5000
_TIMES = 200  # no real text packs tighter than this


def read(path: Path, raw: bytes) -> Source:
    """Return the words of a Word document and its title; raise ReportError where it is none,
    broken, or a zip bomb.
    """
    _refuse_bombs(path, raw)
    try:
        document = docx.Document(io.BytesIO(raw))
        parts: list[str] = []
        for item in document.iter_inner_content():
            if isinstance(item, Table):
                parts += [" | ".join(_once(row)) for row in item.rows]
            else:
                parts.append(item.text.strip())
        known = _known(document.core_properties)
        headers = [h for s in document.sections for h in (s.first_page_header, s.header)]
        head = "\n".join(p.text for header in headers for p in header.paragraphs)
    except (*UNREADABLE, OpcError, LxmlError, zipfile.BadZipFile) as error:
        what = f"is a DOCX file that cannot be read ({type(error).__name__})."
        raise refusal(path, what, "Open it in a word processor and save it again.") from None
    return Source(
        path, "docx", raw, "\n\n".join(filter(None, parts)) + "\n", known=known, head=head
    )


def _known(own: CoreProperties) -> Imprint:
    """Return what a document's properties say of it; a title of one word is a file's name, and the
    day on which a file was made is not that of its text.
    """
    title, author = str(own.title or ""), " ".join(str(own.author or "").split())
    named = title if " " in title.strip() else ""
    return Imprint(named, code_of(own.language), author=author if " " in author else "")


def _once(row: _Row) -> list[str]:
    """Return the words of a row's cells, a cell that spans several columns once; an empty one holds
    its place.
    """
    cells = list({id(cell._tc): cell for cell in row.cells}.values())  # noqa: SLF001 - the library tells no other way which cells are one
    return [" ".join(cell.text.split()) for cell in cells]


def _refuse_bombs(path: Path, raw: bytes) -> None:
    """Raise ReportError for an archive that is no Word document, or would unpack to far more than a
    text; nothing is unpacked for it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise refusal(
            path, "is a broken archive.", "Save the document again from the program that made it."
        ) from None
    if not any(p.filename == "word/document.xml" for p in parts):
        raise refusal(path, "is an archive, but no Word document.", GIVE_A_TEXT)
    unpacked = sum(p.file_size for p in parts)
    tight = any(
        p.file_size > _TIMES * max(p.compress_size, 1) and p.file_size > _MOST_UNPACKED // 10
        for p in parts
    )
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or tight:
        what = f"would unpack to {unpacked / 1_000_000:,.0f} MB: it is no ordinary document."
        raise refusal(path, what, "Give its text alone.")
