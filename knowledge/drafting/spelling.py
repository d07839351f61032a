"""Spelling: how names are written, in small letters or with the surname in capitals, and how one
that is printed in capitals is spelt otherwise.
"""

from __future__ import annotations

import re

from knowledge.drafting.world import common_words
from knowledge.language.words import fold

_UPPER = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_ELIDED = r"(?![DLJNMSTCQldjnmstcq][’'])"
_REST = r"[\w-]*(?:[’'](?!s(?!\w))[\w-]+)*(?<!-)"  # no genitive
WORD = rf"{_ELIDED}(?=[\w’'-]*[a-zà-öø-ÿā-ž]){_UPPER}{_REST}"
INITIAL = r"[A-Z]\."
# What belongs to the last name behind it ("Le Goff", "van der Linden").
_OF_SURNAME = r"le|la|de|du|des|van|von|der|den|di|da|dos|del|bin|ben|ibn|al|el|ter|ten"
_PARTICLE = rf"(?:de la|van der|van den|von der|zu|{_OF_SURNAME})"
SPACE = r"[ \u00a0\u202f]"
# "Le Goff", "d’Arvor" behind a first name or a title
_JOINT = rf"(?:{_PARTICLE}{SPACE}|[dD][’'](?={_UPPER}))?"
_INITIALS = rf"(?:{INITIAL}{SPACE}?)*"
NAME = rf"{WORD}(?:{SPACE}{_INITIALS}(?:{_PARTICLE}{SPACE})?{WORD}){{0,5}}"
_CAPITALS = rf"(?:Ma?c(?={_UPPER}))?{_UPPER}(?:[’'-]?{_UPPER})+(?![\w-])"
# A surname in capitals, what stands before it in either.
PRINTED = (
    rf"(?:(?:{WORD}|{INITIAL}){SPACE}){{0,4}}{_JOINT}{_CAPITALS}"
    rf"(?:{SPACE}{_INITIALS}{_CAPITALS}){{0,4}}"
)
TITLED = rf"{_INITIALS}(?:{PRINTED}|{_JOINT}{NAME})"
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_DIGRAPH = re.compile(r"(?<=[b-df-hj-np-tv-zA-Z])([aou])e(?=[b-df-hj-np-tv-z])")
_SHORT = 3
_SMALL = frozenset(_OF_SURNAME.split("|")) - {"le", "la", "el", "al", "ben"}


def surname(folded: str) -> str:
    """Return the last name of a folded name, the particles before it included."""
    words = folded.split()
    first = next((n for n in range(len(words) - 1, 0, -1) if not of_surname(words[n - 1])), 0)
    return " ".join(words[first:])


def of_surname(word: str) -> bool:
    """Whether a folded word belongs to the last name behind it."""
    return bool(re.fullmatch(f"{_OF_SURNAME}|mac", word))


def capitals(name: str) -> list[str]:
    """Return the words of a name that are printed in capitals, initials left out."""
    return [w for w in re.split(SPACE, name) if re.fullmatch(_CAPITALS, w)]


def spelt(name: str) -> str:
    """Return a name with the words that are printed in capitals as they are spelt otherwise:
    `LE GALL` as `Le Gall`, `DE LA CRUZ` as `de la Cruz` behind a first name, `McKAY` as `McKay`.
    """
    words = re.split(SPACE, name)
    shouted = [bool(re.fullmatch(_CAPITALS, w)) for w in words]
    made = [_word(w) if up else w for w, up in zip(words, shouted, strict=True)]
    for n, up in enumerate(shouted):
        after_particle = n > 1 and made[n - 1] in _SMALL
        if (
            up
            and n
            and n + 1 < len(words)
            and (fold(words[n]) in _SMALL or (fold(words[n]) == "la" and after_particle))
        ):
            made[n] = made[n].lower()
    return " ".join(made)


def spellings(name: str) -> list[str]:
    """Return other spellings by which people type a name: `Mueller` and `Müller` as `Muller` too,
    `O’Neill` as `ONeill`, and of a double surname the first.
    """
    found = {fold(name): name}
    halves = name.rpartition(" ")[2].partition("-")
    size = len(halves[1] + halves[2])
    halved = size and len(halves[0]) > _SHORT and fold(halves[0]) not in common_words()
    for form in (name, name[:-size] if halved else name):
        for letters in (form, form.translate(_TWO_LETTERS), _DIGRAPH.sub(r"\1", form)):
            for written in (letters, re.sub(r"(?<=\b[DLMO])[’'](?=\w)", "", letters)):
                found.setdefault(fold(written), written)
    return list(found.values())[1:]


def _word(word: str) -> str:
    """Return a word in capitals with those that its parts begin with."""
    scots = re.fullmatch(r"(M[Cc]|Mac)(\w\S+)", word)
    if scots and (scots[1] != "Mac" or word[:3] != "MAC"):
        return scots[1].title() + scots[2].title()
    return re.sub(r"[’'](?=S$)", "’", word).title()
