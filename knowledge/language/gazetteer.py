"""The world outside the reports: names of countries, bodies, people and places by which a bot knows
what a report does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from knowledge.language.languages import LANGUAGES, read_json, read_table, read_yaml
from knowledge.language.words import fold

COUNTRY = "country-"
_KINDS = ("organisations", "people", "places", "events")


class Outside(NamedTuple):
    """Something that exists: its names by language as shown in a sentence, and the forms in which
    people type it.

    `ordinary` are those forms, folded, that are everyday words too.
    """

    id: str
    names: Mapping[str, str]
    forms: tuple[str, ...]
    ordinary: frozenset[str] = frozenset()


def load() -> list[Outside]:
    """Read the countries (from CLDR) and the hand-written names of every language."""
    data = {lang: read_yaml(lang, "names.yaml") for lang in LANGUAGES}
    known = countries()
    ordinary = {fold(word) for names in data.values() for word in names.get("ordinary", ())}
    found = []
    for code in dict.fromkeys(code for names in known.values() for code in names):
        named = {lang: names[code] for lang, names in known.items() if code in names}
        more = [f for names in data.values() for f in names.get("countries", {}).get(code, ())]
        shown = {lang: each[1] for lang, each in named.items()}
        forms = (*(each[0] for each in named.values()), *more)
        found.append(_outside(f"{COUNTRY}{code}", shown, forms, ordinary))
    for kind in _KINDS:
        spelt = {lang: names.get(kind, {}) for lang, names in data.items()}
        for key in dict.fromkeys(key for names in spelt.values() for key in names):
            mine = {lang: names[key] for lang, names in spelt.items() if names.get(key)}
            forms = tuple(form for each in mine.values() for form in each)
            shown = {lang: str(each[0]) for lang, each in mine.items()}
            found.append(_outside(f"{kind}-{key}", shown, forms, ordinary))
    return found


def _outside(
    key: str, shown: Mapping[str, str], forms: Iterable[str], ordinary: set[str]
) -> Outside:
    """Return what a key stands for, shown in a language that has no name for it as in the first."""
    forms = tuple(dict.fromkeys(map(str, forms)))
    names = {lang: shown.get(lang) or next(iter(shown.values())) for lang in LANGUAGES}
    return Outside(key, names, forms, frozenset(f for f in map(fold, forms) if f in ordinary))


def countries() -> dict[str, dict[str, tuple[str, str]]]:
    """Return the name of each country by language and code: alone, and as it stands in a
    sentence.
    """
    tables = {lang: read_json(lang, "countries.json") for lang in LANGUAGES}
    return {
        lang: {code: (names[0], names[1]) for code, names in table.items()}
        for lang, table in tables.items()
    }


class Frequencies(dict[str, int]):
    """How common the words of a language are: folded word to Zipf frequency times 100.

    What is kept of it in a file is the language alone, so that it lies in the memory once.
    """

    lang = ""

    def __reduce__(self) -> tuple[Callable[[str], Frequencies], tuple[str]]:
        """Return what makes it again."""
        return frequencies, (self.lang,)


@cache
def frequencies(lang: str) -> Frequencies:
    """Return the frequencies of a language."""
    table = read_table(lang, "frequencies.txt")
    numbers = {zipf: int(zipf) for zipf in set(table.values())}
    found = Frequencies({word: numbers[zipf] for word, zipf in table.items()})
    found.lang = lang
    return found
