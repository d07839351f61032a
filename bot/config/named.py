"""Secrets by where they stand: a variable of the environment or a file, named in their place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, PlainValidator, ValidationInfo

from bot.config.folder import located
from bot.config.kinds import wrong
from bot.config.secret import Secret


class Named(dict[str, Any]):
    """What stands under `token_env`, a variable, and under `token_file`, a file, for a `token`."""


def needed(name: str) -> tuple[str, str]:
    """Return what is wrong and the remedy where not exactly one place of a secret is named."""
    remedy = f"Write `{name}_env: VARIABLE`, or `{name}_file: path`; never the {name} itself."
    return f"needs one of {name}_env and {name}_file.", remedy


def _found(value: object, info: ValidationInfo[Any]) -> Secret:
    name = str(info.field_name)
    if not isinstance(value, Named):  # the secret itself
        raise wrong("is not a known key.", f"Did you mean '{name}_env'?", key=name)
    if len(value) != 1:
        raise wrong(*needed(name), key="")
    [(key, place)] = value.items()
    if not isinstance(place, str) or not place:
        raise wrong("must be text.", "Name a variable of the environment, or a file.", key=key)
    if not wanted(info):
        return Secret("")
    environment, folder = info.context["environment"], info.context["folder"]
    what, read = (
        (_variable(place), lambda: environment.get(place, ""))
        if key.endswith("_env")
        else (_file(folder, place), lambda: located(folder, place).read_text("utf-8"))
    )
    remedy = f"Put the {name} there."
    try:
        found = read()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise wrong(f"{what} which cannot be read ({why}).", remedy, key=key) from None
    if not found.strip():
        raise wrong(f"{what} which is not set or empty.", remedy, key=key)
    return Secret(found.strip())


def wanted(info: ValidationInfo[Any]) -> bool:
    """Whether whoever reads the configuration uses the secret that is being checked."""
    used = info.context["secrets"]
    return used is None or info.field_name in used


# Names as people give them. What is written otherwise may be the secret itself, in the wrong place.
_VARIABLE, _FILE = r"[A-Z]+(_[A-Z0-9]+)+", r"[\w./~-]+\.[a-z]{1,8}"
_UNSHOWN = "(not shown here, as it may be the secret itself)"


def _variable(name: str) -> str:
    shown = name if re.fullmatch(_VARIABLE, name) else _UNSHOWN
    return f"names the variable {shown},"


def _file(folder: Path, name: str) -> str:
    path = located(folder, name)
    known = re.fullmatch(_FILE, name) or ("/" in name and path.parent.is_dir() and path.parent.name)
    return f"names the file {path if known or path.exists() else _UNSHOWN},"


def _like(pattern: str, what: str, remedy: str) -> AfterValidator:
    """Return what refuses a secret of another form, without showing it."""

    def check(secret: Secret, info: ValidationInfo[Any]) -> Secret:
        if wanted(info) and not re.fullmatch(pattern, secret.reveal()):
            raise wrong(what, remedy, key="")
        return secret

    return AfterValidator(check)


Held = Annotated[Secret, PlainValidator(_found)]
BotToken = Annotated[
    Held,
    _like(
        r"[^\s/?#]+",
        "has a token with a space or a sign in it that no token holds.",
        "Copy it again from @BotFather: figures, a colon, then letters and figures.",
    ),
]
# As Telegram takes it (Bot API, setWebhook, `secret_token`).
HookSecret = Annotated[
    Held,
    _like(
        r"[A-Za-z0-9_-]{1,256}",
        "has a secret that is not 1 to 256 letters, digits, _ and -.",
        "Put another there, or leave it out: it is then made of the token.",
    ),
]
