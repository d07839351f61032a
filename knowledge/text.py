"""A report's verbatim text: paragraphs, sentences and where words stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model import Passage

_OPEN, _CLOSE = "«“", "»”"
_ABBREVIATIONS = re.compile(r"(?:^|[\s(«“])(?:M|MM|Mme|Mmes|Mlle|Dr|Pr|Mr|Mrs|Ms|St|No|n°|art|cf|p|[A-Z])\.$")
_END = re.compile(r"[.!?…]+[\s]*[»”]?\s+(?=[«“]?\s*[A-ZÀ-ÖØ-Þ0-9])|[.!?…]+\s*[»”]?\s*$")


@dataclass(frozen=True)
class Sentence:
    """A sentence's span in its text, with its paragraph and its number there, both counted from 1."""

    paragraph: int
    number: int
    start: int
    end: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans of the text's paragraphs: its lines that are not blank."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text; one that holds a quotation of several sentences is one sentence."""
    found = []
    for number, (start, end) in enumerate(paragraphs(text), 1):
        cut, count = start, 0
        for stop in (*_stops(text, start, end), end):
            span = _trim(text, cut, stop)
            if span[0] < span[1]:
                count += 1
                found.append(Sentence(number, count, *span))
            cut = stop
    return found


def _stops(text: str, start: int, end: int) -> list[int]:
    """Return where sentences end outside quotation marks."""
    stops = []
    for match in _END.finditer(text, start, end):
        before = text[start : match.end()]
        depth = sum(before.count(c) for c in _OPEN) - sum(before.count(c) for c in _CLOSE)
        if depth <= 0 and not _ABBREVIATIONS.search(text[start : match.start() + 1]):
            stops.append(match.end())
    return stops


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def passage_of(slug: str, text: str, span: tuple[int, int], known: list[Sentence]) -> Passage:
    """Return the smallest passage that can be shown for a span: its sentence, or within a quotation of several its own ones.

    `span` is a start and an end in `text`; `known` are the text's sentences.
    """
    first = next(s for s in known if s.start <= span[0] < s.end)
    last = next(s for s in known if s.start < span[1] <= s.end)
    start, end = first.start, last.end
    if first == last:
        start, end = _inside_quotation(text, first, span) or _before_quotation(text, first, span) or (start, end)
    return Passage(slug, first.paragraph, first.number, start, end, text[start:end])


def _inside_quotation(text: str, sentence: Sentence, span: tuple[int, int]) -> tuple[int, int] | None:
    """Return the sentences around a span that lies wholly inside a quotation of several sentences, else None."""
    opening = max(text.rfind(c, sentence.start, span[0] + 1) for c in _OPEN)
    closing = [i for i in (text.find(c, span[1] - 1, sentence.end) for c in _CLOSE) if i >= 0]
    if opening < 0 or not closing or any(c in text[opening + 1 : span[0]] for c in _CLOSE):
        return None
    inner = _trim(text, opening + 1, min(closing))
    cuts = [m.end() for m in re.finditer(r"[.!?…]\s+(?=[A-ZÀ-ÖØ-Þ])", text[inner[0] : inner[1]])]
    if not cuts:
        return None
    edges = [inner[0], *(inner[0] + c for c in cuts), inner[1]]
    start = max(e for e in edges[:-1] if e <= span[0])
    end = min(e for e in edges[1:] if e >= span[1])
    return _trim(text, start, end)


def _before_quotation(text: str, sentence: Sentence, span: tuple[int, int]) -> tuple[int, int] | None:
    """Return the words that introduce a quotation of several sentences, where a span lies wholly in them, else None."""
    match = re.compile(r":(?=\s*[«“])").search(text, span[1] - 1, sentence.end)
    if match is None or any(c in text[sentence.start : match.start()] for c in _OPEN):
        return None
    if not re.search(r"[.!?…]\s+[A-ZÀ-ÖØ-Þ]", text[match.end() : sentence.end]):
        return None
    return sentence.start, match.end()
