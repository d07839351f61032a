"""Cross-signing: the bot's identity, by which clients that talk to no unsigned device know its
device (MSC4153). nio has none.

Three Ed25519 keys (Client-Server API, "Cross-signing"): the master key signs the other two and is
signed by the device; the self- signing key signs the device. vodozemac has no bare signing key, so
each is the one of an account that is used for nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import vodozemac
from nio import Api, AsyncClient

from bot.adapters.matrix.account import AccountError, write_secret
from bot.adapters.matrix.calls import ask

FILE = "identity.json"
_USAGES = ("master", "self_signing", "user_signing")
_Json = dict[str, Any]


class Identity:
    """The three private keys of an account."""

    def __init__(self, user: str, keys: Mapping[str, vodozemac.Account]) -> None:
        """Hold the keys by usage."""
        self._user = user
        self._keys = keys

    @classmethod
    def kept(cls, folder: Path, user: str, secret: str) -> Identity:
        """Return the identity that lies in a folder, encrypted with a secret, made at random where
        there is none; raises AccountError.
        """
        path, key = folder / FILE, _key(secret)
        if not path.exists():
            made = cls.new(user)
            made.keep(folder, secret)
            return made
        try:
            found = json.loads(path.read_text("utf-8"))
            return cls(
                user, {usage: vodozemac.Account.from_pickle(found[usage], key) for usage in _USAGES}
            )
        except (OSError, ValueError, KeyError, TypeError, vodozemac.PickleException):
            raise AccountError(
                f"{path}: cannot be read with this key. Restore the key or the file, or remove the"
                " file to begin a new identity."
            ) from None

    @classmethod
    def new(cls, user: str) -> Identity:
        """Return an identity made at random."""
        return cls(user, {usage: vodozemac.Account() for usage in _USAGES})

    def keep(self, folder: Path, secret: str) -> None:
        """Put it into a folder, in place of another, encrypted with a secret."""
        key = _key(secret)
        pickled = {usage: keys.pickle(key) for usage, keys in self._keys.items()}
        write_secret(folder / FILE, json.dumps(pickled))

    def public(self, usage: str) -> str:
        """Return a public key, in unpadded base64."""
        return str(self._keys[usage].ed25519_key.to_base64())

    def signed(self, thing: _Json, usage: str) -> _Json:
        """Return a JSON object with the signature of one of the keys added (appendices, "Signing
        JSON").
        """
        bare = {key: value for key, value in thing.items() if key not in {"signatures", "unsigned"}}
        signature = self._keys[usage].sign(Api.to_canonical_json(bare).encode()).to_base64()
        return _with(thing, self._user, f"ed25519:{self.public(usage)}", signature)

    def objects(self, client: AsyncClient) -> _Json:
        """Return the three public key objects as the homeserver wants them."""
        found = {}
        for usage in _USAGES:
            public = self.public(usage)
            thing = {"user_id": self._user, "usage": [usage], "keys": {f"ed25519:{public}": public}}
            if usage == "master":
                found["master_key"] = _with(
                    thing, self._user, f"ed25519:{client.device_id}", client.olm.sign_json(thing)
                )
            else:
                found[f"{usage}_key"] = self.signed(thing, "master")
        return found


async def was_reset(client: AsyncClient, identity: Identity, user: str) -> bool:
    """Whether the homeserver has another identity of a user, who made it elsewhere; raises
    NotDeliveredError.
    """
    masters = _masters(await _known(client, user), user)
    return bool(masters) and identity.public("master") not in masters


async def ensure(client: AsyncClient, folder: Path, secret: str, password: str | None) -> None:
    """See to it that the homeserver has the identity that lies in a folder, encrypted with a
    secret, and that it signs this device; raises AccountError where it cannot.

    One that was replaced elsewhere does not come back: there is a new one. `password` is asked for
    by homeservers that let nobody replace an identity without it.
    """
    identity = Identity.kept(folder, client.user_id, secret)
    known = await _known(client, client.user_id)
    masters = _masters(known, client.user_id)
    own = known.get("device_keys", {}).get(client.user_id, {}).get(client.device_id)
    if own is None:
        raise AccountError(f"the homeserver has no keys of device {client.device_id}")
    if identity.public("master") not in masters:
        identity = Identity.new(client.user_id) if masters else identity
        await _upload(client, identity, password)
        identity.keep(folder, secret)
    by = f"ed25519:{identity.public('self_signing')}"
    if by not in own.get("signatures", {}).get(client.user_id, {}):
        signed = identity.signed(
            {key: value for key, value in own.items() if key != "unsigned"}, "self_signing"
        )
        status, answer = await ask(
            client, "POST", "/keys/signatures/upload", {client.user_id: {client.device_id: signed}}
        )
        if not _done(status) or answer.get("failures"):
            raise AccountError(
                f"the homeserver did not take the signature of device {client.device_id} ({status})"
            )


async def _known(client: AsyncClient, user: str) -> _Json:
    """Return what the homeserver knows of a user's keys; raises NotDeliveredError."""
    _, known = await ask(client, "POST", "/keys/query", {"device_keys": {user: []}})
    return known


def _masters(known: _Json, user: str) -> set[str]:
    """Return a user's public master key, as a set of one or none."""
    return {*known.get("master_keys", {}).get(user, {}).get("keys", {}).values()}


async def _upload(client: AsyncClient, identity: Identity, password: str | None) -> None:
    path, body = "/keys/device_signing/upload", identity.objects(client)
    status, answer = await ask(client, "POST", path, body)
    if status == 401 and "session" in answer and password:  # noqa: PLR2004 - "User-interactive authentication" begins with this status
        who = {"type": "m.id.user", "user": client.user_id}
        proof = {
            "type": "m.login.password",
            "identifier": who,
            "password": password,
            "session": answer["session"],
        }
        status, answer = await ask(client, "POST", path, {**body, "auth": proof})
    if not _done(status):
        raise AccountError(
            f"the homeserver did not take the bot's cross-signing identity ({status}"
            f" {answer.get('error', '')}); clients that exclude insecure devices will not talk to"
            " it. Run `briefing matrix login` with the account's password."
        )


def _key(secret: str) -> bytes:
    """Return another key than the one of nio's store, derived from the same secret."""
    return hashlib.sha256(f"cross-signing\0{secret}".encode()).digest()


def _done(status: int) -> bool:
    return status == 200  # noqa: PLR2004 - the only status of success here


def _with(thing: _Json, user: str, key: str, signature: str) -> _Json:
    signatures = thing.get("signatures", {})
    return {
        **thing,
        "signatures": {**signatures, user: {**signatures.get(user, {}), key: signature}},
    }
