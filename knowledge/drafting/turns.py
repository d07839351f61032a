"""Turns: who speaks in a transcript or an interview, as the labels before the turns or the
questions between them tell.

A turn is opened by a label and a colon ("MINISTER BYRNE: …", "Q : …"), by a title with a name in
capitals and a stop ("Dr. VANCE. …"), by a line in capitals, or in an interview by a paragraph that
is one question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript, Mention
from knowledge.drafting.people import Person
from knowledge.drafting.roles import role_nouns
from knowledge.drafting.sections import label_of
from knowledge.drafting.spelling import INITIAL, PRINTED, SPACE
from knowledge.drafting.sure import Sure
from knowledge.drafting.tellings import closes, tells
from knowledge.drafting.world import usual, world
from knowledge.language.grammar import everywhere
from knowledge.language.words import fold

_LABEL = re.compile(
    r"[\s*_>#-]*(?P<label>[A-ZÀ-ÖØ-Þ][\w’'.& -]{0,48}?)["
    r" \u00a0\u202f]*(?:\((?P<aside>[^()\n]{1,60})\))?[*_ \u00a0\u202f]*:[*_]*(?=\s)"
)
# A line in capitals, or one in bold, over what is said.
_LINE = re.compile(
    r"[\s#]*(?:(?P<label>[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ’'. -]|(?<=M)c){1,48})"
    r"|\*\*(?P<bold>[A-ZÀ-ÖØ-Þ][\w’'. -]{1,48})\*\*)[ \t\r]*\n(?=[ \t]*\S)"
)
_LEAST, _TWICE, _QUESTIONS = 3, 2, 3
_HEAD = 6
_ENDS = "*_»”\"' \u00a0\u202f"


@dataclass(frozen=True)
class Label:
    """What opens a turn: the number of its sentence, the span of the name in it, that name folded,
    the span of what stands in brackets behind, and whether it is a line by itself.
    """

    sentence: int
    start: int
    end: int
    name: str
    aside: tuple[int, int]
    line: bool = False


@dataclass(frozen=True)
class Turns:
    """The labels of a transcript, the names among them that are of a paper or programme that only
    asks, and the sentences that are questions of an interview.
    """

    labels: tuple[Label, ...] = ()
    asking: frozenset[str] = frozenset()
    asked: frozenset[int] = frozenset()

    def spoken(self, manuscript: Manuscript) -> list[tuple[int, int]]:
        """Return the spans of labels that are somebody's name, "Q" and "A" left out."""
        known = {
            fold(w) for key in ("asks", "answers") for w in manuscript.cues.words["turns"][key]
        }
        known |= self.asking
        return [(a.start, a.end) for a in self.labels if a.name not in known]


def _label(manuscript: Manuscript, number: int) -> Label | None:
    """Return the label with which a sentence begins, or None."""
    sentence = manuscript.sentences[number]
    text, span = manuscript.text, (sentence.start, sentence.end)
    for pattern in (_LABEL, _asking_label(manuscript.lang), _titled_label(manuscript.lang)):
        match = pattern.match(text, *span)
        if match:
            aside = match.span("aside") if match["aside"] else (0, 0)
            return Label(number, *match.span("label"), fold(match["label"]), aside)
    line = _LINE.match(text, sentence.start)
    if line is None or sentence.number > 1:
        return None
    group = "label" if line["label"] else "bold"
    return Label(number, *line.span(group), fold(line[group].strip()), (0, 0), line=True)


@cache
def _asking_label(lang: str) -> re.Pattern[str]:
    """Return the pattern of a word for who asks or answers, and a dash or stop."""
    known = cues(lang).words["turns"]
    words = one_of((*known["asks"], *known["answers"]))
    return re.compile(
        rf"[\s*_>#-]*(?P<label>(?i:{words}))(?P<aside>(?!))?\d*[*_ \u00a0\u202f]*"
        rf"(?:[–—-]|(?<=[A-Z\d])[.)])[*_]*(?=\s)"
    )


