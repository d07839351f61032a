"""The dateline: on which day a text came out, by a line that says so. A day that a text tells of is
not its own: without such a line it is undated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from knowledge.drafting import embargo
from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.dates import Dated, absolute, near, past
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.sure import Sure
from knowledge.language.everyday import everyday
from knowledge.language.grammar import grammar
from knowledge.language.words import fold

HEAD = 4  # paragraphs at the head of a text
_FOOT = 3  # sentences at its foot
_LONGEST = 8  # words of a sentence that may be no more than a dateline
_STOPS = (".", "!", "?", "…", ".»", ". »", ".”", '."')
_ABBREVIATED = re.compile(r"\.\w\.$")  # an hour ("11.30 a.m.") ends no sentence
_PLAIN = 1
_SAYING = ((0, "published"), (2, "updated"), (_PLAIN, "documents"), (_PLAIN, "generic"))
_BEFORE = re.compile(r"[,;|·•()/]|\s[–—-]\s")
_AFTER = re.compile(r"[,;|·•()/.]|\s*[–—]|\s-\s")
_WORD = re.compile(r"[^\W\d_]+")
_DASH = re.compile(r"\s*(?:[—–(|]|-\s)")


def date_of(manuscript: Manuscript, today: dt.date) -> tuple[dt.date | None, float]:
    """Return a text's own date and how sure it is: None and 0 where no line gives it.

    It is that of a line of its head ("published on …", a place and a day, a document's name with
    its day) or of its foot, else of a line that is no more than a date. A dateline without a year
    has that of the first whole date in the text, else it is the last such day up to `today`.
    """

    def whole(line: str) -> list[Dated]:
        return absolute(line, manuscript.lang)

    years = absolute(manuscript.text, manuscript.lang)

    def yearless(line: str) -> list[Dated]:
        if years:
            return near(line, manuscript.lang, years[0].day)
        return past(line, manuscript.lang, today)

    # Until when a text is under embargo is not when it came out.
    head = [
        n
        for n, s in enumerate(manuscript.sentences)
        if s.paragraph <= HEAD and not embargo.is_stated(manuscript.words(s))
    ]
    foot = range(len(manuscript.sentences) - 1, -1, -1)
    day = _first(manuscript, head, whole) or _first(manuscript, foot[:_FOOT], whole)
    if day:
        return day, Sure.DATED_HEAD
    lines = (manuscript.words(manuscript.sentences[n]) for n in foot)
    short = [len(line.split()) <= _LONGEST and not line.endswith(_STOPS) for line in lines]
    alone = [n for n, is_short in zip(foot, short, strict=True) if is_short]
    day = _first(manuscript, alone, whole)
    if day:
        return day, Sure.DATED_SOMEWHERE
    day = _first(manuscript, head, yearless)
    sure = Sure.DATED_SOMEWHERE if years else Sure.DATED_YEARLESS
    return (day, sure) if day else (None, 0.0)


def _first(
    manuscript: Manuscript, numbers: Iterable[int], read: Callable[[str], list[Dated]]
) -> dt.date | None:
    """Return the day that some sentences, by their numbers, give as the text's own: what says that
    it is goes first, then the first of them.
    """
    told = [each for n in numbers for each in _told(manuscript, n, read)]
    return min(told, key=lambda each: each[0])[1] if told else None


def _told(
    manuscript: Manuscript, number: int, read: Callable[[str], list[Dated]]
) -> Iterator[tuple[int, dt.date]]:
    """Yield the days that a sentence gives as the text's own, with what says so; of prose only the
    place and day that it opens with.
    """
    words = manuscript.words(manuscript.sentences[number])
    ends = words.endswith(_STOPS) and not _ABBREVIATED.search(words)
    prose = len(words.split()) > _LONGEST and ends
    for line in words.splitlines()[: 1 if prose else None]:
        found = read(line)
        for dated in found:
            # The last day of a row such as "3 and 4 April" is the one on which a text of both was
            # written.
            last = max(d.day for d in found if d.start == dated.start)
            rank = _rank(line, dated, manuscript.lang, of_row=last > dated.day)
            if rank is not None and not (prose and not _opens(line, dated, manuscript.lang)):
                yield rank, last


def _opens(line: str, dated: Dated, lang: str) -> bool:
    """Whether a line opens with a place and a day that a dash parts from what it tells."""
    return bool(_DASH.match(line, dated.end)) and _names(line[: dated.start], lang)


@cache
def _cue(lang: str, *keys: str) -> re.Pattern[str]:
    words = one_of(w for key in keys for w in cues(lang).several(key))
    return re.compile(rf"\W*(?:\d+\W+)?{words}(?!\w)", re.IGNORECASE)


def _rank(line: str, dated: Dated, lang: str, *, of_row: bool) -> int | None:
    """Return what says that a day in a line is the text's own, None where it is a day like any:
    what is told beside it in its part of the line. The first of a row of days (`of_row`) may stand
    behind a word that else says whose day it is ("du 12 au 14").
    """
    parts = [match.end() for match in _BEFORE.finditer(line, 0, dated.start)]
    before = line[parts[-1] if parts else 0 : dated.start]
    after = _AFTER.search(line, dated.end)
    if not _names(line[dated.end : after.start() if after else len(line)], lang):
        return None
    for rank, key in _SAYING:
        if _cue(lang, key).match(before):
            return rank
    coming = re.search(rf"\b{one_of(cues(lang).several('next'))}\b", before, re.IGNORECASE)
    last = fold(before.strip()).rpartition(" ")[2]
    belongs = not of_row and last in {fold(word) for word in grammar(lang).of}
    return _PLAIN if _names(before, lang) and not coming and not belongs else None


def _names(words: str, lang: str) -> bool:
    """Whether words hold nothing but names, hours and words without content."""
    known = everyday(lang)
    return all(
        word[0].isupper() or len(word) == 1 or fold(word) in known.empty | known.weekday_of.keys()
        for word in _WORD.findall(words)
    )
