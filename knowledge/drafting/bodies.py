"""Bodies, countries and places in a text, with the forms that it has for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.drafting.manuscript import Manuscript, Mention, meets
from knowledge.drafting.organisations import organisations
from knowledge.drafting.places import places
from knowledge.drafting.sure import Sure
from knowledge.drafting.world import KINDS, named, towns_of
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold

# "Saint-Aubin-les-Forges"
_LINKS = r"(?<=-)(?:Sur|En|Lès|Les|La|Le|De|Du|Des|Sous|Aux)(?=-)"


@dataclass(frozen=True)
class Body:
    """A body, country, place or event: its key, type, names by language, the forms that the text
    has, and how sure it is.
    """

    key: str
    type: str
    names: Mapping[str, str]
    forms: tuple[str, ...]
    sure: float


@dataclass
class _Register:
    """The bodies found so far, their forms and where each is named."""

    bodies: dict[str, Body] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)

    def add(self, body: Body, *forms: str) -> None:
        """Keep a body, as it was first found, and forms of it."""
        self.bodies.setdefault(body.key, body)
        self.forms.setdefault(body.key, []).extend(forms)

    def named(self) -> tuple[Body, ...]:
        """Return the bodies that are named somewhere, each with its forms."""
        still = {m.key for m in self.mentions}
        return tuple(
            replace(body, forms=tuple(dict.fromkeys(self.forms[key])))
            for key, body in self.bodies.items()
            if key in still
        )


def bodies(
    manuscript: Manuscript, persons: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[Body, ...], tuple[Mention, ...]]:
    """Return the bodies, countries, places and events of a manuscript, and where each is named, in
    its order; at the spans of `persons` somebody is named, and no body.
    """
    found = _Register()
    placed = list(places(manuscript))
    _add_world(manuscript, found, [*persons, *(span[:2] for span in placed)])
    for start, end, sure in placed:
        if not meets(start, end, found.mentions):
            words = manuscript.text[start:end]
            shown = re.sub(_LINKS, _lower, words.title()) if words.isupper() else words
            found.add(_of_words(words, "place", sure, shown), words)
            found.mentions.append(Mention(start, end, _key(words)))
    for start, end in organisations(manuscript):
        inside = [m for m in found.mentions if m.start < end and start < m.end]
        if any(m.end - m.start >= end - start for m in inside):
            continue
        if any(a < end and start < b for a, b in persons):
            continue
        words = manuscript.text[start:end]
        found.mentions = [m for m in found.mentions if not (start <= m.start and m.end <= end)]
        acronym = Sure.BODY_TWICE if found.forms.get(_key(words)) else Sure.BODY_ACRONYM
        sure = acronym if words.isupper() else Sure.BODY_SHAPE
        found.bodies[_key(words)] = _of_words(words, "organisation", sure)
        found.add(found.bodies[_key(words)], words)
        found.mentions.append(Mention(start, end, _key(words)))
    return found.named(), tuple(sorted(found.mentions, key=lambda m: m.start))


def _add_world(manuscript: Manuscript, found: _Register, others: Sequence[tuple[int, int]]) -> None:
    """Add what the world knows by name but for what stands in longer names of others; a country's
    capital is a place of its own.
    """
    for start, end, item in named(manuscript):
        if any(a <= start and end <= b and b - a > end - start for a, b in others):
            continue
        kind, code = item.id.split("-", 1)
        words = manuscript.text[start:end]
        key = code.lower() if kind == "country" else code
        towns = towns_of(item) if kind == "country" else ()
        if fold(words) in towns:
            key = _key(towns[0])
            town = Body(key, "place", dict.fromkeys(LANGUAGES, words), (), Sure.BODY_KNOWN)
            found.add(town, *(f for f in item.forms if fold(f) in towns))
        # the town alone, of a meeting that is known by it
        if KINDS[kind] != "event" or len(words.split()) > 1:
            found.add(Body(key, KINDS[kind], item.names, (), Sure.BODY_KNOWN), words)
            found.mentions.append(Mention(start, end, key))


def _of_words(words: str, kind: str, sure: float, shown: str = "") -> Body:
    return Body(_key(words), kind, dict.fromkeys(LANGUAGES, shown or words), (), sure)


def _lower(match: re.Match[str]) -> str:
    return match.group().lower()


def _key(words: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(words)))
