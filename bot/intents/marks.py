"""The marks of a question: its alternatives, exceptions, places, who is said to speak."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from bot.intents.names import Found
from bot.intents.tokens import Token
from bot.intents.utterance import QUESTION, Feature
from bot.intents.vocabulary import Name

Marks = Mapping[str, Any]
_SAYING = (
    "say quote verbatim statement stress announce reply_say believe add propose comment warn"
    " call_for claim_deny explain hope"
)
SAYING = frozenset(f"c:{concept}" for concept in _SAYING.split())
_SPEAKERS = frozenset({"person", "country", "organisation"})


def opens(flat: str, phrases: Sequence[str]) -> str | None:
    """Return the longest phrase with which a message opens, or None."""
    return max(
        (
            p
            for p in _by_head(tuple(phrases)).get(flat.partition(" ")[0], ())
            if f"{flat} ".startswith(f"{p} ")
        ),
        key=len,
        default=None,
    )


@lru_cache(maxsize=32)
def _by_head(phrases: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return phrases by their first word."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        head = phrase.partition(" ")[0]
        found[head] = (*found.get(head, ()), phrase)
    return found


def holds(flat: str, phrases: Sequence[str]) -> bool:
    """Whether a message holds one of some phrases, as whole words."""
    return bool(held(flat, phrases))


def held(flat: str, phrases: Sequence[str]) -> list[str]:
    """Return those of some phrases that a message holds, as whole words."""
    line = f" {flat} "
    return [p for p in phrases if p in line and f" {p} " in line]


@cache
def pattern(written: str) -> re.Pattern[str]:
    """Return a pattern as it is written among the marks of a language."""
    return re.compile(written)


def is_pointed(words: Sequence[Token], marks: Marks) -> bool:
    """Whether a message points at something said before: by its last word, or by a pronoun before
    its verb.
    """
    flat = [t.text for t in words]
    clitic = any(
        word in marks["pointing_clitics"] and flat[i - 1] in marks["before_clitic"]
        for i, word in enumerate(flat)
        if i
    )
    return clitic or (len(flat) > 1 and flat[-1] in marks["pointing"])


def presence(words: Sequence[Token], found: Sequence[Found], marks: Marks) -> list[Feature]:
    """Return attendance as a feature where a message that names somebody ends with a word of
    presence ("was A there").
    """
    last = len(words) - 1
    names = any(hit.name.kind in _SPEAKERS and hit.at[-1] < last for hit in found)
    return (
        [Feature("c:attend", words[last].raw, at=last)]
        if names and words[last].text in marks["present"]
        else []
    )


def asking(features: Sequence[Feature], words: Sequence[Token], marks: Marks) -> list[Feature]:
    """Return features without the question words that only join a clause ("what did A say when B
    came", "the one who came").

    The first question word asks, or the one that opens a sentence, unless it is a relative pronoun;
    others ask beside it where they follow each other or "and".
    """
    asked = sorted({f.at for f in features if f.key.startswith(QUESTION)})
    if len(asked) < 2:  # noqa: PLR2004
        return list(features)
    filled = {f.at for f in features if not f.key.startswith(QUESTION)}
    relative = {
        at
        for at in asked
        if at - 1 in filled and any(f.at == at and f.key == "c:q_who" for f in features)
    }
    main = next((at for at in asked if words[at].opens and at), None) or next(
        (at for at in asked if at not in relative), asked[0]
    )
    kept = {
        main,
        *(
            at
            for at in asked
            if at > main and (words[at - 1].text in marks["and"] or at - 1 in asked)
        ),
    }
    return [f for f in features if not f.key.startswith(QUESTION) or f.at in kept]


def alternative(words: Sequence[Token], marks: Marks) -> int:
    """Return the position of the word between two alternatives ("or", but not the "or what" of a
    tag), or -1.
    """
    return next(
        (
            i
            for i, t in enumerate(words)
            if t.text in marks["or"]
            and 0 < i < len(words) - 1
            and words[i + 1].text not in marks["tags"]
        ),
        -1,
    )


def excepted(words: Sequence[Token], found: Sequence[Found], marks: Marks) -> tuple[Name, ...]:
    """Return the names that a message sets aside ("other than X")."""
    flat = [t.text for t in words]
    line = f" {' '.join(flat)} "
    for mark in (m for m in marks["except"] if f" {m} " in line):
        parts = mark.split()
        for i in range(len(flat) - len(parts) + 1):
            if flat[i : i + len(parts)] == parts:
                return tuple(f.name for f in found if f.at[0] >= i + len(parts))
    return ()


def located(words: Sequence[Token], found: Sequence[Found], marks: Marks) -> frozenset[str]:
    """Return the keys of the names that stand behind a word of place ("in X", "in the X")."""
    return frozenset(
        hit.name.key for hit in found if _is_place([t.text for t in words[: hit.at[0]]], marks)
    )


def _is_place(before: list[str], marks: Marks) -> bool:
    article = before and before[-1] in marks["articles"] and before[-1] not in marks["at_place"]
    return any(word in marks["at_place"] for word in (before[:-1] if article else before)[-1:])


def _is_subject(before: Sequence[tuple[int, str]], saying: Sequence[int], marks: Marks) -> bool:
    """Whether the words before a name, with their positions, make it what is spoken of: "about X",
    and "dit de X" but not "les mots de X".
    """
    if not before or before[-1][1] not in marks["subject_prepositions"]:
        return False
    return before[-1][1] not in marks["of"] or not any(
        at in saying and word not in marks["says"] for at, word in before[-3:-1]
    )


def _is_reported(at: int, saying: Sequence[int], flat: Sequence[str], marks: Marks) -> bool:
    """Whether the last word of saying before a position opens a clause that tells what is said
    ("say that X", "dit qu’X").
    """
    verb = max((i for i in saying if i < at), default=None)
    return verb is not None and flat[verb + 1] in marks["that"]


def speaker(
    words: Sequence[Token], found: Sequence[Found], features: Sequence[Feature], marks: Marks
) -> str | None:
    """Return the key of the one whose words a message asks for, or None.

    It is the person, country or body named nearest to a word of saying, and not behind a word that
    makes it the subject ("about X", "sur X") or opens what is said ("did A say that X").
    """
    flat = [t.text for t in words]
    for hit in found:
        leading = [w for w in flat[: hit.at[0]] if w not in marks["articles"]][-2:]
        if hit.name.kind in _SPEAKERS and (
            leading[-1:] in marks["according"] or leading in marks["according"]
        ):
            return hit.name.key
    saying = [
        f.at
        for f in features
        if f.key in SAYING
        and not any(
            t.text in marks["text_words"] or t.text in marks["text_nouns"]
            for t in words[max(0, f.at - 2) : f.at]
        )
    ]
    if not saying:
        return None
    speaking, subjects = [], set[int]()
    for hit in found:
        before = [
            (i, t.text) for i, t in enumerate(words[: hit.at[0]]) if t.text not in marks["articles"]
        ]
        # A name behind another in a row ("about A, B and C") is what that one is.
        row = next((i for i, word in reversed(before) if word not in marks["and"]), -1)
        if row in subjects or _is_subject(before, saying, marks):
            subjects.update(hit.at)
        elif hit.name.kind in _SPEAKERS and not _is_reported(hit.at[0], saying, flat, marks):
            speaking.append((min(abs(hit.at[0] - at) for at in saying), hit.at[0], hit.name.key))
    return min(speaking)[2] if speaking else None
