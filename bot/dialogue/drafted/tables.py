"""Answers from the tables of a drafted report: the row that a question means, and the cell under
the head that it asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.intents.utterance import Utterance
from knowledge.language.words import tokens
from knowledge.model import Passage
from knowledge.retrieval.grounds import HELD
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.question import Question, read
from knowledge.retrieval.tables import Row, Table, tables
from knowledge.retrieval.terms import TERM, term

_ENOUGH = 0.65
_SURE = 0.85


@dataclass(frozen=True)
class _Hit:
    cover: float
    row: Row
    cell: str


def asked(brain: Brain, utterance: Utterance, text: str) -> Answer | None:
    """Return the row of a table that holds what a question is about, with the cell that it asks
    for; None where no table does.
    """
    found = tables(brain.report.text)
    if not found:
        return None
    question = read(text, utterance.lang)
    if not question.content or (
        question.kind == "who" and question.names and len(question.names) == len(question.content)
    ):
        return None
    matches = match(brain.sentences, question)
    hits = [hit for table in found for hit in _hits(brain, matches, table)]
    best = max(hits, key=lambda h: h.cover, default=None)
    if best is None:
        return None
    passage = _passage(brain, best.row)
    return (
        Answer(
            "answered", utterance.lang, (Part(best.cell, (passage,)),), "passage", confidence=_SURE
        )
        if passage
        else None
    )


def _hits(brain: Brain, matches: Matches, table: Table) -> list[_Hit]:
    """Return the rows of a table that hold enough of a question together with the head of one of
    their cells.
    """
    question, lang = matches.question, matches.index.lang
    total = sum(question.counts)
    heads = [_places(matches, lang, cell) for cell in table.head.cells]
    hits = []
    for row in table.rows:
        cells = [_places(matches, lang, cell) for cell in row.cells]
        own: set[int] = set().union(*cells)
        if not own:
            continue
        for at, head in enumerate(heads):
            asks = bool(head - own) or _is_sought(brain, question, table.head.cells[at])
            keys: set[int] = set().union(*(h for h, cell in zip(heads, cells, strict=True) if cell))
            cover = sum(question.counts[n] for n in own | head | keys) / total
            if asks and cover >= _ENOUGH:
                hits.append(
                    _Hit(
                        cover + (0.1 if head - own else 0.0),
                        row,
                        "" if cells[at] & own and not head - own else row.cells[at],
                    )
                )
    return hits


def _places(matches: Matches, lang: str, cell: str) -> set[int]:
    """Return the places of a question's terms that a cell holds."""
    stems = {t.stem for raw in TERM.findall(cell) if not (t := term(raw, lang)).stop}
    return {
        place
        for stem in stems
        for place, strength in matches.links.get(stem, ())
        if strength >= HELD
    }


def _is_sought(brain: Brain, question: Question, head: str) -> bool:
    """Whether a column's head tells that it holds the kind of answer sought."""
    marks = brain.languages[brain.report.file.language].marks["columns"]
    return bool({str(w) for w in marks.get(question.kind, ())} & set(tokens(head)))


def _passage(brain: Brain, row: Row) -> Passage | None:
    """Return the report's sentence that a row is."""
    return next((p for p in brain.report.passages if p.start <= row.start < p.end), None)
