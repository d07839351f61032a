"""What tests share: the first report and its brain, a copy of its folder, the program as a user
runs it, and how hard hypothesis tries.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.dialogue.brain import Brain, build
from knowledge.loading.loader import folders, load
from knowledge.model import Report
from tests.homeserver import Homeserver
from tests.postgres import Postgres
from tests.questions import judge
from tests.questions.judge import Asked

ROOT = Path(__file__).resolve().parent.parent
Briefing = Callable[..., subprocess.CompletedProcess[bytes]]

# The same examples on every run, so that a change and nothing else turns a test red. To look for
# new ones: HYPOTHESIS_PROFILE=explore pytest
settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


@pytest.fixture(scope="session")
def report() -> Report:
    """Return the first report."""
    return load(folders()[0])


@pytest.fixture(scope="session")
def brain(report: Report) -> Brain:
    """Return the first report's brain, built and not cached."""
    return build(report)


@pytest.fixture(scope="session")
def asked(brain: Brain) -> list[Asked]:
    """Return the labelled questions on the first report, each answered once for all tests."""
    return [*judge.asked(brain)]


@pytest.fixture(scope="session")
def quoting(brain: Brain) -> str:
    """Return a question in French whose answer shows a passage of the first report."""
    return brain.report.asks["fr"][brain.report.file.quotes[0].fact][0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the first report's folder, to be changed at will."""
    return Path(shutil.copytree(folders()[0], tmp_path / folders()[0].name))


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a user without settings: this checkout, a cache and a data folder
    of its own, an English terminal.
    """
    kept = {
        k: v
        for k, v in os.environ.items()
        if k
        not in {"NO_COLOR", "LC_ALL", "LC_MESSAGES", "COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE"}
    }
    own = {
        "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache")),
        "XDG_DATA_HOME": str(tmp_path_factory.mktemp("data")),
    }
    return {
        **kept,
        **own,
        "PYTHONPATH": str(ROOT),
        "LANG": "en_GB.UTF-8",
        "PYTHONUTF8": "1",
        "TERM": "xterm",
    }


@pytest.fixture(scope="session")
def briefing(environment: dict[str, str]) -> Briefing:
    """Return a function that runs `briefing` with arguments, input bytes and changes of the
    environment.
    """

    def run(
        *arguments: str, stdin: bytes = b"", **changes: str
    ) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-W", "error", "-m", "bot", *arguments]
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=60,
            env={**environment, **changes},
        )

    return run


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a PostgreSQL server that all tests share, each with databases of its own."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def homeserver() -> Iterator[Homeserver]:
    """Return a Matrix homeserver that all tests share, each with accounts of its own."""
    server = Homeserver()
    yield server
    server.stop()
