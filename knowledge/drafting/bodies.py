"""Bodies, countries and places in a text: those that the world knows by name, and organisations by
the shape of theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.roles import role_nouns
from knowledge.drafting.sure import Sure
from knowledge.language import gazetteer
from knowledge.language.words import LANGUAGES, fold

_KINDS = {
    "country": "country",
    "organisations": "organisation",
    "places": "place",
    "events": "event",
}
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_ACRONYM = re.compile(r"(?<![\w’'.-])(?:[A-Z]{2,6}|[A-Z][A-Z0-9-]{2,8})(?![\w.-])")
_ACRONYM_LETTERS = 4  # a longer word in capitals that is an ordinary word is no acronym
_ROMAN = re.compile(r"[IVXLC]+")
_ARTICLE = re.compile(r"^(?:les?|la|the)\s+", re.IGNORECASE)
_LONG = 60


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


@dataclass(frozen=True)
class Named:
    """Where a text names a body: a span and its key."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class _World:
    """The world's names, ready to be looked for: by folded form, and one pattern of all forms."""

    owners: Mapping[str, gazetteer.Outside]
    people: frozenset[str]
    first: Mapping[str, int]


@cache
def _world() -> _World:
    owners: dict[str, gazetteer.Outside] = {}
    people: set[str] = set()
    first: dict[str, int] = {}
    for item in gazetteer.load():
        kind = item.id.partition("-")[0]
        if kind == "people":
            people |= {fold(f) for f in item.forms}
        if kind not in _KINDS:
            continue
        for form in item.forms:
            words = re.findall(r"\w+", fold(form))
            if words:
                owners.setdefault(" ".join(words), item)
                first[words[0]] = max(first.get(words[0], 0), len(words))
    return _World(owners, frozenset(people), first)


def known_people() -> frozenset[str]:
    """Return the folded names of people whom the world knows."""
    return _world().people


@cache
def common_words() -> frozenset[str]:
    """Return the folded words that are everyday words in French or English."""
    return frozenset(
        w
        for table in gazetteer.frequencies().values()
        for w, zipf in table.items()
        if zipf > 400  # noqa: PLR2004 - once in 100,000 words
    )


def bodies(
    manuscript: Manuscript, labels: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[Body, ...], tuple[Named, ...]]:
    """Return the bodies, countries, places and events of a manuscript, and where each is named, in
    its order; `labels` name who speaks, and no body by its shape.
    """
    forms: dict[str, list[str]] = {}
    made: dict[str, Body] = {}
    named: list[Named] = []
    for start, end, item in _from_world(manuscript):
        kind, code = item.id.split("-", 1)
        key = code.lower() if kind == "country" else code
        towns = _towns(item) if kind == "country" else ()
        if fold(manuscript.text[start:end]) in towns:
            key = _key(towns[0])
            made.setdefault(
                key,
                Body(
                    key,
                    "place",
                    dict.fromkeys(LANGUAGES, manuscript.text[start:end]),
                    (),
                    Sure.BODY_KNOWN,
                ),
            )
            forms.setdefault(key, []).extend(f for f in item.forms if fold(f) in towns)
        # the town alone, of a meeting that is known by it
        if _KINDS[kind] == "event" and len(manuscript.text[start:end].split()) == 1:
            continue
        made.setdefault(key, Body(key, _KINDS[kind], item.names, (), Sure.BODY_KNOWN))
        named.append(Named(start, end, key))
        forms.setdefault(key, []).append(manuscript.text[start:end])
    placed = [
        (*span, Sure.BODY_SHAPE) for span in (*_cities(manuscript), *_settlements(manuscript))
    ] + [(*span, Sure.BODY_TWICE) for span in _datelines(manuscript)]
    for start, end, sure in placed:
        if not any(n.start < end and start < n.end for n in named):
            words = manuscript.text[start:end]
            shown = words.title() if words.isupper() else words
            made.setdefault(
                _key(words), Body(_key(words), "place", dict.fromkeys(LANGUAGES, shown), (), sure)
            )
            named.append(Named(start, end, _key(words)))
            forms.setdefault(_key(words), []).append(words)
    for start, end in _shaped(manuscript):
        if any(a < end and start < b for a, b in labels) or any(
            n.start < end and start < n.end and (n.end - n.start) >= (end - start) for n in named
        ):
            continue
        named = [n for n in named if not (start <= n.start and n.end <= end)]
        words = manuscript.text[start:end]
        key = _key(words)
        acronym = words.isupper()
        sure = (
            (Sure.BODY_TWICE if forms.get(key) else Sure.BODY_ACRONYM)
            if acronym
            else Sure.BODY_SHAPE
        )
        made[key] = Body(key, "organisation", dict.fromkeys(LANGUAGES, words), (), sure)
        named.append(Named(start, end, key))
        forms.setdefault(key, []).append(words)
    still = {n.key for n in named}
    found = [
        Body(b.key, b.type, b.names, tuple(dict.fromkeys(forms[b.key])), b.sure)
        for b in made.values()
        if b.key in still
    ]
    return tuple(found), tuple(sorted(named, key=lambda n: n.start))


