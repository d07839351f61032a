"""`briefing matrix login`: asks who the bot is on Matrix, logs it in, and writes the account into
config.yaml.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.command import Command, say, stop, takes_config

if TYPE_CHECKING:
    from bot.adapters.matrix.account import Account
    from bot.adapters.matrix.login import Proof
    from bot.config.config import Matrix

_USER = re.compile(r"\A(@[^:\s]+:\S+)?")
_USED = ("key", "password")  # of the secrets that a configuration names
_PASSWORD, _TOKEN = "BRIEFING_MATRIX_PASSWORD", "BRIEFING_MATRIX_LOGIN_TOKEN"


class _GivenError(Exception):
    """Something is not given, and there is nobody to ask, or is not what it should be."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=("login",),
        help="log in; asks for what is not given, where there is a terminal",
    )
    parser.add_argument(
        "--homeserver",
        metavar="URL|NAME|ID",
        help="its address or server name, or a user's id there (default: that of config.yaml)",
    )
    parser.add_argument(
        "--user", metavar="ID", help="the bot's user id (default: that of config.yaml)"
    )
    parser.add_argument(
        "--operator", metavar="ID", help="your own user id, whose invitations are accepted"
    )
    parser.add_argument(
        "--password-file",
        metavar="FILE",
        help=f"a file with the password (default: the one that config.yaml names, or {_PASSWORD})",
    )
    parser.add_argument(
        "--token-file",
        metavar="FILE",
        help=(
            f"a file with a single sign-on's login token, in place of the password (or {_TOKEN})"
        ),
    )
    parser.add_argument(
        "--sso",
        action="store_true",
        help="sign in with a browser on this machine, where the homeserver has a single sign-on",
    )
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    """Log in by what the command line, the configuration, the environment and the person at the
    terminal say; write what is missing into the configuration.
    """
    import asyncio

    from bot.adapters.matrix import account as accounts
    from bot.adapters.matrix.login import Proof, log_in
    from bot.adapters.matrix.sso import login_token
    from bot.config.config import Config, Matrix
    from bot.config.folder import FILE, usual_data
    from bot.config.reader import read_config

    path = options.config or FILE
    config = read_config(path, os.environ, _USED) if path.exists() else Config(usual_data())
    given = next((p for p in config.platforms.values() if isinstance(p, Matrix)), None)
    folder = accounts.folder_in(config.data)
    try:
        wanted = _wanted(options, given)
        proof = (
            Proof(token=asyncio.run(login_token(wanted.homeserver, _shown)))
            if options.sso
            else _proof(options, given, wanted.user)
        )
        key = given.key.reveal() if given and given.key else accounts.pickle_key(folder, make=True)
        account, warning = asyncio.run(log_in(folder, wanted, proof, key))
    except (_GivenError, accounts.AccountError, OSError) as error:
        return stop(error)
    print(
        f"Logged in as {account.user}, device {account.device}, on {account.homeserver}. Kept in"
        f" {folder}."
    )
    if warning:
        say(warning)
    if given is None:
        print(_written(path, account))
    return 0


def _wanted(options: argparse.Namespace, given: Matrix | None) -> Account:
    """Return which account to log in, asking for what nobody has said."""
    homeserver = options.homeserver or (
        given.homeserver
        if given
        else _asked("Homeserver (address, server name, or your user id): ", "--homeserver")
    )
    user = options.user or (
        given.user if given else _asked("The bot's user id, as @briefing:example.org: ", "--user")
    )
    operator = (
        options.operator
        or (given or not sys.stdin.isatty())
        or _asked(
            "Your own user id, whose invitations the bot accepts (empty for nobody): ", "--operator"
        )
    )
    if isinstance(operator, str) and not _USER.fullmatch(operator):
        raise _GivenError(
            f"{operator}: is no user id. Write your own as @you:example.org, the server's name"
            " with it."
        )
    from bot.adapters.matrix.account import Account

    return Account(homeserver, user, "", "", operator=operator if isinstance(operator, str) else "")


def _proof(options: argparse.Namespace, given: Matrix | None, user: str) -> Proof:
    """Return the password or token: from a file, the environment or the configuration, else from
    the terminal.
    """
    import getpass

    from bot.adapters.matrix.login import Proof

    if options.token_file:
        return Proof(token=Path(options.token_file).read_text("utf-8").strip())
    if options.password_file:
        return Proof(Path(options.password_file).read_text("utf-8").rstrip("\n"))
    if token := os.environ.get(_TOKEN):
        return Proof(token=token)
    if password := os.environ.get(_PASSWORD) or (
        given.password.reveal() if given and given.password else ""
    ):
        return Proof(password)
    if not sys.stdin.isatty():
        raise _GivenError(
            f"No password: put it into the variable {_PASSWORD}, or into a file named by"
            " --password-file; or a token by --token-file."
        )
    typed = getpass.getpass(f"Password of {user} (empty to give a single sign-on's login token): ")
    return Proof(typed) if typed else Proof(token=getpass.getpass("Login token: "))


def _shown(address: str) -> None:
    print(f"Open this in a browser on this machine, and sign in as the bot:\n{address}", flush=True)


def _asked(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise _GivenError(f"{option} is not given, and there is no terminal to ask at.")
    return input(question).strip()


def _written(path: Path, account: Account) -> str:
    """Write the account into the configuration, and return what to tell of it."""
    users = f'["{account.operator}"]' if account.operator else "[]"
    lines = [
        "  matrix:",
        f'    homeserver: "{account.homeserver}"',
        f'    user: "{account.user}"',
        f"    invites: {{users: {users}}}",
    ]
    before = path.read_text("utf-8") if path.exists() else ""
    rows = before.splitlines()
    if "platforms:" in rows:
        at = rows.index("platforms:") + 1
        rows[at:at] = lines
    else:
        rows += ["platforms:", *lines]
    from bot.config.errors import ConfigError
    from bot.config.reader import read_config

    try:
        path.write_text("\n".join(rows) + "\n", "utf-8")
        read_config(path, os.environ, _USED)
    except (ConfigError, OSError):
        with suppress(OSError):
            if before:
                path.write_text(before, "utf-8")
            else:
                path.unlink(missing_ok=True)
        return "\n".join(
            [f"{path} could not be changed; write this into it yourself:", "platforms:", *lines]
        )
    return f"Written into {path}. Next: briefing check, then briefing run."


COMMANDS = (
    Command(
        "matrix",
        "log the bot's Matrix account in",
        "briefing matrix login --homeserver https://matrix.example.org --user"
        " @briefing:example.org",
        _arguments,
        _run,
    ),
)
