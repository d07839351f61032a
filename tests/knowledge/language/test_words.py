"""Tests of one spelling for what people type in many."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.words import fold, latin, same_words, stem, straight, tokens, visible


def from_names(names: str) -> str:
    """Return the characters of which the names are given, one after another, so that look-alikes
    can be told apart here.
    """
    return "".join(unicodedata.lookup(name.strip()) for name in names.split(","))


CYRILLIC_A, CYRILLIC_E, CYRILLIC_O = (
    from_names(f"CYRILLIC SMALL LETTER {x}") for x in ("A", "IE", "O")
)
GREEK_OMICRON = from_names("GREEK CAPITAL LETTER OMICRON")
RUSSIAN = (
    "\u041c\u043e\u0441\u043a\u0432\u0430 \u0438 \u041a\u0438\u0435\u0432:"
    " \u043a\u0430\u043a\u043e\u0439 \u0441\u043e\u0432\u0435\u0442 \u043e"
    " \u043c\u0438\u0440\u0435?"
)
GREEK = "\u03a4\u03b9 \u03b5\u03af\u03c0\u03b5 \u03b7 \u0395\u03bb\u03bb\u03ac\u03b4\u03b1;"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Élysée", "elysee"),
        ("GARÇON", "garcon"),
        ("Kyïv", "kyiv"),
        ("e\u0301te\u0301", "ete"),
        ("œuvre", "oeuvre"),
        ("Æther", "aether"),
        ("Straße", "strasse"),
        ("\ufb01n", "fin"),
        ("l\u2019été", "l'ete"),
        ("l\u02bcété", "l'ete"),
        ("l\u00b4été", "l'ete"),
        ("l`été", "l'ete"),
        ("\u0130stanbul", "istanbul"),
        ("\uff21\uff22\uff23", "abc"),
        ("\U0001d400\U0001d401", "ab"),
        ("\u2167", "viii"),
        ("\u0661\u0662", "12"),
        ("2\ufe0f\u20e3", "2"),
        ("Z\u0337\u0327a\u0336l\u0338g\u0335o\u0337", "zalgo"),
    ],
)
def test_one_spelling_for_accents_ligatures_and_apostrophes(typed: str, folded: str) -> None:
    """Accents, ligatures, apostrophes, widths and case make no difference once folded."""
    assert fold(typed) == folded


@pytest.mark.parametrize(
    "hidden",
    [
        "\u200b",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u202e",
        "\u2066",
        "\u200f",
        "\ufe0f",
        "\u3164",
        "\U000e0041",
    ],
)
def test_what_cannot_be_seen_makes_no_difference(hidden: str) -> None:
    """Zero-width, direction, tag and filler characters are dropped, wherever they stand in a
    word.
    """
    assert visible(f"ca{hidden}fé") == "café"
    assert tokens(f"{hidden}ca{hidden}fe\u0301{hidden}") == ["cafe"]


def test_controls_part_words_and_line_breaks_stay() -> None:
    """Control characters and lone surrogates become spaces; line breaks and tabs are kept."""
    assert visible("a\x00b\x1bc\ud800d\re") == "a b c d e"
    assert visible("a\x07b\nc\td") == "a b\nc\td"
    assert visible("a\nb\tc") == "a\nb\tc"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (f"b{CYRILLIC_A}nque", "banque"),
        (f"{CYRILLIC_E}ur{CYRILLIC_O}", "euro"),
        (f"{GREEK_OMICRON}slo", "oslo"),
        (
            from_names(
                "CYRILLIC SMALL LETTER ER, CYRILLIC SMALL LETTER A, CYRILLIC SMALL LETTER"
                " BYELORUSSIAN-UKRAINIAN I, CYRILLIC SMALL LETTER HA"
            ),
            "paix",
        ),
        (f"il y {CYRILLIC_A} la paix", "il y a la paix"),
    ],
)
def test_look_alikes_in_latin_words_are_read_as_latin(typed: str, meant: str) -> None:
    """Cyrillic and Greek letters that pass for Latin ones are read as those, within Latin words and
    among them.
    """
    assert fold(typed) == meant


@pytest.mark.parametrize("text", [RUSSIAN, GREEK, RUSSIAN.split(" ", maxsplit=1)[0]])
def test_other_scripts_are_left_alone(text: str) -> None:
    """A text in Russian or Greek stays what it is, and holds no token, though some of its words
    look Latin.
    """
    assert latin(text) == text
    assert fold(text) == text.casefold()
    assert tokens(text) == []


def test_another_script_beside_latin_is_left_alone() -> None:
    """A word in Cyrillic joined to a Latin one, or in a sentence with Cyrillic of its own, is not
    turned into Latin.
    """
    russia = "\u0420\u043e\u0441\u0441\u0438\u044f"
    assert latin(f"EU-{russia}") == f"EU-{russia}"
    assert fold(f"EU {RUSSIAN}") == f"eu {RUSSIAN.casefold()}"


def test_tokens_part_elisions_hyphens_and_keep_numbers_whole() -> None:
    """Elided articles and hyphens are taken apart, decimals and thousands with their separators are
    not.
    """
    assert tokens("Qu’est-ce que l’aide ?") == ["qu", "est", "ce", "que", "l", "aide"]
    assert tokens("3,5 % ou 2.75, 20 000 et 1.234,5") == [
        "3,5",
        "ou",
        "2.75",
        "20",
        "000",
        "et",
        "1.234,5",
    ]
    assert tokens("¿?! … — 🙂") == []


def test_forms_of_a_word_share_a_stem() -> None:
    """Singular and plural, masculine and feminine share a stem in their language, and different
    words don't.
    """
    assert stem("reunions", "fr") == stem("reunion", "fr")
    assert stem("meetings", "en") == stem("meeting", "en") == stem("meet", "en")
    assert stem("paix", "fr") != stem("pays", "fr")


def test_same_words_sees_through_typography() -> None:
    """Spaces, apostrophes, quotation marks, case and final punctuation make no difference; a word
    or an accent does.
    """
    written = "«\u00a0L’été  est\u202fclair.\u00a0»"
    assert same_words(written) == same_words('"l\'ÉTÉ est clair"') == "l'été est clair"
    assert same_words(written) != same_words("l'ete est clair")
    assert same_words(written) != same_words("l'été est très clair")


def test_straight_changes_apostrophes_only() -> None:
    """Every kind of apostrophe becomes a straight one; quotation marks and letters stay."""
    assert straight("l\u2019a « b » \u201cc\u201d d\u2032e") == "l'a « b » \u201cc\u201d d'e"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """What is folded stays as it is when folded again, and so do its tokens; look-alikes excepted,
    which depend on their company.
    """
    once = fold(text)
    assert tokens(once) == tokens(fold(once))
    assert all(t.isascii() and (t.isalpha() or t[0].isdigit()) for t in tokens(text))


def test_a_flood_of_marks_is_cut_short() -> None:
    """A letter under 100,000 combining marks is read as that letter, in a blink: no more than 30
    marks in a row are kept.
    """
    start = time.process_time()
    assert fold("a" + "\u0301\u0327" * 50_000 + "b") == "ab"
    assert time.process_time() - start < 2
    assert len(visible("a" + "\u0327" * 1000)) == 31


@given(st.text())
def test_visible_text_stays_visible(text: str) -> None:
    """Making a text visible twice changes nothing more, and leaves no control or zero-width
    character in it.
    """
    once = visible(text)
    assert visible(once) == once
    assert all(c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cn", "Co"} for c in once)