@cache
def _city_names() -> frozenset[str]:
    """Return the folded names of the world's larger cities."""
    return frozenset(json.loads((gazetteer.FOLDER / "cities.json").read_text("utf-8"))["cities"])


def _towns(country: gazetteer.Outside) -> tuple[str, ...]:
    """Return the folded forms of a country that are names of cities (its capital), not of the
    country itself.
    """
    own = {fold(name) for name in country.names.values()} | {
        fold(country.forms[0]),
        fold(country.forms[1]),
    }
    return tuple(f for f in map(fold, country.forms) if f in _city_names() and f not in own)


def _cities(manuscript: Manuscript) -> list[tuple[int, int]]:
    """Return where cities stand: names of the world's larger ones after a preposition of place."""
    before = one_of(manuscript.cues.several("place_before"))
    pattern = re.compile(
        rf"(?<!\w)(?:{before})[ \u00a0](?P<name>{_CAPITAL}(?:(?:["
        rf" -]|-(?:sur|en|la|le|les|de|du)-){_CAPITAL}){{0,3}})"
    )
    return [
        m.span("name")
        for m in pattern.finditer(manuscript.text)
        if " ".join(re.findall(r"[a-z0-9]+", fold(m["name"]))) in _city_names()
    ]


def _settlements(manuscript: Manuscript) -> list[tuple[int, int]]:
    """Return where a place is named that the text once calls what it is ("the town of X", « la
    commune de X »).
    """
    place = rf"{_CAPITAL}(?:(?:[ -]|-(?:sur|en|la|le|les|de|du)-){_CAPITAL}){{0,3}}"
    called = re.compile(
        rf"(?<!\w)(?i:{one_of(manuscript.cues.several('settlements'))})[ \u00a0]?(?P<name>{place})"
    )
    names = {m["name"] for m in called.finditer(manuscript.text)}
    return (
        [
            m.span()
            for m in re.finditer(
                rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])", manuscript.text
            )
        ]
        if names
        else []
    )


def _datelines(manuscript: Manuscript) -> list[tuple[int, int]]:
    """Return where a paragraph begins with the place and the day of a text ("WESTHAVEN, 9 June 2025
    – …").
    """
    known = manuscript.cues
    months, heads = (
        rf"(?i:{one_of(known.numbers('months'))})",
        {fold(w) for w in known.several("bodies")},
    )
    place = rf"(?P<name>{_CAPITAL}(?:(?:[ -]|-(?:sur|en|la|le|les|de|du)-){_CAPITAL}){{0,3}})"
    number = r"\d{1,2}(?:er|st|nd|rd|th)?"
    day = (
        rf"(?:(?:{number}[ \u00a0]?(?:-|–|au|et|to|and)[ \u00a0]?)?{number}["
        rf" \u00a0]{months}|{months}[ \u00a0]\d{{1,2}})"
    )
    pattern = re.compile(
        rf"^{place},[ \u00a0](?:{_CAPITAL},[ \u00a0])?(?:(?:le|du)[ \u00a0])?{day}(?!\w)",
        re.MULTILINE,
    )
    days = {fold(d) for d in known.numbers("weekdays")}
    wire = re.compile(
        r"^(?P<name>[A-ZÀ-ÖØ-Þ]{3,}(?:[ -][A-ZÀ-ÖØ-Þ]{2,}){0,3})(?:[ \u00a0]\([^()\n]{1,40}\))?["
        r" \u00a0][–—-][ \u00a0]",
        re.MULTILINE,
    )
    others = heads | days | set(known.numbers("months"))
    found = (*pattern.finditer(manuscript.text), *wire.finditer(manuscript.text))
    return [
        m.span("name")
        for m in found
        if not {fold(w) for w in re.findall(r"\w+", m["name"])} & others
        and fold(m["name"]) not in common_words()
    ]


def _key(words: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(words)))


def _from_world(manuscript: Manuscript) -> list[tuple[int, int, gazetteer.Outside]]:
    """Return where forms of the world's names stand, the longest at each place; one of small
    letters counts for countries' adjectives only.
    """
    world, found = _world(), []
    words = [(m.start(), m.end(), fold(m.group())) for m in re.finditer(r"\w+", manuscript.text)]
    # "Réunion à Lyon": a French word that opens a sentence owes its capital to that.
    begins = dict.fromkeys((a for a, _, _ in words), False) | (
        dict.fromkeys((s.start for s in manuscript.sentences), True)
        if manuscript.lang == "fr"
        else {}
    )
    taken = 0
    for i, (start, _, word) in enumerate(words):
        if start < taken or word not in world.first:
            continue
        for size in range(min(world.first[word], len(words) - i), 0, -1):
            end = words[i + size - 1][1]
            item = world.owners.get(" ".join(w for _, _, w in words[i : i + size]))
            if (
                item
                and "\n" not in manuscript.text[start:end]
                and _counts(manuscript.text, start, end, item)
                and not (begins[start] and word in item.ordinary)
            ):
                found.append((start, end, item))
                taken = end
                break
    return found


