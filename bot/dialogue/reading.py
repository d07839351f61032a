"""Reading: which part of a message is the question."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from bot.dialogue.brain import Brain
from bot.intents import forms
from bot.intents.forms import Form
from knowledge.language.words import fold, tokens, visible

# The end of a sentence, which the full stop of a title ("M. Dupont") is not.
_END = (
    r"(?<=[.!?…])(?<!\bM\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bMM\.)(?<!\bMme\.)"
    r"(?<!\bDr\.)(?<!\bSt\.)\s+"
)
_SENTENCE = re.compile(rf"{_END}|\n+|(?<=\w)\s*[:;]\s+|(?<![^\S\n])[^\S\n]+[—–]\s+")
_LINES = re.compile(rf"{_END}|\n+")
_CLAUSE = re.compile(r"[,;]\s+|(?<!\s)\s+[—–-]\s+")
_PIECE = re.compile(rf"{_CLAUSE.pattern}|(?<!\s)\s+[:;]\s+|[:;]\s+")
_ASKED = re.compile(r"(?<=\?)\s+")
_PAUSE = re.compile(r"[,;]\s+")
_FIRST = re.compile(r"\A\W*([^\W\d_]+)[\s,.!]+(?=\S)")
_RUN = re.compile(r"\S+")
# What only pieces of code, paths and addresses hold, which say nothing about a report.
_CODE = re.compile(r"[{}\\|<>]|\.\./|://|%[a-z]\b")
_RAMBLING = 30
_TALK = 0.5
_MOST_CLAUSES = 8
_LONG = 40
_SHORTENED = 300
_MOST_PARTS = 4
# How many words a question word may be from the beginning of a question ("to whom", "et avec qui").
_OPENING = 2
SMALL_TALK = ("help", "hello", "thanks", "bye", "self", "orders")


def whole(brain: Brain, message: str, lang: str) -> str:
    """Return what a message asks: all of it, less the sentences that only greet, thank or give
    orders to the bot.

    Of a very long message it is the sentence or clause that fits the report best.
    """
    text = visible(message).strip()
    text = (
        _RUN.sub(lambda run: "" if _CODE.search(run.group()) else run.group(), text).strip(" —–-")
        or text
    )
    text = _ungreeted(brain, text, lang)
    if _is_long(text):
        text = _kernel(brain, text, lang)
    text = _without_asides(brain, text, lang)
    parts = [p for p in _SENTENCE.split(text) if p.strip()]
    if len(parts) < 2:  # noqa: PLR2004
        return text
    kept = [p for p in parts if not _is_talk(brain, p, lang) and not _is_aside(brain, p, lang)]
    if not kept or len(kept) == len(parts):
        return text
    rest = " ".join(kept)
    if "?" in rest or brain.analyser.analyse(rest, lang).asks:
        return rest
    return " ".join(p for p in parts if p not in kept)


def formed(brain: Brain, text: str, lang: str) -> tuple[str, Form, str]:
    """Return a message without the words that only tell the form of its answer, that form, and the
    language of these words; `lang` comes first, and is the language where there are none.
    """
    for code in sorted(brain.languages, key=lambda each: each != lang):
        rest, form = forms.read(text, code, brain.languages[code].marks["forms"])
        if rest != text:
            return rest, form, code
    return text, Form(), lang


def _ungreeted(brain: Brain, text: str, lang: str) -> str:
    """Return a message without the greeting before it, unless it is nothing else."""
    match = _FIRST.match(text)
    while match and "c:greeting" in brain.analyser.lexicon.concepts(fold(match[1]), lang):
        text = text[match.end() :]
        match = _FIRST.match(text)
    return text


def _kernel(brain: Brain, text: str, lang: str) -> str:
    """Return the part of a long message that asks: its last questions or, of one long sentence, the
    clause that fits best.
    """
    sentences = [s for s in _LINES.split(text) if s.strip()]
    asking = [s for s in sentences if s.rstrip().endswith("?")][-2:] or sentences[-1:]
    found = " ".join(asking)
    if not _is_long(found):
        return found
    best, score = found[-_SHORTENED:], 0.0
    clauses = [c for s in asking for c in _PIECE.split(s) if len(c.split()) > 2]  # noqa: PLR2004
    for clause in [c for c in clauses if not _is_long(c)][-_MOST_CLAUSES:]:
        utterance = brain.analyser.analyse(clause, lang)
        matches = brain.matcher.match(utterance) if utterance.asks else []
        if matches and matches[0].score > score:
            best, score = clause, matches[0].score
    return best


def _is_long(text: str) -> bool:
    return len(text) > _SHORTENED or len(text.split()) > _LONG


def _without_asides(brain: Brain, text: str, lang: str) -> str:
    """Return a message without the clauses in which people only speak of themselves ("I'm on
    deadline").
    """
    clauses = _CLAUSE.split(text)
    if len(clauses) < 2 or len(text.split()) > _RAMBLING:  # noqa: PLR2004
        return text
    kept = [c for c in clauses if not _is_aside(brain, c, lang)]
    told = ", ".join(kept)
    return (
        told
        if len(kept) == len(clauses) or (kept and brain.analyser.analyse(told, lang).features)
        else text
    )


def _is_aside(brain: Brain, clause: str, lang: str) -> bool:
    if "?" in clause or not any(
        word in language.marks["first_person"]
        for language in brain.languages.values()
        for word in tokens(clause)
    ):
        return False
    utterance = brain.analyser.analyse(clause, lang)
    own = set(brain.languages[utterance.lang].marks["first_person"])
    tells = (
        utterance.names or utterance.asks or any(f.key.startswith("d:") for f in utterance.features)
    )
    return any(t.text in own for t in utterance.words) and not tells


def narrower(text: str) -> list[str]:
    """Return parts of a message that may hold its question alone, where the message as a whole
    could not be answered.
    """
    parts = [p for p in _SENTENCE.split(text) if p.strip()]
    asking = [p for p in parts if p.rstrip().endswith("?")] or parts[-1:]
    return [" ".join(asking)] if 0 < len(asking) < len(parts) else []


def embedded(text: str, seeks: Callable[[str], bool], speaks: Callable[[str], bool]) -> str:
    """Return the question that ends a message whose beginning only speaks of its writer ("I should
    be glad to learn what …"), or nothing.

    `seeks` tells whether some words hold a question word, `speaks` whether they are of the writer
    and name nothing.
    """
    words = text.split()
    begin = next((n for n in range(2, len(words) - 2) if seeks(words[n])), 0)
    return " ".join(words[begin:]) if begin and speaks(" ".join(words[:begin])) else ""


def questions(text: str, conjunctions: list[str], asks: Callable[[str], bool]) -> list[str]:
    """Return the questions of a message that asks several, each to be answered by itself, or none.

    They are parted by a question mark, or by a conjunction before a question word; `asks` tells
    whether words ask by one.
    """
    pieces: list[str] = []
    sentences = _ASKED.split(text.strip())
    if len(sentences) > 1 and not all(s.endswith("?") for s in sentences):
        return []
    joint = _joint(tuple(conjunctions))
    for sentence in sentences:
        parts = _parted(sentence, joint, asks)
        pieces += [p for part in parts[:-1] for p in _parted(part, _PAUSE, asks)] + parts[-1:]
    pieces = [p.strip(" ,;") for p in pieces if any(c.isalpha() for c in p)]
    return pieces if 1 < len(pieces) <= _MOST_PARTS else []


@cache
def _joint(conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a conjunction between two questions."""
    return re.compile(
        rf"(?:[,;]|(?<![\s,;]))\s+(?:{'|'.join(map(re.escape, conjunctions))})\s+", re.IGNORECASE
    )


def _parted(text: str, joint: re.Pattern[str], asks: Callable[[str], bool]) -> list[str]:
    """Return a text parted at each joint between words that ask and a question word."""
    parts, begin = [], 0
    for found in joint.finditer(text):
        head = " ".join(text[found.end() :].split(maxsplit=_OPENING)[:_OPENING])
        if asks(head) and asks(text[begin : found.start()]):
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]


def halves(text: str, conjunctions: list[str]) -> list[str]:
    """Return the parts of a message that join several questions ("where, when and who"), or
    none.
    """
    parts = [p.strip(" ,") for p in _between(tuple(conjunctions)).split(text)]
    parts = [p for p in parts if p]
    return parts if 1 < len(parts) <= _MOST_PARTS else []


@cache
def _between(conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of what stands between the parts of an enumeration."""
    joint = "|".join(map(re.escape, conjunctions))
    return re.compile(rf"(?<!\s)(?:\s*,\s*(?:{joint})\s+|\s+(?:{joint})\s+|\s*,\s+)", re.IGNORECASE)


def _is_talk(brain: Brain, part: str, lang: str) -> bool:
    utterance = brain.analyser.analyse(part, lang)
    if utterance.outside or not utterance.words:
        return not utterance.words
    best = next(iter(brain.matcher.intents(utterance)), None)
    talks = best is not None and best.key in SMALL_TALK and best.likeness > _TALK
    return talks and brain.matcher.match(utterance)[0] == best
