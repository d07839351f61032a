"""The configuration as types: frozen, with the defaults. `config.example.yaml` explains each key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.config.secret import Secret


@dataclass(frozen=True)
class Console:
    """The local chat, in the terminal in which the bot runs."""


@dataclass(frozen=True)
class Webhook:
    """Where Telegram delivers what is said: the public URL, the address and port behind it, and the secret, None for one made of the token."""

    url: str
    listen: tuple[str, int] = ("127.0.0.1", 8443)
    secret: Secret | None = None


@dataclass(frozen=True)
class Telegram:
    """A bot on Telegram, by its token; `api` is the base URL of the Bot API server.

    Only `users` and `chats`, by id, may speak to it, or everybody where there are none. Without a webhook it polls; `pacing`: whether
    it keeps to Telegram's limits of messages.
    """

    token: Secret
    api: str = "https://api.telegram.org"
    users: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()
    webhook: Webhook | None = None
    pacing: bool = True


@dataclass(frozen=True)
class Invites:
    """Whose invitations to Matrix rooms are accepted: of users by id, of everybody on a server by name, into a room by id."""

    users: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """An account on a Matrix homeserver (its URL or server name), by its user id.

    With the password the bot logs in by itself; `key` encrypts its keys on the disk, None meaning one that is made and kept in the
    data folder. `prefix` stands before commands.
    """

    homeserver: str
    user: str
    password: Secret | None = None
    key: Secret | None = None
    prefix: str = "!"
    invites: Invites = field(default_factory=Invites)


Platform = Console | Telegram | Matrix


@dataclass(frozen=True)
class Limits:
    """How late a briefing may come, how long an unanswered message is kept (both in hours), and how many questions a minute are answered.

    `questions_per_user` of one person in a chat, `questions_per_chat` of all of them; 0 is no limit.
    """

    catch_up_hours: float = 3.0
    inbox_hours: float = 24.0
    questions_per_user: int = 20
    questions_per_chat: int = 60


@dataclass(frozen=True)
class Operator:
    """What the operator sees: the address and port of /health and /metrics, the platform and chat that the state is told to, and the log.

    The first two None for none; `log` is "text" or "json".
    """

    listen: tuple[str, int] | None = None
    chat: tuple[str, str] | None = None
    log: str = "text"


@dataclass(frozen=True)
class Config:
    """What config.yaml says.

    `reports` are names of built-in reports and paths of folders, none meaning all built-in ones; `zone` is that of subscriptions
    whose chat has told none, None meaning that it is asked; `database` a URL, None meaning a file in the `data` folder.
    `misses`: whether questions that the bot could not answer are kept.
    """

    data: Path
    reports: tuple[str, ...] = ()
    language: str = "en"
    zone: str | None = None
    database: Secret | None = None
    platforms: Mapping[str, Platform] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    operator: Operator = field(default_factory=Operator)
    misses: bool = False

    def secrets(self) -> list[str]:
        """Return every secret of it, to be kept out of the log; of the database's URL the password too."""
        values = [value for platform in self.platforms.values() for value in vars(platform).values()]
        held = [self.database, *(v for v in values if isinstance(v, Secret)), *(v.secret for v in values if isinstance(v, Webhook))]
        found = [secret.reveal() for secret in held if secret]
        return found + ([urlsplit(self.database.reveal()).password or ""] if self.database else [])


def usual_data(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the usual data folder: briefing-bot under $XDG_DATA_HOME, or under ~/.local/share where that is not an absolute path."""
    base = Path(environment.get("XDG_DATA_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".local" / "share") / "briefing-bot"
