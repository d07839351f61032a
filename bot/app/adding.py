"""Adding a report: its text is read and drafted, and written into a folder or merged into one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from knowledge.drafting import folder as folders
from knowledge.drafting.draft import STEPS, Draft, draft
from knowledge.drafting.folder import write
from knowledge.drafting.merging import Merged, merge
from knowledge.drafting.source import MOST_BYTES, Source, read
from knowledge.loading import yamlfile
from knowledge.loading.loader import load
from knowledge.loading.problems import Problem, ReportError
from knowledge.model import Report

__all__ = ["STEPS", "Draft", "Source", "draft", "place", "source", "update", "write"]


def source(file: str, title: str | None, stream: BinaryIO) -> Source:
    """Return the text of a file, or of a stream for "-"; raises ReportError."""
    if file != "-":
        return read(Path(file))
    given = read(Path(title or "standard input"), stream.read(MOST_BYTES + 1))
    return replace(given, path=Path("the standard input"))


def place(root: Path, name: str | None, made: Draft) -> Path:
    """Return the folder below `root` of the report that a draft becomes, by the name that is given
    or by its title and date; raises ReportError for a name that cannot be one.
    """
    slug = name or folders.slug_of(made.contents["title"][made.lang], made.contents["date"])
    if not folders.valid_slug(slug):
        remedy = "Use small letters, digits and hyphens, for example: council-2025-04-04"
        raise ReportError([Problem(Path(slug), 0, "is no name for a report.", remedy)])
    return root / slug


def update(where: Path, made: Draft, source: Source) -> tuple[Report, list[str]]:
    """Merge a new draft into a report's folder; return the report as it then is, and what changes
    as lines. Raises ReportError.
    """
    if not (where / "report.yaml").exists():
        remedy = "Leave out --update, or name the report with --name."
        raise ReportError([Problem(where, 0, "is no report yet.", remedy)])
    current, base = yamlfile.read(where / "report.yaml"), where / folders.BASE
    if not isinstance(current.data, dict):
        remedy = "Mend it first; `briefing check` shows how."
        raise ReportError([current.problem((), "holds no keys.", remedy)])
    merged = merge(
        yamlfile.read(base).data if base.exists() else {},
        current.data,
        yamlfile.read_text(where, folders.as_yaml(made.contents, source.path.name)),
    )
    text = where / f"text.{made.lang}.txt"
    same_text = text.exists() and text.read_bytes() == folders.text_bytes(made, source)
    changes = [*merged.changes, *(f"= kept: {line}" for line in merged.kept)]
    if same_text and not merged.changes:
        return load(where), [*changes, "Nothing to change."]
    return _replaced(where, made, source, merged), changes


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
