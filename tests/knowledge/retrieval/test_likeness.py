"""How alike words are in meaning."""

from __future__ import annotations

import pytest

from knowledge.language.languages import LANGUAGES
from knowledge.retrieval.features import features
from knowledge.retrieval.index import index
from knowledge.retrieval.lexicon import lexicon
from knowledge.retrieval.likeness import closeness, meaning, signature, stand_ins
from knowledge.retrieval.matching import match
from knowledge.retrieval.question import read
from knowledge.retrieval.terms import TERM, Term, term


def bits(word: str, lang: str = "fr") -> int:
    """Return the signature of a word that has one."""
    found = signature(word, lang)
    assert found is not None
    return found


def alike(one: int, other: int) -> float:
    """Return how alike two signatures are, from -1 to 1 (the same); about 0 for words that have
    nothing in common.
    """
    return closeness((((one, 1.0),), 1.0), (((other, 1.0),), 1.0))


def terms(text: str, lang: str) -> tuple[Term, ...]:
    """Return the terms of a text."""
    return tuple(term(raw, lang) for raw in TERM.findall(text))


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        (("mort", "fr"), ("deces", "fr"), ("voiture", "fr")),
        (("construire", "fr"), ("batir", "fr"), ("nager", "fr")),
        (("ship", "en"), ("boat", "en"), ("poem", "en")),
        (("roi", "fr"), ("king", "en"), ("bread", "en")),
    ],
)
def test_words_of_near_meaning_are_more_alike(
    word: tuple[str, str], near: tuple[str, str], far: tuple[str, str]
) -> None:
    """A word is more alike to one of near meaning than to another, within a language and across
    both.
    """
    assert alike(bits(*word), bits(*near)) > 0.4 > alike(bits(*word), bits(*far))


def test_a_word_is_wholly_alike_to_itself() -> None:
    """Likeness is 1 for the same word, and does not depend on the order."""
    assert alike(bits("pont"), bits("pont")) == 1
    assert alike(bits("pont"), bits("route")) == alike(bits("route"), bits("pont"))


def test_a_word_without_a_signature_stands_for_nothing() -> None:
    """Figures, names and rare words have no signature; nothing stands in for them, and they are
    close to nothing.
    """
    assert signature("zorkine", "fr") is None
    assert signature("1848", "fr") is None
    assert stand_ins(
        [None, bits("deces")], meaning(terms("Il est mort en 1848", "fr"), "fr")[0]
    ) == [0.0, pytest.approx(0.3, abs=0.2)]
    assert (
        closeness(
            meaning(terms("Zorkine 1848", "fr"), "fr"), meaning(terms("Il est mort", "fr"), "fr")
        )
        == 0
    )


def test_a_sentence_is_closest_to_what_it_means() -> None:
    """A question is closer to a sentence on its subject than to one on another, and closest to
    itself.
    """
    asked, same, other = (
        meaning(terms(t, "fr"), "fr")
        for t in (
            "Qui a construit le navire",
            "Le bateau fut bâti à Brest",
            "Le poète écrit des sonnets",
        )
    )
    assert closeness(asked, asked) == pytest.approx(1)
    assert closeness(asked, same) > closeness(asked, other)


def test_a_word_of_near_meaning_counts_in_the_features() -> None:
    """A sentence that holds only words alike to those asked gains by them; one that holds nothing
    of the kind does not.
    """
    made = match(
        index("Le feu a duré trois jours. Le poète aimait la pluie.", "fr"),
        read("Quand a eu lieu cet incendie ?", "fr"),
    )
    fire, poet = features(made, range(2))
    assert fire["only_alike"] > 0.1 > poet["only_alike"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_signatures_are_of_words_of_the_lexicon(lang: str) -> None:
    """Nearly all words of content of the lexicon have a signature, and none of those without
    content.
    """
    known = lexicon(lang)
    content = [w for w in known.frequency if w not in known.stop and len(w) > 1]
    assert sum(signature(w, lang) is not None for w in content) > 0.9 * len(content)
    assert all(signature(w, lang) is None for w in known.stop)
