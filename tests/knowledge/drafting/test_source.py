"""Tests of sources: what is read of each format and encoding, and that hostile or broken input is
refused with a reason.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from knowledge.drafting.source import MOST_BYTES, MOST_CHARACTERS, read
from knowledge.loading.problems import ReportError

WORDS = "Le maire a dit : « Déjà l’été ». Une réunion s’est tenue à Angoulême."
TRAPS = "..", "/nowhere/at/all", "a\x00b"


def word_document(*paragraphs: str) -> bytes:
    """Return a Word document of some paragraphs."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def paper(words: str) -> bytes:
    """Return a PDF of one page that shows some words, in plain letters."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    return (
        out
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R"
        f" >>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def locked() -> bytes:
    """Return a PDF that asks for a password."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859_15"])
def test_encodings_are_told(encoding: str) -> None:
    """A text in UTF-8, UTF-16 or an older encoding is read with its accents; only UTF-8 is kept
    byte for byte.
    """
    words = f"{WORDS} {WORDS}" if encoding != "iso8859_15" else WORDS.replace("’", "'") * 2
    source = read(Path("a.txt"), words.encode(encoding))
    assert source.text.removeprefix("\ufeff") == words
    assert source.lasting == encoding.startswith("utf-8")


def test_html_is_its_words() -> None:
    """Of a page its words are read in blocks, with title and language; scripts, styles, navigation
    and what is hidden are not.
    """
    hidden = "<p style='display: none'>Caché</p>"
    page = (
        "<html lang=fr><title>Un titre</title><nav>Menu</nav><script>alert('x')</script>"
        f"<style>p{{}}</style><p>{WORDS}</p>{hidden}<p>Fin <b>de</b> page</p>"
    )
    source = read(Path("a.html"), page.encode())
    assert source.text == f"{WORDS}\n\nFin de page\n"
    assert (source.known.title, source.known.lang) == ("Un titre", "fr")


def test_word_documents_are_their_paragraphs() -> None:
    """Of a Word document the paragraphs are read in order."""
    assert read(Path("a.docx"), word_document(WORDS, "Fin.")).text == f"{WORDS}\n\nFin.\n"


def test_a_pdf_is_its_words() -> None:
    """Of a PDF the words of its pages are read."""
    assert (
        read(Path("a.pdf"), paper("The council met on Friday.")).text
        == "The council met on Friday.\n"
    )


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", "… — !".encode(), "no words"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image"),
        ("a.txt", b"text\x00with\x00zeros" * 50, "control characters"),
        ("a.txt", bytes(range(1, 256)) * 20, ""),
        ("a.txt", "déjà vu à Nîmes\n".encode() + "déjà\n".encode("cp1252"), "two encodings"),
        ("a.txt", b"\xff\xfea", "UTF-16"),
        ("a.txt", b"a " * (MOST_CHARACTERS // 2 + 1), "characters"),
        ("a.txt", b"a" * (MOST_BYTES + 1), "over"),
        ("a.pdf", b"no pdf at all", "no PDF"),
        ("a.pdf", b"%PDF-1.7\ngarbage", "cannot be read"),
        ("a.pdf", locked(), "encrypted"),
        ("a.docx", b"no archive", "no DOCX"),
        ("a.docx", b"PK\x03\x04broken", "broken"),
        ("a.docx", archive({"a.txt": b"x"}), "no Word document"),
        ("a.docx", archive({"word/document.xml": b"x"}), "cannot be read"),
        ("a.docx", archive({"word/document.xml": b"0" * 120_000_000}), "no ordinary document"),
        ("a.html", b"<html>" + b"<div>" * 5000 + b"words", "deep"),
        ("a.html", b"<html><script>only()</script>", "no words"),
    ],
)
def test_what_cannot_be_taken_is_refused(name: str, raw: bytes, why: str) -> None:
    """Empty, binary, broken, too large, doubly encoded and overpacked input is refused with a
    reason that names the file.
    """
    with pytest.raises(ReportError) as refused:
        read(Path(name), raw)
    assert why in str(refused.value)
    assert name in str(refused.value)


def test_an_entity_bomb_is_not_unpacked() -> None:
    """A Word document whose XML defines entities by entities is refused or read without them, in
    little time and memory.
    """
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
        + "]><x>&j;</x>"
    )
    parts = {
        n.filename: zipfile.ZipFile(io.BytesIO(word_document("x"))).read(n)
        for n in zipfile.ZipFile(io.BytesIO(word_document("x"))).infolist()
    }
    with pytest.raises(ReportError):
        read(Path("a.docx"), archive({**parts, "word/document.xml": bomb.encode()}))


@pytest.mark.parametrize("name", TRAPS)
def test_a_path_that_is_no_file_is_named(name: str) -> None:
    """A folder, a missing file or an impossible name is refused without a traceback."""
    with pytest.raises(ReportError):
        read(Path("missing") / name if name != ".." else Path(name))
