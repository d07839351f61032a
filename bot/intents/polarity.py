"""Polarity: whether a message asks for yes or no, and by what it does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.intents.marks import SAYING, Marks, holds, opens, pattern
from bot.intents.names import Found
from bot.intents.tokens import Token
from bot.intents.utterance import QUESTION, Feature


def is_polar(flat: str, features: Sequence[Feature], marks: Marks) -> bool:
    """Whether a message asks for yes or no.

    A question word makes it ask for something else, except behind the verb of a question that opens
    with one ("did they raise who pays").
    """
    if asks_what(flat, marks):
        return False
    opener = opens(flat, marks["openers"])
    body = flat.removeprefix(f"{opener} ") if opener else flat
    words = [
        f for f in features if f.key.startswith(QUESTION) and f.key not in {"c:q_which", "c:q_what"}
    ]
    if opens(body, marks["polar"]):
        say = any(f.key in SAYING or f.key in {"c:mention", "c:detail"} for f in features)
        return not words or not say
    asked = words or any(f.key.startswith(QUESTION) for f in features)
    return holds(flat, marks["polar_anywhere"]) and not asked


def asks_what(flat: str, marks: Marks) -> bool:
    """Whether a message opens, after what only begins it, with a word that asks what."""
    opener = opens(flat, marks["openers"])
    return opens(flat.removeprefix(f"{opener} ") if opener else flat, marks["asking"]) is not None


def opens_polar(flat: str, marks: Marks) -> bool:
    """Whether a message opens, after what only begins it, as a question of yes or no, or holds what
    asks for one whatever else it holds.
    """
    opener = opens(flat, marks["openers"])
    return opens(
        flat.removeprefix(f"{opener} ") if opener else flat, marks["polar"]
    ) is not None or holds(flat, marks["polar_always"])


def is_cleft(flat: str, words: Sequence[Token], found: Sequence[Found], marks: Marks) -> bool:
    """Whether a message asks of somebody named whether it was they ("est-ce A qui …")."""
    opener = opens(flat, marks["cleft"])
    if opener is None:
        return False
    at = len(opener.split())
    while at < len(words) and words[at].text in marks["articles"]:
        at += 1
    return any(hit.at[0] == at for hit in found)


def is_declared(text: str, words: Sequence[Token], marks: Marks) -> bool:
    """Whether a message is a whole sentence that only its question mark makes a question ("A came
    on Monday?").
    """
    if not text.rstrip().endswith("?"):
        return False
    return any(
        t.raw.casefold() in marks["declaring"] or t.text.endswith(tuple(marks["declaring_endings"]))
        for t in words[1:]
    )


def is_inverted(text: str, marks: Marks) -> bool:
    """Whether a folded message puts a pronoun behind its verb, and nothing that asks for something
    else before it.
    """
    found = next((hit for p in marks["inverted"] if (hit := pattern(p).search(text))), None)
    return found is not None and not any(
        holds(text[: found.start()].replace("'", " "), (word,)) for word in marks["asking"]
    )
