"""Sentences of a plain text: where each begins and ends. Knows abbreviations
(each language's abbreviations.json), no report.

A quotation or an aside in brackets stays in one sentence with what introduces it, unless it is
longer than `HELD` characters: then its own sentences are told apart. A mark that is never closed
holds nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from itertools import pairwise

from knowledge.language.grammar import grammar
from knowledge.language.languages import read_json
from knowledge.language.words import trim

HELD = 300
_PAIRS = {"»": "«", "”": "“", ")": "(", "]": "["}
_MARK = re.compile(r'[«»“”()\[\]"]')
_STOP = re.compile(r"[.!?…。！？]+")
_LAST_WORD = re.compile(r"[^\s(\[«»“”\"'’,;:/–—]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+['’]?")
_BEFORE_WORD = "«“\"'‘([¿¡–—- \t\n\r\u00a0\u202f"
_INITIAL = re.compile(r"(?:[^\W\d_]\.?-?)*[A-ZÀ-ÖØ-Þ]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")
_MARKER = re.compile(
    r"[ \t]*(?:[-–—*•◦▪‣·+][ \t]+|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)][ \t]+|#{1,6}[ \t])"
)
_ONLY_MARKER = re.compile(r"\s*(?:#{1,6}[ \t]+)?[(«“\"]*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})")
_RULE = re.compile(
    r"[ \t]*(?:[-=_*~]{3,}|\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?)?)[ \t\r]*"
)
# A heading of one word in the line that it heads, behind the sign of an item ("- Languages. …").
_RUN_IN = re.compile(rf"{_MARKER.pattern}[A-ZÀ-ÖØ-Þ][\w’'-]{{3,}}\.")
# A line that begins with a label or a speaker's name and a colon, or that is a row of a table.
_LABEL = re.compile(
    r"[ \t*_]*[A-ZÀ-ÖØ-Þ][^\W\d_.’'-]*[.’'-]*(?:[ \u00a0]?[\w’'.-]+){0,4}(?: ?\([^()\n]{1,60}\))?["
    r" \u00a0\u202f]?[*_]*:[*_]*(?=[ \t\u00a0])"
)
_ROW = re.compile(
    r"[ \t]*\|.*\|[ \t\r]*|[^|\n]*\S \| \S[^\n]*|[^\t\n]*\S\t+\S[^\n]*|[^\n]*\S {3,}\S[^\n]*"
)
# A text with a line longer than this was not broken into lines for want of room.
_UNBROKEN = 130
_LONGEST_WORD = 40
# A line this much shorter than the paragraph's longest was not broken for want of room: a heading,
# or a line of a list.
_FULL = 0.6
_HEADING_WORDS = 12


@dataclass(frozen=True)
class Abbreviations:
    """A language's abbreviations without their last full stop, and the words that open a sentence;
    the data file says what each kind is.
    """

    before_name: frozenset[str]
    before_number: frozenset[str]
    inside: frozenset[str]
    may_end: frozenset[str]
    openers: frozenset[str]


@cache
def abbreviations(lang: str) -> Abbreviations:
    """Read a language's abbreviations."""
    data = read_json(lang, "abbreviations.json")
    return Abbreviations(*(frozenset(data.get(each.name, ())) for each in fields(Abbreviations)))


def is_broken(text: str) -> bool:
    """Whether a text's lines may be broken for want of room, so that a sentence runs on from one
    into the next.
    """
    return all(len(line) <= _UNBROKEN for line in text.splitlines())


def spans(text: str, lang: str, *, broken: bool = True, held: int = HELD) -> list[tuple[int, int]]:
    """Return where each sentence of a paragraph starts and ends, in order, without the space around
    it.

    `text` may have several lines: broken for want of room they run on; a line of a list, a heading,
    what follows a short line, a line that a label opens and a row of a table are sentences of their
    own. `lang` is its language, `broken` as `is_broken` tells it of the whole text, `held` the
    longest quotation that stays in one sentence. Every visible character but a drawn rule is in
    one span.
    """
    found: list[tuple[int, int]] = []
    for start, end in _runs(text, lang, broken=broken):
        cuts = [start, *_stops(text, (start, end), abbreviations(lang), held), end]
        found += [trim(text, a, b) for a, b in pairwise(cuts)]
    return [(a, b) for a, b in found if a < b]


def rejoined(text: str, lang: str, *, broken: bool) -> str:
    """Return a paragraph with its lines that were broken for want of room joined; `lang` is its
    language, `broken` as `is_broken` tells it of the whole text.
    """
    runs = _runs(text, lang, broken=broken)
    return "\n".join(re.sub(r"[ \t\r]*\n[ \t]*", " ", text[a:b]) for a, b in runs)


def is_labelled(text: str) -> bool:
    """Whether a text opens with a label or a speaker's name and a colon."""
    return bool(_LABEL.match(text))


