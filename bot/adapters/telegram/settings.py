"""Settings of the Telegram adapter: whose account, who may speak to it, and how it listens."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from knowledge.language.languages import DEFAULT

API = "https://api.telegram.org"


@dataclass(frozen=True)
class Webhook:
    """Where Telegram delivers: the public URL in front, the address and port to listen at, and the
    secret, None for one made of the token.
    """

    url: str
    listen: tuple[str, int]
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Settings:
    """The account's token, the Bot API server's base URL, and who may speak to the bot: users and
    chats by id, everybody where there are none.

    Without a webhook it polls: `poll` is how many seconds a request waits for news, `patience` how
    many any answer may take, `pause` the first pause after a failure, `typing` how many an answer
    may take before it is shown that one comes. `pacing` keeps to Telegram's limits.
    """

    token: str = field(repr=False)
    api: str = API
    users: frozenset[str] = frozenset()
    chats: frozenset[str] = frozenset()
    webhook: Webhook | None = None
    lang: str = DEFAULT
    editors: frozenset[str] = frozenset()
    poll: int = 10
    patience: float = 10.0
    pause: float = 1.0
    typing: float = 1.0
    pacing: bool = True

    def admits(self, user: str, chat: str) -> bool:
        """Whether somebody may speak to the bot in a chat."""
        return not (self.users or self.chats) or user in self.users or chat in self.chats

    def derived(self, purpose: str) -> str:
        """Return letters and digits that only who has the token can work out, the same after each
        restart.
        """
        return hmac.new(self.token.encode(), purpose.encode(), hashlib.sha256).hexdigest()
