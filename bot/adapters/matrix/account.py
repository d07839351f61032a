"""The bot's Matrix account as it lies in the data folder: who it is there, its device's token, and
the secrets beside it.

    DATA/matrix/credentials.json    whose device this is, and its token
    DATA/matrix/pickle.key          what the keys are encrypted with, unless config.yaml names
    another secret
    DATA/matrix/USER_DEVICE.db      the device's keys, kept by nio
    DATA/matrix/turn                which of several copies of the folder spoke last
    DATA/matrix/identity.json       the account's cross-signing keys, encrypted

Every file is readable by its owner alone.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

_LOGIN = "Run `briefing matrix login`."


class AccountError(Exception):
    """The account cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """A device of an account on a homeserver (its URL), logged in at `since` (milliseconds of the
    Unix era).

    `operator` is the user id of who runs the bot and may always invite it, "" for nobody.
    """

    homeserver: str
    user: str
    device: str
    token: str = field(repr=False)
    since: int = 0
    operator: str = ""


def folder_in(data: Path) -> Path:
    """Return the folder of the account in a data folder."""
    return data / "matrix"


def read(folder: Path) -> Account | None:
    """Return the account in a folder, None where nobody has logged in; raises AccountError where it
    cannot be read.
    """
    path = folder / "credentials.json"
    try:
        return Account(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AccountError(
            f"{path}: cannot be read ({error.strerror}). Give this user the right to."
        ) from None
    except (ValueError, TypeError):
        raise AccountError(f"{path}: is damaged. {_LOGIN}") from None


def write(folder: Path, account: Account) -> None:
    """Put an account into a folder, in place of another."""
    write_secret(folder / "credentials.json", json.dumps(asdict(account), indent=1) + "\n")


def store_of(folder: Path, account: Account) -> Path:
    """Return the file in which nio keeps a device's keys."""
    return folder / f"{account.user}_{account.device}.db"


def pickle_key(folder: Path, *, make: bool = False) -> str:
    """Return the key that lies in a folder, made at random where there is none and `make` allows
    it; raises AccountError where there is none.
    """
    path = folder / "pickle.key"
    if make and not path.exists():
        write_secret(path, secrets.token_urlsafe(32) + "\n")
    try:
        found = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        found = ""
    if not found:
        raise AccountError(
            f"{path}: the key to the device's keys is missing. Restore it from a backup, or remove"
            f" {folder} and run `briefing matrix login`."
        )
    return found


def problem(folder: Path) -> str | None:
    """Return why a bot with the account in a folder could not speak, as far as this can be seen
    without the network.
    """
    try:
        account = read(folder)
    except AccountError as error:
        return str(error)
    if account is None:
        return f"nobody has logged in yet. {_LOGIN}"
    if not store_of(folder, account).is_file():
        return lost(folder, account)
    return None


def lost(folder: Path, account: Account) -> str:
    """Return what to tell where a device's keys are gone."""
    return (
        f"the keys of device {account.device} are lost ({store_of(folder, account)}): it could read"
        " and write nothing in encrypted rooms. Restore the folder from a backup, or run `briefing"
        " matrix login` for a new device."
    )


def make(folder: Path) -> None:
    """Make a folder that its owner alone may look into."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_secret(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    make(path.parent)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(
        os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(path)
