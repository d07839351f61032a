"""Secrets by where they stand: a variable of the environment or a file, named in their place."""

from __future__ import annotations

import re
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
    file = located(info.context["folder"], place)
    what = f"names the variable {place}" if key.endswith("_env") else f"names the file {file}"
    try:
        found = (
            info.context["environment"].get(place, "")
            if key.endswith("_env")
            else file.read_text("utf-8")
        )
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        remedy = f"Put the {name} there."
        raise wrong(f"{what}, which cannot be read ({why}).", remedy, key=key) from None
    if not found.strip():
        raise wrong(f"{what}, which is not set or empty.", f"Put the {name} there.", key=key)
    return Secret(found.strip())


def _like(pattern: str, what: str, remedy: str) -> AfterValidator:
    """Return what refuses a secret of another form, without showing it."""

    def check(secret: Secret) -> Secret:
        if not re.fullmatch(pattern, secret.reveal()):
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
