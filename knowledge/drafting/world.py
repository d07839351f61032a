"""The world's names in a text: countries, organisations, places and events that everybody knows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.manuscript import Manuscript
from knowledge.language import gazetteer
from knowledge.language.languages import LANGUAGES, WORLD
from knowledge.language.words import fold

KINDS = {
    "country": "country",
    "organisations": "organisation",
    "places": "place",
    "events": "event",
}
_ARTICLE = re.compile(r"^(?:les?|la|the)\s+", re.IGNORECASE)
_COMMON = 400  # Zipf times 100: once in 100,000 words
_SHORTEST = 4


@dataclass(frozen=True)
class World:
    """The world's names, ready to be looked for: whose each folded form is, the people, and how
    many words follow the first of a form at most.
    """

    owners: Mapping[str, gazetteer.Outside]
    people: frozenset[str]
    first: Mapping[str, int]


@cache
def world() -> World:
    """Return the world's names."""
    owners: dict[str, gazetteer.Outside] = {}
    people: set[str] = set()
    first: dict[str, int] = {}
    for item in gazetteer.load():
        kind = item.id.partition("-")[0]
        if kind == "people":
            people |= {fold(f) for f in item.forms}
        for form in item.forms if kind in KINDS else ():
            words = re.findall(r"\w+", fold(form))
            if words:
                owners.setdefault(" ".join(words), item)
                first[words[0]] = max(first.get(words[0], 0), len(words))
    return World(owners, frozenset(people), first)


@cache
def common_words() -> frozenset[str]:
    """Return the folded words that are everyday words of a language."""
    tables = map(gazetteer.frequencies, LANGUAGES)
    return frozenset(w for table in tables for w, zipf in table.items() if zipf > _COMMON)


@cache
def city_names() -> frozenset[str]:
    """Return the folded names of the world's larger cities."""
    return frozenset(json.loads((WORLD / "cities.json").read_text("utf-8"))["cities"])


def towns_of(country: gazetteer.Outside) -> tuple[str, ...]:
    """Return the folded forms of a country that are names of cities (its capital), not of the
    country itself.
    """
    own = {fold(name) for name in (*country.names.values(), *country.forms[:2])}
    return tuple(f for f in map(fold, country.forms) if f in city_names() and f not in own)


def named(manuscript: Manuscript) -> Iterator[tuple[int, int, gazetteer.Outside]]:
    """Yield where forms of the world's names stand, the longest at each place; one of small
    letters counts for countries' adjectives only.
    """
    known, text = world(), manuscript.text
    words = [(m.start(), m.end(), fold(m.group())) for m in re.finditer(r"\w+", text)]
    # "Réunion à Lyon": a French word that opens a sentence owes its capital to that.
    opens = manuscript.sentences if manuscript.cues.holds("openers_are_words") else ()
    begins = {s.start for s in opens}
    taken = 0
    for i, (start, _, word) in enumerate(words):
        if start < taken:
            continue
        for size in range(min(known.first.get(word, 0), len(words) - i), 0, -1):
            end = words[i + size - 1][1]
            item = known.owners.get(" ".join(w for _, _, w in words[i : i + size]))
            if (
                item
                and _counts(text[start:end], item)
                and not (start in begins and word in item.ordinary)
            ):
                yield start, end, item
                taken = end
                break


def _counts(found: str, item: gazetteer.Outside) -> bool:
    """Whether words that a name is spelt with are meant as that name."""
    words = _ARTICLE.sub("", found)
    if "\n" in found:
        return False
    if any(c.isupper() for c in words):  # a short acronym in small letters is a word
        return len(words) >= _SHORTEST or words.isupper() or not words.istitle()
    small = fold(words) not in item.ordinary and len(words) > _SHORTEST  # "ukrainien", not "mali"
    return item.id.startswith("country-") and small
