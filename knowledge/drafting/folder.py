"""The folder of a drafted report: its name, and how it is written whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from knowledge.drafting.dates import absolute
from knowledge.drafting.draft import Draft
from knowledge.drafting.source import Source
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold
from knowledge.loading.loader import load
from knowledge.loading.problems import refusal
from knowledge.model import Report

BASE = ".draft.yaml"
# What an original is called that is no text file: no file of its folder is read as the report's.
_ENDINGS = {"html": ".html", "markdown": ".md", "pdf": ".pdf", "docx": ".docx"}
_LONGEST_SLUG = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_HEAD = """# Drafted by `briefing add` from {origin}.
# Correct whatever is wrong: `briefing add --update` keeps what you change, and `briefing check`
# tells what does not fit. `sure` is how sure the draft was, 0 to 1; a fact without `claim` speaks
# in its clauses' own words. Everything under `clauses`, `text` and `paragraphs` is copied from the
# text letter by letter.
"""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc] # one of two, by what is there
    """Writes without aliases, which no data file here may hold."""

    def ignore_aliases(self, data: object) -> bool:
        """Write every value out."""
        del data
        return True


def slug_of(title: str, day: dt.date | None) -> str:
    """Return a report's folder name: what its title begins with, in plain letters, and its day."""
    for lang in LANGUAGES:  # a day that the title ends with would stand there twice
        last = next(
            (
                d
                for d in reversed(absolute(title, lang))
                if d.day == day and not re.search(r"\w", title[d.end :])
            ),
            None,
        )
        title = (
            re.sub(
                r"\s(?:le|du|au|on|of|held on|tenue? le)\s*$",
                "",
                title[: last.start].rstrip(" ,(–-") + " ",
            )
            if last
            else title
        )
    words = re.findall(r"[a-z0-9]+", fold(title))
    while len(words) > 1 and len("-".join(words)) > _LONGEST_SLUG:
        words.pop()
    name = "-".join(words)[:_LONGEST_SLUG].strip("-") or "report"
    return f"{'report-' if _RESERVED.fullmatch(name) else ''}{name}{f'-{day}' if day else ''}"


def valid_slug(name: str) -> bool:
    """Whether a name that somebody gave may be a report's folder: letters, digits, hyphens; no
    path.
    """
    return (
        bool(re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]{0,80}[a-z0-9])?", name))
        and ".." not in name
        and not _RESERVED.fullmatch(name)
    )


def as_yaml(contents: dict[str, Any], origin: str) -> str:
    """Return a draft as the text of its report.yaml: an entry a paragraph, its small lists on one
    line.
    """
    parts = [_HEAD.format(origin=" ".join(origin.split())[:120])]
    small = {key: value for key, value in contents.items() if not _is_long(value)}
    parts.append(_dumped(small))
    parts += [
        f"\n{key}:\n" + "".join(_indented(item) for item in value)
        for key, value in contents.items()
        if _is_long(value)
    ]
    return "".join(parts)


def _is_long(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and isinstance(value[0], dict | list | tuple)
    )


def _dumped(value: object) -> str:
    return str(
        yaml.dump(
            value,
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=None,
            width=10**9,
        )
    )


def _indented(item: object) -> str:
    lines = _dumped([item]).splitlines(keepends=True)
    return "".join(f"  {line}" if line.strip() else line for line in lines)


def write(where: Path, made: Draft, source: Source) -> Report:
    """Write a drafted report's folder and return the report as it is read from there.

    It is written beside its place, read and checked there, and then moved into it at once. Raises
    ReportError where the place is taken or what was drafted does not hold, OSError where it cannot
    be written; nothing stays behind then.
    """
    if where.exists():
        remedy = "Take it in again with --update, or give this one another name with --name."
        raise refusal(where, "is there already.", remedy)
    where.parent.mkdir(parents=True, exist_ok=True)
    with beside(where) as fresh:
        fresh.mkdir()
        fill(fresh, made, source)
        report = load(fresh)
        fresh.rename(where)
    return report


def rewritten(where: Path, page: str, fill: Callable[[Path], None] = lambda _: None) -> Report:
    """Write another report.yaml, and what else `fill` does, beside a report; check it there, and
    let it take that one's place. The file before stays as report.yaml.before. Raises ReportError.
    """
    with beside(where) as fresh:
        shutil.copytree(where, fresh)
        fill(fresh)
        (fresh / "report.yaml").write_text(page, "utf-8")
        shutil.copy2(where / "report.yaml", fresh / "report.yaml.before")
        report = load(fresh)
        where.rename(fresh.with_suffix(".old"))
        fresh.rename(where)
    return report


@contextmanager
def beside(where: Path) -> Iterator[Path]:
    """Yield a path of a folder's own name on its disk, to make there what is to take its place;
    what is left there is removed.
    """
    near = Path(tempfile.mkdtemp(prefix=".new-", dir=where.parent))
    try:
        yield near / where.name
    finally:
        shutil.rmtree(near, ignore_errors=True)


def fill(folder: Path, made: Draft, source: Source) -> None:
    """Write the files of a drafted report: its text, what that was read from where it is not the
    same, report.yaml, and the draft as it was made, by which an update tells what a person changed.
    """
    _put(folder / f"text.{made.lang}.txt", text_bytes(made, source))
    for old in folder.glob("original*"):
        old.unlink()
    if not source.lasting:
        _put(folder / f"original{_ENDINGS.get(source.kind, '.txt.bytes')}", source.raw)
    page = as_yaml(made.contents, source.path.name)
    _put(folder / "report.yaml", page.encode())
    _put(folder / BASE, page.encode())


def text_bytes(made: Draft, source: Source) -> bytes:
    """Return the bytes of a report's text: the file's own where they are its text already."""
    return source.raw if source.lasting else made.text.encode("utf-8")


def _put(path: Path, raw: bytes) -> None:
    with path.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
