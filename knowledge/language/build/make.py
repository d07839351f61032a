"""Make the files of a language that come from others' data: countries.json from CLDR,
frequencies.txt from wordfreq.

    python -m knowledge.language.build.make

Needs Babel and wordfreq, which the program itself does without: it reads the files made. A new
language needs its names.yaml first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from knowledge.language.languages import FOLDER, LANGUAGES, read_yaml
from knowledge.language.words import fold

COMMAND = "python -m knowledge.language.build.make"
WORDS = 15_000
_CODE = 2
NAME_SECTIONS = ("countries", "organisations", "people", "places", "events")
# What CLDR has a name for and is no country or territory, or has in few languages.
_PSEUDO = frozenset(["cq", "eu", "ez", "qo", "un", "xa", "xb", "zz"])
VOWELS = "aeiou"

Names = Mapping[str, Any]


def read_names(lang: str) -> Names:
    """Return a language's hand-written names, or raise ValueError where an entry is malformed."""
    names = read_yaml(lang, "names.yaml")
    entries = [
        (section, key, entry) for section in NAME_SECTIONS for key, entry in names[section].items()
    ]
    wrong = [f"{section}.{key}" for section, key, entry in entries if not _well_formed(key, entry)]
    if wrong:
        raise ValueError(
            f"{lang}/names.yaml: need a text id and a list of texts: {', '.join(wrong)}"
        )
    return names


def _well_formed(key: object, entry: object) -> bool:
    if not isinstance(key, str) or not isinstance(entry, list):
        return False
    return bool(entry) and all(isinstance(name, str) and name.strip() for name in entry)


def territories(lang: str) -> dict[str, str]:
    """Return CLDR's name of each country and territory by its two-letter code."""
    from babel import Locale

    found = {str(code): str(name) for code, name in Locale(lang).territories.items()}
    return {
        c: name
        for c, name in found.items()
        if len(c) == _CODE and c.isalpha() and c.lower() not in _PSEUDO
    }


def with_article(name: str, article: str, *, aspirated: bool = False) -> str:
    """Return a name behind its article ("" for none); one that ends in a vowel and has an elided
    form is elided before a vowel or a mute h.
    """
    if not article:
        return name
    mute = fold(name)[0] in VOWELS or (fold(name)[0] == "h" and not aspirated)
    return f"l\u2019{name}" if mute and article in {"le", "la"} else f"{article} {name}"


def countries(lang: str, names: Names) -> dict[str, tuple[str, str]]:
    """Return each country's name alone and as it stands in a sentence."""
    made = {}
    for code, usual in sorted(territories(lang).items()):
        name = names["display"].get(code, usual)
        article = names["articles"].get(code, "")
        made[code] = (name, with_article(name, article, aspirated=code in names["aspirated"]))
    return made


def single_words() -> frozenset[str]:
    """Return the folded names that are one word: of names.yaml in any language, and of CLDR's
    countries.
    """
    spelt = [
        name
        for lang in LANGUAGES
        for section in NAME_SECTIONS
        for entry in read_yaml(lang, "names.yaml")[section].values()
        for name in entry
    ]
    spelt += [name for lang in LANGUAGES for name in territories(lang).values()]
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
    path = FOLDER / lang / "frequencies.txt"
    source = (
        f"the {WORDS} most frequent tokens ({lang}) of wordfreq by Robyn Speer, data CC BY-SA 4.0"
    )
    head = (
        f"# Word, tab, Zipf frequency times 100: {source}, without names of names.yaml; "
        f"made by `{COMMAND}`"
    )
    lines = [head, *(f"{word}\t{figure}" for word, figure in words.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_countries(lang: str, made: Mapping[str, tuple[str, str]]) -> Path:
    """Write countries.json, one country a line."""
    path = FOLDER / lang / "countries.json"
    lines = [
        f"{json.dumps(code)}: {json.dumps(shown, ensure_ascii=False)}"
        for code, shown in made.items()
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return path


def main() -> None:
    """Make all files and print what each section and file holds."""
    left_out = single_words()
    for lang in LANGUAGES:
        names = read_names(lang)
        for section in NAME_SECTIONS:
            spelt = sum(map(len, names[section].values()))
            print(f"{lang} {section}: {len(names[section])} entries, {spelt} names")
        made = countries(lang, names)
        print(f"{write_countries(lang, made)}: {len(made)} countries and territories")
        words = frequent_words(lang, left_out - set(names["ordinary"]))
        print(f"{write_words(lang, words)}: {len(words)} words")


if __name__ == "__main__":
    main()
