"""A real Synapse for tests: a homeserver of its own in a folder of its own, on a free port of this
machine.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

_PASSWORD = "a password of a test"  # noqa: S105 - of accounts that live as long as a test
_FREELY = {"per_second": 100_000, "burst_count": 100_000}
_LIMITS = (
    "rc_message",
    "rc_registration",
    "rc_admin_redaction",
    "rc_room_creation",
    "rc_key_requests",
    "rc_presence",
    "rc_media_create",
)
_CONFIG = {
    "server_name": "localhost",
    "report_stats": False,
    "trusted_key_servers": [],
    "presence": {"enabled": False},
    "bcrypt_rounds": 4,
    "federation_domain_whitelist": [],
    "enable_registration": False,
    "login_via_existing_session": {"enabled": True, "require_ui_auth": False},
    **dict.fromkeys(_LIMITS, _FREELY),
    "rc_login": {"address": _FREELY, "account": _FREELY, "failed_attempts": _FREELY},
    "rc_joins": {"local": _FREELY, "remote": _FREELY},
    "rc_joins_per_room": _FREELY,
    "rc_invites": {"per_room": _FREELY, "per_user": _FREELY, "per_issuer": _FREELY},
}


class Homeserver:
    """A homeserver that runs until it is stopped, and accounts on it."""

    password = _PASSWORD

    def __init__(self, **more: object) -> None:
        """Start it, which takes about 3 s; `more` is added to its configuration."""
        self._folder = Path(tempfile.mkdtemp(prefix="synapse"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._secret = secrets.token_hex(16)
        self._names = count(1)
        self._configure(more)
        self._process = self._started()

    def account(self, name: str = "user") -> str:
        """Make an account, its localpart beginning with a name, and return its user id; its
        password is `password`.
        """
        path = "/_synapse/admin/v1/register"
        user, nonce = f"{name}{next(self._names)}", str(self.get(path)["nonce"])
        words = f"{nonce}\x00{user}\x00{_PASSWORD}\x00notadmin".encode()
        mac = hmac.new(self._secret.encode(), words, hashlib.sha1).hexdigest()
        return str(
            self.post(
                path,
                {
                    "nonce": nonce,
                    "username": user,
                    "password": _PASSWORD,
                    "mac": mac,
                    "admin": False,
                },
            )["user_id"]
        )

    def get(self, path: str, token: str = "") -> Any:
        """Return what the server answers to a GET, by whoever has the token."""
        return self._request(urllib.request.Request(self.url + path), token)  # noqa: S310 - http, on this machine

    def post(self, path: str, body: object, token: str = "") -> Any:
        """Return what the server answers to a POST of a JSON object."""
        return self._request(
            urllib.request.Request(self.url + path, json.dumps(body).encode(), method="POST"),  # noqa: S310 - as above
            token,
        )

    def restart(self) -> None:
        """End it at once and start it again where it was."""
        self.cut()
        self._process = self._started()

    def cut(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it for good and remove its folder."""
        self.cut()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _request(self, request: urllib.request.Request, token: str) -> Any:
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
            return json.loads(answer.read())

    def _configure(self, more: Mapping[str, object]) -> None:
        key = self._folder / "signing.key"
        key.write_text(
            f"ed25519 a_test {base64.b64encode(secrets.token_bytes(32)).decode().rstrip('=')}\n",
            "ascii",
        )
        config = {
            **_CONFIG,
            **more,
            "public_baseurl": self.url,
            "listeners": [
                {
                    "port": self.port,
                    "type": "http",
                    "bind_addresses": ["127.0.0.1"],
                    "resources": [{"names": ["client"]}],
                }
            ],
            "database": {
                "name": "sqlite3",
                "args": {"database": str(self._folder / "homeserver.db")},
            },
            "media_store_path": str(self._folder / "media"),
            "signing_key_path": str(key),
            "pid_file": str(self._folder / "pid"),
            **dict.fromkeys(
                ("registration_shared_secret", "macaroon_secret_key", "form_secret"), self._secret
            ),
        }
        # JSON is YAML.
        (self._folder / "homeserver.yaml").write_text(json.dumps(config), "utf-8")

    def _started(self) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            command = [
                sys.executable,
                "-m",
                "synapse.app.homeserver",
                "-c",
                str(self._folder / "homeserver.yaml"),
            ]
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5):  # noqa: S310 - as above
                    return process
            except (urllib.error.URLError, OSError):
                if process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(
            f"Synapse did not start: {(self._folder / 'log').read_text('utf-8')[-2000:]}"
        )
