"""Turns: who speaks in a transcript or an interview, as the labels before the turns or the
questions between them tell.

A turn is opened by a label and a colon ("MINISTER BYRNE: …", "Q : …"), or in an interview by a
paragraph that is one question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.drafting.cues import one_of
from knowledge.drafting.manuscript import Manuscript, Mention
from knowledge.drafting.people import Person
from knowledge.drafting.sure import Sure
from knowledge.language.words import fold

_LABEL = re.compile(
    r"[\s*_>#-]*(?P<label>[A-ZÀ-ÖØ-Þ][\w’'.& -]{0,48}?)["
    r" \u00a0\u202f]*(?:\((?P<aside>[^()\n]{1,60})\))?[*_ \u00a0\u202f]*:[*_]*(?=\s)"
)
_LEAST, _TWICE, _QUESTIONS = 3, 2, 3
_HEAD = 6
_ENDS = "*_»”\"' \u00a0\u202f"


@dataclass(frozen=True)
class Label:
    """What opens a turn: the number of its sentence, the span of the name in it, that name folded,
    and the span of what stands in brackets behind.
    """

    sentence: int
    start: int
    end: int
    name: str
    aside: tuple[int, int]


@dataclass(frozen=True)
class Turns:
    """The labels of a transcript, the sentences that are questions of an interview, and its
    language's words for who asks and who answers.
    """

    labels: tuple[Label, ...] = ()
    asked: frozenset[int] = frozenset()

    def spoken(self, manuscript: Manuscript) -> list[tuple[int, int]]:
        """Return the spans of labels that are somebody's name, "Q" and "A" left out."""
        known = {
            fold(w) for key in ("asks", "answers") for w in manuscript.cues.words["turns"][key]
        }
        return [(a.start, a.end) for a in self.labels if a.name not in known]


def _label(manuscript: Manuscript, number: int) -> Label | None:
    """Return the label with which a sentence begins, or None."""
    sentence = manuscript.sentences[number]
    match = _LABEL.match(manuscript.text, sentence.start, sentence.end)
    if match is None:
        return None
    aside = match.span("aside") if match["aside"] else (0, 0)
    return Label(number, *match.span("label"), fold(match["label"]), aside)


def turns(manuscript: Manuscript) -> Turns:
    """Return the turns of a manuscript: none where too few labels stand in it to be a
    conversation.
    """
    titles = {
        fold(w)
        for w in (*manuscript.cues.several("documents"), *manuscript.cues.several("generic"))
    }
    found = [
        label
        for n in range(len(manuscript.sentences))
        if (label := _label(manuscript, n)) and label.name not in titles
    ]
    names = Counter(a.name for a in found)
    voices = {fold(w) for key in ("asks", "answers") for w in manuscript.cues.words["turns"][key]}
    again = {name for name, count in names.items() if count >= _TWICE}
    shouted = {
        fold(w)
        for a in found
        if (w := manuscript.text[a.start : a.end]).isupper() and len(w) > _LEAST
    }
    speaking = again | (names.keys() & voices) | (shouted if len(again) >= 1 else set())
    labels = tuple(a for a in found if a.name in speaking)
    if len(again) >= 1 and len(speaking) >= _TWICE and len(labels) >= _LEAST:
        return Turns(labels)
    return Turns((), frozenset(_asked(manuscript)))


def _asked(manuscript: Manuscript) -> Iterator[int]:
    """Yield the sentences of paragraphs that are questions, where a text says that it is an
    interview and holds enough of them.
    """
    head = next(
        (s.start for s in manuscript.sentences if s.paragraph > _HEAD), len(manuscript.text)
    )
    if not re.search(
        rf"(?<!\w){one_of(manuscript.cues.words['turns']['interview'])}",
        manuscript.text[:head],
        re.IGNORECASE,
    ):
        return
    asking = [
        n
        for n, span in enumerate(manuscript.paragraphs(), 1)
        if manuscript.text[slice(*span)].rstrip(_ENDS).endswith("?")
    ]
    if len(asking) >= _QUESTIONS:
        first = {s.paragraph: n for n, s in reversed(list(enumerate(manuscript.sentences)))}
        numbers = sorted(first)
        wanted = {numbers[n - 1] for n in asking}
        yield from (n for n, s in enumerate(manuscript.sentences) if s.paragraph in wanted)


def voices(
    manuscript: Manuscript, found: Turns, persons: Sequence[Person], mentions: Sequence[Mention]
) -> dict[int, tuple[str, float]]:
    """Return who speaks each sentence of a conversation, by the sentence's number, and how sure
    that is; a question that nobody is named for has the speaker "".
    """
    answering = _interviewee(manuscript, persons, mentions)
    spoken: dict[int, tuple[str, float]] = {}
    if found.asked:
        begun = min(found.asked)
        if answering:
            spoken = {
                n: ("" if n in found.asked else answering, Sure.TURN_ANSWERED)
                for n in range(begun, len(manuscript.sentences))
            }
        return spoken
    known = manuscript.cues.words["turns"]
    answers, asks = {fold(w) for w in known["answers"]}, {fold(w) for w in known["asks"]}
    stops = [*(a.sentence for a in found.labels[1:]), len(manuscript.sentences)]
    for label, stop in zip(found.labels, stops, strict=False):
        name = label.name
        inside = label.aside if name in asks else (label.start, label.end)
        key = (
            answering
            if name in answers
            else next((m.key for m in mentions if inside[0] <= m.start and m.end <= inside[1]), "")
        )
        if key or name in asks:
            spoken |= dict.fromkeys(
                range(label.sentence, stop),
                (key, Sure.TURN_ANSWERED if name in answers else Sure.TURN_LABELLED),
            )
    return spoken


def _interviewee(
    manuscript: Manuscript, persons: Sequence[Person], mentions: Sequence[Mention]
) -> str:
    """Return the key of the one who is interviewed: named behind a word of interviewing, or else
    the first with a role; "" where the text does not tell.
    """
    opening = rf"(?<!\w){one_of(manuscript.cues.words['turns']['with'])}[^.!?\n]{{0,120}}"
    for match in re.finditer(opening, manuscript.text, re.IGNORECASE):
        named = next(
            (
                m.key
                for m in mentions
                if match.start() <= m.start
                and m.end <= match.end() + 40
                and "\n" not in manuscript.text[match.start() : m.start]
            ),
            "",
        )
        if named:
            return named
    roles = {p.key for p in persons if p.role}
    return next((m.key for m in mentions if m.key in roles), "")
