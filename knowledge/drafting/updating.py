"""Updating: a report's folder drafted again, what a person has made of it kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge.drafting import folder as folders
from knowledge.drafting.draft import Draft
from knowledge.drafting.merging import merge
from knowledge.drafting.source import Source
from knowledge.loading import yamlfile
from knowledge.loading.loader import load
from knowledge.loading.problems import Problem, ReportError
from knowledge.model import Report


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
    return replaced(where, made, source, merged.contents), changes


def replaced(where: Path, made: Draft, source: Source, contents: dict[str, Any]) -> Report:
    """Write a report of some contents beside the one that is, check it there, and let it take that
    one's place; the file before stays as report.yaml.before.
    """
    page = folders.as_yaml(contents, source.path.name)
    return folders.rewritten(where, page, lambda fresh: folders.fill(fresh, made, source))
