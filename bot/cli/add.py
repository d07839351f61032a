"""Adding a report: what `briefing add` does and prints, in English as the operator's other commands
are. Joins the parts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot import languages
from bot.cli.operate import data_folder
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import STEPS, Draft, draft
from knowledge.drafting.merging import Merged, merge
from knowledge.drafting.source import MOST_BYTES, Source, read
from knowledge.kinds import KINDS
from knowledge.language.grammar import grammar
from knowledge.language.languages import DEFAULT
from knowledge.loading import yamlfile
from knowledge.loading.loader import load
from knowledge.loading.problems import Problem, ReportError
from knowledge.model import Entity, Report

_LONG = 40_000  # characters from which on a bar shows how far it is
_UNSURE = 0.65
_MOST_SHOWN = 8
_UNDATED = (
    "It gives no date, and is cited as undated. If you know its date, write it in report.yaml,"
    " or add it again with --update --name {slug} --date YEAR-MONTH-DAY."
)


def add(options: argparse.Namespace) -> int:
    """Take a text in as a report, or take it in again (`update`); print what was found in it.
    Return the exit code.
    """
    try:
        source = _source(options.file, options.title)
        made = _drafted(options, source, options.date)
        if made.contents["date"] is None and not options.update and (date := _asked(options.file)):
            made = _drafted(options, source, date)
        where = _place(options, made)
        report = (
            _update(where, made, source) if options.update else folders.write(where, made, source)
        )
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{error.filename or 'The report'} cannot be written ({error.strerror or error}). Check"
            " the space and the rights there.",
            file=sys.stderr,
        )
        return 1
    print("\n".join(summary(report, where)))
    return 0


def _source(file: str, title: str | None) -> Source:
    if file != "-":
        return read(Path(file))
    source = read(Path(title or "standard input"), sys.stdin.buffer.read(MOST_BYTES + 1))
    return Source(
        Path("the standard input"),
        source.kind,
        source.raw,
        source.text,
        source.encoding,
        source.title,
        source.lang,
    )


def _drafted(options: argparse.Namespace, source: Source, date: dt.date | None) -> Draft:
    """Return the draft of a text, of the day that is given or that it gives itself."""
    known = {"title": options.title or source.title, "lang": options.lang or source.lang}
    today = dt.datetime.now().astimezone().date()
    with _progress(len(source.text)) as tell:
        return draft(source.text, today, date=date, **known, tell=tell)


def _asked(file: str) -> dt.date | None:
    """Return the day that somebody at a terminal gives a text without one, None for none."""
    if file == "-" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    while typed := input("The text gives no date. Its date, as 2025-04-05 (Enter: none): ").strip():
        with suppress(ValueError):
            return dt.date.fromisoformat(typed)
        print(f"{typed} is no date as 2025-04-05.")
    return None


def _place(options: argparse.Namespace, made: Draft) -> Path:
    """Return the report's folder, or raise ReportError for a name that cannot be one."""
    slug = options.name or folders.slug_of(made.contents["title"][made.lang], made.contents["date"])
    root = data_folder(options.config) / "reports"
    if not folders.valid_slug(slug):
        raise ReportError(
            [
                Problem(
                    Path(slug),
                    0,
                    "is no name for a report.",
                    "Use small letters, digits and hyphens, for example: council-2025-04-04",
                )
            ]
        )
    return root / slug


@contextmanager
def _progress(length: int) -> Iterator[Callable[[str], None]]:
    """Show on a terminal how far the drafting of a long text is."""
    if length < _LONG or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("reading", total=len(STEPS))
        yield lambda step: bar.update(task, description=step, completed=STEPS.index(step))


def _update(where: Path, made: Draft, source: Source) -> Report:
    """Merge a new draft into a report's folder, print what changes, and return the report as it
    then is.
    """
    if not (where / "report.yaml").exists():
        raise ReportError(
            [
                Problem(
                    where,
                    0,
                    "is no report yet.",
                    "Leave out --update, or name the report with --name.",
                )
            ]
        )
    current, base = yamlfile.read(where / "report.yaml"), where / folders.BASE
    if not isinstance(current.data, dict):
        raise ReportError(
            [current.problem((), "holds no keys.", "Mend it first; `briefing check` shows how.")]
        )
    merged = merge(
        yamlfile.read(base).data if base.exists() else {},
        current.data,
        yamlfile.read_text(where, folders.as_yaml(made.contents, source.path.name)),
    )
    text = where / f"text.{made.lang}.txt"
    same_text = text.exists() and text.read_bytes() == folders.text_bytes(made, source)
    for line in (*merged.changes, *(f"= kept: {line}" for line in merged.kept)):
        print(line)
    if same_text and not merged.changes:
        print("Nothing to change.")
        return load(where)
    return _replaced(where, made, source, merged)


def _replaced(where: Path, made: Draft, source: Source, merged: Merged) -> Report:
    """Write a merged report beside the one that is, check it there, and let it take that one's
    place; the file before stays as report.yaml.before.
    """
    with folders.beside(where) as fresh:
        shutil.copytree(where, fresh)
        folders.fill(fresh, made, source)
        (fresh / "report.yaml").write_text(
            folders.as_yaml(merged.contents, source.path.name), "utf-8"
        )
        shutil.copy2(where / "report.yaml", fresh / "report.yaml.before")
        report = load(fresh)
        where.rename(fresh.with_suffix(".old"))
        fresh.rename(where)
    return report


def summary(report: Report, where: Path) -> list[str]:
    """Return what was found in a report, questions to try, and what to look at by hand, as
    lines.
    """
    file = report.file
    kinds: dict[str, list[Entity]] = {}
    for entity in file.entities:
        kinds.setdefault(entity.type, []).append(entity)
    settled = sum(KINDS[f.kind].settled for f in file.facts)
    counts = [
        (len(report.passages), "sentence", "sentences"),
        (len(file.quotes), "quotation", "quotations"),
        (len(kinds.get("person", [])), "person", "people"),
        (len(kinds.get("organisation", [])), "organisation", "organisations"),
        (len(kinds.get("country", [])), "country", "countries"),
        (len(kinds.get("place", [])), "place", "places"),
        (sum(f.kind == "date" for f in file.facts), "dated sentence", "dated sentences"),
        (sum(len(f.figures) for f in file.facts), "figure", "figures"),
        (settled, "decision or commitment", "decisions and commitments"),
    ]
    found = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
    title = file.title[file.language]
    language = grammar(file.language).name(DEFAULT)
    lines = [f"{title} ({file.date or 'undated'}, {language})", f"{where}: {found}."]
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
    """Return what the draft was least sure of, a line each."""
    file = report.file
    lines = [
        f"{key}: {getattr(file, key) if key != 'title' else file.title[file.language]} ({sure})"
        for key, sure in file.sure.items()
        if sure < _UNSURE
    ]
    lines += [
        f"quote {q.id}: who says « {q.text[:60]} »?" for q in file.quotes if q.speaker is None
    ]
    lines += [
        f"{e.type} {e.id}: {e.name[file.language]} ({e.sure})"
        for e in file.entities
        if e.sure is not None and e.sure < _UNSURE
    ]
    lines += [
        f"quote {q.id}: by {q.speaker}? ({q.sure})"
        for q in file.quotes
        if q.speaker and q.sure is not None and q.sure < _UNSURE
    ]
    return lines
