"""Opening the account: whether it can be used, its login, and whether the homeserver knows it."""

from __future__ import annotations

import logging

from bot.adapters.matrix import account as accounts
from bot.adapters.matrix.account import Account, AccountError
from bot.adapters.matrix.calls import ask, called, client_of
from bot.adapters.matrix.identity import FILE, Identity, ensure, was_reset
from bot.adapters.matrix.login import Proof, log_in
from bot.adapters.matrix.session import Session
from bot.adapters.matrix.settings import Settings
from bot.chat.platform import NotDeliveredError

_OK = 200
_SOON = 5.0  # seconds for which `check` waits for the homeserver
_log = logging.getLogger("briefing")


def unusable(settings: Settings) -> str | None:
    """Return why the account cannot be used, as far as this can be seen without the network, and
    what to do; None where it can.
    """
    try:
        if accounts.read(settings.folder) is None and settings.password:
            return None
        if found := accounts.problem(settings.folder):
            return found
        if settings.key is None:
            accounts.pickle_key(settings.folder)
    except AccountError as error:
        return str(error)
    return None


async def distrusted(settings: Settings) -> str | None:
    """Return why clients would not talk to the account, as the homeserver sees it, and what to do;
    None where it is all right, or the homeserver is not reached soon.
    """
    folder, account = settings.folder, accounts.read(settings.folder)
    if account is None or not (folder / FILE).exists():
        return None
    key = settings.key or accounts.pickle_key(folder)
    client = client_of(account.homeserver, account.user, folder, key, _SOON)
    client.access_token = account.token
    try:
        if not await was_reset(client, Identity.kept(folder, account.user, key), account.user):
            return None
    except NotDeliveredError:
        return None
    except AccountError as error:
        return str(error)
    finally:
        await client.close()
    return (
        f"the cross-signing identity of {account.user} was reset elsewhere, so that clients that"
        " exclude insecure devices do not talk to the bot. Run `briefing matrix login` with the"
        " account's password for a new one."
    )


async def account_of(settings: Settings) -> tuple[Account, str]:
    """Return the account and the key to its keys; logs in where nobody has yet and a password
    is there.
    """
    folder = settings.folder
    account = accounts.read(folder)
    if account is None and settings.password:
        wanted = Account(settings.homeserver, settings.user, "", "")
        account = await logged_in(settings, wanted, settings.password)
    if found := accounts.problem(folder):
        raise AccountError(found)
    return account or Account("", "", "", ""), settings.key or accounts.pickle_key(folder)


async def logged_in(settings: Settings, wanted: Account, password: str) -> Account:
    """Log an account in by its password, with the device that it had if it can be, tell so in the
    log, and return it; raises AccountError.
    """
    key = settings.key or accounts.pickle_key(settings.folder, make=True)
    account, warning = await log_in(settings.folder, wanted, Proof(password), key)
    _log.info("matrix: logged in as %s, device %s", account.user, account.device)
    if warning:
        _log.warning("matrix: %s", warning)
    return account


async def recognised(session: Session, settings: Settings, key: str) -> None:
    """See to it that the homeserver knows this device by these keys, as the last that used
    them, and that the account's identity signs it; raises AccountError.
    """
    client, account = session.client, session.account
    status, known = await ask(client, "GET", "/account/whoami")
    if status == _OK and known.get("device_id") != account.device:
        raise AccountError(
            f"the token is of device {known.get('device_id')}, the keys are of"
            f" {account.device}. Run `briefing matrix login` for a new device."
        )
    if status != _OK:
        # Whatever it is, syncing meets it too, and waits or logs in again.
        return
    _, found = await ask(
        client, "POST", "/keys/query", {"device_keys": {account.user: [account.device]}}
    )
    own = found.get("device_keys", {}).get(account.user, {}).get(account.device)
    if own is None:
        client.olm.account.shared = False
        await called(client.keys_upload())
    elif (
        own["keys"].get(f"curve25519:{account.device}")
        != client.olm.account.identity_keys["curve25519"]
    ):
        raise AccountError(accounts.lost(settings.folder, account))
    await session.turn.take()
    try:
        await ensure(client, settings.folder, key, settings.password)
    except AccountError as error:
        _log.warning("matrix: %s", error)
