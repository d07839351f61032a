"""The world's names in a text: countries, organisations, places and events that everybody knows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.cues import cues, one_of
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
_SHORTEST, _BESIDE = 4, 24
_CAPITALISED = re.compile(r"[ \u00a0](?P<word>[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-ÿ])")


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
def usual(lang: str) -> Mapping[str, int]:
    """Return how common the folded words of a language are, as Zipf frequencies times 100."""
    return gazetteer.frequencies(lang)


@cache
def common_words() -> frozenset[str]:
    """Return the folded words that are everyday words of a language."""
    tables = map(usual, LANGUAGES)
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
                and not (
                    item.id.startswith("country-") and _means_other(manuscript, start, end, item)
                )
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


def _means_other(manuscript: Manuscript, start: int, end: int, item: gazetteer.Outside) -> bool:
    """Whether a country's words mean something else: an everyday word, a language, or a part of a
    longer name.
    """
    nouns = (*item.names.values(), *item.forms[:2], *item.ordinary)
    own = {fold(_ARTICLE.sub("", n)) for n in nouns}
    found = fold(_ARTICLE.sub("", manuscript.text[start:end]))
    if found in own:
        return _is_part(manuscript, start, end) or (
            found in item.ordinary and bool(_owning(manuscript.lang).match(manuscript.text, end))
        )
    return _is_language(manuscript, start, end)


def _is_part(manuscript: Manuscript, start: int, end: int) -> bool:
    """Whether a country's name is the beginning of another place's ("Grenade-sur-…") or, by itself,
    of a longer name ("Turkey Creek").
    """
    text = manuscript.text
    links = {w for lang in LANGUAGES for w in cues(lang).several("place_links")}
    if re.compile(rf"[-\u2010]{one_of(links)}[-\u2010’']").match(text, end):
        return True
    behind, word = _CAPITALISED.match(text, end), text[start:end]
    if behind is None or word.isupper() or len(word.split()) > 1 or text[start - 1 : start] == "-":
        return False
    sentence = manuscript.at(start)
    heading = sentence is not None and not manuscript.words(sentence).endswith((".", "!", "?"))
    return not heading and not _leads(manuscript.lang).fullmatch(behind["word"])


@cache
def _leads(lang: str) -> re.Pattern[str]:
    """Return the pattern of words that begin another name behind a country's: offices, titles, days
    and first names.
    """
    known = cues(lang)
    words = (
        *known.gendered("titles"),
        *(w for key in ("roles", "given") for each in LANGUAGES for w in cues(each).gendered(key)),
        *(w for key in ("before_role", "determiners") for w in known.several(key)),
        *(w for key in ("months", "weekdays") for w in known.numbers(key)),
    )
    return re.compile(one_of(words), re.IGNORECASE)


@cache
def _owning(lang: str) -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0]{one_of(cues(lang).several('of'))}(?!\w)")


def _is_language(manuscript: Manuscript, start: int, end: int) -> bool:
    """Whether a country's adjective means its language: beside a word such as "version", or by
    itself in a sentence that holds one.
    """
    known, text = manuscript.cues, manuscript.text
    words = rf"(?<![\w-]){one_of(known.several('speech_forms'))}(?![\w-])"
    if re.search(rf"{words}[ \u00a0]$", text[max(0, start - _BESIDE) : start], re.IGNORECASE):
        return True
    if re.compile(rf"[ \u00a0]{words}", re.IGNORECASE).match(text, end):
        return True
    sentence = manuscript.at(start)
    alone = not re.compile(r"[ \u00a0]\w").match(text, end)
    held = sentence and re.search(words, manuscript.words(sentence), re.IGNORECASE)
    return bool(alone and held)
