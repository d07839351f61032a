"""Merging: a new draft of a report into what a person has made of the last one. What the person
changed stays.

For each entry there are three states: as last drafted, as it is now, and as drafted anew. Where it
is as last drafted, the new draft's takes its place; where a person changed, added or removed it, it
stays so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_LISTS = ("entities", "topics", "sessions", "facts", "quotes", "gaps")
_SHOWN = 70


@dataclass
class Merged:
    """The contents after a merge, and a line for each change and for each thing of a person's that
    was kept against the new draft.
    """

    contents: dict[str, Any]
    changes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merge(base: dict[str, Any], current: dict[str, Any], new: dict[str, Any]) -> Merged:
    """Return the merge of the contents of three report.yaml: as last drafted, as now, as drafted
    anew.
    """
    merged = Merged({})
    for key in dict.fromkeys([*current, *new]):
        if key in _LISTS:
            merged.contents[key] = _entries(
                key, base.get(key) or [], current.get(key) or [], new.get(key) or [], merged
            )
        else:
            merged.contents[key] = _value(key, base, current, new, merged)
    return merged


def _value(
    key: str, base: dict[str, Any], current: dict[str, Any], new: dict[str, Any], merged: Merged
) -> Any:  # noqa: ANN401 - any value of a data file
    now, then, fresh = current.get(key), base.get(key), new.get(key)
    if key not in new or now == fresh:
        return now
    if key in current and now != then:
        if fresh != then:
            merged.kept.append(f"{key} (yours; the draft now has {_short(fresh)})")
        return now
    merged.changes.append(
        f"~ {key}"
        if key in {"paragraphs", "sure", "gist"}
        else f"~ {key}: {_short(now)} → {_short(fresh)}"
    )
    return fresh


def _entries(
    key: str,
    base: list[dict[str, Any]],
    current: list[dict[str, Any]],
    new: list[dict[str, Any]],
    merged: Merged,
) -> list[dict[str, Any]]:
    """Return the entries of one list: those that are now, each as it is to be, and the new ones at
    the end.
    """
    before, fresh = {e.get("id"): e for e in base}, {e.get("id"): e for e in new}
    kept: list[dict[str, Any]] = []
    for entry in current:
        name = entry.get("id")
        drafted = before.get(name)
        if entry != drafted:
            kept.append(entry)
            if drafted is not None and name in fresh and fresh[name] != drafted:
                merged.kept.append(f"{key} {name} (yours)")
        elif name not in fresh:
            merged.changes.append(f"- {key} {name}: {_told(entry)}")
        else:
            kept.append(fresh[name])
            if fresh[name] != entry:
                merged.changes.append(f"~ {key} {name}: {_told(fresh[name])}")
    here = {e.get("id") for e in current}
    for entry in new:
        name = entry.get("id")
        if name not in here and name not in before:
            kept.append(entry)
            merged.changes.append(f"+ {key} {name}: {_told(entry)}")
        elif name not in here:
            merged.kept.append(f"{key} {name} (removed by you)")
    return kept


def _told(entry: dict[str, Any]) -> str:
    """Return what an entry is about, in short."""
    value = (
        entry.get("text")
        or (entry.get("clauses") or [None])[0]
        or next(iter((entry.get("name") or {}).values()), "")
    )
    return _short(value)


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
