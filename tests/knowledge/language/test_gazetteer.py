"""Tests of the names of the world by which a bot knows what no report holds, and of the names
within a report.
"""

from __future__ import annotations

import pickle

from knowledge.language import gazetteer
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold, tokens
from knowledge.model import Entity, names_of
from knowledge.texts import Texts


def test_everything_outside_has_a_name_in_both_languages() -> None:
    """Each country, body, person, place and event is shown by a name in French and in English and
    is known by that name.
    """
    found = gazetteer.load()
    assert len(found) > 200
    assert len({o.id for o in found}) == len(found)
    for item in found:
        assert all(item.names[lang].strip() for lang in LANGUAGES), item.id
        assert item.forms, item.id
        assert all(tokens(form) for form in item.forms), item.id


def test_everyday_words_are_told_apart() -> None:
    """A form that is an everyday word too is marked as such, folded, and is one of the forms of its
    item.
    """
    marked = [o for o in gazetteer.load() if o.ordinary]
    assert marked
    assert all(o.ordinary <= set(map(fold, o.forms)) for o in marked)


def test_words_have_frequencies_in_both_languages() -> None:
    """Each language's table holds thousands of folded words on the Zipf scale times 100, function
    words most frequent.
    """
    tables = {lang: gazetteer.frequencies(lang) for lang in LANGUAGES}
    for lang, common in (("fr", "de"), ("en", "the")):
        assert len(tables[lang]) > 5000
        assert all(0 < z < 900 for z in tables[lang].values())
        assert all(fold(w) == w for w in tables[lang])
        assert tables[lang][common] == max(tables[lang].values())


def test_names_leave_out_articles_but_not_parts_of_a_name() -> None:
    """Articles in small letters are taken off names and aliases, those with a capital stay, and no
    name stands twice.
    """
    item = Entity(
        "x",
        "place",
        Texts({"fr": "l’Aube", "en": "the Aube"}),
        {"fr": ("Aube", "La Rochelle", "les Landes"), "en": ("The Lakes",)},
    )
    assert names_of(item) == ("Aube", "La Rochelle", "Landes", "The Lakes")


def test_frequencies_lie_in_the_memory_once() -> None:
    """What is kept in a file and read again has the one table of a language, not a second."""
    table = gazetteer.frequencies(LANGUAGES[0])
    assert pickle.loads(pickle.dumps([table]))[0] is table  # noqa: S301 - written here
    assert len(pickle.dumps(table)) < 200
