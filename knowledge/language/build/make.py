"""Make the world's derived files: countries.json from CLDR, words.fr.txt and words.en.txt from
wordfreq.

    python -m knowledge.language.build.make

Needs Babel and wordfreq, which the program itself does without: it reads the files made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from knowledge.language.words import LANGUAGES, fold

HERE = Path(__file__).resolve().parents[1] / "data"
COMMAND = "python -m knowledge.language.build.make"
WORDS = 15_000
_CODE = 2
NAME_SECTIONS = ("countries", "organisations", "people", "places", "events")
VOWELS = "aeiou"
APOSTROPHE = "\u2019"

Names = Mapping[str, Any]
Countries = dict[str, dict[str, str]]


def read_names(path: Path = HERE / "names.yaml") -> Names:
    """Return the hand-written names, or raise ValueError where an entry is malformed."""
    import yaml

    names: Names = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = [(section, key, entry) for section in NAME_SECTIONS for key, entry in names[section].items()]
    wrong = [f"{section}.{key}" for section, key, entry in entries if not _well_formed(key, entry)]
    if wrong:
        raise ValueError(f"{path.name}: need a text id and lists of texts under fr and en: {', '.join(wrong)}")
    return names


def _well_formed(key: object, entry: object) -> bool:
    if not isinstance(key, str) or not isinstance(entry, dict) or set(entry) != set(LANGUAGES):
        return False
    spelt = [name for lang in LANGUAGES for name in entry[lang]]
    return bool(spelt) and all(isinstance(name, str) and name.strip() for name in spelt)


def territories(names: Names, lang: str) -> dict[str, str]:
    """Return CLDR's name of each country and territory by its two-letter code."""
    from babel import Locale

    found = {str(code): str(name) for code, name in Locale(lang).territories.items()}
    return {c: name for c, name in found.items() if len(c) == _CODE and c.isalpha() and c not in names["countries_pseudo"]}


def with_article(name: str, article: str, *, aspirated: bool = False) -> str:
    """Return a French name behind its article ("" for none), elided before a vowel or a mute h."""
    if not article:
        return name
    mute = fold(name)[0] in VOWELS or (fold(name)[0] == "h" and not aspirated)
    return f"l{APOSTROPHE}{name}" if mute and article in {"le", "la"} else f"{article} {name}"


def countries(names: Names) -> Countries:
    """Return the display names of all countries; raise KeyError where names.yaml knows no article
    for one.
    """
    by_lang = {lang: territories(names, lang) for lang in LANGUAGES}
    made: Countries = {}
    for code in sorted(by_lang["fr"]):
        shown = {lang: by_lang[lang][code] for lang in LANGUAGES} | names["countries_display"].get(code, {})
        article = names["countries_fr_article"][code]
        shown["fr_the"] = with_article(shown["fr"], article, aspirated=code in names["countries_fr_aspirated"])
        made[code] = shown
    return made


def single_words(names: Names) -> frozenset[str]:
    """Return the folded names that are one word: of names.yaml in either language, and of CLDR's
    countries.
    """
    entries = [entry for section in NAME_SECTIONS for entry in names[section].values()]
    spelt = [name for entry in entries for lang in LANGUAGES for name in entry[lang]]
    spelt += [name for lang in LANGUAGES for name in territories(names, lang).values()]
    return frozenset(word for word in map(fold, spelt) if word.isalpha())


def frequent_words(lang: str, left_out: Iterable[str]) -> dict[str, int]:
    """Return a language's most frequent words, folded, with a hundred times their Zipf frequency,
    most frequent first.

    A token with an apostrophe gives its parts, as `knowledge.words.tokens` takes them apart in what
    people type.
    """
    from wordfreq import top_n_list, zipf_frequency

    unwanted = frozenset(left_out)
    found: dict[str, int] = {}
    for token in top_n_list(lang, WORDS):
        for word in fold(token).split("'"):
            if word.isascii() and word.isalpha() and word not in unwanted:
                found[word] = max(found.get(word, 0), round(zipf_frequency(token, lang) * 100))
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def write_words(lang: str, words: Mapping[str, int]) -> Path:
    """Write the words of a language, one a line with a tab and its figure, behind a comment on
    their source.
    """
    path = HERE / f"words.{lang}.txt"
    source = f"the {WORDS} most frequent tokens ({lang}) of wordfreq by Robyn Speer, data CC BY-SA 4.0"
    head = f"# Word, tab, Zipf frequency times 100: {source}, without names of names.yaml; made by `{COMMAND}`"
    lines = [head, *(f"{word}\t{figure}" for word, figure in words.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_countries(made: Countries) -> Path:
    """Write countries.json, one country a line."""
    path = HERE / "countries.json"
    lines = [f"{json.dumps(code)}: {json.dumps(shown, ensure_ascii=False)}" for code, shown in made.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return path


def main() -> None:
    """Make all files and print what each section and file holds."""
    names = read_names()
    for section in NAME_SECTIONS:
        spelt = sum(len(entry[lang]) for entry in names[section].values() for lang in LANGUAGES)
        print(f"{section}: {len(names[section])} entries, {spelt} names")
    made = countries(names)
    print(f"{write_countries(made).name}: {len(made)} countries and territories")
    for lang in LANGUAGES:
        words = frequent_words(lang, single_words(names) - set(names["ordinary"][lang]))
        print(f"{write_words(lang, words).name}: {len(words)} words")


if __name__ == "__main__":
    main()
