"""Organisations in a text that the world does not list: known by their shape, a head noun with
capitals around it, by the word before them, or as an acronym.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.places import CAPITAL
from knowledge.drafting.roles import role_nouns
from knowledge.drafting.world import common_words, usual, world
from knowledge.language.words import fold

_ACRONYM = re.compile(r"(?<![\w’'.-])(?:[A-Z]{2,6}|[A-Z][A-Z0-9-]{2,8})(?![\w.-])")
_ACRONYM_LETTERS = 4  # a longer word in capitals that is an ordinary word is no acronym
_ROMAN = re.compile(r"[IVXLC]+")
_OPENS = frozenset({"the", "a", "an", "this", "our", "le", "la", "in", "at", "on"})
_LONG, _BESIDE = 60, 12


def organisations(manuscript: Manuscript) -> list[tuple[int, int]]:
    """Return where organisations stand, in the order of the text."""
    names = _named(manuscript.lang).finditer(manuscript.text)
    found = [m.span("name") for m in names if fold(m["name"]) not in common_words()]
    return sorted([*_headed(manuscript), *found, *_acronyms(manuscript)])


def _headed(manuscript: Manuscript) -> Iterator[tuple[int, int]]:
    """Yield where a head noun stands with capitals around it."""
    text = manuscript.text
    heads = {fold(w) for w in manuscript.cues.several("bodies")}
    # "Council President A" names A, not a body
    office = re.compile(rf"[ \u00a0](?i:{role_nouns(manuscript.lang)})(?=[ \u00a0]{CAPITAL})")
    for match in _pattern(manuscript.lang).finditer(text):
        start, end = match.span()
        first = re.match(r"\w+", match.group())
        if first and fold(first.group()) in _OPENS - heads:
            start += first.end() + 1
        if re.search(r"[ \u00a0][A-Z]$", text[start:end]) and text[end : end + 1] == ".":
            end -= 2  # the first letter of "N.V.", "S.A."
        holder = office.search(text, start, end)
        end = holder.start() if holder else end
        if len(text[start:end].split()) > 1 and end - start <= _LONG:
            yield start, end


def _acronyms(manuscript: Manuscript) -> Iterator[tuple[int, int]]:
    """Yield where acronyms stand: no numerals, no words, nothing in a line that is all capitals."""
    text, known = manuscript.text, manuscript.cues
    words = {*known.several("currencies"), *known.several("abbreviated")}
    listed = usual(manuscript.lang)
    for match in _ACRONYM.finditer(text):
        name, folded = match.group(), fold(match.group())
        around = text[max(0, match.start() - _BESIDE) : match.end() + _BESIDE]
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
        word = folded in common_words() or (len(name) > _ACRONYM_LETTERS and folded in listed)
        compound = "-" in name and all(fold(part) in world().owners for part in name.split("-"))
        if not (
            word
            or compound
            or name in words
            or _ROMAN.fullmatch(name)
            or around.partition("\n\n")[0].isupper()
            or (line.isupper() and " " in line.strip())
        ):
            yield match.span()


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    known = cues(lang)
    heads, after = one_of(known.several("bodies")), one_of(known.several("after_body"))
    return re.compile(known.pattern("body_shape", heads=heads, after=after, capital=CAPITAL))


@cache
def _named(lang: str) -> re.Pattern[str]:
    """Return the pattern of a name behind the word for what bears it: `l’entreprise Martin Frères`,
    `the company Halden`.
    """
    return re.compile(
        rf"(?<!\w)(?i:{one_of(cues(lang).several('named'))})[ \u00a0](?P<name>{CAPITAL}(?:["
        rf" \u00a0&-]{{1,3}}{CAPITAL}){{0,3}})"
    )
