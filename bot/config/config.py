"""The configuration as types: frozen, with the defaults. `config.example.yaml` explains each key.

Loading this loads pydantic: who only needs the data folder takes bot/config/folder.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, is_dataclass
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, Strict
from typing_extensions import TypedDict

from bot.config import kinds
from bot.config.kinds import Must
from bot.config.named import BotToken, Held, HookSecret
from bot.config.secret import Secret
from knowledge.language.languages import DEFAULT

_HOURS = "a number of hours, more than 0 and at most"


@dataclass(frozen=True)
class Console:
    """The local chat, in the terminal in which the bot runs."""


@dataclass(frozen=True)
class Webhook:
    """Where Telegram delivers what is said: the public URL, and the address and port behind it.

    `secret` is None for one made of the token.
    """

    url: kinds.Url
    listen: kinds.Address = ("127.0.0.1", 8443)
    secret: HookSecret | None = None


@dataclass(frozen=True)
class Telegram:
    """A bot on Telegram, by its token; `api` is the base URL of the Bot API server.

    Only `users` and `chats`, by id, may speak to it, or everybody where there are none. Without a
    webhook it polls; `pacing`: whether it keeps to Telegram's limits of messages.
    """

    token: BotToken
    api: kinds.Url = "https://api.telegram.org"
    users: kinds.Ids = ()
    chats: kinds.Ids = ()
    webhook: Webhook | None = None
    pacing: kinds.Switch = True


@dataclass(frozen=True)
class Invites:
    """Whose invitations to Matrix rooms are accepted.

    Of users by id, of everybody on a server by its name, into a room by its id.
    """

    users: kinds.Users = ()
    servers: kinds.Servers = ()
    rooms: kinds.Rooms = ()


@dataclass(frozen=True)
class Matrix:
    """An account on a Matrix homeserver (its URL, server name, or a user id there), by its user id.

    With the password the bot logs in by itself; `key` encrypts its keys on the disk, None meaning
    one that is made and kept in the data folder. `prefix` stands before commands.
    """

    homeserver: kinds.Text
    user: kinds.Text
    password: Held | None = None
    key: Held | None = None
    prefix: kinds.Prefix = "!"
    invites: Invites = field(default_factory=Invites)


class Platforms(TypedDict, total=False):
    """Where the bot is to be met, by name."""

    console: Console
    telegram: Telegram
    matrix: Matrix


@dataclass(frozen=True)
class Database:
    """A PostgreSQL, by its URL."""

    url: Held


@dataclass(frozen=True)
class Limits:
    """How late a briefing may come, and how long an unanswered message is kept, both in hours.

    `questions_per_user` are answered a minute to one person in a chat, `questions_per_chat` to all
    of them; so many `subscriptions` has one chat in all its threads, or makes one person in other
    chats. 0 is no limit.
    """

    catch_up_hours: Annotated[float, Strict(), Field(gt=0, le=12), Must(f"{_HOURS} 12", "3")] = 3.0
    inbox_hours: Annotated[float, Strict(), Field(gt=0, le=24), Must(f"{_HOURS} 24", "3")] = 24.0
    questions_per_user: kinds.Count = 20
    questions_per_chat: kinds.Count = 60
    subscriptions: kinds.Count = 20


@dataclass(frozen=True)
class Operator:
    """What the operator sees: the address and port of /health and /metrics, None for none.

    `chat` is the platform and chat that the state is told to, None for none; `log` its form.
    """

    listen: kinds.Address | None = None
    chat: kinds.Chat | None = None
    log: kinds.Log = "text"


@dataclass(frozen=True)
class Desk:
    """The desk at a public `url`, whose proxy passes on to `listen`, for who knows the password.

    `read_only`: no report is added or changed there.
    """

    url: kinds.Url
    password: Held
    listen: kinds.Address = ("127.0.0.1", 8642)
    read_only: kinds.Switch = False


@dataclass(frozen=True)
class Source:
    """Where reports come from by themselves: the path of a `folder`, or the address of a `feed` or
    `page`, exactly one.

    `links` is what the addresses hold to which a list page links, "" for a page that is a report
    itself; `text` where a feed's is taken from. Only what holds one of the words to `include`, and
    none of those to `exclude`, is read. `first`: how many are taken when there are none yet. A look
    is taken every so many `minutes`. So many reports are kept at hand, for so many days; 0 is all.
    `private`: whether it may lead into a private network.
    """

    folder: kinds.Folder | None = None
    feed: kinds.Link | None = None
    page: kinds.Link | None = None
    links: kinds.Text | None = None
    text: kinds.Taken = "auto"
    include: kinds.Words = ()
    exclude: kinds.Words = ()
    language: kinds.Language | None = None
    first: kinds.Count = 10
    minutes: kinds.Pause = 15.0
    keep: kinds.Count = 0
    keep_days: kinds.Count = 0
    private: kinds.Switch = False
    authorization: Held | None = None

    @property
    def place(self) -> str:
        """Where it is, as it is configured."""
        return str(self.folder or self.feed or self.page)


def _one_place(source: Source) -> Source:
    if sum(map(bool, (source.folder, source.feed, source.page))) != 1:
        remedy = "Write one of `folder: path`, `feed: address` and `page: address`."
        raise kinds.wrong("needs exactly one of folder, feed and page.", remedy)
    return source


@dataclass(frozen=True)
class Config:
    """What config.yaml says.

    `reports` are names of built-in reports and paths of folders, none meaning all built-in ones;
    `zone` is that of subscriptions whose chat has told none, None meaning that it is asked;
    `database` is None for a file in the `data` folder, `desk` where the desk is for this machine
    alone. `misses`: whether questions that the bot could not answer are kept. `sources` bring
    reports by themselves, by name. `editors` are people, by platform and id, who may add reports,
    and read those under embargo.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")  # pydantic takes it for what lies below too

    data: kinds.Folder
    reports: kinds.Reports = ()
    language: kinds.Language = DEFAULT
    zone: kinds.Zone | None = None
    database: Database | None = None
    platforms: Platforms = field(default_factory=Platforms)
    limits: Limits = field(default_factory=Limits)
    operator: Operator = field(default_factory=Operator)
    desk: Desk | None = None
    misses: kinds.Switch = False
    editors: kinds.Editors = ()
    sources: dict[kinds.Name, Annotated[Source, AfterValidator(_one_place)]] = field(
        default_factory=dict
    )

    def secrets(self) -> list[str]:
        """Return every secret in it, to be kept out of the log; of the URL the password too."""
        url = urlsplit(self.database.url.reveal() if self.database else "")
        return [*_secrets(self), *filter(None, [url.password])]


def _secrets(part: object) -> Iterator[str]:
    if isinstance(part, Secret):
        yield part.reveal()
    elif isinstance(part, dict) or is_dataclass(part):
        for below in (part if isinstance(part, dict) else vars(part)).values():
            yield from _secrets(below)
