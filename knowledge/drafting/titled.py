"""Names that a text tells as such: behind a title, with a surname in capitals, in the label of a
turn, or behind a first name that is a country's too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript, meets
from knowledge.drafting.roles import role_nouns
from knowledge.drafting.spelling import NAME, PRINTED, SPACE, TITLED, capitals, of_surname, spelt
from knowledge.drafting.sure import Sure
from knowledge.drafting.world import common_words, world
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold

_FEW, _LONGEST_OFFICE = 2, 40


@dataclass(frozen=True)
class Candidate:
    """Words that may name somebody: their span, the name without its title, what it tells, and how
    the text prints it where that is in capitals.
    """

    start: int
    end: int
    name: str
    sure: float
    gender: str = ""
    title: str = ""
    printed: str = ""


def plain(manuscript: Manuscript, spoken: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return who is named without a doubt, whatever else the words may mean."""
    found = [*_labelled(manuscript, spoken), *_titled(manuscript)]
    found += [c for c in _printed(manuscript) if not meets(c.start, c.end, found)]
    return found + [c for c in _namesakes(manuscript) if not meets(c.start, c.end, found)]


def persons_named(
    manuscript: Manuscript, spoken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the spans that name somebody without a doubt, and those of their surnames in capitals;
    no body or place is named there.
    """
    found = plain(manuscript, spoken)
    spans = [(c.start, c.end) for c in found]
    shouted = {w for c in found for w in capitals(c.printed) if len(w) > _FEW}
    if shouted:
        again = rf"(?<![\w-])(?:{'|'.join(map(re.escape, shouted))})(?![\w-])"
        spans += [m.span() for m in re.finditer(again, manuscript.text)]
    return spans


@cache
def _title_and_name(lang: str) -> re.Pattern[str]:
    titles = one_of(cues(lang).gendered("titles"))
    return re.compile(rf"(?<!\w)(?P<title>{titles}){SPACE}+(?P<name>{TITLED})")


def _titled(manuscript: Manuscript) -> Iterator[Candidate]:
    genders = manuscript.cues.gendered("titles")
    for match in _title_and_name(manuscript.lang).finditer(manuscript.text):
        title, name = match["title"], _without_office(manuscript, match["name"])
        yield Candidate(
            match.start(),
            match.start("name") + len(name),
            spelt(name),
            Sure.PERSON_TITLED,
            genders[title],
            title,
            name if capitals(name) else "",
        )


def _without_office(manuscript: Manuscript, name: str) -> str:
    """Return a name without the offices and acronyms that stand right behind it."""
    words = re.split(f"({SPACE})", name)
    others = {*manuscript.cues.several("abbreviated"), *manuscript.cues.gendered("roles")}
    while len(words) > 1 and (words[-1] in others or _is_acronym(words[-1])):
        del words[-2:]
    return "".join(words)


def _is_acronym(word: str) -> bool:
    return word.isupper() and fold(word) in world().owners


def _printed(manuscript: Manuscript) -> Iterator[Candidate]:
    """Yield names whose surnames are in capitals: behind a first name or an office."""
    text, given = manuscript.text, first_names(manuscript.lang)
    office = re.compile(rf"(?i:{role_nouns(manuscript.lang)}){SPACE}$")
    bullet = re.compile(rf"\n[ \t]*[-•*–]{SPACE}$")
    for match in re.finditer(rf"(?<![\w’'.-])(?![DL][’']){PRINTED}", text):
        start, name = match.start(), match.group()
        words = re.split(SPACE, name)
        while len(words) > 1 and not is_given(words[0], given) and _opens(manuscript, words[0]):
            start += len(words[0]) + 1
            name = text[start : match.end()]
            words = re.split(SPACE, name)
        name = _without_office(manuscript, name)
        words, first = re.split(SPACE, name), is_given(words[0], given)
        shouted = capitals(name)
        before = text[max(0, start - _LONGEST_OFFICE) : start]
        behind = bool(office.search(before) or (len(words) >= _FEW and bullet.search(before)))
        alone = len(shouted) == len(words)  # capitals mark no surname here
        if not shouted or not (first or behind) or (first and len(words) < _FEW and not behind):
            continue
        ordinary = [
            fold(w) in common_words() for w in shouted[alone and first :] if not of_surname(fold(w))
        ]
        small = [fold(w) for w in words if w not in shouted]
        if any(_is_acronym(w) for w in shouted) or (alone and (any(ordinary) or not ordinary)):
            continue
        if not first and any(w in common_words() and not of_surname(w) for w in small):
            continue
        sure = Sure.PERSON_GIVEN if first else Sure.PERSON_OFFICE
        gender = given.get(words[0].title(), "")
        yield Candidate(start, start + len(name), spelt(name), sure, gender, "", name)


def _opens(manuscript: Manuscript, word: str) -> bool:
    """Whether a word before a name belongs to an office or is an everyday one."""
    noun = re.fullmatch(role_nouns(manuscript.lang), word, re.IGNORECASE)
    return bool(noun) or fold(word) in common_words()


def _namesakes(manuscript: Manuscript) -> Iterator[Candidate]:
    """Yield names that begin with a first name that is a country’s too ("Jordan Reyes")."""
    given = first_names(manuscript.lang)
    shared = sorted(n for n in given if fold(n) in world().owners)
    if not shared:
        return
    pattern = rf"(?<![\w’'.-])(?:{'|'.join(shared)}){SPACE}{NAME}"
    heads = {fold(w) for lang in LANGUAGES for w in cues(lang).several("bodies")}
    for match in re.finditer(pattern, manuscript.text):
        words = re.split(SPACE, match.group())
        others = [fold(w) for w in words[1:]]
        if not any(w in common_words() or w in heads for w in others):
            gender = given[words[0]]
            yield Candidate(*match.span(), match.group(), Sure.PERSON_GIVEN, gender)


@cache
def first_names(lang: str) -> dict[str, str]:
    """Return first names with their gender, those of a text's own language before others."""
    found = {n: g for each in LANGUAGES for n, g in cues(each).gendered("given").items()}
    return found | cues(lang).gendered("given")


def is_given(word: str, given: Collection[str]) -> bool:
    """Whether a word is a first name, in capitals or not, or made of two of them."""
    return word in given or (word.isupper() and word.title() in given)


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
        name, printed = spelt(rest), rest if capitals(rest) else ""
        if name and name[0].isupper():
            gender = genders.get(title, "")
            yield Candidate(start, end, name, Sure.PERSON_ROLE, gender, "", printed)
