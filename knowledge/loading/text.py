"""A report's verbatim text: paragraphs, sentences and the passages shown for words in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.language.words import trim
from knowledge.model import Passage

_OPEN, _CLOSE = "«“", "»”"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_QUOTED = re.compile(f":\\s*[{_OPEN}]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_BLOCK = re.compile(rf"{_LINE.pattern}(?:\n{_LINE.pattern})*")
Span = tuple[int, int]


class Sentence(NamedTuple):
    """A sentence's span in its text, with its paragraph and its number there, both counted from
    1.
    """

    paragraph: int
    number: int
    start: int
    end: int


def sentences(text: str, lang: str) -> list[Sentence]:
    """Return the sentences of a text in a language, by its code, whose paragraphs are its
    lines; one that holds a quotation of several sentences is one sentence.
    """
    lines = [m.span() for m in _LINE.finditer(text)]
    return _numbered([[(a + x, a + y) for x, y in _spans(text[a:b], lang)] for a, b in lines])


def blocks(text: str, lang: str) -> list[Sentence]:
    """Return the sentences of a text that nobody has annotated, in a language, by its code.

    Its paragraphs are parted by blank lines; where it has none, each line is one.
    """
    # A checked report is cached, so that questions seldom come here.
    from knowledge.language.sentences import is_broken, spans  # noqa: PLC0415

    parts = [m.span() for m in _BLOCK.finditer(text)]
    if len(parts) == 1:  # one block of lines: no blank line parts anything
        parts = [m.span() for m in _LINE.finditer(text)]
    broken = is_broken(text)
    cuts = [(a, spans(text[a:b], lang, broken=broken)) for a, b in parts]
    return _numbered([[(a + x, a + y) for x, y in found] for a, found in cuts])


def _spans(text: str, lang: str) -> list[Span]:
    """Return the sentences of a line, a quotation of any length held together."""
    from knowledge.language.sentences import spans  # noqa: PLC0415 - as above

    return spans(text, lang, held=len(text))


def _numbered(paragraphs: Iterable[Iterable[Span]]) -> list[Sentence]:
    return [
        Sentence(paragraph, number, *span)
        for paragraph, spans in enumerate(paragraphs, 1)
        for number, span in enumerate(spans, 1)
    ]


def found_in(text: str, paragraphs: Iterable[Iterable[str]]) -> list[Sentence]:
    """Return where given sentences stand in a text, which are in its order, paragraph by paragraph;
    raises ValueError for one that does not.
    """
    at = 0

    def spans(sentences: Iterable[str]) -> Iterator[Span]:
        nonlocal at
        for words in sentences:
            start = text.index(words, at)
            at = start + len(words)
            yield start, at

    return _numbered(map(spans, paragraphs))


def passage_of(slug: str, text: str, span: Span, known: list[Sentence], lang: str) -> Passage:
    """Return the smallest passage that can be shown for a span: its sentence, or within a quotation
    of several its own ones.

    `span` is a start and an end in `text`, `known` are the text's sentences, `lang` its
    language. A span that holds a quotation mark, or crosses from one sentence into another,
    gets whole sentences. Raises ValueError for a span without words.
    """
    span = trim(text, *span)
    if span[0] >= span[1]:
        raise ValueError("the span holds no words")
    first = next(s for s in known if s.start <= span[0] < s.end)
    last = next(s for s in known if s.start < span[1] <= s.end)
    shown = (first.start, last.end)
    if first == last:
        inside = _inside_quotation(text, first, span, lang)
        shown = inside or _before_quotation(text, first, span, lang) or shown
    return Passage(slug, first.paragraph, first.number, *shown, text[slice(*shown)])


def _inside_quotation(text: str, sentence: Sentence, span: Span, lang: str) -> Span | None:
    """Return the sentences around a span that lies wholly inside a quotation of several sentences,
    else None.
    """
    if _MARKS.search(text, *span):
        return None
    opening = max(text.rfind(c, sentence.start, span[0]) for c in _OPEN)
    closing = _closing(text, span[1], sentence.end)
    if opening < 0 or closing is None or any(c in text[opening + 1 : span[0]] for c in _CLOSE):
        return None
    inner = [
        (opening + 1 + a, opening + 1 + b) for a, b in _spans(text[opening + 1 : closing], lang)
    ]
    held = [(a, b) for a, b in inner if a < span[1] and span[0] < b]
    return (held[0][0], held[-1][1]) if len(inner) > 1 else None


def _before_quotation(text: str, sentence: Sentence, span: Span, lang: str) -> Span | None:
    """Return the words that introduce a quotation of several sentences, where a span lies wholly in
    them, else None.
    """
    match = _QUOTED.search(text, span[1] - 1, sentence.end)
    if match is None or any(c in text[sentence.start : match.start()] for c in _OPEN):
        return None
    closing = _closing(text, match.end(), sentence.end) or sentence.end
    several = len(_spans(text[match.end() : closing], lang)) > 1
    return (sentence.start, match.start() + 1) if several else None


def _closing(text: str, start: int, end: int) -> int | None:
    """Return where the first closing mark of a span stands, or None where none does."""
    return min((i for i in (text.find(c, start, end) for c in _CLOSE) if i >= 0), default=None)