@cache
def _titled_label(lang: str) -> re.Pattern[str]:
    """Return the pattern of a title or office, a name in capitals and a stop."""
    known = cues(lang)
    title = rf"(?:{one_of(known.gendered('titles'))}|(?=[A-Z])(?i:{role_nouns(lang)}))"
    return re.compile(
        rf"[\s*_]*(?P<label>{title}{SPACE}(?:{INITIAL}{SPACE})*{PRINTED})(?P<aside>(?!))?\.(?=\s|$)"
    )


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
        if (label := _label(manuscript, n))
        and label.name not in titles
        and not _is_cue(manuscript, label)
    ]
    names = Counter(a.name for a in found)
    asking = _asking(manuscript, found)
    # lines in capitals that nobody asks below are headings
    found = [a for a in found if not a.line or (asking and names[a.name] >= _TWICE)]
    names = Counter(a.name for a in found)
    voices = {fold(w) for key in ("asks", "answers") for w in manuscript.cues.words["turns"][key]}
    again = {name for name, count in names.items() if count >= _TWICE}
    titled = {a.name for a in found if _is_titled(manuscript, a)}
    shouted = {
        fold(w)
        for a in found
        if (w := manuscript.text[a.start : a.end]).isupper() and len(w) > _LEAST
    }
    if not again and len(titled) >= _LEAST and any(_asks(manuscript, a) for a in found):
        again = titled
    speaking = again | (names.keys() & voices) | (shouted | titled if again else set())
    labels = tuple(a for a in found if a.name in speaking)
    if again and len(speaking) >= _TWICE and len(labels) >= _LEAST:
        papers = (a.name for a in labels if a.name in asking and _is_paper(manuscript, a.name))
        return Turns(labels, frozenset(papers))
    return Turns(asked=frozenset(_asked(manuscript)))


def _is_cue(manuscript: Manuscript, label: Label) -> bool:
    """Whether a label tells of a vote, attendance or another thing of a meeting, or is a country's:
    nobody speaks.
    """
    known, words = manuscript.cues, manuscript.text[label.start : label.end]
    sides = (w for side in known.words["sides"].values() for w in side["label"])
    listed = one_of((*sides, *known.several("actions")))
    return bool(
        label.name in world().owners
        or tells(known.lang, f"{words}:")
        or re.match(rf"{listed}(?!\w)", words, re.IGNORECASE)
        or re.match(known.pattern("item"), words, re.IGNORECASE)
    )


def _is_titled(manuscript: Manuscript, label: Label) -> bool:
    """Whether a label is a title or office and a name in capitals."""
    words = f"{manuscript.text[label.start : label.end]}."
    return _titled_label(manuscript.lang).fullmatch(words) is not None


def _asks(manuscript: Manuscript, label: Label) -> bool:
    """Whether what a label opens is a question at once."""
    return manuscript.words(manuscript.sentences[label.sentence]).rstrip(_ENDS).endswith("?")


def _asking(manuscript: Manuscript, labels: Sequence[Label]) -> set[str]:
    """Return the names of labels by whom most turns are questions, of several."""
    ends = [*(a.sentence for a in labels[1:]), len(manuscript.sentences)]
    asked: Counter[str] = Counter()
    for label, end in zip(labels, ends, strict=False):
        last = manuscript.words(manuscript.sentences[end - 1]).rstrip(_ENDS)
        asked[label.name] += 1 if last.endswith("?") else -1
    return {name for name, more in asked.items() if more >= _TWICE}


def _is_paper(manuscript: Manuscript, name: str) -> bool:
    """Whether a folded label begins with an article and a word: a paper or programme, nobody."""
    articles = one_of({fold(w) for w in everywhere(lambda g: g.articles)})
    match = re.match(rf"{articles}\s*(?P<word>\w+)", name)
    return match is not None and match["word"] in usual(manuscript.lang)


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
    last = ""
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
        words = manuscript.sentences[label.sentence]
        first = label.sentence + (not re.search(r"\w", manuscript.text[label.end : words.end]))
        key = (
            last or answering
            if name in answers
            else next((m.key for m in mentions if inside[0] <= m.start and m.end <= inside[1]), "")
        )
        if name not in asks and name not in answers and not _asks(manuscript, label):
            last = key
        if key or name in asks or name in found.asking:
            sure = Sure.TURN_ANSWERED if name in answers else Sure.TURN_LABELLED
            told = (n for n in range(first, stop) if _is_said(manuscript, n))
            spoken |= dict.fromkeys(told, (key, sure))
    return spoken


def _is_said(manuscript: Manuscript, number: int) -> bool:
    """Whether a sentence of a transcript is spoken: no heading, and not how the meeting ends."""
    sentence = manuscript.sentences[number]
    words = manuscript.words(sentence)
    return not (words.isupper() or label_of(manuscript, sentence) or closes(manuscript, sentence))


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
