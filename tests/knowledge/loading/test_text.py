"""Tests of paragraphs, sentences and the passages shown for words of a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.text import passage_of, sentences


def split(text: str, lang: str) -> list[str]:
    """Return the sentences of a text as strings."""
    return [text[s.start : s.end] for s in sentences(text, lang)]


def shown(text: str, words: str) -> str:
    """Return the passage shown for words that stand in a text."""
    start = text.index(words)
    known = sentences(text, "fr")
    return passage_of("a-report", text, (start, start + len(words)), known, "fr").text


def test_paragraphs_are_lines_that_are_not_blank() -> None:
    """Paragraphs are counted by lines; blank lines and either kind of line end make no
    paragraph.
    """
    found = sentences("\n Un. Deux.\n\n \t\nTrois.\r\nQuatre", "fr")
    assert [(s.paragraph, s.number) for s in found] == [(1, 1), (1, 2), (2, 1), (3, 1)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr", "M. Roy est là. Mme Roy aussi.", ["M. Roy est là.", "Mme Roy aussi."]),
        ("fr", "Le Dr Who et Dr. No. Fin.", ["Le Dr Who et Dr. No.", "Fin."]),
        ("en", "Mr. Fox met Mrs. Fox. They ate.", ["Mr. Fox met Mrs. Fox.", "They ate."]),
        ("fr", "J. F. Roy parle. Il sort.", ["J. F. Roy parle.", "Il sort."]),
        ("en", "The U.S. Secretary came. He spoke.", ["The U.S. Secretary came.", "He spoke."]),
        ("en", "He left the U.S. Then it rained.", ["He left the U.S.", "Then it rained."]),
        (
            "fr",
            "Cela coûte 3.5 millions. Soit 2,75 de plus.",
            ["Cela coûte 3.5 millions.", "Soit 2,75 de plus."],
        ),
        ("fr", "Art. 5 du traité. Le no. 3 aussi.", ["Art. 5 du traité.", "Le no. 3 aussi."]),
        ("en", "“Yes. No.” Then he left.", ["“Yes. No.”", "Then he left."]),
        ("en", 'He said "yes. No." Then he left.', ['He said "yes. No."', "Then he left."]),
        ("fr", "« Oui. Non. » Il part.", ["« Oui. Non. »", "Il part."]),
        (
            "fr",
            "Il a dit : «\u00a0Oui. Non.\u00a0» « Bien », dit-elle.",
            ["Il a dit : «\u00a0Oui. Non.\u00a0»", "« Bien », dit-elle."],
        ),
        (
            "fr",
            "« Il a dit “oui. Non.” hier. Et puis ? » Il part.",
            ["« Il a dit “oui. Non.” hier. Et puis ? »", "Il part."],
        ),
        ("fr", "Quand ? Hier ! Bon… Alors.", ["Quand ?", "Hier !", "Bon…", "Alors."]),
        ("fr", "(Il est venu.) Puis il part.", ["(Il est venu.)", "Puis il part."]),
        ("fr", "Fin. Œuvre. École. 20 pays.", ["Fin.", "Œuvre.", "École.", "20 pays."]),
        ("fr", "Le site exemple.fr est là. Voir p. 3", ["Le site exemple.fr est là.", "Voir p. 3"]),
        ("fr", "Sans point final", ["Sans point final"]),
        (
            "fr",
            "« Sans fin. Ni rien.\nAutre. Ligne.",
            ["« Sans fin.", "Ni rien.", "Autre.", "Ligne."],
        ),
        ("fr", "", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(lang: str, text: str, expected: list[str]) -> None:
    """Titles, initials, acronyms, decimals and quotations of several sentences do not end a
    sentence; ? ! … and » do. A mark that is never closed holds nothing.
    """
    assert split(text, lang) == expected


QUOTATION = (
    "Il a dit : « Un deux. M. Roy trois. Quatre ! » Puis il part. « Cinq. Six », dit-il, « sept."
    " Huit. »"
)


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("deux", "Un deux."),
        ("trois", "M. Roy trois."),
        ("M. Roy trois. Quatre", "M. Roy trois. Quatre !"),
        ("Un deux. M. Roy trois. Quatre !", "Un deux. M. Roy trois. Quatre !"),
        ("Il a dit", "Il a dit :"),
        ("Puis", "Puis il part."),
        (" Puis ", "Puis il part."),
        ("Cinq", "Cinq."),
        ("Huit", "Huit."),
        ("dit-il", "« Cinq. Six », dit-il, « sept. Huit. »"),
        ("Six », dit-il, « sept", "« Cinq. Six », dit-il, « sept. Huit. »"),
        ("« Un deux. M. Roy trois. Quatre ! »", "Il a dit : « Un deux. M. Roy trois. Quatre ! »"),
        ("Quatre ! » Puis", "Il a dit : « Un deux. M. Roy trois. Quatre ! » Puis il part."),
    ],
)
def test_the_smallest_passage_is_shown(words: str, passage: str) -> None:
    """Words inside a quotation of several sentences get its own sentences, words before it its
    introduction, others whole sentences.
    """
    assert shown(QUOTATION, words) == passage


@pytest.mark.parametrize(
    "text",
    ["Il a dit : « Oui et non. »", "Il a dit : « M. Roy est là. »", "Elle, « enfin » seule, rit."],
)
def test_a_short_quotation_stays_in_its_sentence(text: str) -> None:
    """A quotation of one sentence, or of a part of one, is shown with what introduces it."""
    for word in (
        "Il a dit" if text.startswith("Il") else "Elle",
        text.split(" »", maxsplit=1)[0].rsplit(maxsplit=1)[-1].rstrip("."),
    ):
        assert shown(text, word) == text


def test_passages_know_their_place() -> None:
    """A passage carries its report, paragraph and sentence, from 1, and stands in the text at its
    span.
    """
    text = "Un.\nDeux trois. Quatre cinq."
    passage = passage_of(
        "a-report", text, (text.index("cinq"), len(text)), sentences(text, "fr"), "fr"
    )
    assert (passage.report, passage.paragraph, passage.sentence) == ("a-report", 2, 2)
    assert text[passage.start : passage.end] == passage.text == "Quatre cinq."


def test_a_span_without_words_is_refused() -> None:
    """Nothing can be shown for a span that holds no words."""
    with pytest.raises(ValueError, match="no words"):
        passage_of("a-report", "Un. Deux.", (3, 4), sentences("Un. Deux.", "fr"), "fr")


@given(
    st.lists(
        st.sampled_from(
            [
                "Un",
                "M.",
                " ",
                "«",
                "»",
                "“",
                "”",
                '"',
                ".",
                ". ",
                "? ",
                "\n",
                "\r\n",
                "A.",
                "U.S.",
                ":",
                "3,5",
                "fin",
                "…",
            ]
        ),
        max_size=30,
    )
)
def test_no_word_is_lost_and_every_word_has_a_passage(parts: list[str]) -> None:
    """Sentences follow each other in order and hold every character that is not blank, and any word
    can be shown in its passage.
    """
    text = "".join(parts)
    found = sentences(text, "fr")
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(text[s.start : s.end].split()) for s in found) == "".join(text.split())
    for i, character in enumerate(text):
        if not character.isspace():
            passage = passage_of("a-report", text, (i, i + 1), found, "fr")
            assert passage.start <= i < passage.end
            assert text[passage.start : passage.end] == passage.text