def _runs(text: str, lang: str, *, broken: bool) -> list[tuple[int, int]]:
    """Return the spans of lines that run on into each other."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    widest = max((b - a for a, b in lines), default=0)
    runs: list[tuple[int, int]] = []
    joins = False
    for start, end in lines:
        line = text[start:end]
        if _RULE.fullmatch(line) or not line.strip():
            joins = False
            continue
        row = bool(_ROW.fullmatch(line))
        if joins and not row and not _MARKER.match(line) and not _LABEL.match(line):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        full = broken and end - start > _FULL * widest and not _heads(line, text, end)
        joins = (
            not row
            and not line.lstrip().startswith("#")
            and (full or _runs_on(line, text, end, lang))
        )
    return runs


def _heads(line: str, text: str, end: int) -> bool:
    """Whether a numbered line is the heading of what follows: few words, no stop, and the next line
    begins like a sentence.
    """
    after = text[end : end + _LONGEST_WORD].lstrip(_BEFORE_WORD)
    words = line.split()
    return (
        bool(_MARKER.match(line))
        and len(words) <= _HEADING_WORDS
        and after[:1].isupper()
        and words[-1][-1:].isalnum()
        and len(words[-1]) > 3  # noqa: PLR2004 - no article
    )


def _runs_on(line: str, text: str, end: int, lang: str) -> bool:
    """Whether a short line goes on in the next one: it breaks off after a comma or a word that
    needs another ("of the"), or the next begins in small letters.
    """
    after = text[end : end + _LONGEST_WORD].lstrip(_BEFORE_WORD)
    if line.rstrip().endswith((",", ";")) or after[:1].islower():
        return True
    return line.rstrip().rpartition(" ")[2] in grammar(lang).unfinished


def _stops(text: str, span: tuple[int, int], known: Abbreviations, longest: int) -> list[int]:
    """Return where sentences end within a span, each after its closing marks."""
    start, end = span
    closers, held = _quotations(text, start, end, longest)
    stops: list[int] = []
    begun, inside = start, 0
    for match in _STOP.finditer(text, start, end):
        at = _after_closers(text, match.end(), end, closers)
        if at >= end or not text[at].isspace():
            continue
        while inside < len(held) and held[inside][1] < at:
            inside += 1
        if inside < len(held) and held[inside][0] < match.start():
            continue
        if begun == start and _RUN_IN.fullmatch(text, start, match.end()):
            continue
        if _ends(text, begun, match, at, known):
            stops.append(at)
            begun = at
    return stops


def _quotations(
    text: str, start: int, end: int, longest: int
) -> tuple[set[int], list[tuple[int, int]]]:
    """Return where marks close, and the spans of quotations and brackets short enough to be held
    together, outermost ones only.
    """
    opened: list[int] = []
    closers: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for match in _MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        wanted = _PAIRS.get(mark, mark)
        known = next(
            (
                i
                for i in range(len(opened) - 1, max(-1, len(opened) - 9), -1)
                if text[opened[i]] == wanted
            ),
            None,
        )
        if mark in _PAIRS or (mark == '"' and known is not None):
            closers.add(at)
            if known is not None:
                pairs.append((opened[known], at))
                del opened[known:]
        else:
            opened.append(at)
    held: list[tuple[int, int]] = []
    for pair in sorted(p for p in pairs if p[1] - p[0] <= longest):
        if not held or pair[0] > held[-1][1]:
            held.append(pair)
    return closers, held


def _after_closers(text: str, at: int, end: int, closers: set[int]) -> int:
    """Return where the closing marks behind a full stop end; a no-break or plain space may stand
    before a guillemet.
    """
    while at < end:
        further = at
        while further < end and text[further] in " \u00a0\u202f":
            further += 1
        if further < end and further in closers and (further == at or text[further] == "»"):
            at = further + 1
        else:
            break
    return at


def _ends(text: str, begun: int, match: re.Match[str], at: int, known: Abbreviations) -> bool:
    """Whether a sentence that began at `begun` ends with a match of stops, whose closing marks end
    at `at`.
    """
    after = text[at : at + 2 * _LONGEST_WORD].lstrip(_BEFORE_WORD)
    if not after or after[0].islower() or not after[0].isalnum():
        return not after
    if match.group() != ".":
        return True
    if at > match.end():
        return True
    if match.start() - begun <= _LONGEST_WORD and _ONLY_MARKER.fullmatch(
        text, begun, match.start()
    ):
        return False
    return not _abbreviates(text[begun : match.start()], after, known)


def _abbreviates(before: str, after: str, known: Abbreviations) -> bool:
    """Whether the full stop between some words belongs to an abbreviation; a single capital is
    taken for an initial. `after` is "" at the end of a text.
    """
    found = _LAST_WORD.search(before[-_LONGEST_WORD:])
    word = found.group() if found else ""
    if (
        word in known.before_name
        or word in known.inside
        or (word.isupper() and word.capitalize() in known.before_name)
    ):
        return True
    if word in known.before_number and (after[:1].isdigit() or after[:4].isupper()):
        return True
    if (
        word in known.may_end
        or _DOTTED.fullmatch(word)
        or (len(word) == 1 and _INITIAL.fullmatch(word))
    ):
        opener = _FIRST_WORD.match(after)
        return opener is None or opener.group().replace("’", "'") not in known.openers
    return False
