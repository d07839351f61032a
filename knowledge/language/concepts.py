"""Concepts: ids that the words of every language share ("dire", "say" and "said" are one), and what
there is to know of a concept whatever the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from knowledge.language.languages import FOLDER, LANGUAGES, read_yaml


class Concepts(NamedTuple):
    """The words of each concept by language and id, and the words beside them.

    `filler` by language are words of asking and politeness, `shorthand` chat spellings with what
    they stand for. `relations` are what holds of concepts in any language: `weak`, `directed` and
    `elsewhere` are lists of ids, `opposites` and `contrasts` pairs of them.
    """

    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    filler: Mapping[str, tuple[str, ...]]
    shorthand: Mapping[str, Mapping[str, str]]
    relations: Mapping[str, Any]


def load() -> Concepts:
    """Read the concepts of every language."""
    from knowledge.loading import yamlfile  # noqa: PLC0415 - kept compiled, so seldom read

    data = {lang: read_yaml(lang, "lexicon.yaml") for lang in LANGUAGES}
    return Concepts(
        {
            lang: {id_: tuple(map(str, words)) for id_, words in each.get("concepts", {}).items()}
            for lang, each in data.items()
        },
        {lang: tuple(map(str, each.get("filler", ()))) for lang, each in data.items()},
        {
            lang: {str(k): str(v) for k, v in each.get("shorthand", {}).items()}
            for lang, each in data.items()
        },
        yamlfile.read(FOLDER / "concepts.yaml").data,
    )
