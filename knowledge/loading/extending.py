"""Adding a question or a name to a report's data: the files stay as they are but for what is added,
and only if the report then has no problem.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from knowledge.loading.loader import load
from knowledge.loading.problems import ReportError, refusal


def add_question(folder: Path, lang: str, under: str, question: str) -> None:
    """Add an example question in a language to a fact or gap of a report; raises
    ReportError where it does not fit there.
    """

    def added(lines: list[str]) -> list[str]:
        item = f"  - {json.dumps(question, ensure_ascii=False)}"
        try:
            at = lines.index(f"{under}:") + 1
        except ValueError:
            return [*lines, f"{under}:", item]
        while at < len(lines) and lines[at].startswith(("  ", "- ", "#")):
            at += 1
        return [*lines[:at], item, *lines[at:]]

    _change(folder, folder / f"asks.{lang}.yaml", added)


def add_alias(folder: Path, lang: str, entity: str, alias: str) -> None:
    """Add a name in a language to those of a person or place of a report; raises ReportError where
    it does not fit there.
    """
    path = folder / "report.yaml"

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

    _change(folder, path, added)


def _change(folder: Path, path: Path, change: Callable[[list[str]], list[str]]) -> None:
    """Change a file's lines; put it back as it was where the report then has a problem."""
    before = path.read_text("utf-8") if path.exists() else ""
    after = "\n".join(change(before.splitlines())) + "\n"
    path.write_text(after, "utf-8")
    try:
        load(folder)
    except ReportError:
        path.write_text(before, "utf-8")
        raise
