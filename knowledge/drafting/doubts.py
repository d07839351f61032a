"""Doubts: what a draft is unsure of, and what a person says of it, written into report.yaml."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from knowledge.drafting import folder as folders
from knowledge.loading import yamlfile
from knowledge.loading.problems import refusal
from knowledge.model import Report

UNSURE = 0.65  # what a draft is less sure of than that is to be looked at
Kind = Literal["quote", "title", "date", "language", "entity"]
Verdict = Literal["accept", "correct", "strike"]
_ORIGIN = re.compile(r"# Drafted by `briefing add` from (.*)\.")
_LISTS: dict[str, str] = {"quote": "quotes", "entity": "entities"}


@dataclass(frozen=True)
class Doubt:
    """One thing that a draft is unsure of: of the quotation or entity `id` who speaks it or what it
    is, or of the report as a whole its title, date or language ("" for none of them).

    `value` is what the draft has: a speaker's key, a name, a title, a day or a language, "" for
    none; `words` are those of the text that it is about.
    """

    kind: Kind
    id: str
    value: str
    sure: float
    words: str


def doubts(report: Report) -> Iterator[Doubt]:
    """Yield what a draft is unsure of, speakers first; what a person settled is no doubt."""
    file, own = report.file, report.file.language
    quotes = [(q, q.sure) for q in file.quotes if q.sure is not None]
    for quote, sure in sorted(quotes, key=lambda each: each[0].speaker is not None):
        if quote.speaker is None or sure < UNSURE:
            yield Doubt("quote", quote.id, quote.speaker or "", sure, quote.text)
    told = {"title": file.title[own], "date": str(file.date or ""), "language": own}
    if file.drafted and file.date is None:
        yield Doubt("date", "", "", 0.0, "")
    for key, sure in file.sure.items():
        if sure < UNSURE and key in told:
            yield Doubt(_kind(key), "", told[key], sure, told[key] if key == "title" else "")
    for entity in file.entities:
        if entity.sure is not None and entity.sure < UNSURE:
            yield Doubt("entity", entity.id, entity.name[own], entity.sure, entity.name[own])


def _kind(key: str) -> Kind:
    return "title" if key == "title" else "date" if key == "date" else "language"


def settle(where: Path, kind: str, name: str, verdict: Verdict, value: str = "") -> Report:
    """Write into a report's folder what a person says of a doubt, and return the report as it then
    is: that it is right, that it is another `value` (of the form that it has), or that it is none.

    The file before stays as report.yaml.before. Raises ReportError where that does not hold.
    """
    path = where / "report.yaml"
    contents = yamlfile.read(path).data
    if not isinstance(contents, dict):
        raise refusal(path, "holds no keys.", "Mend it first; `briefing check` shows how.")
    if kind in _LISTS:
        entry = next((e for e in contents[_LISTS[kind]] if e["id"] == name), None)
        if entry is None:
            raise refusal(path, f"has no {kind} {name!r}.", "It may have changed; look again.")
        _entry(contents, kind, entry, verdict, value)
    else:
        _whole(contents, kind, verdict, value, path)
    origin = _ORIGIN.match(path.read_text("utf-8"))
    page = folders.as_yaml(contents, origin[1] if origin else where.name)
    return folders.rewritten(where, page)


def _whole(contents: dict[str, Any], key: str, verdict: Verdict, value: str, path: Path) -> None:
    """Settle the title, date or language of a report."""
    contents["sure"] = {k: sure for k, sure in (contents.get("sure") or {}).items() if k != key}
    if verdict == "accept":
        return
    if key == "date":
        contents["date"] = _day(value, path) if verdict == "correct" else None
        contents["days"] = [contents["date"]] if contents["date"] else []
    elif key == "title" and verdict == "correct" and value.strip():
        before = contents["title"]
        contents["title"] = dict.fromkeys(before, value.strip())
        if contents.get("short") == before:
            contents["short"] = contents["title"]
        text = path.with_name(f"text.{contents['language']}.txt").read_text("utf-8")
        contents["title_is_ours"] = value.strip() not in text
    else:
        raise refusal(path, f"has no {key} that could be {value!r}.", "Change it by hand.")


def _day(value: str, path: Path) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise refusal(path, f"has no date {value!r}.", "Write it as 2025-04-05.") from None


def _entry(
    contents: dict[str, Any], kind: str, entry: dict[str, Any], verdict: Verdict, value: str
) -> None:
    """Settle who speaks a quotation, or what an entity is."""
    entry.pop("sure", None)
    if verdict == "strike":
        contents[_LISTS[kind]].remove(entry)
        if kind == "entity":
            _forget(contents, entry["id"])
    elif verdict == "correct" and kind == "quote":
        entry["speaker"] = value or None
    elif verdict == "correct" and value.strip():
        entry["name"] = dict.fromkeys(entry["name"], value.strip())


def _forget(contents: dict[str, Any], name: str) -> None:
    """Take an entity out of all that names it; that it has an office is told no more."""
    contents["facts"] = [
        f for f in contents["facts"] if f["kind"] != "role" or f.get("entities", [""])[0] != name
    ]
    for part in ("entities", "topics", "sessions", "facts", "quotes"):
        for entry in contents.get(part) or []:
            for key in ("entities", "members"):
                if name in (entry.get(key) or []):
                    entry[key] = [each for each in entry[key] if each != name]
            if entry.get("speaker") == name:
                entry["speaker"] = None
    kept = {fact["id"] for fact in contents["facts"]}
    contents["gist"] = [fact for fact in contents.get("gist") or [] if fact in kept]
    contents["frame"] = [each for each in contents.get("frame") or [] if each != name]
