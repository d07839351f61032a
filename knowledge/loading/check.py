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
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold, tokens
from knowledge.loading.names import names_of
from knowledge.loading.problems import Problem, ReportError
from knowledge.loading.yamlfile import Path_, YamlFile

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
_GIVES = (
    "who",
    "when",
    "where",
    "what",
    "why",
    "howmuch",
    "howmany",
    "howlong",
    "role",
    "date",
    "favour",
    "against",
    "abstained",
)
_ALIKE = 60


def read_file(file: YamlFile) -> model.ReportFile:
    """Return the contents of report.yaml as types, or raise ReportError with every value that does
    not fit.
    """
    if not isinstance(file.data, dict):
        raise ReportError(
            [
                file.problem(
                    (),
                    "holds no keys.",
                    "Begin it with `title:`; `briefing guide reports` tells the keys.",
                )
            ]
        )
    try:
        return _adapter().validate_python(file.data, context=file.data.get("language"))
    except ValidationError as error:
        raise ReportError(
            sorted({_as_problem(file, cast("dict[str, Any]", e)) for e in error.errors()})
        ) from None


@cache
def _adapter() -> TypeAdapter[model.ReportFile]:
    parts: tuple[Any, ...] = (
        model.Entity,
        model.Topic,
        model.Session,
        model.Fact,
        model.Quote,
        model.Gap,
        model.ReportFile,
    )
    for part in parts:
        part.__pydantic_config__ = ConfigDict(extra="forbid")
    return TypeAdapter(model.ReportFile)


def _as_problem(file: YamlFile, error: dict[str, Any]) -> Problem:
    where: Path_ = tuple(k for k in error["loc"] if k != "[key]")
    name = _called(file, where)
    if where and where[-1] in LANGUAGES and error["type"] == "missing":
        return file.problem(
            where,
            f"{name}: the {where[-1]} text is missing.",
            "A report's claims and names stand in each language of its title.",
        )
    usual = (
        _DATE
        if error["type"].startswith("date")
        else _REMEDIES.get(error["type"], "Mend the value.")
    )
    what, remedy = _PLAIN.get(error["type"], (f"{error['msg'].replace('tuple', 'list')}.", usual))
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
    checks = (_duplicates, _languages, _references, _shared_aliases, _days, _empty, _unsaid)
    found = {problem for check in checks for problem in check(file, report)}
    return sorted(found | set(_verbatim(file, report, text)) | set(_misplaced(file, report, text)))


def _parts(report: model.ReportFile) -> Iterator[tuple[str, int, Any]]:
    for kind in ("entities", "topics", "sessions", "facts", "quotes", "gaps"):
        for i, item in enumerate(getattr(report, kind)):
            yield kind, i, item


