"""Settings of the Matrix adapter: what the operator decides. Secrets stand in them; they are not
printed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.language.languages import DEFAULT


@dataclass(frozen=True)
class Invites:
    """Whose invitations are accepted: of users by id, of everybody on servers by name, and into
    rooms by id. Of nobody by default.
    """

    users: frozenset[str] = frozenset()
    servers: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()

    def welcome(self, inviter: str, room: str) -> bool:
        """Whether an invitation by a user into a room is accepted."""
        return (
            inviter in self.users or inviter.partition(":")[2] in self.servers or room in self.rooms
        )


@dataclass(frozen=True)
class Settings:
    """The account's homeserver (URL or server name) and user id, the secrets, and how it behaves.

    `key` encrypts the keys on the disk, None meaning the one in `folder`; `password` lets the bot
    log in by itself. `lang` is the language of notices; files are heard of
    `editors`, people or rooms; what is older than `kept` is not answered.
    `patience` is how many seconds a key may be late before its message's sender is told, `poll` how
    many a sync waits for news, `answer` how many the homeserver has for an answer, `pause` the
    first pause after a failure.
    """

    folder: Path
    homeserver: str
    user: str
    password: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)
    prefix: str = "!"
    invites: Invites = field(default_factory=Invites)
    lang: str = DEFAULT
    editors: frozenset[str] = frozenset()
    kept: dt.timedelta = dt.timedelta(hours=24)
    patience: float = 10.0
    poll: float = 15.0
    answer: float = 15.0
    pause: float = 1.0
