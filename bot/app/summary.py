"""Summaries of a report that was added: what was found in it, questions to try, and what to look at
by hand. In English, as the operator's commands are.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.app.first_questions import first_questions
from bot.dialogue.brain import build
from bot.dialogue.source import OneReport, converse
from knowledge.drafting.doubts import UNSURE, Doubt, doubts
from knowledge.kinds import KINDS
from knowledge.language.grammar import grammar
from knowledge.language.languages import DEFAULT
from knowledge.model import Report

_MOST_SHOWN = 8
_LONGEST, _TRIED = 100, 3
_UNDATED = (
    "It gives no date, and is cited as undated. If you know its date, write it in report.yaml,"
    " or add it again with --update --name {slug} --date YEAR-MONTH-DAY."
)


def summary(report: Report, where: Path) -> list[str]:
    """Return what was found in a report, questions to try, and what to look at by hand, as
    lines.
    """
    file = report.file
    kinds = Counter(entity.type for entity in file.entities)
    settled = sum(KINDS[f.kind].settled for f in file.facts)
    counts = [
        (len(report.passages), "sentence", "sentences"),
        (len(file.quotes), "quotation", "quotations"),
        (kinds["person"], "person", "people"),
        (kinds["organisation"], "organisation", "organisations"),
        (kinds["country"], "country", "countries"),
        (kinds["place"], "place", "places"),
        (sum(f.kind == "date" for f in file.facts), "dated sentence", "dated sentences"),
        (sum(len(f.figures) for f in file.facts), "figure", "figures"),
        (settled, "decision or commitment", "decisions and commitments"),
    ]
    found = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
    title = file.title[file.language]
    language = grammar(file.language).name(DEFAULT)
    known = ", ".join(filter(None, (str(file.date or "undated"), language, file.signature)))
    lines = [f"{title} ({known})", f"{where}: {found}.", *_understood(report)]
    lines += [] if file.date else [_UNDATED.format(slug=report.slug)]
    lines += ["", "To try:"]
    lines += [
        f"  briefing ask --report {report.slug} {_shell(question)}"
        for question in _questions(report)
    ]
    unsure = _unsure(report)
    if unsure:
        lines += [
            "",
            f"To look at by hand in {where / 'report.yaml'}:",
            *(f"  {line}" for line in unsure[:_MOST_SHOWN]),
        ]
        lines += (
            [f"  and {len(unsure) - _MOST_SHOWN} more, wherever `sure` is below {UNSURE}"]
            if len(unsure) > _MOST_SHOWN
            else []
        )
    return lines


def _shell(words: str) -> str:
    return "'" + words.replace("'", "’") + "'"


def _understood(report: Report) -> Iterator[str]:
    """Yield what the draft made of a text, a line for each kind: who is who, the sessions, the
    votes and the figures.
    """
    file, lang = report.file, report.file.language
    people = [
        f"{e.name[lang]} ({e.role[lang]})" if e.role else e.name[lang]
        for e in file.entities
        if e.type == "person"
    ]
    votes = [f"“{_short(f.clauses[0])}”" for f in file.facts if f.kind == "vote"]
    told = {
        "People": people,
        "Sessions": [s.name[lang] for s in file.sessions],
        "Votes": votes,
        "Figures": list(dict.fromkeys(figure for f in file.facts for figure in f.figures)),
    }
    for kind, items in told.items():
        if items:
            more = len(items) - _MOST_SHOWN
            rest = f"; and {more} more" if more > 0 else ""
            yield f"{kind}: {'; '.join(items[:_MOST_SHOWN])}{rest}."


def _short(words: str) -> str:
    return textwrap.shorten(words, _LONGEST, placeholder=" …")


def _questions(report: Report) -> list[str]:
    """Return questions that this report answers."""
    brain = build(report)
    source, lang = OneReport(brain), report.file.language
    every = (question for question, _ in first_questions(report))
    answered = (q for q in every if converse(source, [q], lang)[0].verdict == "answered")
    return [*islice(answered, _TRIED), brain.languages[lang]("try_summary")]


def _unsure(report: Report) -> list[str]:
    """Return what the draft was least sure of, a line each: speakers first."""
    return [_line(d, report) for d in doubts(report) if d.value or d.kind == "quote"]


def _line(doubt: Doubt, report: Report) -> str:
    if doubt.kind == "quote" and not doubt.value:
        return f"quote {doubt.id}: who says « {doubt.words[:60]} »?"
    if doubt.kind == "quote":
        return f"quote {doubt.id}: by {doubt.value}? ({doubt.sure})"
    if doubt.kind == "entity":
        what = report.entities[doubt.id].type
        return f"{what} {doubt.id}: {doubt.value} ({doubt.sure})"
    return f"{doubt.kind}: {doubt.value} ({doubt.sure})"
