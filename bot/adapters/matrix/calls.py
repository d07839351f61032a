"""Calls to a homeserver: nio's client as the bot sets it up, and what its many kinds of failure
mean.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from aiohttp import ClientError
from nio import AsyncClient, AsyncClientConfig, ErrorResponse
from nio.exceptions import LocalProtocolError

from bot.adapters.matrix.account import Account, AccountError
from bot.chat.platform import ChatGoneError, NotDeliveredError

API = "/_matrix/client/v3"
_OK = 200
_LOST = frozenset({"M_FORBIDDEN", "M_NOT_FOUND"})
# What a homeserver answers where a request as it stands is no good; of these it asks to wait, or to
# log in.
_REFUSED, _PASSING = range(400, 500), frozenset({401, 429})


class SignedOutError(NotDeliveredError):
    """The homeserver does not take the token."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the homeserver does not take the token")


def client_of(
    homeserver: str, user: str, folder: Path, key: str, answer: float = 15.0
) -> AsyncClient:
    """Return a client that keeps its keys in a folder, encrypted with a key, and that itself
    repeats nothing: its callers do.

    `answer` is how many seconds the homeserver has for an answer. It keeps no sync token either, as
    it would move it on before what was said is written down.
    """
    # It tells of every event that it handles; what matters of that is told here.
    logging.getLogger("nio").setLevel(logging.ERROR)
    config = AsyncClientConfig(
        pickle_key=key, max_limit_exceeded=0, max_timeouts=0, request_timeout=answer
    )
    return AsyncClient(homeserver, user, store_path=str(folder), config=config)


def restored(account: Account, folder: Path, key: str, answer: float) -> AsyncClient:
    """Return the client of an account that has logged in before; raises AccountError where the key
    does not fit its store.
    """
    client = client_of(account.homeserver, account.user, folder, key, answer)
    try:
        client.restore_login(account.user, account.device, account.token)
    # Whatever is wrong with a file of keys: vodozemac and peewee have an error for each.
    except Exception as error:
        raise AccountError(
            f"the keys of device {account.device} in {folder} cannot be read"
            f" ({type(error).__name__}). Is the key the one they were made with? Restore both from"
            " a backup, or remove the folder and run `briefing matrix login`."
        ) from error
    return client


async def ask(
    client: AsyncClient, method: str, path: str, body: object = None
) -> tuple[int, dict[str, Any]]:
    """Return the status and JSON of a request that nio has no method for; raises NotDeliveredError
    where there is no answer.
    """
    headers = {"Authorization": f"Bearer {client.access_token}", "Content-Type": "application/json"}
    try:
        response = await client.send(
            method, API + path, None if body is None else json.dumps(body), headers
        )
        async with response:
            found = await response.json(content_type=None)
            return response.status, found if isinstance(found, dict) else {}
    except ValueError:
        return response.status, {}
    except (ClientError, OSError, TimeoutError) as error:
        raise NotDeliveredError(_words(error)) from None


async def called(request: Awaitable[Any]) -> Any:  # noqa: ANN401 - nio's responses have no types
    """Return the response to a request of nio's; raises NotDeliveredError, SignedOutError among
    them, and ChatGoneError.
    """
    try:
        response = await request
    except LocalProtocolError as error:
        # Nothing but this comes of a client that has been signed out meanwhile.
        raise NotDeliveredError(str(error)) from None
    except (ClientError, OSError, TimeoutError, ValueError) as error:
        raise NotDeliveredError(_words(error)) from None
    # nio takes an error without JSON for success wherever success has an empty object.
    status = getattr(response.transport_response, "status", _OK)
    if not isinstance(response, ErrorResponse) and status != _OK:
        raise NotDeliveredError(f"the homeserver failed ({status})")
    if not isinstance(response, ErrorResponse):
        return response
    if response.status_code == "M_UNKNOWN_TOKEN":
        raise SignedOutError
    if response.status_code in _LOST:
        raise ChatGoneError(str(response.message))
    # Without a code of Matrix's own, it was a proxy in front that answered.
    refused = bool(response.status_code) and status in _REFUSED and status not in _PASSING
    raise NotDeliveredError(
        str(response), (response.retry_after_ms or 0) / 1000 or None, refused=refused
    )


def _words(error: Exception) -> str:
    """Return an error as a few words, without the addresses and tokens that its own may hold."""
    return f"no answer from the homeserver ({type(error).__name__})"
