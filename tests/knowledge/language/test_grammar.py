"""How words are quoted in a language."""

from __future__ import annotations

import pytest

from knowledge.language.grammar import quoted


@pytest.mark.parametrize(
    ("title", "english", "french"),
    [
        ("A pier opens", "“A pier opens”", "«\u00a0A pier opens\u00a0»"),
        ("« Non »", "“Non”", "«\u00a0Non\u00a0»"),
        ("Budget: “Roofs”", "“Budget: ‘Roofs’”", "«\u00a0Budget: “Roofs”\u00a0»"),
        ('"No": a talk', "“‘No’: a talk”", "«\u00a0“No”: a talk\u00a0»"),
        ("« Oui » et « non »", "“‘Oui’ et ‘non’”", "«\u00a0“Oui” et “non”\u00a0»"),
    ],
)
def test_a_title_is_quoted_once(title: str, english: str, french: str) -> None:
    """Marks within a title become the inner ones of the language, and none stands twice around."""
    assert (quoted(title, "en"), quoted(title, "fr")) == (english, french)
