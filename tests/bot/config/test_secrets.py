"""Secrets: only those that are used are read, and none is printed, wherever it was written."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config.errors import ConfigError
from bot.config.reader import read_config
from bot.config.secret import hidden
from bot.monitoring import logs

TOKEN = "7123456789:AAHfabcdefghijklmnopqrstuvwxyz012345"  # noqa: S105 - of nobody
NAMED = """
database: {url_env: DATABASE_URL}
platforms:
  telegram: {token_env: THE_TOKEN, webhook: {url: "https://example.org", secret_file: hook.txt}}
  matrix: {homeserver: "https://example.org", user: "@b:example.org", password_env: PASSWORD}
sources:
  council: {feed: "https://example.org/f", authorization_env: AUTHORIZATION}
"""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what the log writes, which is set up anew."""
    root, stream = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    logs.begin(stream, "text")
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def test_only_what_is_used_is_asked_for(tmp_path: Path) -> None:
    """A secret that nobody uses need not be there; how it is named is still checked, and one that
    is used is still needed.
    """
    path = tmp_path / "config.yaml"
    path.write_text(NAMED)
    found = read_config(path, {"DATABASE_URL": "postgresql://h/n"}, ("url",))
    assert found.secrets().count("postgresql://h/n") == 1
    for used in (("url",), None):
        with pytest.raises(ConfigError, match=r"names the variable DATABASE_URL, which is not set"):
            read_config(path, {}, used)
    path.write_text(NAMED.replace("token_env: THE_TOKEN, ", ""))
    with pytest.raises(ConfigError, match=r"needs one of token_env and token_file"):
        read_config(path, {"DATABASE_URL": "postgresql://h/n"}, ("url",))


@pytest.mark.parametrize(
    "part",
    [
        "platforms:\n  telegram: {token_env: '%s'}\n",
        "platforms:\n  telegram: {token_file: '%s'}\n",
        "platforms:\n  telegram: {token: '%s'}\n",
        "platforms:\n  telegram: '%s'\n",
        "platforms:\n  telegram: {%s: x}\n",
        "platforms:\n  telegram: {token_env: ['%s']}\n",
        "platforms:\n  telegram: {token_env: A_TOKEN, '%s': x, '%s': y}\n",
        "platforms:\n  matrix: {homeserver: h, user: '@a:b', password_env: '%s'}\n",
        "database: {url_file: '%s'}\n",
        "database: '%s'\n",
        "sources:\n  '%s': {folder: x}\n",
        "zone: '%s'\n",
        "operator: {chat: '%s', listen: '%s'}\n",
    ],
)
@pytest.mark.parametrize("secret", [TOKEN, "postgresql://user:hunter2@host/name"])
def test_none_is_printed_wherever_it_stands(tmp_path: Path, part: str, secret: str) -> None:
    """A secret that stands where its variable's name belongs, or anywhere else, is not printed."""
    path = tmp_path / "config.yaml"
    path.write_text(part.replace("%s", secret))
    with pytest.raises(ConfigError) as error:
        read_config(path, {})
    assert secret not in hidden(str(error.value))
    assert "hunter2" not in hidden(str(error.value))


@pytest.mark.parametrize("place", ["hunter2", "Tr0ub4dor&3", "JBSWY3DPEHPK3PXP", "a/b+c=="])
@pytest.mark.parametrize("key", ["password_env", "password_file"])
def test_what_may_be_a_password_is_not_shown(tmp_path: Path, key: str, place: str) -> None:
    """Of a variable or file that is not there, only a name as people give them is shown."""
    path = tmp_path / "config.yaml"
    path.write_text(f"platforms:\n  matrix: {{homeserver: h, user: '@a:b', {key}: '{place}'}}\n")
    with pytest.raises(ConfigError) as error:
        read_config(path, {})
    assert place not in str(error.value)
    assert f":2: platforms.matrix.{key} names the" in str(error.value)


@pytest.mark.parametrize("name", ["token.txt", "/etc/telegram", "./secrets/token.txt"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    """A file that is named as files are is shown with its folder, so that it can be put there."""
    path = tmp_path / "config.yaml"
    path.write_text(f"platforms: {{telegram: {{token_file: '{name}'}}}}\n")
    with pytest.raises(ConfigError) as error:
        read_config(path, {})
    assert str(tmp_path / name) in str(error.value)


def test_the_log_hides_what_looks_like_a_secret(log: io.StringIO) -> None:
    """Also what nobody said is a secret is not logged, and what is none stays as it is."""
    plain = "http://127.0.0.1:8448/_matrix/profile/@user:host at 2025-04-04T07:00:00+00:00"
    for line in (
        f"POST https://api.telegram.org/bot{TOKEN}/getUpdates",
        "postgresql://user:hunter2@host/name refused",
        "Authorization: Bearer hunter2/x+y==",
        "GET https://example.org/?access_token=hunter2&x=1",
        "syt_hunter2hunter2",
        plain,
    ):
        logging.getLogger("test").warning("%s", line)
    written = log.getvalue()
    assert "hunter2" not in written
    assert TOKEN not in written
    assert plain in written
