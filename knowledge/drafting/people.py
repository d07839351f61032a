"""People in a text: their names as it gives them, their roles, and where each is mentioned."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from knowledge.drafting.cues import Cues, cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.roles import gender_of, role_after, role_before, role_nouns
from knowledge.drafting.sure import Sure
from knowledge.language.words import LANGUAGES, fold

_ELIDED = r"(?![DLJNMSTCQldjnmstcq][’'])"
_WORD = rf"{_ELIDED}[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*[a-zà-öø-ÿā-ž][\w’'-]*(?<![’'])"
_INITIAL = r"[A-Z]\."
_PARTICLE = (
    r"(?:de la|de|du|des|d’|d'|van der|van den|van|von"
    r" der|von|zu|den|der|di|da|dos|del|bin|ben|ibn|al|el|ter|ten|le|la)"
)
_SPACE = r"[ \u00a0\u202f]"
_NAME = rf"{_WORD}(?:{_SPACE}(?:{_INITIAL}{_SPACE})*(?:{_PARTICLE}{_SPACE})?{_WORD}){{0,5}}"
_FEW, _LONGEST_OFFICE = 2, 40
_ARTICLES = frozenset({"la", "le", "les", "the"})
_PLURAL = frozenset({"MM", "Mmes", "Messrs"})
# What belongs to the last name behind it ("Le Goff", "van der Linden").
_OF_SURNAMES = frozenset(
    {
        "le",
        "la",
        "de",
        "du",
        "des",
        "van",
        "von",
        "der",
        "den",
        "di",
        "da",
        "dos",
        "del",
        "bin",
        "ben",
        "ibn",
        "al",
        "el",
        "ter",
        "ten",
        "mac",
    }
)


@dataclass(frozen=True)
class Mention:
    """Where a text names somebody: a span and the person's key."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class Person:
    """Somebody whom a text names: `name` is the fullest form, `forms` are all, `role` is in the
    text's words and language.
    """

    key: str
    name: str
    forms: tuple[str, ...]
    gender: str = ""
    role: str = ""
    sure: float = 0.5


@dataclass(frozen=True)
class _Candidate:
    start: int
    end: int
    name: str
    title: str
    gender: str
    sure: float


@dataclass(frozen=True)
class People:
    """The people of a text and their mentions, in its order."""

    persons: tuple[Person, ...]
    mentions: tuple[Mention, ...] = field(default=())


def people(
    manuscript: Manuscript,
    others: Collection[str],
    known: Collection[str],
    common: Collection[str],
    spoken: Sequence[tuple[int, int]] = (),
) -> People:
    """Return the people of a manuscript.

    `others` are folded names of what is no person (countries, bodies, places), `known` those of
    people known to the world, `common` folded words that are everyday words, `spoken` the spans of
    labels that name who speaks.
    """
    found = [
        c
        for c in (*_spoken(manuscript, spoken), *_candidates(manuscript, others, known, common))
        if c.sure
    ]
    persons = _joined(found, manuscript.cues)
    placed = _mentions(manuscript, persons, spoken)
    roles = _roles(manuscript, persons, placed)
    full = []
    for person in persons:
        role, gender = roles.get(person.key, ("", ""))
        shape_only = person.sure <= Sure.PERSON_SHAPE
        full.append(
            replace(
                person,
                role=role,
                gender=person.gender or gender,
                sure=Sure.PERSON_ROLE if shape_only and role else person.sure,
            )
        )
    return People(tuple(full), tuple(placed))


@cache
def _titled(lang: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<title>{one_of(cues(lang).gendered('titles'))}){_SPACE}+(?P<name>(?:{_INITIAL}{_SPACE}?)*{_NAME})"
    )


