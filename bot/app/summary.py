"""Summaries of a report that was added: what was found in it, questions to try, and what to look at
by hand. In English, as the operator's commands are.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from bot import languages
from knowledge.kinds import KINDS
from knowledge.language.grammar import grammar
from knowledge.language.languages import DEFAULT
from knowledge.model import Report

_UNSURE = 0.65
_MOST_SHOWN = 8
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
    lines = [f"{title} ({known})", f"{where}: {found}."]
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
            [f"  and {len(unsure) - _MOST_SHOWN} more, wherever `sure` is below {_UNSURE}"]
            if len(unsure) > _MOST_SHOWN
            else []
        )
    return lines


def _shell(words: str) -> str:
    return "'" + words.replace("'", "’") + "'"


def _questions(report: Report) -> list[str]:
    """Return questions that this report answers."""
    say = languages.load(report.file.language)
    speaker = next(
        (
            report.entities[q.speaker].name[report.file.language]
            for q in report.file.quotes
            if q.speaker
        ),
        None,
    )
    asked = [say("try_said", speaker=speaker) if speaker else None]
    if any(f.figures for f in report.file.facts):
        asked.append(say("try_figures"))
    if any(f.kind == "date" for f in report.file.facts):
        asked.append(say("try_dates"))
    return [a for a in (*asked, say("try_summary")) if a][:4]


def _unsure(report: Report) -> list[str]:
    """Return what the draft was least sure of, a line each: speakers first."""
    file = report.file
    lines = [f"quote {q.id}: who says « {q.text[:60]} »?" for q in file.quotes if q.speaker is None]
    lines += [
        f"quote {q.id}: by {q.speaker}? ({q.sure})"
        for q in file.quotes
        if q.speaker and q.sure is not None and q.sure < _UNSURE
    ]
    lines += [
        f"{key}: {getattr(file, key) if key != 'title' else file.title[file.language]} ({sure})"
        for key, sure in file.sure.items()
        if sure < _UNSURE
    ]
    lines += [
        f"{e.type} {e.id}: {e.name[file.language]} ({e.sure})"
        for e in file.entities
        if e.sure is not None and e.sure < _UNSURE
    ]
    return lines
