"""The source: a file or a stream that somebody hands in, read as text, or refused with a reason
that names it.

Plain text is read here; the formats that need a library have a reader each in
knowledge/drafting/formats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from knowledge.drafting.imprint import UNKNOWN, Imprint
from knowledge.drafting.marks import is_marked
from knowledge.loading.problems import refusal

GIVE_A_TEXT = "Give a text, Markdown, HTML, PDF or DOCX file."
UNREADABLE = (
    *(LookupError, ValueError, TypeError, AttributeError, OSError),
    *(RecursionError, NotImplementedError),
)  # what libraries raise for files that are not what they seem
EXTRA = "pip install '.[documents]'"
MOST_BYTES = 40_000_000
MOST_CHARACTERS = 1_000_000
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SIGNATURES = {b"%PDF-": "pdf", b"PK\x03\x04": "docx"}
_BINARY = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ", b"\x1f\x8b", b"BM", b"Rar!"),
    *(b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"OggS", b"ID3", b"RIFF"),
)
_ENDINGS = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    ".pdf": "pdf",
    ".docx": "docx",
}
_HEAD = 4000  # bytes by which a page is told
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|main|article|section"
    rb"|header|div|h1|p|table|ul|ol)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_OLDER = ["cp1252", "iso8859_15", "mac_roman", "cp850", "cp437"]


@dataclass(frozen=True)
class Source:
    """A text that was handed in: where from, of which kind, in which encoding; `raw` are its bytes,
    `text` what they say.

    `known` is what the file's own data says of it, `head` what stands around the text where one
    looks first, line by line; `lasting` tells that the bytes are the text, in UTF-8, and are kept
    as they are.
    """

    path: Path
    kind: str
    raw: bytes
    text: str
    encoding: str = "utf-8"
    known: Imprint = UNKNOWN
    head: str = ""

    @property
    def lasting(self) -> bool:
        """Whether the file's bytes are its text in UTF-8, so that they are kept byte for byte."""
        return self.kind == "plain" and self.encoding in {"utf-8", "utf-8-sig"}


def read(path: Path, raw: bytes | None = None) -> Source:
    """Read a file, or bytes that came from elsewhere under a name.

    Raises ReportError where it cannot be read, is empty, too large, binary, of an unknown format,
    in several encodings at once, or hides more than it shows.
    """
    raw = _bytes(path) if raw is None else raw
    if len(raw) > MOST_BYTES:
        raise refusal(
            path, f"is over {MOST_BYTES // 1_000_000} MB.", "Give the text alone, or a part of it."
        )
    if not raw.strip():
        raise refusal(path, "is empty.", "Give a file that holds the report's text.")
    kind = _kind(path, raw)
    source = _formatted(path, kind, raw) if kind else _worded(path, raw, *decoded(path, raw))
    if not re.search(r"\w", source.text):
        scanned = "A PDF of scanned pages needs character recognition first."
        remedy = scanned if source.kind == "pdf" else "Give a file that holds the report's text."
        raise refusal(path, "holds no words.", remedy)
    if len(source.text) > MOST_CHARACTERS:
        what = f"holds {len(source.text):,} characters; {MOST_CHARACTERS:,} are the most."
        raise refusal(path, what, "Split it into reports of their own.")
    return source


def worded(words: str) -> Source:
    """Return words that came without a file, read as `read` reads a file of them: a page, Markdown
    or plain text, told by what they hold. Raises ReportError for a page that cannot be parsed.
    """
    raw = words.encode("utf-8", "replace")
    if _HTML.match(raw[:_HEAD]):
        return _formatted(Path("text"), "html", raw)
    return _worded(Path("text"), raw, words, "utf-8")


def _worded(path: Path, raw: bytes, text: str, encoding: str) -> Source:
    """Return a text that is no page: Markdown without its marks, or plain words as they are."""
    if is_marked(text):
        from knowledge.drafting.formats import markdown  # noqa: PLC0415 - plain texts do without

        return markdown.read(path, raw, text, encoding)
    return Source(path, "plain", raw, text, encoding)


def _formatted(path: Path, kind: str, raw: bytes) -> Source:
    """Read bytes of a format ("html", "pdf", "docx"); raise ReportError where its reader is not
    installed or refuses them.
    """
    try:
        reader = import_module(f"knowledge.drafting.formats.{kind}")
    except ModuleNotFoundError as error:
        what = f"is {kind.upper()}, whose reader ({error.name}) is not installed."
        raise refusal(path, what, f"Install it: {EXTRA}") from None
    found: Source = reader.read(path, raw)
    return found


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            what = "is not a file." if path.exists() else "does not exist."
            remedy = "Name a text, Markdown, HTML, PDF or DOCX file, or - for the standard input."
            raise refusal(path, what, remedy)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        what = f"cannot be read ({getattr(error, 'strerror', None) or error})."
        raise refusal(path, what, "Check its name and who may read it.") from None


def _kind(path: Path, raw: bytes) -> str:
    """Return what a file is by its first bytes or the ending of its name; "" for a text."""
    for signature, kind in _SIGNATURES.items():
        if raw.startswith(signature):
            return kind
    if raw.startswith(_BINARY):
        what = "is no text: its first bytes are those of an image, an archive or a program."
        raise refusal(path, what, GIVE_A_TEXT)
    if _HTML.match(raw[:_HEAD].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    named = _ENDINGS.get(path.suffix.lower(), "")
    if named in {"pdf", "docx"}:
        what = f"is no {named.upper()} file, though its name says so."
        raise refusal(path, what, "Save it again from the program that made it.")
    return named


def decoded(path: Path, raw: bytes) -> tuple[str, str]:
    """Return the text of some bytes and the encoding they are in; raise ReportError where they are
    no text, or in two encodings.
    """
    encoding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise refusal(
                path, f"begins as {encoding.upper()} but is not that.", "Save it in UTF-8."
            ) from None
        text, encoding = _older(path, raw, error)
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or controls > len(text) // 500:
        raise refusal(path, "is no text: it holds control characters.", GIVE_A_TEXT)
    return text, encoding


def _older(path: Path, raw: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Return a text in one of the encodings from before UTF-8, and that encoding."""
    if b"\x00" in raw[:4000]:
        raise refusal(path, "is no text: it holds control characters.", GIVE_A_TEXT)
    if _MULTIBYTE.search(raw):
        line = raw[: error.start].count(b"\n") + 1
        what = "holds bytes that are not UTF-8, though others are: it is in two encodings at once."
        raise refusal(path, what, "Save it in UTF-8, and look at the accents on that line.", line)
    from charset_normalizer import from_bytes  # noqa: PLC0415 - few files need it

    best = from_bytes(raw, cp_isolation=_OLDER).best()
    if best is None:
        raise refusal(path, "is in no encoding that can be told.", "Save it in UTF-8.")
    return str(best), best.encoding
