"""Tests of the files in which the words of the languages lie, and of where they are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.language import concepts
from knowledge.language.everyday import everyday
from knowledge.language.grammar import Grammar, grammar
from knowledge.language.languages import DEFAULT, FOLDER, LANGUAGES, completed, files, read_yaml
from knowledge.language.words import stem, tokens
from knowledge.loading import yamlfile


def test_languages_are_the_folders() -> None:
    """Each folder with a grammar is a language, and one of them is the default."""
    assert set(LANGUAGES) == {path.parent.name for path in FOLDER.glob("*/grammar.json")}
    assert DEFAULT in LANGUAGES


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yaml")), ids=lambda p: p.parent.name)
def test_no_key_stands_twice(path: Path) -> None:
    """Each YAML file is sound: no key stands twice in one mapping, where the second would silently
    win.
    """
    assert yamlfile.read(path).data


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.json")), ids=lambda p: p.parent.name)
def test_no_key_stands_twice_in_json(path: Path) -> None:
    """The same of each JSON file."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    assert json.loads(path.read_text("utf-8"), object_pairs_hook=once)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everyday_words_are_folded_and_stand_once(lang: str) -> None:
    """A word without content stands in one list, as words are compared; a year has twelve months
    and a week seven days.
    """
    words = everyday(lang)
    assert words.stop
    assert not words.stop & words.slight
    assert [w for w in words.empty if tokens(w) != [w]] == []
    assert sorted({*words.month_of.values()}) == list(range(1, 13))
    assert sorted({*words.weekday_of.values()}) == list(range(7))
    assert not set(words.counts) & set(words.quantities)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_grammar_says_nothing_unknown(lang: str) -> None:
    """Each key of a grammar is one that the code knows, and each language has a name in each."""
    known = json.loads((FOLDER / lang / "grammar.json").read_text("utf-8"))
    assert set(known) - set(Grammar.__dataclass_fields__) - {"about", "order", "default"} == set()
    assert set(grammar(lang).names) == set(LANGUAGES)


def test_concepts_have_words_in_every_language() -> None:
    """Each concept has words in every language, each of which is text with something to match:
    YAML reads an unquoted `on` or `no` as a truth value.
    """
    words = {lang: read_yaml(lang, "lexicon.yaml")["concepts"] for lang in LANGUAGES}
    assert [lang for lang, each in words.items() if set(each) != set(words[DEFAULT])] == []
    spelt = [(id_, w) for each in words.values() for id_, found in each.items() for w in found]
    assert [(id_, w) for id_, w in spelt if not isinstance(w, str) or not tokens(w)] == []
    assert [id_ for each in words.values() for id_, found in each.items() if not found] == []


def test_opposites_are_pairs_of_concepts() -> None:
    """Each pair of opposites names two different concepts that the lexicon holds, and no pair
    stands twice.
    """
    data = concepts.load()
    pairs = [tuple(pair) for pair in data.relations["opposites"]]
    assert all(len(set(pair)) == 2 for pair in pairs)
    assert {concept for pair in pairs for concept in pair} - set(data.words[DEFAULT]) == set()
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cues_have_equal_keys(lang: str) -> None:
    """The words by which a text is drafted stand under the same keys in every language."""
    assert set(read_yaml(lang, "cues.yaml")) == set(completed(lang, "cues.yaml"))


def test_what_a_stemmer_lacks_is_put_right() -> None:
    """A participle without its accents has the stem of its verb; "-ees" stands for one in French
    alone.
    """
    assert stem("fondee", "fr") == stem("fonder", "fr")
    assert stem("employees", "en") == stem("employee", "en")


def test_the_files_of_languages_are_named() -> None:
    """The files that a language is read from are listed, so that a cache can tell when one
    changes.
    """
    named = set(files())
    data = {p for p in FOLDER.rglob("*") if p.suffix in {".yaml", ".json", ".txt"}}
    assert named == data
