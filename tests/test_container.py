"""The container file: what it copies and installs is there, what must not be in an image is left
out, and its health check tells a bot that is well from one that is not.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import fnmatch
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.monitoring.server import application
from bot.monitoring.serving import serving
from bot.monitoring.vitals import Vitals

ROOT = Path(__file__).resolve().parents[1]
LINES = (ROOT / "bot" / "deploy" / "Containerfile").read_text("utf-8").splitlines()
TEXT = "\n".join(line for line in LINES if not line.startswith("#"))
IGNORED = [
    line.removeprefix("**/")
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def ignored(name: str) -> bool:
    """Whether a file of the checkout is left out of what is built."""
    parts = Path(name).parts
    whole = any(fnmatch.fnmatch(parts[0], pattern) for pattern in IGNORED)
    return whole or any(fnmatch.fnmatch(p, pattern) for p in parts for pattern in IGNORED[2:4])


def test_what_is_installed_is_there() -> None:
    """The extras and the pinned versions that it installs exist."""
    found = re.search(r"-c /src/(\S+) '/src\[(.*)\]'", TEXT)
    assert found
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    assert (ROOT / found[1]).is_file()
    assert set(found[2].split(",")) == {*extras} - {"dev"}


def test_what_is_left_out() -> None:
    """Secrets, the operator's own configuration, tests and what builds leave go into no image; what
    the package is made of does.
    """
    for name in (".git/config", ".venv/bin/python", "config.yaml", "secrets.env", "tests/x.py"):
        assert ignored(name), name
    for name in ("telegram-token.txt", "build/lib/bot/x.py", "bot/__pycache__/x.pyc", "data/x"):
        assert ignored(name), name
    listed = ["git", "ls-files", "bot", "knowledge", "pyproject.toml", ".ci", "LICENSE"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    needed = ["config.example.yaml", "README.md", *names.splitlines()]
    assert [name for name in needed if ignored(name)] == []


@pytest.mark.parametrize("well", [True, False])
def test_health(*, well: bool) -> None:
    """The health check succeeds where the bot is well, and fails where it is not, or listens
    nowhere.
    """
    found = re.search(r"HEALTHCHECK .* CMD (\[.*\])$", TEXT, re.MULTILINE)
    assert found
    command = [sys.executable, *json.loads(found[1])[1:]]
    example = yaml.safe_load("".join(LINES).split("`operator: ")[1].split("`")[0])
    assert example["listen"] in command[-1]
    vitals = Vitals(dict, lambda: True, lambda: dt.datetime.now(dt.UTC))
    vitals.platform("telegram", "running" if well else "failed: no network")

    async def checked() -> int:
        async with serving(application(vitals), "127.0.0.1", 0) as server:
            port = str(server.addresses[0][1])
            here = [part.replace("9464", port) for part in command]
            process = await asyncio.create_subprocess_exec(
                *here, stderr=asyncio.subprocess.DEVNULL, env={**os.environ, "no_proxy": "*"}
            )
            return await process.wait()

    assert (asyncio.run(checked()) == 0) == well