def _duplicates(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for kind, i, item in _parts(report):
        space = "facts" if kind == "gaps" else kind
        if (space, item.id) in seen:
            yield file.problem(
                (kind, i, "id"),
                f"the id {item.id!r} stands twice.",
                "Give one of the two another id.",
            )
        seen.add((space, item.id))


def _languages(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    """Yield the texts that are missing: a report speaks the languages of its title, its own among
    them; a drafted one its own.
    """
    own = (report.language,)
    spoken = own if report.drafted else tuple(dict.fromkeys((*own, *report.title)))
    for key in ("title", "short"):
        for lang in spoken:
            if not getattr(report, key).get(lang, "").strip():
                yield file.problem((key,), f"{key} has no {lang} text.", f"Add `{lang}:`.")
    for kind, i, item in _parts(report):
        for key in ("claim", "name", "occasion", "role"):
            texts: dict[str, str] | None = getattr(item, key, None)
            for lang in spoken:
                if (
                    texts is not None
                    and not (report.drafted and key == "occasion")
                    and not texts.get(lang, "").strip()
                ):
                    yield file.problem(
                        (kind, i, key),
                        f"{item.id}: its {key} has no {lang} text.",
                        f"Add `{lang}:` to its {key}.",
                    )


def _unsaid(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    """Yield what only a drafted quote may leave open."""
    for i, quote in enumerate(report.quotes):
        for key in ("speaker", "day", "gloss"):
            if not report.drafted and not getattr(quote, key):
                yield file.problem(("quotes", i), f"{quote.id}.{key}: is missing.", "Add it.")


def _misplaced(file: YamlFile, report: model.ReportFile, text: str) -> Iterator[Problem]:
    """Yield the first sentence listed under `paragraphs` that does not follow the one before it in
    the text.
    """
    at = 0
    for i, paragraph in enumerate(report.paragraphs):
        for n, words in enumerate(paragraph):
            found = text.find(words, at)
            if found < 0 or not words.strip():
                shown = f"«\u00a0{words[:60]}\u00a0»"
                yield file.problem(
                    ("paragraphs", i, n),
                    f"{shown} does not stand in the text at this place.",
                    "Copy it from the text, letter by letter, in its order.",
                )
                return
            at = found + len(words)


def _references(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    known = {
        kind: sorted({item.id for k, _, item in _parts(report) if k == kind})
        for kind in ("entities", "topics", "sessions", "facts")
    }
    fields = {
        "entities": "entities",
        "members": "entities",
        "speaker": "entities",
        "topics": "topics",
        "session": "sessions",
        "see": "facts",
        "fact": "facts",
    }
    for kind, i, item in _parts(report):
        for key, space in fields.items():
            for where, wanted in _each(item, (kind, i, key)):
                if wanted not in known[space]:
                    near = process.extractOne(wanted, known[space], score_cutoff=_ALIKE)
                    hint = (
                        f"Did you mean {near[0]!r}?"
                        if near
                        else f"Add it to {space}, or remove it here."
                    )
                    yield file.problem(
                        where, f"{item.id}: {wanted!r} in its {key} is not among the {space}.", hint
                    )
        for where, wanted in _each(item, (kind, i, "gives")):
            if wanted not in _GIVES:
                yield file.problem(
                    where,
                    f"{item.id}: {wanted!r} is no kind of answer.",
                    f"Write one of {', '.join(_GIVES)}.",
                )


def _each(item: Any, where: tuple[str, int, str]) -> Iterator[tuple[Path_, str]]:  # noqa: ANN401 - any part of a report
    """Yield the texts under a key of a part, one or many, each with the path to it."""
    value = getattr(item, where[-1], None) or ()
    if isinstance(value, str):
        yield where, value
    else:
        for n, text in enumerate(value):
            yield (*where, n), text


def _shared_aliases(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for i, entity in enumerate(report.entities):
        for alias in names_of(entity):
            other = owner.setdefault(fold(alias), entity.id)
            if other != entity.id:
                yield file.problem(
                    _place(entity, i, alias),
                    f"{entity.id}: the alias {alias!r} belongs to {other!r} too.",
                    "Keep it at one of them.",
                )
    for kind, i, item in _parts(report):
        for lang, aliases in getattr(item, "aliases", {}).items():
            for n, alias in enumerate(aliases):
                if not tokens(alias):
                    yield file.problem(
                        (kind, i, "aliases", lang, n),
                        f"{item.id}: the alias {alias!r} holds no word.",
                        "Remove it.",
                    )


def _place(entity: model.Entity, i: int, name: str) -> Path_:
    """Return the path to a name of an entity, listed with its article or without."""
    for lang, aliases in entity.aliases.items():
        for n, alias in enumerate(aliases):
            if alias.endswith(name):
                return ("entities", i, "aliases", lang, n)
    return ("entities", i, "name")


def _days(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    if not report.days and report.date:
        yield file.problem(
            ("days",), "days: names no day.", "List the days that the report tells of."
        )
        return
    for kind, i, item in _parts(report):
        day = getattr(item, "day", None)
        if day is not None and day not in report.days and not report.drafted:
            yield file.problem(
                (kind, i, "day"),
                f"{item.id}: {day} is not among the report's days.",
                "Mend it, or add it to `days`.",
            )


def _verbatim(file: YamlFile, report: model.ReportFile, text: str) -> Iterator[Problem]:
    for kind, i, item in _parts(report):
        for key in ("clauses", "clause", "text"):
            for where, words in _each(item, (kind, i, key)):
                count = text.count(words) if words.strip() else 0
                shown = f"«\u00a0{words[:60]}\u00a0»"
                if count == 0:
                    yield file.problem(
                        where,
                        f"{item.id}: {shown} does not stand in the text.",
                        "Copy it from the text, letter by letter.",
                    )
                elif count > 1:
                    yield file.problem(
                        where,
                        f"{item.id}: {shown} stands {count} times in the text.",
                        "Give more of its words.",
                    )


def _empty(file: YamlFile, report: model.ReportFile) -> Iterator[Problem]:
    for kind, i, item in _parts(report):
        if kind == "facts" and not item.clauses:
            yield file.problem(
                (kind, i),
                f"{item.id}: it rests on no clause.",
                "Name the words of the text that say it.",
            )
        if kind == "gaps" and not item.see:
            yield file.problem(
                (kind, i),
                f"{item.id}: it names no fact that comes nearest.",
                "Name one under `see`.",
            )
        if not item.id.strip():
            yield file.problem((kind, i, "id"), f"an id among the {kind} is empty.", "Give it one.")
