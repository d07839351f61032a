"""Typed evidence: whether what is sought stands beside the words that it is asked with, about the
one it is asked of, and what contradicts it. Named figures of a ranking's first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge.language.words import fold
from knowledge.retrieval.index import Line
from knowledge.retrieval.linear import Row
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.seeking import SHOWN, STRICT, contradictions, seeking, shown
from knowledge.retrieval.terms import TERM

_HELD = 0.5
_SHOWN = 3
_NEAR = 30.0  # letters over which nearness falls to a half
_FAR = 10  # sentences beyond which a word is as good as nowhere
_AROUND = 60  # letters around a word of saying in which its speaker stands
_COUNTED = 3  # words over which a figure counts what follows
_NAME = re.compile(r"\b[A-ZÀ-Ý][\w’'-]+")
_LABEL = re.compile(
    r"\A[ *]{0,5}([A-ZÀ-Ý][\w’'. -]{1,30}?)\*{0,2} ?(?:\([^)\n]{0,30}\) ?)?[:—–-]\s"
)
_ROW = re.compile(r"[|\t]")
_ENDS = "»”\"' \u00a0*"


@dataclass(frozen=True)
class Typed:
    """A question beside the sentences of a text."""

    matches: Matches

    @cached_property
    def asked(self) -> str:
        """The question as it was typed."""
        return self.matches.question.text

    def row(self, number: int) -> Row:
        """Return the typed evidence of a sentence, by name."""
        return {
            **self._sought(number),
            **self._counted(number),
            **self._place(number),
            **self._speaker(number),
            **self._names(number),
            **contradictions(
                self.asked, self.matches.question.lang, self._text(number), self._lang
            ),
            **self._context(number),
        }

    @cached_property
    def _lines(self) -> Sequence[Line]:
        return self.matches.index.lines

    @cached_property
    def _lang(self) -> str:
        return self.matches.index.lang

    @cached_property
    def _kind(self) -> str:
        return seeking(self.matches.question.lang).kind(self.asked)

    @cached_property
    def _folded(self) -> str:
        return fold(self.asked)

    @cached_property
    def _shown(self) -> dict[str, list[bool]]:
        return {}

    @cached_property
    def _texts(self) -> Sequence[str]:
        return [self.matches.index.text[line.start : line.end] for line in self._lines]

    def _text(self, number: int) -> str:
        return self._texts[number]

    @cached_property
    def _empty(self) -> list[float]:
        return [0.0] * len(self.matches.question.content)

    def _own(self, number: int) -> list[float]:
        return self.matches.held.get(number, self._empty)

    def _fresh(self, number: int, kinds: Sequence[str]) -> bool:
        """Whether a sentence shows something of some kinds that the question does not hold."""
        return 0 <= number < len(self._lines) and any(self._showing(k)[number] for k in kinds)

    def _showing(self, kind: str) -> list[bool]:
        """Return for each sentence of the text whether it shows something new of a kind."""
        found = self._shown.get(kind)
        if found is None:
            found = self._shown[kind] = [
                any(fold(text[a:b]) not in self._folded for a, b in shown(self._lang, kind, text))
                for text in self._texts
            ]
        return found

    def _sought(self, number: int) -> Row:
        """Return what stands of the kind sought in the sentence, beside it and in the text."""
        kinds, strict = SHOWN.get(self._kind, ()), self._kind in STRICT
        text = self._text(number)
        here = self._fresh(number, kinds)
        beside = any(self._fresh(n, kinds) for n in (number - 1, number + 1))
        anywhere = strict and any(any(self._showing(k)) for k in kinds)
        why, who = self._kind == "reason", self._kind == "who"
        person = bool(shown(self._lang, "person", text)) or "name" in self._lines[number].kinds
        ground = why and bool(shown(self._lang, "ground", text))
        return {
            "kind_here": float(strict and here),
            "kind_lacking": float(strict and not here),
            "kind_lacking_around": float(strict and not here and not beside),
            "kind_lacking_in_text": float(strict and not anywhere),
            "kind_near": self._nearness(number, kinds[:1]),
            "person_here": float(who and person),
            "person_lacking": float(who and not person),
            "reason_here": float(why and here),
            "reason_lacking": float(why and not here and not self._fresh(number + 1, kinds)),
            "ground_here": float(ground),
            "ground_lacking": float(why and not ground),
        }

    def _nearness(self, number: int, kinds: Sequence[str]) -> float:
        """Return how near something of some kinds stands to a word of the question, from 0 to 1."""
        text, line, links = self._text(number), self._lines[number], self.matches.links
        spans = [span for kind in kinds for span in shown(self._lang, kind, text)]
        places = [
            sum(m.span()) / 2
            for m, term in zip(TERM.finditer(text), line.terms, strict=False)
            if term.stem in links and not term.stop
        ]
        gaps = (abs((a + b) / 2 - place) for a, b in spans for place in places)
        return max((1 / (1 + gap / _NEAR) for gap in gaps), default=0.0)

    def _counted(self, number: int) -> Row:
        """Return whether a figure stands right before the thing of which a question asks how
        many.
        """
        line, head, links = self._lines[number], self.matches.question.head, self.matches.links
        places = [
            at
            for at, term in enumerate(line.terms)
            if any(place == head for place, _ in links.get(term.stem, ()))
        ]
        counted = any(
            term.figure or "numbers" in term.kinds
            for at in places
            for term in line.terms[max(0, at - _COUNTED) : at]
        )
        count = self._kind in {"count", "howmuch"}
        return {"counted": float(count and counted), "uncounted": float(count and not counted)}

    def _place(self, number: int) -> Row:
        """Return what place the sentence has in the text: a question, what follows one, a row, what
        stands under a heading.
        """
        after = number > 0 and self._asks(number - 1)
        heading = next((n for n in range(number, -1, -1) if self._lines[n].heading), -1)
        return {
            "asks": float(self._asks(number)),
            "after_question": float(after),
            "answers_question": self._cover(self._own(number - 1)) if after else 0.0,
            "is_heading": float(self._lines[number].heading),
            "under_heading": self._cover(self._own(heading)) if 0 <= heading < number else 0.0,
            "in_row": float(bool(_ROW.search(self._text(number)))),
        }

    def _asks(self, number: int) -> bool:
        return self._text(number).rstrip(_ENDS).endswith("?")

    def _speaker(self, number: int) -> Row:
        """Return whose words the sentence gives beside whose are asked for."""
        text = self._text(number)
        label = self._label(number)
        asked = {w for w in self._folded.split() if len(w) > _SHOWN - 1}
        labelled = bool(asked & set(fold(label).split()))
        saying = shown(self._lang, "saying", text)
        quoted = bool(shown(self._lang, "words", text))
        names = [self.matches.question.content[n].form for n in self.matches.question.names]
        around = (
            fold(text[max(0, saying[0][0] - _AROUND) : saying[0][1] + _AROUND]) if saying else ""
        )
        named = any(name in around for name in names)
        words = self._kind == "words"
        speaks = bool(saying) or bool(label) or quoted
        return {
            "labelled": float(bool(label)),
            "label_asked": float(labelled),
            "label_other": float(bool(label) and not labelled),
            "quoted": float(words and quoted),
            "speaker_here": float(words and named),
            "speaker_other": float(words and speaks and bool(names) and not named and not labelled),
            "unspoken": float(words and not speaks),
        }

    def _label(self, number: int) -> str:
        """Return the name before a colon at the head of a sentence's paragraph ("Ms Diaz: No."), or
        "".
        """
        first = self.matches.index.paragraphs[self._lines[number].paragraph][0]
        found = (_LABEL.match(self._text(n)) for n in range(number, first - 1, -1))
        return next((m[1] for m in found if m), "")

    def _names(self, number: int) -> Row:
        """Return which names of the question the sentence lacks, and whether the text holds them
        elsewhere.
        """
        present = self.matches.present
        own, around = self._own(number), self._around(self._lines[number].paragraph)
        names = self.matches.question.names
        lacking = [n for n in names if own[n] < _HELD]
        size = max(1, len(names))
        known = {self.matches.question.content[n].form for n in names}
        others = _names_in(self._text(number)) - known
        elsewhere = [n for n in lacking if present[n] >= _HELD and around[n] < _HELD]
        return {
            "names_lacking": len(lacking) / size,
            "names_lacking_in_text": sum(present[n] < _HELD for n in names) / size,
            "names_elsewhere": len(elsewhere) / size,
            "names_of_others": float(bool(lacking) and bool(others)),
        }

    def _around(self, paragraph: int) -> list[float]:
        """Return how much of each word of the question a paragraph holds at most."""
        found = self._paragraphs.get(paragraph)
        if found is None:
            rows = map(self._own, range(*self.matches.index.paragraphs[paragraph]))
            found = self._paragraphs[paragraph] = list(map(max, self._empty, *rows))
        return found

    @cached_property
    def _paragraphs(self) -> dict[int, list[float]]:
        return {}

    def _cover(self, row: Sequence[float]) -> float:
        weight = self.matches.weights.common
        return sum(w * h for w, h in zip(weight, row, strict=True)) / (sum(weight) or 1.0)

    def _context(self, number: int) -> Row:
        """Return how much of the question the sentence holds with what stands around it, and how
        far away the rest is.
        """
        present, weight = self.matches.present, self.matches.weights.common
        own, around = self._own(number), self._around(self._lines[number].paragraph)
        total = sum(weight) or 1.0
        away = [n for n, held in enumerate(own) if held < _HELD <= present[n]]
        beyond = [n for n in away if around[n] < _HELD]
        return {
            "around": self._cover(around),
            "away": sum(weight[n] for n in beyond) / total,
            "most_away": max((weight[n] for n in beyond), default=0.0),
            "distance": sum(weight[n] * self._distance(number, n) for n in away)
            / (sum(weight[n] for n in away) or 1.0),
            "abroad": float(self.matches.question.lang != self._lang),
        }

    def _distance(self, number: int, place: int) -> float:
        """Return over how many sentences the nearest that holds a word of the question stands."""
        held = (n for n, row in self.matches.held.items() if row[place] >= _HELD)
        return float(min(_FAR, min((abs(n - number) for n in held), default=_FAR)))


@lru_cache(maxsize=8192)
def _names_in(text: str) -> frozenset[str]:
    """Return the words with a capital behind the first letter of a sentence, folded."""
    return frozenset(fold(word) for word in _NAME.findall(text[1:]))
