"""Candidates: the words of a text that may name somebody, each with how sure that is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript, meets
from knowledge.drafting.roles import role_after, role_nouns
from knowledge.drafting.sure import Sure
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold

_ELIDED = r"(?![DLJNMSTCQldjnmstcq][’'])"
_WORD = rf"{_ELIDED}[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*[a-zà-öø-ÿā-ž][\w’'-]*(?<![’'])"
_INITIAL = r"[A-Z]\."
# What belongs to the last name behind it ("Le Goff", "van der Linden").
_OF_SURNAME = r"le|la|de|du|des|van|von|der|den|di|da|dos|del|bin|ben|ibn|al|el|ter|ten"
_PARTICLE = rf"(?:de la|van der|van den|von der|zu|{_OF_SURNAME})"
_SPACE = r"[ \u00a0\u202f]"
_NAME = rf"{_WORD}(?:{_SPACE}(?:{_INITIAL}{_SPACE})*(?:{_PARTICLE}{_SPACE})?{_WORD}){{0,5}}"
_FEW, _LONGEST_OFFICE = 2, 40
_ARTICLES = frozenset({"la", "le", "les", "the"})


@dataclass(frozen=True)
class Candidate:
    """Words that may name somebody: their span, the name without its title, and what it tells."""

    start: int
    end: int
    name: str
    sure: float
    gender: str = ""
    title: str = ""


@dataclass(frozen=True)
class Lists:
    """What a name is told by: folded names of what is no person (countries, bodies, places), those
    of people known to the world, and everyday words.
    """

    others: Collection[str]
    known: Collection[str]
    common: Collection[str]


def surname(folded: str) -> str:
    """Return the last name of a folded name, the particles before it included."""
    words = folded.split()
    first = next((n for n in range(len(words) - 1, 0, -1) if not _of_surname(words[n - 1])), 0)
    return " ".join(words[first:])


def _of_surname(word: str) -> bool:
    return bool(re.fullmatch(f"{_OF_SURNAME}|mac", word))


def candidates(
    manuscript: Manuscript, lists: Lists, spoken: Sequence[tuple[int, int]]
) -> list[Candidate]:
    """Return who may be named in a manuscript: by the labels of a conversation (`spoken`), behind a
    title, and by the shape of a name.
    """
    titled = list(_titled(manuscript))
    return [*_labelled(manuscript, spoken), *titled, *_shaped(manuscript, lists, titled)]


@cache
def _title_and_name(lang: str) -> re.Pattern[str]:
    titles = one_of(cues(lang).gendered("titles"))
    name = rf"(?:{_INITIAL}{_SPACE}?)*{_NAME}"
    return re.compile(rf"(?<!\w)(?P<title>{titles}){_SPACE}+(?P<name>{name})")


def _titled(manuscript: Manuscript) -> Iterator[Candidate]:
    genders = manuscript.cues.gendered("titles")
    for match in _title_and_name(manuscript.lang).finditer(manuscript.text):
        title = match["title"]
        sure = Sure.PERSON_TITLED
        yield Candidate(*match.span(), match["name"], sure, genders[title], title)


def _shaped(
    manuscript: Manuscript, lists: Lists, taken: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield names by their shape: capital words, first words of a sentence and offices before them
    left out.
    """
    text = manuscript.text
    given = {n: g for lang in LANGUAGES for n, g in cues(lang).gendered("given").items()}
    given |= manuscript.cues.gendered("given")
    bodies = {fold(w) for lang in LANGUAGES for w in cues(lang).several("bodies")}
    for match in re.finditer(rf"(?<![\w’'.-]){_NAME}", text):
        if meets(*match.span(), taken):
            continue
        start = _begin(manuscript, match.span(), given, lists.common)
        words = re.split(_SPACE, text[start : match.end()])
        name, folded = text[start : match.end()], [fold(w) for w in words]
        # "Ville de Saint-Aubin", "La Solène"
        torn = words[0].islower() and start > match.start()
        torn = torn or (len(words) == _FEW and folded[0] in _ARTICLES)
        held = any(w in bodies or (w in lists.others and n) for n, w in enumerate(folded))
        if torn or held or fold(name) in lists.others:
            continue
        if len(words) < _FEW:
            if folded[0] not in lists.common and _behind_office(manuscript, start, name):
                yield Candidate(start, match.end(), name, Sure.PERSON_OFFICE)
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
    words = re.split(_SPACE, text[start:end])
    while len(words) > 1 and words[0] not in given:
        match = office.match(text, start, end)
        opens = (start in starts and fold(words[0]) in common) or words[0] in titles
        if not match and not opens:
            break
        start = match.end() if match else start + len(words[0]) + 1
        words = re.split(_SPACE, text[start:end])
    return start


@cache
def _office(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[^\W\d_]+{_SPACE}){{0,3}}?{role_nouns(lang)}{_SPACE}", re.IGNORECASE)


def _is_ordinary(manuscript: Manuscript, end: int, name: str, lists: Lists) -> bool:
    """Whether capital words are no name: everyday words, an office, or another's name first."""
    words = [fold(w) for w in re.split(_SPACE, name)]
    everyday = [w in lists.common for w in words if not _of_surname(w)]
    return (
        words[0] in lists.others
        or re.search(role_nouns(manuscript.lang), name, re.IGNORECASE) is not None
        or (any(everyday) and (all(everyday) or not role_after(manuscript, end)))
    )


def _labelled(manuscript: Manuscript, spans: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """Yield those whom the labels of a conversation name, a role or title before the name left out;
    a role alone is nobody's name.
    """
    known = manuscript.cues
    before = rf"(?:{role_nouns(manuscript.lang)}|{one_of(known.several('before_role'))})[\s.]*"
    role = re.compile(before, re.IGNORECASE)
    genders = {fold(t).rstrip("."): g for t, g in known.gendered("titles").items()}
    titles = sorted(genders, key=len, reverse=True)
    for start, end in spans:
        words = manuscript.text[start:end]
        folded = fold(words)
        title = next((t for t in titles if re.match(rf"{re.escape(t)}\.?\s", folded)), "")
        rest = re.sub(r"^\S+\s+", "", words) if title else words
        while match := role.match(rest):
            rest = rest[match.end() :]
        name = rest.title() if rest.isupper() else rest
        if name and name[0].isupper():
            yield Candidate(start, end, name, Sure.PERSON_ROLE, genders.get(title, ""))


def _behind_office(manuscript: Manuscript, start: int, name: str) -> bool:
    """Whether a capital word by itself is a surname: it stands behind an office ("Minister …", "le
    ministre …") and is none.
    """
    noun = role_nouns(manuscript.lang)
    before = manuscript.text[max(0, start - _LONGEST_OFFICE) : start]
    return (
        len(name) > _FEW
        and not re.fullmatch(noun, name, re.IGNORECASE)
        and bool(re.search(rf"{noun}{_SPACE}$", before, re.IGNORECASE))
    )