def _counts(text: str, start: int, end: int, item: gazetteer.Outside) -> bool:
    """Whether words that a name is spelt with are meant as that name."""
    words = _ARTICLE.sub("", text[start:end])
    if any(c.isupper() for c in words):
        return not (len(words) < 4 and not words.isupper() and words.istitle())  # noqa: PLR2004 - a short acronym in small letters is a word
    return item.id.startswith("country-") and fold(words) not in item.ordinary and len(words) > 4  # noqa: PLR2004 - "ukrainien", not "mali"


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    heads = one_of(cues(lang).several("bodies"))
    if lang == "fr":
        adjective = rf"(?:[ \u00a0]{one_of(cues(lang).several('after_body'))})?"
        link = (
            r"(?:[ \u00a0](?:de la|de l[’']|de|du|des|d[’']|pour la|pour l[’']|pour le|pour)["
            r" \u00a0]?)"
        )
        after = (
            rf"(?:[ \u00a0-](?:{_CAPITAL})|{link}(?:[a-zà-ÿ]+[ \u00a0](?:de |d[’']|du"
            rf" )?)?{_CAPITAL})*"
        )
        return re.compile(rf"(?<![\w-]){heads}(?!\w){adjective}{after}")
    link = r"[ \u00a0](?:(?:of|for|on)[ \u00a0](?:the[ \u00a0])?|and[ \u00a0])"
    return re.compile(
        rf"(?<![\w-])(?:{_CAPITAL}[ \u00a0]){{0,5}}{heads}(?!\w)(?:["
        rf" \u00a0]{_CAPITAL})*(?:{link}{_CAPITAL}(?:[ \u00a0]{_CAPITAL})*)*"
    )


@cache
def _named_bodies(lang: str) -> re.Pattern[str]:
    """Return the pattern of a name behind the word for what bears it: `l’entreprise Martin Frères`,
    `the company Halden`.
    """
    return re.compile(
        rf"(?<!\w)(?i:{one_of(cues(lang).several('named'))})[ \u00a0](?P<name>{_CAPITAL}(?:["
        rf" \u00a0&-]{{1,3}}{_CAPITAL}){{0,3}})"
    )


def _shaped(manuscript: Manuscript) -> list[tuple[int, int]]:
    """Return where organisations stand that are known by their shape: a head noun with capitals
    around it, or an acronym.
    """
    text, found = manuscript.text, []
    heads = {fold(w) for w in manuscript.cues.several("bodies")}
    common, currencies, ordinary = (
        common_words(),
        set(manuscript.cues.several("currencies")),
        set(manuscript.cues.several("abbreviated")),
    )
    listed = gazetteer.frequencies()[manuscript.lang]
    # "Council President A" names A, not a body
    office = re.compile(rf"[ \u00a0](?i:{role_nouns(manuscript.lang)})(?=[ \u00a0]{_CAPITAL})")
    for match in _pattern(manuscript.lang).finditer(text):
        start, end = match.span()
        first = re.match(r"\w+", match.group())
        if (
            first
            and fold(first.group()) not in heads
            and fold(first.group())
            in {"the", "a", "an", "this", "our", "le", "la", "in", "at", "on"}
        ):
            start += first.end() + 1
        if re.search(r"[ \u00a0][A-Z]$", text[start:end]) and text[end : end + 1] == ".":
            end -= 2  # the first letter of "N.V.", "S.A."
        holder = office.search(text, start, end)
        end = holder.start() if holder else end
        if len(text[start:end].split()) > 1 and end - start <= _LONG:
            found.append((start, end))
    found += [
        m.span("name")
        for m in _named_bodies(manuscript.lang).finditer(text)
        if fold(m["name"]) not in common
    ]
    for match in _ACRONYM.finditer(text):
        words = match.group()
        shouted = text[max(0, match.start() - 12) : match.end() + 12].partition("\n\n")[0].isupper()
        compound = "-" in words and all(fold(part) in _world().owners for part in words.split("-"))
        word = (
            fold(words) in common
            or words in currencies
            or words in ordinary
            or (len(words) > _ACRONYM_LETTERS and fold(words) in listed)
        )
        if (
            not compound
            and not _ROMAN.fullmatch(words)
            and not shouted
            and not word
            and any(c.isalpha() for c in words)
        ):
            found.append(match.span())
    return sorted(found)
