"""A question as ranking reads it: what kind of answer it seeks and which of its words a passage
should hold. Knows no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.retrieval.lexicon import Lexicon, lexicon
from knowledge.retrieval.terms import TERM, Term, term

_REACH = 4
_PHRASE = 4
_FAINT = 0.3
_MOST = 32  # terms of content that are looked for: of 21,000 questions two have more than 24


@dataclass(frozen=True)
class Question:
    """A question: its `text` as it was typed, all its terms, its terms of content (each stem once),
    and the kind of answer sought.

    `counts` tell how much each term of content counts, less where it only tells what is asked ("in
    which year", "what is the name of"). `words` are the terms of content as they were typed. `head`
    is the place in `content` of the noun that the question word asks after ("which river"), -1
    where there is none. `names` and `figures` are places in `content`.
    """

    text: str
    lang: str
    terms: tuple[Term, ...]
    content: tuple[Term, ...]
    words: tuple[str, ...]
    kind: str
    head: int
    counts: tuple[float, ...]
    names: frozenset[int]
    figures: frozenset[int]

    @cached_property
    def grams(self) -> list[tuple[float, list[str]]]:
        """Each term of content by its weight, that of its rarity, and its letter triples."""
        forms = [(0.25 + t.rarity, f"{t.form}_") for t in self.content]
        triples = [(w, [form[i : i + 3] for i in range(len(form) - 2)]) for w, form in forms]
        return [(weight, grams) for weight, grams in triples if grams]

    @property
    def of_hour(self) -> bool:
        """Whether it asks at what time of the day."""
        return self.kind == "when" and any("hours" in t.kinds for t in self.terms)

    @property
    def readable(self) -> bool:
        """Whether it asks something: it has a question word, or a term of content that is a word of
        the language, a name or a figure.
        """
        known = lexicon(self.lang)
        return bool(self.content) and (
            self.kind != "other"
            or any(t.capital or t.figure or t.form in known.frequency for t in self.content)
        )


def read(text: str, lang: str) -> Question:
    """Return a question, read in its language, by its code."""
    known = lexicon(lang)
    if text.isupper() and len(text.split()) > 1:  # typed in capitals, which then tell no name
        text = text.lower()
    typed = TERM.findall(text)
    found = [term(raw, lang) for raw in typed]
    kind, start, at = _kind(found, known)
    head = _head(found, at, known) if at >= 0 else -1
    if head >= 0 and kind in {"what", "which", "name", "other"}:
        kind = _kind_of_head(found[head].form, known) or kind
    places: dict[str, int] = {}
    content: list[Term] = []
    words: list[str] = []
    counts: list[float] = []
    names, figures = set(), set()
    for number, here in enumerate(found):
        if here.stop or here.form in known.ask:
            continue
        if here.stem not in places:
            if len(content) == _MOST:
                break
            places[here.stem] = len(content)
            content.append(here)
            words.append(typed[number])
            faint = (
                start <= number <= at
                or here.form in known.faint
                or (number == head and _kind_of_head(here.form, known))
            )
            counts.append(_FAINT if faint else 1.0)
        if here.capital and (number > 0 or here.proper):
            names.add(places[here.stem])
        if here.figure:
            figures.add(places[here.stem])
    head_place = places.get(found[head].stem, -1) if head >= 0 else -1
    return Question(
        text,
        lang,
        tuple(found),
        tuple(content),
        tuple(words),
        kind,
        head_place,
        tuple(counts),
        frozenset(names),
        frozenset(figures),
    )


def _kind(found: Sequence[Term], known: Lexicon) -> tuple[str, int, int]:
    """Return the kind of answer sought and where the words that tell it start and end, -1 where
    none do.
    """
    forms = [t.form for t in found]
    for start in range(len(forms)):
        for length in range(min(_PHRASE + 2, len(forms) - start), 1, -1):
            kind = known.phrases.get(tuple(forms[start : start + length]))
            if kind:
                return kind, start, start + length - 1
    for place, form in enumerate(forms):
        if form in known.ask and not (form in known.late and place > 1):
            kind = known.ask[form]
            return kind, place, place
    return "other", -1, -1


def _kind_of_head(form: str, known: Lexicon) -> str | None:
    return known.heads.get(form) or known.heads.get(form.removesuffix("s"))


def _head(found: Sequence[Term], at: int, known: Lexicon) -> int:
    """Return the place of the first term of content behind the question word, looking past words
    without content, -1 where it is far.
    """
    for place in range(at, min(len(found), at + _REACH + 1)):
        if not found[place].stop and found[place].form not in known.ask:
            return place
    return -1
