"""People in a text: their names as it gives them, their roles, and where each is mentioned."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from knowledge.drafting.cues import Cues, cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.words import fold

_ELIDED = r"(?![DLJNMSTCQldjnmstcq][’'])"
_WORD = rf"{_ELIDED}[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*[a-zà-öø-ÿā-ž][\w’'-]*(?<![’'])"
_INITIAL = r"[A-Z]\."
_PARTICLE = r"(?:de la|de|du|des|d’|d'|van der|van den|van|von der|von|zu|den|der|di|da|dos|del|bin|ben|ibn|al|el|ter|ten|le|la)"
_SPACE = r"[ \u00a0\u202f]"
_NAME = rf"{_WORD}(?:{_SPACE}(?:{_INITIAL}{_SPACE})*(?:{_PARTICLE}{_SPACE})?{_WORD}){{0,3}}"
_SURE_TITLED, _SURE_GIVEN, _SURE_ROLE, _SURE_KNOWN, _SURE_SHAPE = 0.95, 0.9, 0.85, 0.95, 0.4
_ROLE_AFTER, _LONGEST_ROLE = 90, 160
_FEW = 2
# What belongs to the last name behind it ("Le Goff", "van der Linden").
_OF_SURNAMES = frozenset({"le", "la", "de", "du", "des", "van", "von", "der", "den", "di", "da", "dos", "del", "bin", "ben", "ibn", "al", "el", "ter", "ten", "mac"})


@dataclass(frozen=True)
class Mention:
    """Where a text names somebody: a span and the person's key."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class Person:
    """Somebody whom a text names: `name` is the fullest form, `forms` are all, `role` is in the text's words and language."""

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


def people(manuscript: Manuscript, others: Collection[str], known: Collection[str], common: Collection[str]) -> People:
    """Return the people of a manuscript.

    `others` are folded names of what is no person (countries, bodies, places), `known` those of people known to the world,
    `common` folded words that are everyday words.
    """
    found = [c for c in _candidates(manuscript, others, known, common) if c.sure]
    persons = _joined(found, manuscript.cues)
    placed = _mentions(manuscript, persons)
    roles = _roles(manuscript, persons, placed)
    full = []
    for person in persons:
        role, gender = roles.get(person.key, ("", ""))
        shape_only = person.sure <= _SURE_SHAPE
        full.append(replace(person, role=role, gender=person.gender or gender, sure=_SURE_ROLE if shape_only and role else person.sure))
    return People(tuple(full), tuple(placed))


@cache
def _titled(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<title>{one_of(cues(lang).gendered('titles'))}){_SPACE}+(?P<name>(?:{_INITIAL}{_SPACE}?)*{_NAME})")


@cache
def role_nouns(lang: str) -> str:
    """Return a pattern for the nouns of a role, plural s included."""
    return rf"(?:{one_of(cues(lang).gendered('roles'))})(?!\w)"


