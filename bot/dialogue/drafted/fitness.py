"""Fitness: whether a ranked sentence can answer a question at all, and the one that can in the
place of one that cannot.

A heading and a question tell nothing; how much needs a figure, why a ground; and what is told of
another is no answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property

from bot.dialogue.brain import Brain
from bot.dialogue.drafted.meeting import THERE
from bot.intents.utterance import Utterance
from knowledge.language.words import tokens
from knowledge.model import Entity, Fact, names_of
from knowledge.retrieval.confidence import HELD
from knowledge.retrieval.index import Line
from knowledge.retrieval.model import Ranking
from knowledge.retrieval.short import CLOCK
from knowledge.retrieval.tables import tables

_LOOKED_AT = 5
_AS_MUCH = 0.75
_HEADING_WORDS = 9
_MARKED = re.compile(
    r"\s*(?:#{1,6}\s+)?(?:[-*•–]\s+|\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Za-z])[.)]\s+)?"
)
_CLOSED = re.compile(r"[.!?…:;»”\")|]\s*$|[\d:|@]")
_Q = re.compile(r"[\s*_]*(?:Q|QUESTION|Question|JOURNALISTE?|Journaliste?)\b[^:\n]{0,60}:")
_LABEL = re.compile(r"^[\s*_]*[^\s:]{1,20}[ \u00a0]?:\s")
_QUOTED = "»”\"'*_ \u00a0"
_SINGLE = frozenset({"person", "country", "place"})
# Of what place and time a sentence must hold a word, or a figure, or the name of a place.
_PLACED = {"where": ("placing",), "when": ("timing", "months", "weekdays")}
_LANDS = frozenset({"place", "country"})
_COUNTED = frozenset({"howmuch", "howmany"})
_FEW = frozenset(
    {
        "un",
        "une",
        "one",
        "premier",
        "premiere",
        "first",
        "second",
        "seconde",
        "seul",
        "seule",
        "single",
    }
)
_DATED = (
    r"\d{1,2}(?:er|st|nd|rd|th)?\s+(?:MONTH)\w*(?:\s+\d{4})?"
    r"|\b(?:MONTH)\w*\s+\d{1,2}(?:,?\s+\d{4})?\b|\b(?:MONTH)\w*\s+\d{4}"
)
_UNIT = r"(?:[$€£%]|euros?|dollars?|pounds?|francs?|livres?|yuans?|yens?|per ?cent|pour cent)"
_MONEY = (
    r"[$€£]\s?\d[\d.,\s]*(?:\w+llion)?"
    rf"|\d[\d.,\s]*(?:m\w+llions?|mill?iards?|billions?|milliers)?\s*(?:d[e’'])?\s*{_UNIT}"
)
_TIMED = (
    r"\b(?:in|en|since|depuis|from|by|of|de|dès|until|jusqu’en|d’ici)\s+(?:19|20)\d\d\b"
    r"|\b\d{1,2}\s?[h:]\s?\d{0,2}\b|\b\d{1,2}[.:]\d\d\s?[ap]\.?m\b"
)


@dataclass(frozen=True)
class Fitting:
    """What a question is judged by beside the words that it shares with a sentence."""

    brain: Brain
    utterance: Utterance
    ranking: Ranking

    def ranked(self) -> Ranking | None:
        """Return the ranking with the first sentence that can answer in front, or None where none
        can that holds about as much of the question.
        """
        if not self.ranking.lines:
            return self.ranking
        question = self.ranking.matches.question
        if (
            question.lang == self.ranking.matches.index.lang
            and set(self.ranking.absent) & question.names
        ):
            return None  # a name that the text does not hold
        first, *others = [self._number(line) for line in self.ranking.lines[:_LOOKED_AT]]
        # much is dated: what holds most of the question goes first
        if question.of_hour or (question.kind == "when" and self._is_next(first)):
            first, *others = sorted((first, *others), key=self._cover, reverse=True)
        least = _AS_MUCH * self._cover(first)
        for number in dict.fromkeys(
            self._instead(n) for n in (first, *(n for n in others if self._cover(n) >= least))
        ):
            if (
                self._is_of_kind(number)
                and not self._of_another(number)
                and not self._by_name_alone(number)
                and not self._is_unsaid(number)
                and not self._is_unattended(number)
            ):
                line = self._lines[number]
                return replace(
                    self.ranking,
                    lines=(line, *(other for other in self.ranking.lines if other is not line)),
                )
        return None

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        return self.ranking.matches.index.lines

    def _number(self, line: Line) -> int:
        return next(n for n, other in enumerate(self._lines) if other is line)

    def _words(self, number: int) -> str:
        line = self._lines[number]
        return self.ranking.matches.index.text[line.start : line.end]

    def _says(self, words: str, key: str) -> bool:
        """Whether some words hold one of the marks of a kind in the report's language."""
        flat = f" {' '.join(tokens(words))} "
        return any(
            mark in flat
            for mark in _flat(
                tuple(self.brain.languages[self.brain.report.file.language].marks[key])
            )
        )

    def _is_next(self, number: int) -> bool:
        """Whether a sentence tells of the next occasion where the question does not ask for one."""
        return self._says(self._words(number), "again") and not self.utterance.has(
            "c:next", "c:again"
        )

    def _cover(self, number: int) -> float:
        """Return how much of the question a sentence holds."""
        matches = self.ranking.matches
        return sum(
            w * s for w, s in zip(matches.weights[1], matches.held.get(number, ()), strict=False)
        )

    def _instead(self, number: int) -> int:
        """Return a sentence, or the one behind it that it only leads to: below a heading, after a
        question.
        """
        for _ in range(_LOOKED_AT):
            if number + 1 >= len(self._lines):
                return number
            if self._heads(number):
                number = self._below(number)
            elif self._asks(number):
                number += 1
            else:
                return number
        return number

    def _below(self, number: int) -> int:
        """Return which sentence below a heading may answer best: the first of its part that is of
        the kind sought, else the first.
        """
        part = []
        for after in range(number + 1, min(number + 1 + 2 * _LOOKED_AT, len(self._lines))):
            if self._heads(after):
                break
            part.append(after)
        return next((n for n in part if self._is_of_kind(n)), number + 1)

    def _heads(self, number: int) -> bool:
        """Whether a sentence is a heading inside the text: a short line by itself without a stop or
        a figure; the text's own title is none.
        """
        line, words, text = (
            self._lines[number],
            self._words(number),
            self.ranking.matches.index.text,
        )
        alone = text[: line.start].rstrip(" \t").endswith("\n") and text[line.end :].lstrip(
            " \t\r"
        ).startswith("\n")
        marked = _MARKED.match(words)
        label = words[marked.end() :] if marked else words
        short = (
            0 < len(label.split()) <= _HEADING_WORDS
            and not _CLOSED.search(label)
            and label[:1].isupper()
        )
        return number > 0 and alone and short and not words.startswith(("-", "•", "–", "* "))

    def _asks(self, number: int) -> bool:
        """Whether a sentence only asks, or tells what was asked."""
        words = self._words(number).rstrip(_QUOTED)
        return words.endswith("?") or bool(_Q.match(words)) or self._says(words, "asked_whether")

    def _is_of_kind(self, number: int) -> bool:
        """Whether a sentence holds what is sought, as far as that can be told: a figure, a place, a
        time, or a ground, there or in the next one.
        """
        kind, words = self.ranking.matches.question.kind, self._words(number)
        if any(
            self._lines[number].start <= table.head.start < self._lines[number].end
            for table in tables(self.ranking.matches.index.text)
        ):
            return False
        if kind in _COUNTED:
            return self._counts(number) or self._says(words, "none")
        if self.ranking.matches.question.of_hour:
            return bool(CLOCK.search(words)) or self._says(words, "timing")
        if kind in _PLACED:
            told = any(self._says(words, key) for key in _PLACED[kind]) or any(
                c.isdigit() for c in words
            )
            return told or any(
                e.type in _LANDS and _named(e, words) for e in self.brain.report.file.entities
            )
        if kind != "why":
            return True
        line = self._lines[number]
        beside = self._lines[number + 1] if number + 1 < len(self._lines) else line
        after = (
            self._words(number + 1)
            if beside is not line and beside.paragraph == line.paragraph
            else ""
        )
        replies = number > 0 and self._asks(number - 1)
        plain = _LABEL.sub("", words, count=1)
        return (
            replies
            or bool(re.search(r":\s|;\s|\s\(|n[’']\w+ant\b", plain))
            or self._says(f"{words} {after}", "grounds")
        )

    def _counts(self, number: int) -> bool:
        """Whether a sentence holds a figure that may count something: no date, no time, no number
        of an item.
        """
        words = self._words(number)
        marked = _MARKED.match(words)
        months = "|".join(
            str(m) for m in self.brain.languages[self.brain.report.file.language].marks["months"]
        )
        plain = words[marked.end() if marked else 0 :].replace("\u00a0", " ").replace("\u202f", " ")
        plain = re.sub(_DATED.replace("MONTH", _accented(months)), " ", plain, flags=re.IGNORECASE)
        plain = re.sub(r"\S*\d\S*/\S*", " ", plain)  # the number of a file
        plain = re.sub(_TIMED, " ", plain, flags=re.IGNORECASE)
        if self.ranking.matches.question.kind == "howmany":
            plain = re.sub(_MONEY, " ", plain, flags=re.IGNORECASE)
        terms = self._lines[number].terms
        # "Trois-Rivières" counts nothing.
        return bool(re.search(r"\d", plain)) or any(
            "numbers" in t.kinds and t.form not in _FEW and not (t.capital and n)
            for n, t in enumerate(terms)
        )

    def _of_another(self, number: int) -> bool:
        """Whether a question names somebody or some place whom neither the passage around a
        sentence nor the title names, and who does not speak it.
        """
        report, line = self.brain.report, self._lines[number]
        asked = [report.entities[n.key] for n in self.utterance.names if n.key in report.entities]
        around = [
            other
            for other in self._lines
            if line.paragraph - line.follows <= other.paragraph <= line.paragraph
        ]
        words, beside = self._words(number), report.text[around[0].start : around[-1].end]
        speakers = {
            f.speaker
            for f in report.facts.values()
            if f.speaker
            and any(p.start < line.end and line.start < p.end for p in report.passages_of([f]))
        }
        unnamed = [
            e
            for e in asked
            if e.id not in speakers
            and not _named(e, f"{report.file.title[report.file.language]}\n{beside}")
        ]
        others = (
            [e for e in report.file.entities if e not in asked and _named(e, words)]
            if unnamed
            else []
        )
        return any(
            e.type in _SINGLE or any(e.type == other.type for other in others) for e in unnamed
        )

    def _is_unsaid(self, number: int) -> bool:
        """Whether a question asks what somebody said whom it calls by an office, or a government,
        and a sentence gives nobody's words, or those of others.
        """
        asked = self.utterance
        if asked.polar or asked.asks - {"q_what"} or not asked.has("c:say"):
            return False
        spoken = self._facts(number, "statement")
        if asked.has("c:government"):
            return not any(asked.names) or not any(
                f.speaker == n.key for f in spoken for n in asked.names
            )
        return not asked.names and bool(asked.asks) and not spoken

    def _is_unattended(self, number: int) -> bool:
        """Whether a question asks if somebody was there, and a sentence tells of nobody who was or
        was not.
        """
        if not (self.utterance.polar and self.utterance.has("c:attend") and self.utterance.names):
            return False
        told = self.brain.analyser.analyse(
            self._words(number), self.brain.report.file.language, sure=True
        )
        return not told.has(*THERE) and not self._facts(number, "attendance", "absence", "session")

    def _facts(self, number: int, *kinds: str) -> list[Fact]:
        """Return the facts of some kinds that rest on a sentence."""
        report, line = self.brain.report, self._lines[number]
        return [
            f
            for f in report.facts.values()
            if f.kind in kinds
            and any(p.start < line.end and line.start < p.end for p in report.passages_of([f]))
        ]

    def _by_name_alone(self, number: int) -> bool:
        """Whether a sentence of the other language than the question shares with it nothing but
        names and figures.
        """
        matches = self.ranking.matches
        question = matches.question
        row = matches.held.get(number, ())
        others = [
            n
            for n in range(len(question.content))
            if n not in question.names and n not in question.figures and question.counts[n] == 1.0
        ]
        return (
            question.lang != matches.index.lang
            and bool(row)
            and bool(others)
            and not any(row[n] >= HELD for n in others)
        )


@cache
def _flat(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return phrases as folded words between spaces."""
    return tuple(f" {' '.join(tokens(str(phrase)))} " for phrase in phrases)


def _accented(pattern: str) -> str:
    """Return a pattern of folded words that matches them with accents too."""
    return re.sub("[euo]", lambda m: {"e": "[eéè]", "u": "[uû]", "o": "[oô]"}[m.group()], pattern)


def _named(entity: Entity, words: str) -> bool:
    """Whether some words name an entity."""
    return any(
        form in words and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", words)
        for form in names_of(entity)
    )
