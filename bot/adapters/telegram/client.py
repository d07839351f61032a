"""The client: calls of the Bot API, its failures as the two errors that leave an adapter, and never
the token in any of them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Coroutine
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.transport import Transport, UntakenError
from bot.chat.platform import ChatGoneError, MutedError, NotDeliveredError

# How the library is asked for spans of time as what they are; without this it warns at each answer
# that asks to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")
T = TypeVar("T")
ALLOWED = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "message_reaction",
)
_AT_ONCE = 24  # connections: replies, briefings and small courtesies
# Telegram's words with status 429; what it answers so it has not taken
_REFUSED = "too many requests"
# What Telegram answers with status 400 where a chat is not, or not any more, the bot's to write to;
# in lower case.
_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "bot was kicked",
    "bot is not a member",
    "user is deactivated",
    "user_is_blocked",
    "can't initiate conversation",
    "bots can't send messages to bots",
)
# What it answers where the bot is in the chat and lacks the right to write.
_RIGHTS = (
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights in the channel",
    "chat_restricted",
    "chat_send_plain_forbidden",
)


class RefusedCallError(NotDeliveredError):
    """Telegram refuses a call as it stands; `why` is its reason in lower case."""

    def __init__(self, why: str) -> None:
        """Keep the reason."""
        super().__init__(why, refused=True)
        self.why = why.casefold()


class TokenError(NotDeliveredError):
    """Telegram does not know the token."""


class ElsewhereError(NotDeliveredError):
    """Somebody else fetches what is meant for this bot, or has it delivered."""


class MigratedError(NotDeliveredError):
    """The group has become the supergroup `chat`."""

    def __init__(self, chat: int) -> None:
        """Keep the new id."""
        super().__init__("the group has become a supergroup")
        self.chat = chat


class Client(Bot):
    """The Bot API as this adapter calls it."""

    def __init__(self, settings: Settings) -> None:
        """Call nothing yet."""
        patience = settings.patience
        self._requests = polling, calling = tuple(
            Transport(size, patience) for size in (1, _AT_ONCE)
        )
        api = settings.api.rstrip("/").removesuffix("/bot")
        super().__init__(
            settings.token,
            f"{api}/bot",
            f"{api}/file/bot",
            request=calling,
            get_updates_request=polling,
        )
        self._patience = patience

    async def updates(self, offset: int | None, wait: int) -> list[Any]:
        """Return what has come in since `offset`, each as it is: one that cannot be read must not
        keep the others.
        """
        data = {"offset": offset, "timeout": wait, "limit": 100, "allowed_updates": list(ALLOWED)}
        found = await called(
            self._post(
                "getUpdates",
                {k: v for k, v in data.items() if v is not None},
                read_timeout=wait + self._patience,
            )
        )
        return found if isinstance(found, list) else []

    async def say(self, message: dict[str, Any]) -> str:
        """Send a message, given as the Bot API's sendMessage takes it, or sendPhoto where it has a
        photo; return its id.

        Without the library's objects for its buttons and for the answer: to make them took more
        time than to send the message.
        """
        sent = await self._post("sendPhoto" if "photo" in message else "sendMessage", message)
        return str(sent["message_id"])

    async def change(self, message: dict[str, Any]) -> None:
        """Change a message, given as the Bot API's editMessageText takes it."""
        await self._post("editMessageText", message)

    async def file(self, name: str) -> bytes:
        """Return the bytes of a file by the name that Telegram gave it."""
        return bytes(await (await self.get_file(name)).download_as_bytearray())

    async def end(self) -> None:
        """Close the connections."""
        for request in self._requests:
            await request.shutdown()


async def called(call: Coroutine[Any, Any, T]) -> T:
    """Return what a call returns; raises ChatGoneError, or NotDeliveredError or one of its kinds
    here.
    """
    try:
        return await call
    except RetryAfter as error:
        raise NotDeliveredError("Telegram asks to wait", seconds(error)) from None
    except ChatMigrated as error:
        raise MigratedError(error.new_chat_id) from None
    except (Forbidden, BadRequest) as error:
        raise _refusal(error) from None
    except InvalidToken:
        raise TokenError("Telegram does not know the token") from None
    except Conflict as error:
        raise ElsewhereError(error.message) from None
    except NetworkError as error:
        refused = error.message.casefold().startswith(_REFUSED)
        raise NotDeliveredError(
            _in_words(error), unknown=not refused and not isinstance(error, UntakenError)
        ) from None
    except TelegramError as error:
        # An answer that cannot be read: whatever was asked may have been done.
        raise NotDeliveredError(_in_words(error), unknown=True) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NotDeliveredError("an answer of the wrong form", unknown=True) from None


async def quietly(call: Coroutine[Any, Any, object]) -> None:
    """Make a call that is a courtesy; where it fails nothing is lost."""
    with contextlib.suppress(ChatGoneError, NotDeliveredError):
        await called(call)


def _refusal(error: Forbidden | BadRequest) -> Exception:
    """Return what it means that Telegram will not have a call."""
    why = error.message.casefold()
    if any(reason in why for reason in _RIGHTS):
        return MutedError(error.message)
    if isinstance(error, Forbidden) or any(reason in why for reason in _GONE):
        return ChatGoneError(error.message)
    return RefusedCallError(error.message)


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


def _in_words(error: TelegramError) -> str:
    """Return a failure in a few words; the body of an answer, which may hold what people said, is
    left out.
    """
    return (
        "no answer in time"
        if isinstance(error, TimedOut)
        else error.message.partition(". Parsing the server")[0][:200]
    )