def _candidates(manuscript: Manuscript, others: Collection[str], known: Collection[str], common: Collection[str]) -> Iterator[_Candidate]:
    text, titles, given = manuscript.text, manuscript.cues.gendered("titles"), manuscript.cues.gendered("given")
    for lang in ("fr", "en"):
        given = cues(lang).gendered("given") | given
    bodies = {fold(w) for lang in ("fr", "en") for w in cues(lang).several("bodies")}
    taken: list[tuple[int, int]] = []
    for match in _titled(manuscript.lang).finditer(text):
        taken.append(match.span())
        yield _Candidate(match.start(), match.end(), match["name"], match["title"], titles[match["title"]], _SURE_TITLED)
    roles = re.compile(role_nouns(manuscript.lang), re.IGNORECASE)
    starts = {s.start for s in manuscript.sentences}
    for match in re.finditer(rf"(?<![\w’'.-]){_NAME}", text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        start, words = match.start(), re.split(_SPACE, match.group())
        while len(words) > 1 and words[0] not in given and _opens(words[0], start in starts, common, roles, titles):
            start += len(words[0]) + 1
            words = words[1:]
        name = text[start : match.end()]
        folded = [fold(w) for w in words]
        if len(words) < _FEW or fold(name) in others or any(w in bodies or (w in others and i) for i, w in enumerate(folded)):
            continue
        sure = _SURE_GIVEN if words[0] in given else _SURE_KNOWN if fold(name) in known else _SURE_SHAPE
        if sure == _SURE_SHAPE and (any(w in common for w in folded) or roles.search(name) or folded[0] in others):
            continue
        yield _Candidate(start, match.end(), name, "", given.get(words[0], ""), sure)


def _opens(word: str, at_start: bool, common: Collection[str], roles: re.Pattern[str], titles: Collection[str]) -> bool:  # noqa: FBT001 - a fact of the word
    """Whether a capital word before a name is none of it: a sentence's first word, a role or a title."""
    return (at_start and fold(word) in common) or bool(roles.fullmatch(word)) or word in titles


def _joined(found: list[_Candidate], known: Cues) -> list[Person]:
    """Return one person for each name, a title with a surname counting for the full name that ends in it."""
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
            best = best or next((h for h in holders if not one.gender or not any(c.gender for c in full[h])), None)
            if best:
                full[best].append(one)
                continue
        if not holders or one.gender:
            alone.setdefault(name, []).append(one)
    persons = [_person(list_, known) for list_ in (*full.values(), *alone.values())]
    return sorted(persons, key=lambda p: min(c.start for c in found if c.name in p.forms or f"{c.title} {c.name}" in p.forms))


def _surname(folded: str) -> str:
    """Return the last name of a folded name, the particles before it included."""
    words = folded.split()
    first = next((n for n in range(len(words) - 1, 0, -1) if words[n - 1] not in _OF_SURNAMES), 0)
    return " ".join(words[first:])


def _person(found: list[_Candidate], known: Cues) -> Person:
    del known
    first = max(found, key=lambda c: (len(c.name.split()), -c.start))
    plural = first.title.rstrip(".") in {"MM", "Mmes", "Messrs"}
    name = first.name if len(first.name.split()) > 1 or not first.title or plural else f"{first.title} {first.name}"
    forms = [name, *(c.name for c in found), *(f"{c.title} {c.name}" for c in found if c.title), first.name[-len(_surname(fold(first.name))) :]]
    gender = next((c.gender for c in found if c.title and c.gender), next((c.gender for c in found if c.gender), ""))
    sure = max(c.sure for c in found)
    return Person(fold(first.name).replace(" ", "-").replace("'", "-").replace(".", ""), name, tuple(dict.fromkeys(forms)), gender, "", sure)


def _mentions(manuscript: Manuscript, persons: list[Person]) -> list[Mention]:
    """Return every place that names one of some persons; a surname that two share is left to the first."""
    owner: dict[str, str] = {}
    for person in persons:
        for form in person.forms:
            owner.setdefault(form, person.key)
    if not owner:
        return []
    pattern = re.compile("|".join(rf"(?<![\w-]){re.escape(f)}(?![\w-])" for f in sorted(owner, key=len, reverse=True)))
    return [Mention(m.start(), m.end(), owner[m.group()]) for m in pattern.finditer(manuscript.text)]


def _roles(manuscript: Manuscript, persons: list[Person], mentions: list[Mention]) -> dict[str, tuple[str, str]]:
    """Return the role and its gender of each person, by key, from what stands beside one of their mentions."""
    found: dict[str, tuple[str, str]] = {}
    wanted = {p.key for p in persons}
    for mention in mentions:
        if mention.key in wanted and mention.key not in found:
            role = _role_before(manuscript, mention) or _role_after(manuscript, mention)
            if role:
                found[mention.key] = (role, gender_of(role, manuscript.lang))
    return found


def gender_of(role: str, lang: str) -> str:
    """Return the gender that a role's noun has in a language, "" where it tells none."""
    match = re.search(role_nouns(lang), role, re.IGNORECASE)
    nouns = {fold(w): g for w, g in cues(lang).gendered("roles").items()}
    return nouns.get(fold(match.group()), "") if match and lang == "fr" else ""


@cache
def phrase(lang: str) -> re.Pattern[str]:
    """Return the pattern of a role with its determiner and what belongs to it: `the French foreign minister`, `le secrétaire général de …`."""
    known = cues(lang)
    noun = role_nouns(lang)
    determiner = rf"(?<!\w){one_of(known.several('determiners'))}[\s\u00a0]*"
    before = rf"(?:(?:{one_of(known.several('before_role'))}|[A-Z][\w.’'-]*)[\s\u00a0]){{0,4}}"
    after = rf"(?:[\s\u00a0](?:{one_of(known.several('after_role'))})(?!\w))*"
    tail = rf"(?:[\s\u00a0]{one_of(known.several('of'))}[\s\u00a0]?(?:la |le |les |l[’']|the )?[\w’'-]+(?:[\s\u00a0](?:[A-ZÀ-Þ][\w’'-]*))*)?"
    adjective = r"(?:[\s\u00a0][a-zà-ÿ-]+(?:ain|aine|ais|aise|and|ande|ien|ienne|ois|oise|ol|ole|que|lien|lienne|éen|éenne))?" if lang == "fr" else ""
    return re.compile(rf"(?:{determiner}{before}|(?<!\w)(?:[A-Z][\w.’'-]*[\s\u00a0]){{0,3}}){noun}{after}{adjective}{tail}", re.NOFLAG if lang == "fr" else re.IGNORECASE)


def _role_before(manuscript: Manuscript, mention: Mention) -> str:
    """Return the role that stands right before a name, with a comma or without: "the secretary of state, …", "President …"."""
    sentence = manuscript.at(mention.start)
    if sentence is None:
        return ""
    before = manuscript.text[max(sentence.start, mention.start - _LONGEST_ROLE) : mention.start]
    known = manuscript.cues
    noun, determiner = role_nouns(manuscript.lang), one_of(known.several("determiners"))
    verb = re.compile(rf"(?<!\w)(?:a|ont|est|sont|avait|was|is|has|have|were|{one_of(known.several('say'))})(?!\w)", re.IGNORECASE)
    ahead = rf"(?:(?:(?i:{one_of(known.several('before_role'))})|[A-ZÀ-Þ][\w.’'-]*)[\s\u00a0]){{0,4}}?"
    opening = rf"(?:(?<![\w’']){determiner}[\s\u00a0]*|(?:^|(?<=[\s(«“]))(?=[A-ZÀ-Þ]))"
    closing = rf"(?:,[\s\u00a0])?[\s\u00a0]*(?:{one_of(known.gendered('titles'))}[\s\u00a0])?$"
    pattern = re.compile(rf"{opening}(?P<role>{ahead}(?i:{noun})(?P<rest>[^,;:.!?«»“”()]*?)){closing}")
    matches = (pattern.match(before, start) for start in range(len(before)))
    best = next((m["role"].strip() for m in matches if m and not verb.search(m["role"])), "")
    if not best:  # "including councillor …": a noun right before the name needs no determiner
        match = re.search(rf"(?<![\w’'-])(?P<role>(?i:{noun}))[\s\u00a0]+(?:{one_of(known.gendered('titles'))}[\s\u00a0])?$", before)
        best = match["role"] if match else ""
    best = re.sub(rf"^{one_of(known.several('determiners'))}(?:[\s\u00a0]+|(?<=[’']))", "", best, flags=re.IGNORECASE)
    return best if len(best) <= _LONGEST_ROLE and not re.search(r"\d{4}", best) else ""


def _role_after(manuscript: Manuscript, mention: Mention) -> str:
    """Return the role that stands after a name and a comma, up to the next comma: "…, secretary of state,"."""
    sentence = manuscript.at(mention.start)
    after = manuscript.text[mention.end : min(sentence.end if sentence else mention.end, mention.end + _ROLE_AFTER + 80)]
    noun = role_nouns(manuscript.lang)
    article = r"(?:(?:le|la|l[’']|un|une|the|a|an|its|their|son|sa)[\s\u00a0]?)?"
    match = re.match(rf",[\s\u00a0]{article}(?P<role>(?:[\w.’'-]+[\s\u00a0]){{0,4}}?{noun}[^,;:.!?«»“”()\n]*)", after, re.IGNORECASE)
    if match is None:
        bracketed = re.match(rf"[\s\u00a0]\((?P<role>[^()\d]*?{noun}[^()]*)\)", after, re.IGNORECASE)
        return bracketed["role"].strip() if bracketed else ""
    role = match["role"].strip()
    verb = re.search(rf"(?<!\w)(?:a|ont|est|qui|who|was|is|has|{one_of(manuscript.cues.several('say'))})(?!\w)", role, re.IGNORECASE)
    role = role[: verb.start()].strip() if verb else role
    return role if len(role) <= _ROLE_AFTER else ""
