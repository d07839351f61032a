"""Tests of where sentences of a plain text begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.sentences import HELD, spans

FRENCH = [
    ("M. Roy est là. Mme Roy aussi.", ["M. Roy est là.", "Mme Roy aussi."]),
    (
        "MM. Roy et Leroy sont là. Le Dr. No aussi. Me Duval sort.",
        ["MM. Roy et Leroy sont là.", "Le Dr. No aussi.", "Me Duval sort."],
    ),
    ("J.-P. Roy et J. F. Roy parlent. Il sort.", ["J.-P. Roy et J. F. Roy parlent.", "Il sort."]),
    (
        "Cela coûte 3.5 millions. Soit 2,75 de plus.",
        ["Cela coûte 3.5 millions.", "Soit 2,75 de plus."],
    ),
    (
        "Art. 5 du traité. Le no. 3 aussi. Voir p. 12. Fin.",
        ["Art. 5 du traité.", "Le no. 3 aussi.", "Voir p. 12.", "Fin."],
    ),
    ("Il vit l'art. Le 3, il sort.", ["Il vit l'art.", "Le 3, il sort."]),
    (
        "En 200 av. J.-C., il naît. Vers 100 av. J.-C. La ville tombe.",
        ["En 200 av. J.-C., il naît.", "Vers 100 av. J.-C.", "La ville tombe."],
    ),
    ("Du pain, du vin, etc. Le reste suit.", ["Du pain, du vin, etc.", "Le reste suit."]),
    ("« Oui. Non. » Il part.", ["« Oui. Non. »", "Il part."]),
    (
        "Il a dit : «\u00a0Oui. Non.\u00a0» « Bien », dit-elle.",
        ["Il a dit : «\u00a0Oui. Non.\u00a0»", "« Bien », dit-elle."],
    ),
    (
        "« Il a dit “oui. Non.” hier. Et puis ? » Il part.",
        ["« Il a dit “oui. Non.” hier. Et puis ? »", "Il part."],
    ),
    ("« Sans fin. Ni rien.", ["« Sans fin.", "Ni rien."]),
    ("Oui.» Non.", ["Oui.»", "Non."]),
    ("Quand ? Hier ! Bon… Alors.", ["Quand ?", "Hier !", "Bon…", "Alors."]),
    ("« Viens ! » dit-il. Elle vint.", ["« Viens ! » dit-il.", "Elle vint."]),
    ("Fin. Œuvre. École. 20 pays.", ["Fin.", "Œuvre.", "École.", "20 pays."]),
    ("1. Premier point. 2. Deuxième point.", ["1. Premier point.", "2. Deuxième point."]),
    ("Le site exemple.fr est là. Voir p. 3", ["Le site exemple.fr est là.", "Voir p. 3"]),
]
ENGLISH = [
    ("Mr. Fox met Mrs. Fox. They ate.", ["Mr. Fox met Mrs. Fox.", "They ate."]),
    ("The U.S. Secretary came. He spoke.", ["The U.S. Secretary came.", "He spoke."]),
    ("He left the U.S. Then it rained.", ["He left the U.S.", "Then it rained."]),
    (
        "It rose by 3.5 per cent. No. 5 won at 5 p.m. The rest lost.",
        ["It rose by 3.5 per cent.", "No. 5 won at 5 p.m.", "The rest lost."],
    ),
    ("Was it so? No. It was not.", ["Was it so?", "No.", "It was not."]),
    (
        "They came on Jan. 3. Gen. Fox spoke (c. 40 minutes). It was late.",
        ["They came on Jan. 3.", "Gen. Fox spoke (c. 40 minutes).", "It was late."],
    ),
    ('He said "yes. No." Then he left.', ['He said "yes. No."', "Then he left."]),
    ('He left. "Yes," she said. "No."', ["He left.", '"Yes," she said.', '"No."']),
    ("“Yes. No.” Then he left.", ["“Yes. No.”", "Then he left."]),
    ('A screen of 5" is small. It is.', ['A screen of 5" is small.', "It is."]),
    ("(It came.) Then it went.", ["(It came.)", "Then it went."]),
    ("It came from Acme Inc. The firm is old.", ["It came from Acme Inc.", "The firm is old."]),
    ("Fruit, e.g. Pears, i.e. Williams. Fine.", ["Fruit, e.g. Pears, i.e. Williams.", "Fine."]),
]
LINES = [
    (
        "Un titre\nUne phrase qui est bien plus longue que lui.",
        ["Un titre", "Une phrase qui est bien plus longue que lui."],
    ),
    (
        "Une phrase rompue faute de\nplace sur la ligne. Une autre.",
        ["Une phrase rompue faute de\nplace sur la ligne.", "Une autre."],
    ),
    (
        "Trois pays :\n- la Norvège ;\n- le Japon ;\n- l'Inde.",
        ["Trois pays :", "- la Norvège ;", "- le Japon ;", "- l'Inde."],
    ),
    (
        "1) Un point long\n2) Un point court\n3) Fin",
        ["1) Un point long", "2) Un point court", "3) Fin"],
    ),
    ("# Titre\nLa phrase.\n=====\nSuite.", ["# Titre", "La phrase.", "Suite."]),
    ("Une phrase.\r\nUne autre.\r\n", ["Une phrase.", "Une autre."]),
    ("", []),
    (" \n\t\n", []),
    ("Sans point final", ["Sans point final"]),
    ("...", ["..."]),
]


def split(text: str, lang: str) -> list[str]:
    """Return the sentences of a paragraph as strings."""
    return [text[a:b] for a, b in spans(text, lang)]


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french_sentences(text: str, expected: list[str]) -> None:
    """Titles, initials, acronyms, decimals and quotations of several sentences end no French
    sentence.
    """
    assert split(text, "fr") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_sentences(text: str, expected: list[str]) -> None:
    """Titles, initials, acronyms, decimals and quotations of several sentences end no English
    sentence.
    """
    assert split(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines(text: str, expected: list[str]) -> None:
    """A heading and each line of a list are by themselves; a line broken for want of room runs
    on.
    """
    assert split(text, "fr") == expected


def test_a_long_quotation_is_taken_apart() -> None:
    """A quotation of several sentences that is longer than a passage should be is told sentence by
    sentence.
    """
    long = " ".join(["Nous allons travailler ensemble."] * (HELD // 20))
    assert len(split(f"Elle a dit : « {long} » Elle est partie.", "fr")) == HELD // 20 + 1


@given(st.text(alphabet="aA M.?!1«»“”()\"'\n-,é…\r\t", max_size=120), st.sampled_from(["fr", "en"]))
def test_every_word_is_in_one_sentence(text: str, lang: str) -> None:
    """Spans come in order, do not touch space at their edges, and together hold every letter and
    figure.
    """
    found = spans(text, lang)
    assert all(a < b for a, b in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert all(text[a:b] == text[a:b].strip() for a, b in found)
    outside = [
        c for i, c in enumerate(text) if c.isalnum() and not any(a <= i < b for a, b in found)
    ]
    assert outside == []


def test_time_grows_with_length() -> None:
    """Marks opened and never closed, in their thousands, are one pass all the same."""
    text = '« Il a dit (oui. " Non. “ Alors. M. ' * 20_000
    assert len(spans(text, "fr")) > 20_000
