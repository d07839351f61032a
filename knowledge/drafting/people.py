"""People in a text: their names as it gives them, their roles, and where each is mentioned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.drafting.candidates import Lists, candidates
from knowledge.drafting.manuscript import Manuscript, Mention, meets
from knowledge.drafting.roles import gender_of, role_after, role_before
from knowledge.drafting.spelling import surname
from knowledge.drafting.sure import Sure
from knowledge.drafting.titled import Candidate
from knowledge.language.words import fold

_CAPITALS = 4  # letters; fewer in capitals may be an acronym
_PLURAL = frozenset({"MM", "Mmes", "Messrs"})


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
    sure: float = 0.0


@dataclass(frozen=True)
class People:
    """The people of a text and their mentions, in its order."""

    persons: tuple[Person, ...]
    mentions: tuple[Mention, ...]


def people(manuscript: Manuscript, lists: Lists, spoken: Sequence[tuple[int, int]] = ()) -> People:
    """Return the people of a manuscript; `spoken` are the spans of labels that name who speaks."""
    persons = [_shouted(p, manuscript) for p in _joined(candidates(manuscript, lists, spoken))]
    placed = _mentions(manuscript, persons, spoken)
    roles = _roles(manuscript, placed)
    full = []
    for person in persons:
        role, gender = roles.get(person.key, ("", ""))
        least = Sure.PERSON_ROLE if role else 0.0
        sure = max(person.sure, least) if person.sure <= Sure.PERSON_SHAPE else person.sure
        full.append(replace(person, role=role, gender=person.gender or gender, sure=sure))
    return People(tuple(full), tuple(placed))


def _joined(found: list[Candidate]) -> list[Person]:
    """Return one person for each name, a title with a surname counting for the full name that ends
    in it.
    """
    full: dict[str, list[Candidate]] = {}
    bare = [c for c in found if surname(fold(c.name)) == fold(c.name)]
    for one in found:
        if one not in bare:
            full.setdefault(fold(one.name), []).append(one)
    for name in [n for n in full if any(other.endswith(f" {n}") for other in full)]:
        # "President VELOSA TAVARES": a surname of two words
        fuller = next(other for other in full if other.endswith(f" {name}"))
        full[fuller] += full.pop(name)
    owners: dict[str, list[list[Candidate]]] = {}
    for name, named in full.items():
        owners.setdefault(surname(name), []).append(named)
    alone: dict[str, list[Candidate]] = {}
    for one in bare:
        holders = owners.get(fold(one.name), [])
        best = _holder(one, holders)
        if best is not None:
            best.append(one)
        elif not holders or one.gender:
            alone.setdefault(fold(one.name), []).append(one)
    persons = [_person(named) for named in (*full.values(), *alone.values())]
    first: dict[str, int] = {}
    for one in found:
        for form in (one.name, f"{one.title} {one.name}"):
            first[form] = min(one.start, first.get(form, one.start))
    return sorted(persons, key=lambda p: min(first[f] for f in p.forms if f in first))


def _holder(one: Candidate, holders: list[list[Candidate]]) -> list[Candidate] | None:
    """Return whose full name ends in a surname: one of the same gender, or else one that may be."""
    same = (h for h in holders if one.gender in {c.gender for c in h})
    may = (h for h in holders if not one.gender or not any(c.gender for c in h))
    return next(same, None) or next(may, None)


def _person(found: list[Candidate]) -> Person:
    def is_plural(title: str) -> bool:
        return title.rstrip(".") in _PLURAL

    first = max(found, key=lambda c: (len(c.name.split()), -c.start))
    alone = surname(fold(first.name)) == fold(first.name)
    bare = not alone or not first.title or is_plural(first.title)
    name = first.name if bare else f"{first.title} {first.name}"
    printed = [c.printed for c in found if c.printed]
    titled = (
        f"{c.title} {form}"
        for c in found
        if c.title and not is_plural(c.title)
        for form in (c.printed or c.name,)
    )
    size = len(surname(fold(first.name)))
    lasts = [first.name[-size:], *(p[-size:] for p in printed)]
    genders = [c.gender for c in sorted(found, key=lambda c: not c.title) if c.gender]
    return Person(
        fold(first.name).replace(" ", "-").replace("'", "-").replace(".", ""),
        name,
        tuple(dict.fromkeys([name, *(c.name for c in found), *printed, *titled, *lasts])),
        genders[0] if genders else "",
        sure=max(c.sure for c in found),
    )


def _shouted(person: Person, manuscript: Manuscript) -> Person:
    """Return a person with the surname in capitals among the forms, where the text prints it so."""
    shouted = (f.upper() for f in person.forms if len(f) >= _CAPITALS)
    more = [f for f in shouted if f not in person.forms and f in manuscript.text]
    return replace(person, forms=(*person.forms, *dict.fromkeys(more)))


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
    forms = "|".join(map(re.escape, sorted(owner, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])")
    found = [Mention(*m.span(), owner[m.group()]) for m in pattern.finditer(manuscript.text)]
    folded = {fold(form): key for form, key in reversed(owner.items())}
    for start, end in spoken:
        ends = [start + m.start() for m in re.finditer(r"\S+", manuscript.text[start:end])]
        names = (fold(manuscript.text[at:end]) for at in ends)
        key = next((folded[name] for name in names if name in folded), None)
        if key and not meets(start, end, found):
            found.append(Mention(start, end, key))
    return sorted(found, key=lambda m: m.start)


def _roles(manuscript: Manuscript, mentions: list[Mention]) -> dict[str, tuple[str, str]]:
    """Return the role and its gender of each person, by key, from what stands beside one of their
    mentions.
    """
    found: dict[str, tuple[str, str]] = {}
    head = manuscript.sentences[0].end
    # the title tells least of somebody
    for mention in sorted(mentions, key=lambda m: m.start < head):
        if mention.key not in found:
            since = max((m.end for m in mentions if m.end <= mention.start), default=0)
            until = min((m.start for m in mentions if m.start >= mention.end), default=None)
            role = role_before(manuscript, mention.start, since)
            role = role or role_after(manuscript, mention.end, until)
            if role:
                found[mention.key] = (role, gender_of(role, manuscript.lang))
    return found
