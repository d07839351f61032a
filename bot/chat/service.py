"""The service: what the dispatchers of all adapters share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.chat.conversations import Conversations
from bot.chat.messages import File, Incoming, Message
from bot.chat.subscriptions import Subscription
from bot.chat.workers import Workers
from bot.config.config import Config
from bot.store.store import Store

_FIRST_PAUSE = 1.0  # seconds


Fetch = Callable[[File], Awaitable[bytes]]


async def _nothing(_incoming: Incoming, _fetch: Fetch) -> None:
    """Return that there is nothing that only editors may do."""


@dataclass(frozen=True)
class Service:
    """What the dispatchers of all adapters share.

    `now` is a clock in UTC, `pause` how many seconds a dispatcher waits before it tries again, at
    first. `process` is this process's name where others may answer on the same store: what one of
    them left is taken up when it has ended. `note` gets a platform's name and how it stands, when
    that changes; `answered` a platform's, the verdict of a reply and how many seconds it took until
    that was delivered. `tell` gets a line for the operator's chat. `silent` tells of a subscription
    and the ids of the editions that it has had that nothing is left to come. `edits` tells whether
    a message is an editor's, said in private; `editing` answers what only editors may do, given
    what fetches a file, and returns None for any other message.
    """

    conversations: Conversations
    store: Store
    config: Config
    now: Callable[[], dt.datetime]
    pause: float = _FIRST_PAUSE
    process: str = ""
    note: Callable[[str, str], None] = lambda _platform, _state: None
    answered: Callable[[str, str, float], None] = lambda _platform, _verdict, _seconds: None
    tell: Callable[[str], None] = lambda _line: None
    workers: Workers = field(default_factory=Workers)
    silent: Callable[[Subscription, Sequence[str]], bool] = lambda _subscription, _had: False
    edits: Callable[[Incoming], bool] = lambda _incoming: False
    editing: Callable[[Incoming, Fetch], Awaitable[Message | None]] = _nothing
