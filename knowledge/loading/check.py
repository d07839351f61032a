"""Checking a report's data against its text: every problem at once, with its line and remedy.

Kept off the path of a question: a report that was checked is cached until a file of it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError
from rapidfuzz import process

from knowledge import model
from knowledge.corrections import Correction
from knowledge.kinds import ANSWER_KINDS
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold, tokens
from knowledge.loading import embargo
from knowledge.loading.problems import Problem, ReportError
from knowledge.loading.yamlfile import Path_, YamlFile

Found = Iterator[tuple[Path_, str, str]]  # where a problem is, what is wrong, and the remedy

_PLAIN = {
    "missing": ("is missing.", "Add it."),
    "unexpected_keyword_argument": ("is not a known key.", "Remove it or mend its spelling."),
    "extra_forbidden": ("is not a known key.", "Remove it or mend its spelling."),
}
_REMEDIES = {
    "tuple_type": "Write a list: `[one, two]`, or each on its own line after `- `.",
    "string_type": "Write text, between quotation marks if it looks like a number or a date.",
    "dict_type": f"Write a mapping: `{{{': …, '.join(LANGUAGES)}: …}}`.",
    "dataclass_type": "Write a mapping of keys to values.",
    "literal_error": "Write one of those.",
}
_DATE = "Write it as year-month-day: 2025-04-04."
_COPY = "Copy it from the text, letter by letter."
_LISTS = {
    "entities": model.Entity,
    "topics": model.Topic,
    "sessions": model.Session,
    "facts": model.Fact,
    "quotes": model.Quote,
    "gaps": model.Gap,
    "briefs": model.Brief,
}
# What a key names, by id.
_NAMED = {
    "entities": "entities",
    "members": "entities",
    "speaker": "entities",
    "topics": "topics",
    "session": "sessions",
    "see": "facts",
    "fact": "facts",
}
_ALIKE = 60


def read_file(file: YamlFile) -> model.ReportFile:
    """Return the contents of report.yaml as types, or raise ReportError with every value that does
    not fit.
    """
    if not isinstance(file.data, dict):
        remedy = "Begin it with `title:`; `briefing guide reports` tells the keys."
        raise ReportError([file.problem((), "holds no keys.", remedy)])
    try:
        return _adapter().validate_python(file.data, context=file.data.get("language"))
    except ValidationError as error:
        found = (cast("dict[str, Any]", e) for e in error.errors())
        raise ReportError(sorted({_as_problem(file, e) for e in found})) from None


@cache
def _adapter() -> TypeAdapter[model.ReportFile]:
    parts: tuple[Any, ...] = (*_LISTS.values(), Correction, model.ReportFile)
    for part in parts:
        part.__pydantic_config__ = ConfigDict(extra="forbid")
    return TypeAdapter(model.ReportFile)


def _as_problem(file: YamlFile, error: dict[str, Any]) -> Problem:
    where: Path_ = tuple(k for k in error["loc"] if k != "[key]")
    name, kind = _called(file, where), error["type"]
    if where and where[-1] in LANGUAGES and kind == "missing":
        what = f"{name}: the {where[-1]} text is missing."
        remedy = "A report's claims and names stand in each language of its title."
        return file.problem(where, what, remedy)
    usual = _DATE if kind.startswith("date") else _REMEDIES.get(kind, "Mend the value.")
    what, remedy = _PLAIN.get(kind, (f"{error['msg'].replace('tuple', 'list')}.", usual))
    return file.problem(where, f"{name}: {what}", remedy)


def _called(file: YamlFile, where: Path_) -> str:
    """Return a path for a person: with the id of the part that it leads into, where that part has
    one.
    """
    if len(where) > 1 and isinstance(where[1], int):
        part = file.data[where[0]][where[1]]
        if isinstance(part, dict) and "id" in part:
            return ".".join(map(str, (part["id"], *where[2:])))
    return ".".join(map(str, where))


def problems_of(file: YamlFile, report: model.ReportFile, text: str) -> list[Problem]:
    """Return what is wrong with a report's data, given its verbatim text; an empty list where
    nothing is.
    """
    checks = (_ids, _languages, _references, _aliases, _days, _empty, _unsaid, _embargoed)
    found = {problem for check in checks for problem in check(report)}
    found |= {*_verbatim(report, text), *_misplaced(report, text), *_corrected(report, text)}
    return sorted(file.problem(*problem) for problem in found)


def _parts(report: model.ReportFile) -> Iterator[tuple[str, int, Any]]:
    for kind in _LISTS:
        for i, item in enumerate(getattr(report, kind)):
            yield kind, i, item


def _ids(report: model.ReportFile) -> Found:
    seen: set[tuple[str, str]] = set()
    for kind, i, item in _parts(report):
        space = "facts" if kind == "gaps" else kind
        if (space, item.id) in seen:
            what = f"the id {item.id!r} stands twice."
            yield (kind, i, "id"), what, "Give one of the two another id."
        if not item.id.strip():
            yield (kind, i, "id"), f"an id among the {kind} is empty.", "Give it one."
        seen.add((space, item.id))


def _languages(report: model.ReportFile) -> Found:
    """Yield the texts that are missing: a report speaks the languages of its title, its own among
    them; a drafted one its own.
    """
    own = (report.language,)
    spoken = own if report.drafted else tuple(dict.fromkeys((*own, *report.title)))
    for key in ("title", "short"):
        for lang in spoken:
            if not getattr(report, key).get(lang, "").strip():
                yield (key,), f"{key} has no {lang} text.", f"Add `{lang}:`."
    for kind, i, item in _parts(report):
        for key in ("claim", "name", "occasion", "role"):
            texts: dict[str, str] | None = getattr(item, key, None)
            if texts is None or (report.drafted and key == "occasion"):
                continue
            for lang in spoken:
                if not texts.get(lang, "").strip():
                    what = f"{item.id}: its {key} has no {lang} text."
                    yield (kind, i, key), what, f"Add `{lang}:` to its {key}."


def _unsaid(report: model.ReportFile) -> Found:
    """Yield what only a drafted quote may leave open."""
    for i, quote in enumerate(report.quotes):
        for key in ("speaker", "day", "gloss"):
            if not report.drafted and not getattr(quote, key):
                yield ("quotes", i), f"{quote.id}.{key}: is missing.", "Add it."


def _misplaced(report: model.ReportFile, text: str) -> Found:
    """Yield the first sentence listed under `paragraphs` that does not follow the one before it in
    the text.
    """
    at = 0
    for i, paragraph in enumerate(report.paragraphs):
        for n, words in enumerate(paragraph):
            found = text.find(words, at)
            if found < 0 or not words.strip():
                what = f"{_shown(words)} does not stand in the text at this place."
                yield ("paragraphs", i, n), what, f"{_COPY[:-1]}, in its order."
                return
            at = found + len(words)


def _references(report: model.ReportFile) -> Found:
    known = {space: sorted({x.id for x in getattr(report, space)}) for space in _NAMED.values()}
    for kind, i, item in _parts(report):
        for key, space in _NAMED.items():
            for where, wanted in _each(item, (kind, i, key)):
                if wanted not in known[space]:
                    near = process.extractOne(wanted, known[space], score_cutoff=_ALIKE)
                    what = f"{item.id}: {wanted!r} in its {key} is not among the {space}."
                    other = f"Add it to {space}, or remove it here."
                    yield where, what, f"Did you mean {near[0]!r}?" if near else other
        for where, wanted in _each(item, (kind, i, "gives")):
            if wanted not in ANSWER_KINDS:
                what = f"{item.id}: {wanted!r} is no kind of answer."
                yield where, what, f"Write one of {', '.join(ANSWER_KINDS)}."


def _each(item: Any, where: tuple[str, int, str]) -> Iterator[tuple[Path_, str]]:  # noqa: ANN401 - any part of a report
    """Yield the texts under a key of a part, one or many, each with the path to it."""
    value = getattr(item, where[-1], None) or ()
    if isinstance(value, str):
        yield where, value
    else:
        for n, text in enumerate(value):
            yield (*where, n), text


def _aliases(report: model.ReportFile) -> Found:
    owner: dict[str, str] = {}
    for i, entity in enumerate(report.entities):
        for alias in model.names_of(entity):
            other = owner.setdefault(fold(alias), entity.id)
            if other != entity.id:
                what = f"{entity.id}: the alias {alias!r} belongs to {other!r} too."
                yield _place(entity, i, alias), what, "Keep it at one of them."
    for kind, i, item in _parts(report):
        for lang, aliases in getattr(item, "aliases", {}).items():
            for n, alias in enumerate(aliases):
                if not tokens(alias):
                    what = f"{item.id}: the alias {alias!r} holds no word."
                    yield (kind, i, "aliases", lang, n), what, "Remove it."


def _place(entity: model.Entity, i: int, name: str) -> Path_:
    """Return the path to a name of an entity, listed with its article or without."""
    for lang, aliases in entity.aliases.items():
        for n, alias in enumerate(aliases):
            if alias.endswith(name):
                return ("entities", i, "aliases", lang, n)
    return ("entities", i, "name")


def _days(report: model.ReportFile) -> Found:
    if not report.days and report.date:
        yield ("days",), "days: names no day.", "List the days that the report tells of."
        return
    for kind, i, item in _parts(report):
        day = getattr(item, "day", None)
        if day is not None and day not in report.days and not report.drafted:
            what = f"{item.id}: {day} is not among the report's days."
            yield (kind, i, "day"), what, "Mend it, or add it to `days`."


def _verbatim(report: model.ReportFile, text: str) -> Found:
    for kind, i, item in _parts(report):
        for key in ("clauses", "clause", "text"):
            for where, words in _each(item, (kind, i, key)):
                count = text.count(words) if words.strip() else 0
                what = f"{item.id}: {_shown(words)}"
                if count == 0:
                    yield where, f"{what} does not stand in the text.", _COPY
                elif count > 1:
                    what += f" stands {count} times in the text."
                    yield where, what, "Give more of its words."


def _corrected(report: model.ReportFile, text: str) -> Found:
    """Yield what is told to stand in the text now and does not."""
    for i, each in enumerate(report.corrections):
        if each.after not in text:
            what = f"corrections: {_shown(each.after)} does not stand in the text."
            yield ("corrections", i, "after"), what, _COPY


def _embargoed(report: model.ReportFile) -> Found:
    try:
        embargo.until(report.embargo)
    except ValueError:
        what = f"embargo: {str(report.embargo)[:60]!r} names no day and hour with a time zone."
        yield ("embargo",), what, "Write, for example, `embargo: 2026-12-01 18:00 Africa/Nairobi`."


def _shown(words: str) -> str:
    return f"«\u00a0{words[:60]}\u00a0»"


def _empty(report: model.ReportFile) -> Found:
    for i, fact in enumerate(report.facts):
        if not fact.clauses:
            what = f"{fact.id}: it rests on no clause."
            yield ("facts", i), what, "Name the words of the text that say it."
    for kind, lacks in (("gaps", "comes nearest"), ("briefs", "it rests on")):
        for i, item in enumerate(getattr(report, kind)):
            if not item.see:
                what = f"{item.id}: it names no fact that {lacks}."
                yield (kind, i), what, "Name one under `see`."
