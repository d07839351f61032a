"""Messages laid out for a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.adapters.charset import fitting
from bot.adapters.screen import Page
from bot.chat.messages import Block, Message
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse

FOLDING = "Sentences: /passages"
SENTENCES = st.text(alphabet="abcé§’- \u00a0\u202f\n\t1 2日🙂\u0301", max_size=200)


@given(SENTENCES, st.integers(1, 60))
def test_no_line_is_wider_than_the_page(text: str, width: int) -> None:
    """Whatever a text holds, each line fits into the columns, of which a character needs two."""
    rows = list(Page(width).lines(text))
    assert all(cell_len(row.text) <= max(width, 2) for row in rows)
    assert "".join("".join(row.text for row in rows).split()) == "".join(text.split())


@given(
    st.lists(
        st.sampled_from(
            [
                "–",
                "a",
                "mot",
                "l’Ukraine",
                "euro-atlantique",
                "§ 12",
                "(§ 5)",
                "M. Rutte",
                "Mr. Hale",
                "«\u00a0oui\u00a0»",
            ]
        ),
        min_size=1,
    ),
    st.integers(24, 60),
)
def test_no_word_is_cut(words: list[str], width: int) -> None:
    """A word that fits is never cut; "§" stays with its number, a title with its name."""
    lines = [row.text.strip() for row in Page(width).lines(" ".join(words))]
    assert " ".join(lines).split(" ") == " ".join(words).split(" ")
    assert not any(line.endswith(("§", "M.", "Mr.")) for line in lines)


def test_what_is_longer_than_a_line_is_cut() -> None:
    """An address that no line holds begins a line of its own and goes on in the next."""
    assert [r.text for r in Page(12).lines("voir https://example.org/abc ici")] == [
        "voir",
        "https://exam",
        "ple.org/abc",
        "ici",
    ]


def test_items_stand_apart() -> None:
    """What an item goes on with stands below its words, not below its mark."""
    assert [r.text for r in Page(24).lines("– un deux trois quatre cinq six")] == [
        "– un deux trois quatre",
        "  cinq six",
    ]


@pytest.mark.parametrize(
    "question",
    [
        *("/summary", "raconte jeudi", "tout sur l’Ukraine", "who took part?", "/timeline"),
        *("/people", "who is named?", "list all countries", "qui est cité ?"),
    ],
)
@pytest.mark.parametrize("width", [40, 80])
def test_passages_do_not_push_the_answer_away(brain: Brain, question: str, width: int) -> None:
    """Of a list's passages the page has one sentence on how to see them, behind the list."""
    message = converse(OneReport(brain), [question], "en")[1]
    rows = [row.text for row in Page(width).rows(message, FOLDING)]
    assert {"folded"} < {b.kind for b in message.blocks} <= {"folded", "text", "source"}
    (text,) = (b.text for b in message.blocks if b.kind == "text")
    above = [row.text for row in Page(width).lines(text)]
    # Lines of a list name their paragraphs, or these stand below it.
    where = [b.text for b in message.blocks if b.kind == "source"]
    assert rows[: len(above) + len(where) + 2] == [*above, *where, "", FOLDING]


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "L’Été «\u00a0§\u00a05\u00a0» – ok…"),
        ("latin-1", "L'Été «\u00a0§\u00a05\u00a0» - ok..."),
        ("ascii", 'L\'Ete " par. 5 " - ok...'),
    ],
)
def test_the_nearest_characters(encoding: str, shown: str) -> None:
    """What a character set lacks is shown in the nearest that it has; the rest stays."""
    assert fitting("L’Été «\u00a0§\u00a05\u00a0» – ok…", encoding) == shown


@given(
    st.text(alphabet=st.characters(codec="utf-8"))
    | st.text(alphabet=st.characters(categories=["Cs"])),
    st.sampled_from(["ascii", "latin-1", "cp1252", "utf-8"]),
)
def test_no_character_ends_a_reply(text: str, encoding: str) -> None:
    """Any text can be shown in any character set, lone surrogates too."""
    assert isinstance(fitting(text, encoding), str)


def test_a_page_is_laid_out_as_it_is_shown() -> None:
    """What takes more columns in a poor character set is laid out by what it takes there."""
    rows = list(
        Page(20, "ascii").rows(Message("fr", (Block("text", "il a parlé de paix (§ 5)"),)), FOLDING)
    )
    assert [r.text for r in rows] == ["il a parle de paix", "(par. 5)"]
