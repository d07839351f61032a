"""Which languages there are, and their files: a folder each, named by its code.

A language is two folders of files: its words and grammar here (`knowledge/language/<code>/`), and
what the bot says in it (`bot/languages/<code>/`). Further ones are found in the folders that the
environment names in BRIEFING_LANGUAGES, parted as those of PATH are: `<folder>/<code>/`, where the
files of both may lie together or in two such folders. What a language lacks, the code does without,
but for `grammar.json` and `words.json`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# What speaks no language: cities and their zones, words of languages that are not spoken.
WORLD = FOLDER / "world"
VARIABLE = "BRIEFING_LANGUAGES"
_GRAMMAR = "grammar.json"


def folders(own: Path) -> tuple[Path, ...]:
    """Return the folders in which languages lie: `own`, which comes with the program, and those
    that BRIEFING_LANGUAGES names.
    """
    added = os.environ.get(VARIABLE, "").split(os.pathsep)
    return (own, *(Path(path) for path in added if path))


@cache
def _grammars() -> dict[str, dict[str, Any]]:
    """Return the grammar file of each language, in the order in which they are offered."""
    found = {
        path.parent.name: json.loads(path.read_text("utf-8"))
        for folder in reversed(folders(FOLDER))
        for path in folder.glob(f"*/{_GRAMMAR}")
    }
    return dict(sorted(found.items(), key=lambda item: (item[1].get("order", len(found)), item[0])))


LANGUAGES: tuple[str, ...] = tuple(_grammars())
# The language where nothing tells another.
DEFAULT: str = next((c for c, known in _grammars().items() if known.get("default")), LANGUAGES[0])


def written(lang: str) -> dict[str, Any]:
    """Return what a language's grammar file says; raises KeyError for one that there is not."""
    return _grammars()[lang]


def find(lang: str, name: str) -> Path | None:
    """Return a file of a language by its name, or None where it has none."""
    places = (folder / lang / name for folder in folders(FOLDER))
    return next((path for path in places if path.exists()), None)


def read_json(lang: str, name: str) -> dict[str, Any]:
    """Return what a JSON file of a language holds, nothing where it has none."""
    path = find(lang, name)
    return json.loads(path.read_text("utf-8")) if path else {}


def read_yaml(lang: str, name: str) -> dict[str, Any]:
    """Return what a YAML file of a language holds, nothing where it has none."""
    from knowledge.loading import yamlfile  # noqa: PLC0415 - what is read of YAML is kept compiled

    path = find(lang, name)
    return yamlfile.read(path).data if path else {}


def completed(lang: str, name: str) -> dict[str, Any]:
    """Return what a YAML file of a language holds, with an empty value for each key that it lacks
    and the default language has.
    """
    own = read_yaml(lang, name)
    return own if lang == DEFAULT else {**hollow(read_yaml(DEFAULT, name)), **own}


def hollow(data: dict[str, Any]) -> dict[str, Any]:
    """Return data with every list, text and number in it empty; of mappings within it only the keys
    that lead to lists or mappings stay.
    """
    return {
        key: {k: v for k, v in hollow(value).items() if isinstance(v, (dict, list))}
        if isinstance(value, dict)
        else type(value)()
        for key, value in data.items()
    }


def read_lines(lang: str, name: str) -> list[str]:
    """Return the lines of a text file of a language, comments aside, none where it has none."""
    path = find(lang, name)
    lines = path.read_text("utf-8").splitlines() if path else []
    return [line for line in lines if not line.startswith("#")]


def read_table(lang: str, name: str) -> dict[str, str]:
    """Return a text file of two columns parted by a tab."""
    rows = (line.partition("\t") for line in read_lines(lang, name))
    return {key: value for key, _, value in rows}


def files() -> Iterator[Path]:
    """Yield every file of data of every language and of the world, in a stable order."""
    yield FOLDER / "concepts.yaml"
    for folder in (WORLD, *(each / lang for each in folders(FOLDER) for lang in LANGUAGES)):
        yield from sorted(p for p in folder.glob("*") if p.suffix in {".json", ".txt", ".yaml"})
