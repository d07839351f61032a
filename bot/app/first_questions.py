"""First questions of a report, made from its facts: what a person corrects into the questions.yaml
by which it is scored, and what is shown to try.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from bot import languages
from bot.languages import Language
from knowledge.loading.loader import load
from knowledge.loading.questions import FILE
from knowledge.model import Fact, Report

_HEAD = (
    "# Questions by which this report is scored: `briefing check {name}`. They were made from the"
    " draft:\n# correct and add to them. `answer` is words of the text that the reply must show (a"
    " list: one of them),\n# or none where the report does not say; `says` words that the reply"
    " must hold.\n"
)
# Kinds of fact of which one question asks for all; they come in this order.
_LISTED = ("attendance", "absence", "vote", "decision", "pledge", "postponed", "next", "agenda")
_LONGEST = 120  # characters of an answer, which is found by its beginning


def first_questions(report: Report) -> Iterator[tuple[str, Fact]]:
    """Yield questions that a report's facts answer, in its language, each with the first fact that
    does: of its lists, of what each speaker said, and of who each person is.
    """
    say, facts = languages.load(report.file.language), report.file.facts
    for kind in _LISTED:
        for fact in [f for f in facts if f.kind == kind][:1]:
            yield say(f"try_{kind}"), fact
    for fact in [f for f in facts if f.figures][:1]:
        yield say("try_figures"), fact
    for key, fact in _firsts(facts, "statement"):
        yield say("try_said", speaker=_name(report, key, say)), fact
    for key, fact in _firsts(facts, "role"):
        yield say("try_role", name=_name(report, key, say)), fact


def _firsts(facts: tuple[Fact, ...], kind: str) -> Iterator[tuple[str, Fact]]:
    """Yield whoever speaks or has a role, each with the first fact that tells so."""
    known: set[str] = set()
    for fact in facts:
        key = fact.speaker if kind == "statement" else next(iter(fact.entities), None)
        if fact.kind == kind and key and key not in known:
            known.add(key)
            yield key, fact


def _name(report: Report, key: str, say: Language) -> str:
    return report.entities[key].name[say.code]


def _beginning(clause: str) -> str:
    """Return whole words of a clause's first line, by which it is found."""
    line = clause.partition("\n")[0].strip()
    return line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0]


def write(folder: Path) -> tuple[Path, int]:
    """Write the first questions of the report of a folder there, and return where and how many they
    are; raises FileExistsError where it has questions, which stay as they are, and ReportError
    where the report cannot be loaded.
    """
    report = load(folder)
    entries = [
        {"ask": asked, "answer": _beginning(fact.clauses[0])}
        for asked, fact in first_questions(report)
    ]
    lines = (
        yaml.safe_dump([each], allow_unicode=True, sort_keys=False, width=10_000)
        for each in entries
    )
    made = folder / FILE
    with made.open("x", encoding="utf-8") as file:
        file.write(_HEAD.format(name=report.slug) + "\n" + "".join(lines))
    return made, len(entries)
