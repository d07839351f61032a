"""Candidates: the words of a text that may name somebody, each with how sure that is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript, meets
from knowledge.drafting.roles import role_after, role_nouns
from knowledge.drafting.spelling import NAME, SPACE, of_surname
from knowledge.drafting.sure import Sure
from knowledge.drafting.titled import Candidate, first_names, plain
from knowledge.drafting.world import common_words, usual
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold

_FEW, _LONGEST_OFFICE, _LONGEST_ROLE = 2, 40, 120
_EVERYDAY = 480  # Zipf times 100; surnames such as Baker and Reed are below it
_ARTICLES = frozenset({"la", "le", "les", "the"})
_ARTICLE = re.compile(rf"(?<![\w’'-])(?:{'|'.join(sorted(_ARTICLES))}){SPACE}\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Lists:
    """What a name is told by: folded names of what is no person (countries, bodies, places), those
    of people known to the world, and everyday words; `spans` are those of what is no person.
    """

    others: Collection[str]
    known: Collection[str]
    common: Collection[str]
    spans: Sequence[tuple[int, int]] = ()


def candidates(
    manuscript: Manuscript, lists: Lists, spoken: Sequence[tuple[int, int]]
) -> list[Candidate]:
    """Return who may be named in a manuscript: by the labels of a conversation (`spoken`), behind a
    title, with a surname in capitals, and by the shape of a name.
    """
    written = plain(manuscript, spoken)
    return [*written, *_shaped(manuscript, lists, written)]


def _shaped(
    manuscript: Manuscript, lists: Lists, taken: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield names by their shape: capital words, first words of a sentence and offices before them
    left out.
    """
    text = manuscript.text
    given = first_names(manuscript.lang)
    bodies = {fold(w) for lang in LANGUAGES for w in cues(lang).several("bodies")}
    for match in re.finditer(rf"(?<![\w’'.-]){NAME}", text):
        if meets(*match.span(), taken):
            continue
        start = _begin(manuscript, match.span(), given, lists.common)
        words = re.split(SPACE, text[start : match.end()])
        name, folded = text[start : match.end()], [fold(w) for w in words]
        # "Ville de Saint-Aubin", "La Solène"
        torn = words[0].islower() and start > match.start()
        torn = torn or (len(words) == _FEW and folded[0] in _ARTICLES)
        # "The Ben Torr wind farm": nobody's name has an article before it.
        before = text[max(0, start - _LONGEST_OFFICE) : start]
        torn = torn or _ARTICLE.search(before) is not None
        held = any(w in bodies or (w in lists.others and n) for n, w in enumerate(folded))
        inner = any(
            a <= start and match.end() <= b and b - a > match.end() - start for a, b in lists.spans
        )
        if words[0].partition("-")[0] in manuscript.cues.several("never_first"):
            continue
        if torn or held or inner or fold(name) in lists.others:
            continue
        if len(words) < _FEW:
            if _behind_office(manuscript, start, name):
                sure = Sure.PERSON_SHAPE if folded[0] in lists.common else Sure.PERSON_OFFICE
                yield Candidate(start, match.end(), name, sure)
            continue
        if words[0] in given:
            yield Candidate(start, match.end(), name, Sure.PERSON_GIVEN, given[words[0]])
        elif fold(name) in lists.known:
            yield Candidate(start, match.end(), name, Sure.PERSON_KNOWN)
        elif not _is_ordinary(manuscript, match.end(), name, lists):
            yield Candidate(start, match.end(), name, Sure.PERSON_SHAPE)


def _begin(
    manuscript: Manuscript, span: tuple[int, int], given: Collection[str], common: Collection[str]
) -> int:
    """Return where a name begins behind the first words of a sentence, titles and offices."""
    start, end = span
    text, titles = manuscript.text, manuscript.cues.gendered("titles")
    starts = {s.start for s in manuscript.sentences}
    office = _office(manuscript.lang)
    listed = usual(manuscript.lang)
    words = re.split(SPACE, text[start:end])
    while len(words) > 1 and words[0] not in given:
        match = office.match(text, start, end)
        opens = (start in starts and fold(words[0]) in common) or words[0] in titles
        opens = opens or (
            len(words) > _FEW and fold(words[0]) in listed and _in_office(manuscript, start)
        )
        if not match and not opens:
            break
        start = match.end() if match else start + len(words[0]) + 1
        words = re.split(SPACE, text[start:end])
    return start


def _in_office(manuscript: Manuscript, start: int) -> bool:
    """Whether what stands at a position is what an office before it is for: "Commissioner for
    Oceans and …".
    """
    ties = one_of((*manuscript.cues.several("of"), *manuscript.cues.several("ties")))
    pattern = (
        rf"(?<![\w’'-]){role_nouns(manuscript.lang)}{SPACE}[^,;:.!?\n]*?{ties}{SPACE}"
        rf"\W*(?:\w+{SPACE})?$"
    )
    before = manuscript.text[max(0, start - _LONGEST_ROLE) : start]
    return bool(re.search(pattern, before, re.IGNORECASE))


@cache
def _office(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[^\W\d_]+{SPACE}){{0,3}}?{role_nouns(lang)}{SPACE}", re.IGNORECASE)


def _is_ordinary(manuscript: Manuscript, end: int, name: str, lists: Lists) -> bool:
    """Whether capital words are no name: everyday words, an office, or another's name first."""
    words = [fold(w) for w in re.split(SPACE, name)]
    everyday = [w in lists.common for w in words if not of_surname(w)]
    return (
        words[0] in lists.others
        or re.search(role_nouns(manuscript.lang), name, re.IGNORECASE) is not None
        or (any(everyday) and (all(everyday) or not role_after(manuscript, end)))
    )


def _behind_office(manuscript: Manuscript, start: int, name: str) -> bool:
    """Whether a capital word by itself is a surname: it stands behind an office ("Minister …", "le
    ministre …") and is none; one that is an everyday word too stands behind one with a capital.
    """
    noun = role_nouns(manuscript.lang)
    before = manuscript.text[max(0, start - _LONGEST_OFFICE) : start]
    frequency = usual(manuscript.lang).get(fold(name), 0)
    office = re.search(rf"(?<![\w’'-]){noun}{SPACE}$", before, re.IGNORECASE)
    return (
        len(name) > _FEW
        and not re.fullmatch(noun, name, re.IGNORECASE)
        and office is not None
        and frequency <= _EVERYDAY
        and (fold(name) not in common_words() or office.group()[0].isupper())
    )
