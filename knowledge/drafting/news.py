"""News: which facts of a drafted report tell something new, and how much each weighs.

The weights follow H. P. Edmundson, "New Methods in Automatic Extracting" (1969): a sentence counts
by its cue words, by the words that it shares with the title, and by where it stands; one that can
only be understood with the sentence before it counts less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.kinds import KINDS
from knowledge.language.everyday import everyday
from knowledge.language.words import stem, tokens
from knowledge.model import Fact, Report

# Kinds of fact, beside those that settle something, that are news; a point is a lead, a figure or
# what is quoted.
_NEWS = frozenset({"statement", "postponed", "next", "point"})
_FEWEST_WORDS = 3  # that say something by themselves
_CLOSING, _LEADING = '»”" \u00a0*', ("?", ":")
_STOPS = (".", "!", "…")
_LEAD = 8  # words of a sentence that opens a text, or that says enough by itself, at least
_SETTLED, _FIGURE, _SAID = 2.0, 1.0, 1.0
_OPENS, _FOLLOWS = 2.5, 1.0  # the first sentence of a text, the second
_TITLE = 2.5  # where all words of the title are shared
_LEANS = -2.0  # on a sentence before, or is the matter of a meeting itself
_SHORT = -1.5
_TALK = 0.5  # the share of facts that somebody says, from which on a text is a conversation


def is_news(report: Report, fact: Fact) -> bool:
    """Whether a fact of a drafted report tells something new: what came of it, what is to come,
    what somebody said, or a figure; no title or question, and nothing that only leads over to what
    follows.
    Every fact of another report does.
    """
    if not report.file.drafted:
        return True
    words = fact.clauses[0].rstrip(_CLOSING)
    full = len(words.split()) >= _FEWEST_WORDS and not words.endswith(_LEADING)
    headed = fact.clauses[0] == report.file.title[report.file.language]
    return full and not headed and (KINDS[fact.kind].settled or fact.kind in _NEWS)


def weightiest(report: Report) -> list[Fact]:
    """Return the news of a report, each sentence once: what weighs most first, else in order."""
    news = [f for f in report.facts.values() if is_news(report, f)]
    own = list({f.clauses: f for f in reversed(news)}.values())[::-1]
    title = _titling(report)
    talk = sum(f.speaker is not None for f in own) > _TALK * len(own)
    opening = {} if talk else _opening(report)  # a conversation is opened with courtesies
    weights = {f.id: _weight(report, f, title, opening, talk=talk) for f in own}
    return sorted(own, key=lambda f: -weights[f.id])


def _weight(
    report: Report, fact: Fact, title: set[str], opening: dict[str, float], *, talk: bool
) -> float:
    words = fact.clauses[0]
    shared = len(title & _stems(report, [words])) / (len(title) or 1)
    settled = KINDS[fact.kind].settled
    return (
        _SETTLED * settled
        + (_FIGURE / 2 if settled else _FIGURE) * bool(fact.figures)
        + _SAID * (talk and fact.speaker is not None)
        + _TITLE * shared
        + opening.get(words, 0.0)
        + _LEANS * bool(_leaning(report.file.language).search(words))
        + _SHORT * (len(words.split()) < _LEAD)
    )


def _opening(report: Report) -> dict[str, float]:
    """Return the sentences with which the text itself begins, below its head, with their weight."""
    whole = (
        p.text
        for p in report.passages
        if len(p.text.split()) >= _LEAD and p.text.rstrip(_CLOSING).endswith(_STOPS)
    )
    return dict(zip(whole, (_OPENS, _FOLLOWS), strict=False))


def _titling(report: Report) -> set[str]:
    """Return the stems of the title that tell what a report is about: no figure, no kind of
    document, no month, and nobody and nothing that has a name.
    """
    lang = report.file.language
    kinds = [*cues(lang).several("documents"), *cues(lang).several("generic")]
    names = [name for e in report.file.entities for name in e.name.values()]
    other = _stems(report, [*kinds, *names, *everyday(lang).month_names])
    held = _stems(report, [report.file.title[lang]]) - other
    return {word for word in held if word.isalpha() and len(word) > 1}


def _stems(report: Report, texts: Iterable[str]) -> set[str]:
    lang = report.file.language
    found = (t for text in texts for t in tokens(text) if t not in everyday(lang).empty)
    return {stem(t, lang) for t in found}


@cache
def _leaning(lang: str) -> re.Pattern[str]:
    """Return the pattern of a sentence that says little by itself: by how it begins, by whom it
    speaks to, or as it tells of the meeting and not of what came of it.
    """
    told = cues(lang).words["leaning"]
    begins, holds = one_of(told["begins"]), one_of(told["holds"])
    turn = r"(?:[A-Z][ \u00a0]?[:–—-])?"  # "A: …"
    return re.compile(rf"^{turn}\W*{begins}(?!\w)|(?<!\w){holds}(?!\w)", re.IGNORECASE)
