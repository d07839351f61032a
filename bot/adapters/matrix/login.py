"""Logging in: from a password or a single sign-on's token to a device whose keys and identity the
homeserver has.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientError
from nio import AsyncClient, DiscoveryInfoResponse, ErrorResponse

from bot.adapters.matrix import account as accounts
from bot.adapters.matrix.account import Account, AccountError
from bot.adapters.matrix.calls import ask, called, client_of
from bot.adapters.matrix.identity import ensure
from bot.adapters.matrix.turn import Turn
from bot.chat.platform import ChatGoneError, NotDeliveredError

DEVICE_NAME = "Briefing bot"
_DISCOVERY, _VERSIONS = "/.well-known/matrix/client", "/_matrix/client/versions"
_SOON = 5.0  # seconds within which a homeserver answers, if there is one


@dataclass(frozen=True)
class Proof:
    """What an account is logged in with: its password, or a token that a single sign-on gave; one
    of the two.
    """

    password: str | None = None
    token: str | None = None


async def log_in(
    folder: Path, wanted: Account, proof: Proof, key: str
) -> tuple[Account, str | None]:
    """Log a device in and keep it in a folder, its keys encrypted with `key`; return the account,
    and a warning if there is one.

    `wanted` names homeserver (as `discovered` takes it), user and operator. A device whose keys are
    in the folder is logged in again, so that encrypted rooms go on, unless another copy of the
    folder used it since; otherwise there is a new one. Raises AccountError with what to do.
    """
    accounts.make(folder)
    url = await discovered(wanted.homeserver)
    for device in (*_devices(folder, wanted.user), ""):
        client = client_of(url, wanted.user, folder, key)
        client.device_id = device
        try:
            await _enter(client, url, proof)
            if await _published(client) and not await Turn(client, folder).is_passed():
                return await _settled(folder, client, wanted, proof, key)
        except (NotDeliveredError, ChatGoneError) as error:
            raise AccountError(f"{url}: {error}. Try again in a moment.") from None
        finally:
            await client.close()
    raise AccountError(
        f"{url}: did not take the keys of a new device. Try again, and ask who runs the homeserver"
        " if it stays so."
    )


async def discovered(homeserver: str) -> str:
    """Return the URL of a homeserver named by URL, by server name or by the id of a user there
    (Client-Server API, "Server discovery"); raises AccountError where none answers soon.
    """
    url = homeserver.rstrip("/")
    if "://" not in url:
        name = url.partition(":")[2] if url.startswith("@") else url
        found = await tried(f"https://{name}", AsyncClient.discovery_info, _DISCOVERY)
        url = f"https://{name}"
        if isinstance(found, DiscoveryInfoResponse):
            url = str(found.homeserver_url).rstrip("/")
    await tried(url, lambda client: client.send("GET", _VERSIONS), _VERSIONS)
    return url


async def tried(url: str, request: Callable[[AsyncClient], Awaitable[Any]], path: str) -> Any:  # noqa: ANN401 - as nio's responses
    """Return what comes of a request to a server that may not be there, or never answer; raises
    AccountError with the address that was tried.
    """
    client = client_of(url, "", Path(), "", _SOON)
    try:
        return await request(client)
    except (ClientError, OSError, TimeoutError, ValueError) as error:
        raise AccountError(
            f"{url}{path}: cannot be reached ({type(error).__name__}). Is the name right, and is"
            " the homeserver up? If its address is another, write that, as"
            " https://matrix.example.org."
        ) from None
    finally:
        await client.close()


def _devices(folder: Path, user: str) -> list[str]:
    """Return the device in a folder, if it is of this user and its keys are there."""
    with contextlib.suppress(AccountError):
        before = accounts.read(folder)
        if (
            before
            and user in {before.user, before.user[1:].partition(":")[0]}
            and accounts.store_of(folder, before).is_file()
        ):
            return [before.device]
    return []


async def _enter(client: AsyncClient, url: str, proof: Proof) -> None:
    """Log in; raises AccountError with what to do where the homeserver does not let the bot in."""
    try:
        response = await client.login(proof.password, DEVICE_NAME, proof.token)
    except (ClientError, OSError, TimeoutError, ValueError) as error:
        raise AccountError(
            f"{url}: cannot be reached ({type(error).__name__}). Is the address right, and is the"
            " homeserver up?"
        ) from None
    # What the store's libraries raise where the key is not the one that it was made with.
    except Exception as error:
        raise AccountError(
            f"the keys in {client.store_path} cannot be read with this key"
            f" ({type(error).__name__}). Restore the key, or remove the folder."
        ) from error
    if not isinstance(response, ErrorResponse):
        if client.user not in {client.user_id, client.user_id[1:].partition(":")[0]}:
            await client.logout()
            raise AccountError(
                f"{url}: this login is of {client.user_id}, and not of {client.user}. Sign in as"
                " the bot, in a private window if need be, or name the other by --user."
            )
        return
    if response.status_code == "M_FORBIDDEN":
        what, check = (
            ("password", "Check both.")
            if proof.password is not None
            else ("token", "A token serves once and for a short time: get a new one.")
        )
        raise AccountError(
            f"{url}: does not know {client.user} by this {what} ({response.message}). {check}"
        )
    if response.status_code == "M_LIMIT_EXCEEDED":
        raise AccountError(
            f"{url}: has had too many logins. Try again in"
            f" {max(1, (response.retry_after_ms or 0) // 1000)} s."
        )
    if response.status_code is None:
        raise AccountError(
            f"{url}: does not answer as a Matrix homeserver does. Write its address as"
            " https://matrix.example.org, or its server name."
        )
    raise AccountError(f"{url}: does not let {client.user} in ({response}).")


async def _published(client: AsyncClient) -> bool:
    """Upload a device's keys where the homeserver has none; return whether it has these and not
    others.
    """
    _, known = await ask(
        client, "POST", "/keys/query", {"device_keys": {client.user_id: [client.device_id]}}
    )
    own: dict[str, Any] | None = (
        known.get("device_keys", {}).get(client.user_id, {}).get(client.device_id)
    )
    if own is None:
        client.olm.account.shared = False
        await called(client.keys_upload())
        return True
    return bool(
        own["keys"].get(f"curve25519:{client.device_id}")
        == client.olm.account.identity_keys["curve25519"]
    )


async def _settled(
    folder: Path, client: AsyncClient, wanted: Account, proof: Proof, key: str
) -> tuple[Account, str | None]:
    """Keep the account of a client that is logged in, and give it its identity."""
    before = None
    with contextlib.suppress(AccountError):
        before = accounts.read(folder)
    same = before is not None and before.user == client.user_id
    since = before.since if before and same else int(time.time() * 1000)
    operator = wanted.operator or (before.operator if before and same else "")
    account = Account(
        client.homeserver, client.user_id, client.device_id, client.access_token, since, operator
    )
    accounts.write(folder, account)
    try:
        await ensure(client, folder, key, proof.password)
    except AccountError as error:
        return account, str(error)
    return account, None
