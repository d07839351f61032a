"""A report's verbatim text: paragraphs, sentences and where words stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.language.words import trim
from knowledge.model import Passage

_OPEN, _CLOSE = "«“", "»”"
_ANY_MARK = re.compile('[«»“”"]')
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_END = re.compile(r"[.!?…]+\s*[»”\")\]]*(?:\s+|$)")
_BEFORE_WORD = '«“"([\u2013\u2014- \t\u00a0\u202f'


@dataclass(frozen=True)
class Sentence:
    """A sentence's span in its text, with its paragraph and its number there, both counted from
    1.
    """

    paragraph: int
    number: int
    start: int
    end: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans of the text's paragraphs: its lines that are not blank."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def sentences(text: str, lang: str) -> list[Sentence]:
    """Return the sentences of a text in a language; one that holds a quotation of several sentences is one
    sentence.
    """
    found = []
    for number, (start, end) in enumerate(paragraphs(text), 1):
        cut, count = start, 0
        for stop in (*_stops(text, start, end, lang), end):
            span = trim(text, cut, stop)
            if span[0] < span[1]:
                count += 1
                found.append(Sentence(number, count, *span))
            cut = stop
    return found


def blocks(text: str, lang: str) -> list[Sentence]:
    """Return the sentences of a text that nobody has annotated, in a language, by its code.

    Its paragraphs are parted by blank lines; where it has none, each line is one.
    """
    from knowledge.language.sentences import (  # noqa: PLC0415 - a checked report is cached, so questions seldom come here
        is_broken,
        spans,
    )

    parts = [
        (m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text)
    ]
    if len(parts) < 2:  # noqa: PLR2004 - one block of lines: no blank line parts anything
        parts = paragraphs(text)
    found, broken = [], is_broken(text)
    for number, (start, end) in enumerate(parts, 1):
        cuts = spans(text[start:end], lang, broken=broken)
        found += [Sentence(number, n, start + a, start + b) for n, (a, b) in enumerate(cuts, 1)]
    return found


def own_words(clauses: Iterable[str]) -> str:
    """Return clauses as the claim of a fact that nobody has put into other words: in quotation
    marks, but for what holds some itself.
    """
    return " […] ".join(
        c if _ANY_MARK.search(c) else f"«\u00a0{' '.join(c.split())}\u00a0»" for c in clauses
    )


def found_in(text: str, paragraphs_: Iterable[Iterable[str]]) -> list[Sentence]:
    """Return where given sentences stand in a text, which are in its order, paragraph by paragraph;
    raises ValueError for one that does not.
    """
    found, at = [], 0
    for number, sentences_ in enumerate(paragraphs_, 1):
        for n, words in enumerate(sentences_, 1):
            at = text.index(words, at)
            found.append(Sentence(number, n, at, at + len(words)))
            at += len(words)
    return found


def _stops(text: str, start: int, end: int, lang: str) -> list[int]:
    """Return where sentences end outside quotation marks."""
    from knowledge.language.sentences import (  # noqa: PLC0415 - as above
        abbreviates,
        abbreviations,
    )

    known = abbreviations(lang)
    stops = []
    for match in _END.finditer(text, start, end):
        before, after = text[start : match.end()], text[match.end() : end].lstrip(_BEFORE_WORD)
        depth = sum(before.count(c) for c in _OPEN) - sum(before.count(c) for c in _CLOSE)
        closed = depth <= 0 and before.count('"') % 2 == 0
        if (
            closed
            and (not after or after[0].isupper() or after[0].isdigit())
            and not (
                match.group()[0] == "." and abbreviates(text[start : match.start()], after, known)
            )
        ):
            stops.append(match.end())
    return stops


def passage_of(
    slug: str, text: str, span: tuple[int, int], known: list[Sentence], lang: str
) -> Passage:
    """Return the smallest passage that can be shown for a span: its sentence, or within a quotation
    of several its own ones.

    `span` is a start and an end in `text`, `known` are the text's sentences, `lang` its
    language. A span that holds a
    quotation mark, or crosses from one sentence into another, gets whole sentences. Raises
    ValueError for a span without words.
    """
    span = trim(text, *span)
    if span[0] >= span[1]:
        raise ValueError("the span holds no words")
    first = next(s for s in known if s.start <= span[0] < s.end)
    last = next(s for s in known if s.start < span[1] <= s.end)
    start, end = first.start, last.end
    if first == last:
        start, end = (
            _inside_quotation(text, first, span, lang)
            or _before_quotation(text, first, span, lang)
            or (start, end)
        )
    return Passage(slug, first.paragraph, first.number, start, end, text[start:end])


def _inside_quotation(
    text: str, sentence: Sentence, span: tuple[int, int], lang: str
) -> tuple[int, int] | None:
    """Return the sentences around a span that lies wholly inside a quotation of several sentences,
    else None.
    """
    if _MARKS.search(text, *span):
        return None
    opening = max(text.rfind(c, sentence.start, span[0]) for c in _OPEN)
    closing = [i for i in (text.find(c, span[1], sentence.end) for c in _CLOSE) if i >= 0]
    if opening < 0 or not closing or any(c in text[opening + 1 : span[0]] for c in _CLOSE):
        return None
    inner = trim(text, opening + 1, min(closing))
    cuts = _cuts(text, *inner, lang)
    if not cuts:
        return None
    edges = [inner[0], *cuts, inner[1]]
    start = max(e for e in edges[:-1] if e <= span[0])
    end = min(e for e in edges[1:] if e >= span[1])
    return trim(text, start, end)


def _before_quotation(
    text: str, sentence: Sentence, span: tuple[int, int], lang: str
) -> tuple[int, int] | None:
    """Return the words that introduce a quotation of several sentences, where a span lies wholly in
    them, else None.
    """
    match = re.compile(f":\\s*[{_OPEN}]").search(text, span[1] - 1, sentence.end)
    if match is None or any(c in text[sentence.start : match.start()] for c in _OPEN):
        return None
    closing = min(
        (i for i in (text.find(c, match.end(), sentence.end) for c in _CLOSE) if i >= 0),
        default=sentence.end,
    )
    return (
        (sentence.start, match.start() + 1)
        if _cuts(text, *trim(text, match.end(), closing), lang)
        else None
    )


def _cuts(text: str, start: int, end: int, lang: str) -> list[int]:
    """Return where one sentence of a quotation gives way to the next, for the span between its
    marks.
    """
    return [stop for stop in _stops(text, start, end, lang) if stop < end]
