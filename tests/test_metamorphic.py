"""Metamorphic laws: what may be changed in a question without changing its answer, and what may
not.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.dialogue.phrases import DENIED
from knowledge.language.words import fold

SETS = Path(__file__).parent / "questions" / "seen"
NEIGHBOURS = dict(zip("azertyuiopqsdfghjklmwxcvbn", "zertyuiopoqdfghjklmlxcvbnb", strict=True))
SAMPLE = 120
KEPT = 0.98

Change = Callable[[str, random.Random], str]
Judge = Callable[[str], tuple[str, tuple[str, ...]]]


def questions() -> list[str]:
    """Return a seeded sample of the questions of one turn that are no test of noise themselves."""
    items = [
        json.loads(line)
        for name in ("a", "b")
        for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    plain = [
        i["turns"][0]
        for i in items
        if len(i["turns"]) == 1 and i["style"] not in {"typo", "injection", "outofscope"}
    ]
    return random.Random(7).sample(plain, SAMPLE)  # noqa: S311 - a seed for a sample, no secret


def typo(text: str, rng: random.Random, brain: Brain) -> str:
    """Return a text with one slip in a word of five letters or more that makes no other known
    word.
    """
    words = list(re.finditer(r"[^\W\d_]{5,}", text))
    rng.shuffle(words)
    for match in words:
        word, at = match.group(), rng.randrange(1, len(match.group()) - 1)
        slips = [
            word[:at] + NEIGHBOURS.get(word[at].lower(), "e") + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
        slip = rng.choice(slips)
        if (
            fold(slip) != fold(word)
            and not brain.analyser.lexicon.knows(fold(slip))
            and fold(slip) not in brain.analyser.known
        ):
            return text[: match.start()] + slip + text[match.end() :]
    return text


def judged(brain: Brain, text: str) -> tuple[str, tuple[str, ...]]:
    """Return what an answer tells: its verdict, or that it says no, and its passages."""
    answer, _ = respond(brain, text, Context())
    told = "no" if answer.intent == DENIED else answer.verdict
    return told, tuple(p.text for p in answer.passages)


@pytest.fixture(scope="module")
def judge(brain: Brain) -> Judge:
    """Return what judges texts, each once."""
    return cache(partial(judged, brain))


def parts_ways(judge: Judge, one: str, other: str) -> bool:
    """Whether one of two texts is told what the other is not: another passage, or a denial. Where
    only the nearest passages are shown for either, nothing is told.
    """
    first, second = judge(one), judge(other)
    return first != second and "nearest" not in {first[0], second[0]}


def without_accents(text: str, _: random.Random) -> str:
    """Return a text as typed on a keyboard without accents."""
    return "".join(
        fold(c) if c.isalpha() and fold(c).isascii() and c.islower() else c for c in text
    )


def is_french(text: str) -> bool:
    """Whether a text of the sets is French, by its commonest words."""
    return bool(
        re.search(
            r"\b(le|la|les|l|est|que|qui|quoi|quel|quelle|des|du|un|une|d|sur|et|il)\b",
            text.lower(),
        )
    )


# What a question may name that the report holds, and others in their place that it does not, by the
# shape of the words.
REPLACED = (
    (r"\bJapon\b", "Brésil"),
    (r"\bJapan\b", "Brazil"),
    (r"\bAustralie\b", "Argentine"),
    (r"\bAustralia\b", "Argentina"),
    (r"\bUkraine\b", "Moldova"),
    (r"\bIran\b", "Pakistan"),
    (r"\bChine\b", "Syrie"),
    (r"\bChina\b", "Syria"),
    (r"\bRutte\b", "Stoltenberg"),
    (r"\bRubio\b", "Blinken"),
    (r"\bSybiha\b", "Kuleba"),
    (r"\bKallas\b", "Borrell"),
    (r"\bjeudi\b", "mardi"),
    (r"\bThursday\b", "Tuesday"),
    (r"\bvendredi\b", "lundi"),
    (r"\bFriday\b", "Monday"),
)


def replaced(text: str) -> str:
    """Return a text with the first country, person or day of the report that it names replaced by
    one that the report does not hold.
    """
    for pattern, other in REPLACED:
        if re.search(pattern, text):
            return re.sub(pattern, other, text)
    return text


CHANGES: dict[str, Change] = {
    "accents": without_accents,
    "punctuation": lambda t, _: re.sub(r"\s*[?.!]+\s*$", "", t),
    "shouted": lambda t, _: t.upper(),
    "capitals lost": lambda t, _: t[:1].lower() + t[1:],
    "curly": lambda t, _: t.replace("'", "’"),
    "straight": lambda t, _: t.replace("’", "'"),
    "greeting": lambda t, _: f"{'Bonjour' if is_french(t) else 'Hello'}, {t}",
    "thanks": lambda t, _: f"{t} {'Merci.' if is_french(t) else 'Thanks.'}",
}


@pytest.mark.parametrize("name", CHANGES)
def test_answer_stays(judge: Judge, name: str) -> None:
    """Lost accents, punctuation and capitals, kinds of apostrophe, a greeting and thanks change
    nothing that is told or denied in 98 of 100 questions.
    """
    rng = random.Random(11)  # noqa: S311 - a seed for a sample, no secret
    sample = questions()
    changed = [q for q in sample if parts_ways(judge, q, CHANGES[name](q, rng))]
    assert len(changed) <= (1 - KEPT) * len(sample), changed


def test_answer_changes_with_what_it_turns_on(judge: Judge) -> None:
    """Another country, person or day, one that the report does not hold, changes the answer in 98
    of 100 questions.
    """
    items = [
        json.loads(line)
        for name in ("a", "b")
        for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    plain = [
        i["turns"][0]
        for i in items
        if len(i["turns"]) == 1
        and i["answerable"]
        and i["style"] in {"plain", "when", "where", "howmuch", "yesno", "quote", "paraphrase"}
    ]
    sample = random.Random(17).sample(  # noqa: S311 - a seed for a sample, no secret
        named := [q for q in plain if replaced(q) != q], min(SAMPLE, len(named))
    )
    sample = [q for q in sample if judge(q)[0] == "answered"]
    same = [replaced(q) for q in sample if judge(q) == judge(replaced(q))]
    assert len(sample) > SAMPLE / 4
    assert len(same) <= (1 - KEPT) * len(sample), same


def test_answer_stays_under_one_slip(judge: Judge, brain: Brain) -> None:
    """One slip in a long word that makes no other word changes no answer in 98 of 100 questions."""
    rng = random.Random(13)  # noqa: S311 - a seed for a sample, no secret
    sample = [q for q in questions() if re.search(r"[^\W\d_]{5,}", q)]
    changed = [(q, t) for q in sample if parts_ways(judge, q, t := typo(q, rng, brain))]
    assert len(changed) <= (1 - KEPT) * len(sample), changed
