"""The embargo of a report, as `embargo` in its report.yaml says it: until then it is told to
editors alone. What stands there and cannot be read holds the report until somebody mends it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from knowledge.loading.problems import ReportError

LIFTED_ONLY = dt.datetime.max.replace(tzinfo=dt.UTC)  # until somebody lifts it
_KEY = b"embargo"
_LINE = re.compile(r"""^["']?embargo["']?\s*:.*\n?""", re.MULTILINE)
_FILE = "report.yaml"


def until(value: object) -> dt.datetime | None:
    """Return the instant, in UTC, that the value of the key names, None for none, LIFTED_ONLY where
    it is true; raises ValueError for what is neither.
    """
    if value is None or value is False:
        return None
    if value is True:
        return LIFTED_ONLY
    from knowledge.drafting.embargo import instant  # noqa: PLC0415 - few reports are under one

    words = value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)
    far = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
    found = [instant(words, zone, far) for zone in ("Etc/UTC", "Africa/Nairobi")]
    if found[0] is None or found[0] != found[1]:  # it names no zone
        raise ValueError(words)
    return found[0]


def of(folder: Path) -> dt.datetime | None:
    """Return until when the report of a folder is under embargo, None where it is not; LIFTED_ONLY
    where that cannot be told.
    """
    try:
        stat = (folder / _FILE).stat()
    except OSError:
        return None
    return _read(folder / _FILE, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=20_000)
def _read(path: Path, *_: int) -> dt.datetime | None:
    from knowledge.loading import yamlfile  # noqa: PLC0415 - as above

    try:
        if _KEY not in path.read_bytes():
            return None
        data = yamlfile.read(path).data
        return until(data.get(_KEY.decode())) if isinstance(data, dict) else None
    except (OSError, ReportError, ValueError):
        return LIFTED_ONLY


def is_under(value: object, now: dt.datetime) -> bool:
    """Whether a report with a value of the key is under embargo at an instant."""
    try:
        end = until(value)
    except ValueError:
        return True
    return end is not None and end > now


def told(folders: Iterable[Path], now: dt.datetime) -> list[Path]:
    """Return the folders of those reports that are under no embargo at an instant."""
    return [folder for folder in folders if not ((end := of(folder)) and end > now)]


def as_value(end: dt.datetime | None) -> str | bool | None:
    """Return the end of an embargo as the value of the key."""
    if end is None:
        return None
    if end == LIFTED_ONLY:
        return True
    return end.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")


def put(folder: Path, end: dt.datetime | None) -> None:
    """Write the end of an embargo into the report.yaml of a folder, None for no embargo; all else
    stays as it is.
    """
    path = folder / _FILE
    text = _LINE.sub("", path.read_text("utf-8"))
    value = as_value(end)
    if value is not None:
        text += ("" if text.endswith("\n") else "\n") + f"{_KEY.decode()}: {value!s}\n"
    fresh = path.with_name(f".{_FILE}")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
