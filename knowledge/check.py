"""Checking a report's data against its text: every problem at once, with its line and remedy.

Kept off the path of a question: a report that was checked is cached until a file of it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError
from rapidfuzz import process

from knowledge import model
from knowledge.names import names_of
from knowledge.problems import Problem, ReportError
from knowledge.words import LANGUAGES, fold
from knowledge.yamlfile import Path_, YamlFile

_PLAIN = {
    "missing": ("is missing.", "Add it."),
    "unexpected_keyword_argument": ("is not a known key.", "Remove it or mend its spelling."),
    "extra_forbidden": ("is not a known key.", "Remove it or mend its spelling."),
}


def read_file(file: YamlFile) -> model.ReportFile:
    """Return the contents of report.yaml as types, or raise ReportError with every value that does not fit."""
    if not isinstance(file.data, dict):
        raise ReportError([file.problem((), "holds no keys.", "Begin it with `title:`; README shows the keys.")])
    try:
        return _adapter().validate_python(file.data)
    except ValidationError as error:
        raise ReportError(sorted({_as_problem(file, cast("dict[str, Any]", e)) for e in error.errors()})) from None


def _adapter() -> TypeAdapter[model.ReportFile]:
    for part in (model.Entity, model.Topic, model.Session, model.Fact, model.Quote, model.Gap, model.ReportFile):
        part.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return TypeAdapter(model.ReportFile)


def _as_problem(file: YamlFile, error: dict[str, Any]) -> Problem:
    where: Path_ = tuple(k for k in error["loc"] if k != "[key]")
    name = ".".join(map(str, where))
    if where and where[-1] in LANGUAGES and error["type"] == "missing":
        return file.problem(where, f"{name}: the {where[-1]} text is missing.", "Every claim and name stands in fr and en.")
    what, remedy = _PLAIN.get(error["type"], (f"{error['msg']}.", "Mend the value."))
    return file.problem(where, f"{name}: {what}", remedy)


def problems_of(file: YamlFile, report: model.ReportFile, text: str) -> list[Problem]:
    """Return what is wrong with a report's data, given its verbatim text; an empty list where nothing is."""
    return sorted({*_duplicates(file, report), *_languages(file, report), *_references(file, report), *_shared_aliases(file, report), *_verbatim(file, report, text)})


def _parts(report: model.ReportFile) -> Iterator[tuple[str, int, Any]]:
    for kind in ("entities", "topics", "sessions", "facts", "quotes", "gaps"):
        for i, item in enumerate(getattr(report, kind)):
            yield kind, i, item


def _duplicates(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for kind, i, item in _parts(report):
        space = "facts" if kind == "gaps" else kind
        if (space, item.id) in seen:
            yield file.problem((kind, i, "id"), f"the id {item.id!r} stands twice.", "Give one of the two another id.")
        seen.add((space, item.id))


def _languages(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    for key in ("title", "short"):
        for lang in LANGUAGES:
            if not getattr(report, key).get(lang, "").strip():
                yield file.problem((key,), f"{key} has no {lang} text.", f"Add `{lang}:`.")
    for kind, i, item in _parts(report):
        for key in ("claim", "name", "occasion", "role"):
            texts = getattr(item, key, None)
            for lang in LANGUAGES if texts is not None else ():
                if not texts.get(lang, "").strip():
                    yield file.problem((kind, i, key), f"{item.id}: its {key} has no {lang} text.", f"Add `{lang}:` to its {key}.")


def _references(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    known = {kind: {item.id for k, _, item in _parts(report) if k == kind} for kind in ("entities", "topics", "sessions", "facts")}
    fields = {"entities": "entities", "members": "entities", "speaker": "entities", "topics": "topics", "session": "sessions", "see": "facts", "fact": "facts"}
    for kind, i, item in _parts(report):
        for key, space in fields.items():
            value = getattr(item, key, None) or ()
            for wanted in (value,) if isinstance(value, str) else value:
                if wanted not in known[space]:
                    near = process.extractOne(wanted, known[space])
                    hint = f"Did you mean {near[0]!r}?" if near else f"Add it to {space}."
                    yield file.problem((kind, i, key), f"{item.id}: {wanted!r} in its {key} is not among the {space}.", hint)


def _shared_aliases(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for i, entity in enumerate(report.entities):
        for alias in names_of(entity):
            other = owner.setdefault(fold(alias), entity.id)
            if other != entity.id:
                yield file.problem(("entities", i, "aliases"), f"{entity.id}: the alias {alias!r} belongs to {other!r} too.", "Keep it at one of them.")


def _verbatim(file: YamlFile, report: model.ReportFile, text: str) -> Iterator[Problem]:
    for kind, i, item in _parts(report):
        for key in ("clauses", "clause", "text"):
            value = getattr(item, key, ())
            for words in (value,) if isinstance(value, str) else value:
                count = text.count(words) if words.strip() else 0
                if count == 0:
                    yield file.problem((kind, i, key), f"{item.id}: «\u00a0{words[:60]}\u00a0» does not stand in the text.", "Copy it from the text, letter by letter.")
                elif count > 1:
                    yield file.problem((kind, i, key), f"{item.id}: «\u00a0{words[:60]}\u00a0» stands {count} times in the text.", "Give more of its words.")
    yield from _empty(file, report)


def _empty(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    for i, fact in enumerate(report.facts):
        if not fact.clauses:
            yield file.problem(("facts", i), f"{fact.id}: it rests on no clause.", "Name the words of the text that say it.")
