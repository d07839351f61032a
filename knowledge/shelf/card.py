"""The card: what the shelf knows of a report without opening it, and the words by which it is
found.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import stem, tokens
from knowledge.model import Entity, Report, Session, Topic, names_of


@dataclass(frozen=True)
class Card:
    """A report's name, the day it is dated (None: undated), its language and title by language."""

    slug: str
    date: dt.date | None
    lang: str
    title: dict[str, str]


def card_of(report: Report) -> Card:
    """Return a report's card."""
    return Card(
        report.slug,
        report.file.date,
        report.file.language,
        {lang: report.file.title[lang] for lang in LANGUAGES},
    )


def words_of(report: Report, months: dict[str, tuple[str, ...]]) -> tuple[str, str, str]:
    """Return the stems by which a report is found: of its title and date, of what it names, and of
    its text.

    `months` are the names of the twelve months by language.
    """
    file, lang = report.file, report.file.language
    dated = {*file.days, *([file.date] if file.date else [])}
    days = [
        f"{d.day} {d.year} {' '.join(names[d.month - 1] for names in months.values())}"
        for d in dated
    ]
    titles = " ".join([*file.title.values(), *days, report.slug.replace("-", " ")])
    named: list[Entity | Topic | Session] = [*file.entities, *file.topics, *file.sessions]
    names = " ".join(n for item in named for n in names_of(item))
    return stems(titles), stems(names), stems(report.text, lang)


def named_by(report: Report, months: dict[str, tuple[str, ...]]) -> dict[str, bool]:
    """Return the stems by which a question may name a report, those of its title but for figures
    and the names of months; each with whether it is a name: of somebody or something in the report,
    or written with a capital.
    """
    titles = report.file.title.values()
    dated = {*stems(" ".join(name for names in months.values() for name in names)).split()}
    capital = [w for title in titles for w in title.split()[1:] if w[:1].isupper()]
    named = [name for entity in report.file.entities for name in names_of(entity)]
    names = {*stems(" ".join([*capital, *named])).split()}
    found = {*stems(" ".join(titles)).split()} - dated
    return {stem: stem in names for stem in found if not any(c.isdigit() for c in stem)}


def stems(text: str, lang: str | None = None) -> str:
    """Return the stems of a text's words of content, a space between; in every language where none
    is given.
    """
    empty = frozenset().union(*(everyday(code).empty for code in LANGUAGES))
    spoken = (lang,) if lang else LANGUAGES
    found = [
        stem(t, code)
        for t in tokens(text)
        for code in spoken
        if t not in empty and (len(t) > 1 or t.isdigit())
    ]
    return " ".join(dict.fromkeys(found) if lang is None else found)
