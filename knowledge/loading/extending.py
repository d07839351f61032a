"""Adding a question or a name to a report's data: the files stay as they are but for what is added,
and only if the report then has no problem.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from knowledge.loading.loader import added, load, own_folder
from knowledge.loading.problems import Problem, ReportError, refusal


def add_question(folder: Path, lang: str, under: str, question: str) -> Path:
    """Add an example question in a language to a fact or gap of a report, and return the file in
    which it stands; raises ReportError where it does not fit there.
    """
    return _change(
        folder, folder / f"asks.{lang}.yaml", lambda lines: _listed(lines, under, question)
    )


def add_alias(folder: Path, lang: str, entity: str, alias: str) -> Path:
    """Add a name in a language to those of a person or place of a report, and return the file in
    which it stands; raises ReportError where it does not fit there.
    """
    path = folder / "report.yaml"
    if own_folder(folder) != folder:
        path = folder / f"names.{lang}.yaml"
        return _change(folder, path, lambda lines: _listed(lines, entity, alias))

    def added(lines: list[str]) -> list[str]:
        heads = [n for n, line in enumerate(lines) if line.startswith("  - ")]
        begin = next((n for n in heads if lines[n].rstrip() == f"  - id: {entity}"), len(lines))
        end = next((n for n in heads if n > begin), len(lines))
        for n in range(begin, end):
            if found := re.fullmatch(rf"( +{lang}: \[.*)\]\s*", lines[n]):
                added = f"{found[1]}, {json.dumps(alias, ensure_ascii=False)}]"
                return [*lines[:n], added, *lines[n + 1 :]]
        what = f"has no list of aliases in {lang!r} for {entity!r}."
        raise refusal(path, what, "Add it by hand.", begin + 1 if begin < end else 0)

    return _change(folder, path, added)


def _listed(lines: list[str], key: str, text: str) -> list[str]:
    """Return a file's lines with a text at the end of the list under a key."""
    item = f"  - {json.dumps(text, ensure_ascii=False)}"
    try:
        at = lines.index(f"{key}:") + 1
    except ValueError:
        return [*lines, f"{key}:", item]
    while at < len(lines) and lines[at].startswith(("  ", "- ", "#")):
        at += 1
    return [*lines[:at], item, *lines[at:]]


def _change(folder: Path, path: Path, change: Callable[[list[str]], list[str]]) -> Path:
    """Change a file's lines and return the file; put it back as it was where the report then has a
    problem.
    """
    before = path.read_text("utf-8") if path.exists() else None
    known = {problem.what for problem in _left_out(folder)}
    _write(path, "\n".join(change((before or "").splitlines())) + "\n")
    try:
        load(folder)
        if new := [p for p in _left_out(folder) if p.what not in known]:
            _refuse(new)
    except ReportError:
        if before is None:
            path.unlink()
        else:
            _write(path, before)
        raise
    return path


def _left_out(folder: Path) -> tuple[Problem, ...]:
    """Return what does not fit of what a folder adds to a built-in report."""
    more = added(folder)
    return more.problems if more else ()


def _refuse(problems: list[Problem]) -> None:
    raise ReportError(problems)


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, as a bot may be reading it."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
