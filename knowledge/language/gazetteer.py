"""The world outside the reports: names of countries, bodies, people and places by which a bot knows
what a report does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.language.words import LANGUAGES, fold

FOLDER = Path(__file__).parent / "data"
COUNTRY = "country-"


@dataclass(frozen=True)
class Outside:
    """Something that exists: its names by language as shown in a sentence, and the forms in which
    people type it.

    `ordinary` are those forms, folded, that are everyday words too.
    """

    id: str
    names: Mapping[str, str]
    forms: tuple[str, ...]
    ordinary: frozenset[str] = frozenset()


def load() -> list[Outside]:
    """Read the countries (from CLDR) and the hand-written names."""
    import json  # noqa: PLC0415 - compiled names are cached, so questions seldom come here

    from knowledge.loading import yamlfile  # noqa: PLC0415

    data = yamlfile.read(FOLDER / "names.yaml").data
    countries = json.loads((FOLDER / "countries.json").read_text("utf-8"))
    ordinary = {fold(word) for words in data["ordinary"].values() for word in words}
    found = []
    for code, names in countries.items():
        more = [f for forms in data["countries"].get(code, {}).values() for f in forms]
        shown = {
            "fr": names.get("fr_the") or names["fr"],
            "en": f"the {names['en']}" if code in data["countries_en_the"] else names["en"],
        }
        found.append(
            _outside(f"{COUNTRY}{code}", shown, (names["fr"], names["en"], *more), ordinary)
        )
    for kind in ("organisations", "people", "places", "events"):
        for key, by_language in data[kind].items():
            forms = [f for lang in LANGUAGES for f in by_language.get(lang, ())]
            shown = {lang: str((by_language.get(lang) or forms)[0]) for lang in LANGUAGES}
            found.append(_outside(f"{kind}-{key}", shown, forms, ordinary))
    return found


def _outside(
    key: str, shown: Mapping[str, str], forms: Iterable[str], ordinary: set[str]
) -> Outside:
    forms = tuple(dict.fromkeys(map(str, forms)))
    return Outside(key, shown, forms, frozenset(f for f in map(fold, forms) if f in ordinary))


def frequencies() -> dict[str, dict[str, int]]:
    """Return how common words are, by language: folded word to Zipf frequency times 100."""
    tables: dict[str, dict[str, int]] = {}
    for lang in LANGUAGES:
        lines = (FOLDER / f"words.{lang}.txt").read_text("utf-8").splitlines()
        tables[lang] = {
            w: int(z)
            for w, _, z in (line.partition("\t") for line in lines if not line.startswith("#"))
        }
    return tables


def files() -> list[Path]:
    """Return the files that this knowledge is read from."""
    return sorted(p for p in FOLDER.glob("*") if p.suffix in {".yaml", ".json", ".txt"})
