"""Composing: an answer as a neutral message."""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest

from bot.chat.messages import Block, Message
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.days import date_name, dated
from knowledge.language.grammar import grammar
from knowledge.model import own_words

_MOST_LARGE = 2  # passages


def typeset(text: str, lang: str) -> str:
    """Return the bot's own words with the no-break spaces that a language asks for; verbatim words
    never come here.
    """
    for space in _spaces(lang):
        text = space.sub("\u00a0", text)
    return text


@cache
def _spaces(lang: str) -> tuple[re.Pattern[str], ...]:
    """Return what finds the spaces of a language that break no line."""
    return tuple(map(re.compile, grammar(lang).no_break))


def compose(brain: Brain, answer: Answer, *, among: bool = False) -> Message:
    """Return an answer as a message: each claim, its passages as quotes, and where those stand;
    `among` several reports, in which.

    Claims in a row that rest on the same passages stand before them together.
    """
    say = brain.languages[answer.lang]
    date = date_name(brain.report.file.date, say)
    if among:
        date = dated(
            brain.report.file.short[answer.lang],
            brain.report.file.date,
            answer.lang,
            brain.languages,
        )
    blocks: list[Block] = []
    for part, following in zip_longest(answer.parts, answer.parts[1:]):
        claim = _apart(part) if brain.report.file.drafted else part.claim
        if claim:
            blocks.append(Block("text", typeset(claim, answer.lang)))
        if following and not part.folded and not part.note and following.passages == part.passages:
            continue
        large = _large(part)
        for number, passage in enumerate(part.passages):
            _verbatim(brain, passage.start, passage.end, passage.text)
            blocks.append(
                Block("quote", passage.text)
                if number < large
                else Block(
                    "folded", passage.text, say("place", paragraph=passage.paragraph, date=date)
                )
            )
        if part.passages and not part.folded:
            paragraphs = ", ".join(
                str(n) for n in dict.fromkeys(p.paragraph for p in part.passages)
            )
            blocks.append(Block("source", say("place", paragraph=paragraphs, date=date)))
        if part.passages and part.folded and among:
            blocks.append(Block("source", date))
        if part.note:
            blocks.append(Block("source", typeset(part.note, answer.lang)))
    choices = tuple(typeset(c, answer.lang) for c in answer.choices or answer.next)
    return Message(
        answer.lang,
        tuple(blocks),
        choices,
        answer.verdict,
        says=answer.says,
        in_place=answer.in_place,
        ground=answer.ground,
        picture=answer.picture,
    )


def _large(part: Part) -> int:
    """Return how many of a part's passages are shown large; the others are folded, so that they
    push no answer off a small screen: of many the first, none of a list.
    """
    many = len(part.passages) > _MOST_LARGE
    if part.folded or (many and "\n" in part.claim):
        return 0
    return 1 if many else len(part.passages)


def _apart(part: Part) -> str:
    """Return a part's claim without the verbatim words that its passages are about to show: in a
    drafted report these are the claim.
    """
    if part.folded:
        return part.claim
    lines = part.claim.splitlines()
    shown = {own_words([p.text]) for p in part.passages}
    for words in shown:
        lines = [line.removesuffix(words).rstrip() for line in lines]
    return "\n".join(line for line in lines if line)


def _verbatim(brain: Brain, start: int, end: int, words: str) -> None:
    """Check once more, at the last moment, that words are the report's own; raises AssertionError
    where not.
    """
    if brain.report.text[start:end] != words:
        raise AssertionError(f"a passage at {start} is not verbatim")
