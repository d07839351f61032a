"""Kinds of values in config.yaml: each returns a value as its type, or says what is wrong with it and what to write instead."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import process

from bot import languages

ALIKE = 60
_LAST_PORT = 65535
_ZONE = "Write, for example, `zone: Africa/Nairobi`."


class WrongError(Exception):
    """A value does not fit: what is wrong with it, as the end of a sentence, and the remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        """Keep both."""
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def folder(base: Path, value: object) -> Path:
    """Return the path of a folder; one that is not absolute begins at `base`."""
    if isinstance(value, str) and value:
        return base / Path(value).expanduser()
    raise WrongError("must be the path of a folder.", "Write it as text: `data: /var/lib/briefing-bot`.")


def reports(base: Path, value: object) -> tuple[str, ...]:
    """Return names of reports as they are, and paths, told by a slash or a folder that is there, from `base` on."""
    if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
        raise WrongError("must be a list of names and paths.", "Write `reports: [name, /path/of/a/folder]`.")
    return tuple(str(base / Path(name).expanduser()) if "/" in name or (base / name).is_dir() else name for name in value)


def language(value: object) -> str:
    """Return the code of a language that the bot speaks."""
    known = sorted(path.stem for path in languages.files() if path.stem != "lexicon")
    if isinstance(value, str) and value in known:
        return value
    raise WrongError(f"must be one of {', '.join(known)}.", f"Write, for example, `language: {known[0]}`.")


def zone(value: object) -> str:
    """Return the name of an IANA time zone."""
    if not isinstance(value, str):
        raise WrongError("must be a time zone.", _ZONE)
    try:
        return ZoneInfo(value).key
    except (ValueError, OSError, KeyError):
        near = process.extractOne(value, sorted(available_timezones()), score_cutoff=ALIKE)
        raise WrongError(f"names the time zone {value!r}, which does not exist.", f"Did you mean {near[0]!r}?" if near else _ZONE) from None


def hours(most: float, value: object) -> float:
    """Return a number of hours, more than 0 and at most `most`."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 < value <= most:
        return float(value)
    raise WrongError(f"must be a number of hours, more than 0 and at most {most:g}.", "Write, for example, `3`.")


def address(value: object) -> tuple[str, int]:
    """Return an address and a port, written host:port."""
    host, _, port = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    if host and port.isascii() and port.isdigit() and int(port) <= _LAST_PORT:
        return host.strip("[]"), int(port)
    raise WrongError("must be an address and a port.", "Write, for example, `listen: 127.0.0.1:9464`.")


def chat(platforms: Collection[str], value: object) -> tuple[str, str]:
    """Return a platform and a chat's id on it, written with a space between."""
    parts = value.split() if isinstance(value, str) else []
    if len(parts) == 2 and parts[0] in platforms:  # noqa: PLR2004 - the two
        return parts[0], parts[1]
    raise WrongError(f"must be a platform ({', '.join(platforms)}) and a chat's id on it.", 'Write, for example, `chat: "telegram 12345"`.')


def among(names: tuple[str, ...], value: object) -> str:
    """Return one of some words."""
    if isinstance(value, str) and value in names:
        return value
    raise WrongError(f"must be one of {', '.join(names)}.", f"Write, for example, `{names[0]}`.")


def switch(value: object) -> bool:
    """Return true or false."""
    if isinstance(value, bool):
        return value
    raise WrongError("must be true or false.", "Write one of the two.")


def prefix(value: object) -> str:
    """Return what stands before commands: one character or a few, none of them a letter, digit or space."""
    if isinstance(value, str) and 0 < len(value) <= 3 and not any(c.isalnum() or c.isspace() for c in value):  # noqa: PLR2004
        return value
    raise WrongError("must be one to three characters without letters, digits and spaces.", 'Write, for example, `prefix: "!"`.')


def names(sign: str, value: object) -> tuple[str, ...]:
    """Return a list of names, each beginning with a sign where there is one."""
    if isinstance(value, list) and all(isinstance(name, str) and name.startswith(sign) and len(name) > len(sign) for name in value):
        return tuple(value)
    example = {"@": "@you:example.org", "!": "!room:example.org"}.get(sign, "example.org")
    raise WrongError(f"must be a list of names{f' that begin with {sign}' if sign else ''}.", f'Write, for example, `["{example}"]`.')


def count(value: object) -> int:
    """Return a whole number from 0."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise WrongError("must be a whole number, 0 meaning no limit.", "Write, for example, `20`.")


def ids(value: object) -> tuple[str, ...]:
    """Return a list of whole numbers, as text."""
    if isinstance(value, list) and all(isinstance(i, int) and not isinstance(i, bool) for i in value):
        return tuple(map(str, value))
    raise WrongError("must be a list of ids, which are whole numbers.", "Write, for example, `[12345, -100678]`.")


def url(schemes: tuple[str, ...], value: object) -> str:
    """Return an absolute URL with one of some schemes, without the slash at its end."""
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        fits = parts.scheme in schemes and bool(parts.hostname) and not (parts.query or parts.fragment) and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if fits:
        return str(value).rstrip("/")
    raise WrongError(f"must be a URL that begins with {' or '.join(f'{s}://' for s in schemes)}.", f"Write, for example, `{schemes[0]}://example.org`.")


def token(value: object) -> str:
    """Return a secret of letters, digits, _ and -, as Telegram takes it (Bot API, setWebhook, `secret_token`)."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        return value
    raise WrongError("must be 1 to 256 letters, digits, _ and -.", "Put another there, or leave it out: it is then made of the token.")