def _candidates(
    manuscript: Manuscript, others: Collection[str], known: Collection[str], common: Collection[str]
) -> Iterator[_Candidate]:
    text, titles = manuscript.text, manuscript.cues.gendered("titles")
    given = {
        name: gender
        for lang in (*LANGUAGES, manuscript.lang)
        for name, gender in cues(lang).gendered("given").items()
    }
    bodies = {fold(w) for lang in ("fr", "en") for w in cues(lang).several("bodies")}
    taken: list[tuple[int, int]] = []
    for match in _titled(manuscript.lang).finditer(text):
        taken.append(match.span())
        yield _Candidate(
            match.start(),
            match.end(),
            match["name"],
            match["title"],
            titles[match["title"]],
            Sure.PERSON_TITLED,
        )
    roles = re.compile(role_nouns(manuscript.lang), re.IGNORECASE)
    offices = re.compile(
        rf"(?:[^\W\d_]+{_SPACE}){{0,3}}?{role_nouns(manuscript.lang)}{_SPACE}", re.IGNORECASE
    )
    starts = {s.start for s in manuscript.sentences}
    for match in re.finditer(rf"(?<![\w’'.-]){_NAME}", text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        start, words = match.start(), re.split(_SPACE, match.group())
        while len(words) > 1 and words[0] not in given:
            office = offices.match(text, start, match.end())
            if office is None and not _opens(words[0], start in starts, common, titles):
                break
            start = office.end() if office else start + len(words[0]) + 1
            words = re.split(_SPACE, text[start : match.end()])
        name = text[start : match.end()]
        folded = [fold(w) for w in words]
        # "Ville de Saint-Aubin", "La Solène"
        torn = (words[0].islower() and start > match.start()) or (
            len(words) == _FEW and fold(words[0]) in _ARTICLES
        )
        if (
            torn
            or fold(name) in others
            or any(w in bodies or (w in others and i) for i, w in enumerate(folded))
        ):
            continue
        if len(words) < _FEW:
            if folded[0] not in common and _behind_office(manuscript, start, name):
                yield _Candidate(start, match.end(), name, "", "", Sure.PERSON_OFFICE)
            continue
        sure = (
            Sure.PERSON_GIVEN
            if words[0] in given
            else Sure.PERSON_KNOWN
            if fold(name) in known
            else Sure.PERSON_SHAPE
        )
        everyday = [w in common for w in folded if w not in _OF_SURNAMES]
        ordinary = any(everyday) and (all(everyday) or not role_after(manuscript, match.end()))
        if sure == Sure.PERSON_SHAPE and (ordinary or roles.search(name) or folded[0] in others):
            continue
        yield _Candidate(start, match.end(), name, "", given.get(words[0], ""), sure)


def _spoken(manuscript: Manuscript, spans: Sequence[tuple[int, int]]) -> Iterator[_Candidate]:
    """Yield those whom the labels of a conversation name, a role or title before the name left out;
    a role alone is nobody's name.
    """
    titles, roles = (
        manuscript.cues.gendered("titles"),
        re.compile(
            rf"(?:{role_nouns(manuscript.lang)}|{one_of(manuscript.cues.several('before_role'))})[\s.]*",
            re.IGNORECASE,
        ),
    )
    known = {fold(t).rstrip("."): g for t, g in titles.items()}
    for start, end in spans:
        words = manuscript.text[start:end]
        title = next(
            (
                t
                for t in sorted(known, key=len, reverse=True)
                if re.match(rf"{re.escape(t)}\.?\s", fold(words))
            ),
            "",
        )
        rest = re.sub(r"^\S+\s+", "", words) if title else words
        while match := roles.match(rest):
            rest = rest[match.end() :]
        name = rest.title() if rest.isupper() else rest
        if name and name[0].isupper():
            yield _Candidate(start, end, name, "", known.get(title, ""), Sure.PERSON_ROLE)


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


def _opens(word: str, at_start: bool, common: Collection[str], titles: Collection[str]) -> bool:  # noqa: FBT001 - a fact of the word
    """Whether a capital word before a name is none of it: a sentence's first word or a title."""
    return (at_start and fold(word) in common) or word in titles


def _joined(found: list[_Candidate], known: Cues) -> list[Person]:
    """Return one person for each name, a title with a surname counting for the full name that ends
    in it.
    """
    full: dict[str, list[_Candidate]] = {}
    bare: list[_Candidate] = []
    for one in found:
        if _surname(fold(one.name)) != fold(one.name):
            full.setdefault(fold(one.name), []).append(one)
        else:
            bare.append(one)
    owners: dict[str, list[str]] = {}
    for key in full:
        owners.setdefault(_surname(key), []).append(key)
    alone: dict[str, list[_Candidate]] = {}
    for one in bare:
        name = fold(one.name)
        holders = owners.get(name, [])
        if holders:
            best = next((h for h in holders if {c.gender for c in full[h]} & {one.gender}), None)
            best = best or next(
                (h for h in holders if not one.gender or not any(c.gender for c in full[h])), None
            )
            if best:
                full[best].append(one)
                continue
        if not holders or one.gender:
            alone.setdefault(name, []).append(one)
    persons = [_person(list_, known) for list_ in (*full.values(), *alone.values())]
    return sorted(
        persons,
        key=lambda p: min(
            c.start for c in found if c.name in p.forms or f"{c.title} {c.name}" in p.forms
        ),
    )


def _surname(folded: str) -> str:
    """Return the last name of a folded name, the particles before it included."""
    words = folded.split()
    first = next((n for n in range(len(words) - 1, 0, -1) if words[n - 1] not in _OF_SURNAMES), 0)
    return " ".join(words[first:])


def _person(found: list[_Candidate], known: Cues) -> Person:
    del known
    first = max(found, key=lambda c: (len(c.name.split()), -c.start))
    plural = first.title.rstrip(".") in _PLURAL
    name = (
        first.name
        if len(first.name.split()) > 1 or not first.title or plural
        else f"{first.title} {first.name}"
    )
    titled = (
        f"{c.title} {c.name}" for c in found if c.title and c.title.rstrip(".") not in _PLURAL
    )
    forms = [
        name,
        *(c.name for c in found),
        *titled,
        first.name[-len(_surname(fold(first.name))) :],
    ]
    gender = next(
        (c.gender for c in found if c.title and c.gender),
        next((c.gender for c in found if c.gender), ""),
    )
    sure = max(c.sure for c in found)
    return Person(
        fold(first.name).replace(" ", "-").replace("'", "-").replace(".", ""),
        name,
        tuple(dict.fromkeys(forms)),
        gender,
        "",
        sure,
    )


def _mentions(
    manuscript: Manuscript, persons: list[Person], spoken: Sequence[tuple[int, int]]
) -> list[Mention]:
    """Return every place that names one of some persons, the labels of a conversation too; a
    surname that two share is left to the first.
    """
    owner: dict[str, str] = {}
    for person in persons:
        for form in person.forms:
            owner.setdefault(form, person.key)
    if not owner:
        return []
    pattern = re.compile(
        "|".join(
            rf"(?<![\w-]){re.escape(f)}(?![\w-])" for f in sorted(owner, key=len, reverse=True)
        )
    )
    found = [
        Mention(m.start(), m.end(), owner[m.group()]) for m in pattern.finditer(manuscript.text)
    ]
    folded = {fold(form): key for form, key in reversed(owner.items())}
    for start, end in spoken:
        ends = [start + m.start() for m in re.finditer(r"\S+", manuscript.text[start:end])]
        key = next(
            (folded[name] for at in ends if (name := fold(manuscript.text[at:end])) in folded), None
        )
        if key and not any(m.start < end and start < m.end for m in found):
            found.append(Mention(start, end, key))
    return sorted(found, key=lambda m: m.start)


def _roles(
    manuscript: Manuscript, persons: list[Person], mentions: list[Mention]
) -> dict[str, tuple[str, str]]:
    """Return the role and its gender of each person, by key, from what stands beside one of their
    mentions.
    """
    found: dict[str, tuple[str, str]] = {}
    wanted = {p.key for p in persons}
    head = manuscript.sentences[0].end
    # the title tells least of somebody
    for mention in sorted(mentions, key=lambda m: m.start < head):
        if mention.key in wanted and mention.key not in found:
            role = role_before(manuscript, mention.start) or role_after(manuscript, mention.end)
            if role:
                found[mention.key] = (role, gender_of(role, manuscript.lang))
    return found
