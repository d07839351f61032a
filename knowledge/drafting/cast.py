"""The cast of a text: those who can speak in it, and where it names them, by name or by role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.drafting.cues import one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.roles import gender_of, phrase
from knowledge.drafting.speech import speech
from knowledge.language.words import fold

_BESIDE = 3


@dataclass(frozen=True)
class Actor:
    """Somebody who can speak, where the text names them; `key` of a role that nobody bears is its
    words, and `role` is set.
    """

    start: int
    end: int
    key: str
    gender: str = ""
    role: str = ""


@dataclass(frozen=True)
class Cast:
    """The people, bodies and countries that a manuscript names, in its order; `bearers` are
    persons' keys by the folded words of their role, `genders` those of persons by key.
    """

    manuscript: Manuscript
    actors: Sequence[Actor]
    bearers: Mapping[str, str]
    genders: Mapping[str, str]

    def at(self, position: int, end: int) -> Actor | None:
        """Return who is named at a position, an article before them left out of account."""
        text, article = self.manuscript.text, speech(self.manuscript.lang).article
        named = self.within(position, end)
        return next((a for a in named if article.match(text[position : a.start])), None)

    def within(self, start: int, end: int) -> list[Actor]:
        """Return who is named within a span: names, and roles that stand for a person; "la
        directrice de l’ONG" does not name what she directs.
        """
        named = [a for a in self.actors if start <= a.start and a.end <= end]
        for match in phrase(self.manuscript.lang).finditer(self.manuscript.text, start, end):
            first, last = match.span()
            named = [
                a for a in named if a.key in self.genders or not first < a.start < a.end <= last
            ]
            if not any(a.start < last and first < a.end for a in named):
                beside = next((a for a in named if 0 <= a.start - last <= _BESIDE), None)
                if beside is None:
                    named.append(self._by_role(match))
                else:  # "sa directrice, X" names X from its role on
                    named[named.index(beside)] = replace(beside, start=first)
        return sorted(named, key=lambda a: a.start)

    def _by_role(self, match: re.Match[str]) -> Actor:
        known = self.manuscript.cues
        determiner = rf"{one_of(known.several('determiners'))}(?:[\s\u00a0]+|(?<=[’']))"
        article = re.match(determiner, match.group(), re.IGNORECASE)
        words = match.group()[article.end() if article else 0 :]
        gender = self._gender(article.group() if article else "", words)
        folded = fold(words)
        borne = [
            key
            for role, key in self.bearers.items()
            if (role.startswith(folded) or folded.startswith(role))
            and not (gender and self.genders.get(key, "") not in {"", gender})
        ]
        named = [a.key for a in self.actors if a.start < match.start() and a.key in borne]
        bearer = next(iter([*named[::-1], *borne]), "")
        if bearer:
            return Actor(*match.span(), bearer, self.genders.get(bearer, ""))
        return Actor(*match.span(), folded, role=words)

    def _gender(self, article: str, role: str) -> str:
        """Return the gender of an office as its article tells it, or its noun."""
        told = self.manuscript.cues.gendered("determiner_gender").get(article.strip().lower(), "")
        return told or gender_of(role, self.manuscript.lang)
