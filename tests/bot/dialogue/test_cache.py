"""The cache of compiled brains: never stale, never somebody else's, never in the way."""

from __future__ import annotations

import os
import pickle
import pickletools
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot import languages
from bot.dialogue import cache
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse
from knowledge.language import languages as words
from knowledge.loading import loader
from knowledge.loading.problems import ReportError
from knowledge.model import Report

QUESTIONS = [
    "Qui était présent ?",
    "what did they discuss?",
    "ruttte a dit koi",
    "et vendredi ?",
    "asdf",
    "Merkel",
    "/quotes",
]
ANSWERS = """
import sys
from pathlib import Path
from bot.dialogue.cache import cached
from bot.dialogue.source import OneReport, converse
brain = cached(Path(sys.argv[1]))
for question in sys.argv[2:]:
    print(ascii(converse(OneReport(brain), [question], "fr")[1]))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the cache's directory, not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return cache.directory()


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, brain: Brain) -> list[str]:
    """Return the list of folders that were built anew, where building gives the session's brain at
    once.
    """
    seen: list[str] = []

    def build(report: Report) -> Brain:
        seen.append(report.slug)
        return brain

    monkeypatch.setattr(cache, "build", build)
    return seen


def test_second_time_is_read(home: Path, folder: Path, built: list[str]) -> None:
    """What was built once is read the next time."""
    cache.cached(folder)
    cache.cached(folder)
    assert len(built) == 1
    assert len(list(home.iterdir())) == 1


def test_only_the_owner_may_look(home: Path, folder: Path, built: list[str]) -> None:
    """The directory and the file are the owner's alone."""
    cache.cached(folder)
    assert built
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [stat.S_IMODE(f.stat().st_mode) for f in home.iterdir()] == [0o600]


def test_cached_answers_are_the_same(home: Path, folder: Path, brain: Brain) -> None:
    """A brain that was read answers as the one that was built, also in a process that orders its
    sets otherwise.
    """
    cache.cached(folder)
    assert list(home.iterdir())
    again = cache.cached(folder)
    built = [converse(OneReport(brain), [q], "fr") for q in QUESTIONS]
    assert [converse(OneReport(again), [q], "fr") for q in QUESTIONS] == built
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        shown = subprocess.run(
            [sys.executable, "-c", ANSWERS, str(folder), *QUESTIONS],
            capture_output=True,
            check=True,
            env=env,
        )
        assert shown.stdout.decode().splitlines() == [ascii(message) for _, message in built]


@pytest.mark.parametrize("name", ["report.yaml", "asks.fr.yaml", "text.fr.txt"])
def test_changed_report_is_built_anew(
    home: Path, folder: Path, built: list[str], name: str
) -> None:
    """A change in any file of a report makes its cache stale, and the old one is removed."""
    cache.cached(folder)
    path = folder / name
    path.write_bytes(path.read_bytes() + b"\n")
    cache.cached(folder)
    assert len(built) == 2
    assert len(list(home.iterdir())) == 1


def test_changed_code_is_built_anew(
    home: Path, folder: Path, built: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change in the languages, the world or the code makes a cache stale."""
    cache.cached(folder)
    for touched in (languages, words):
        copy = shutil.copytree(touched.FOLDER, tmp_path / touched.__name__)
        changed = min(copy.rglob("*.yaml"))
        changed.write_text(changed.read_text("utf-8") + "\n# changed\n", "utf-8")
        with monkeypatch.context() as patched:
            patched.setattr(touched, "FOLDER", copy)
            cache.cached(folder)
    assert len(built) == 3
    assert len(list(home.iterdir())) == 1


def test_code_that_makes_a_brain_is_watched(brain: Brain) -> None:
    """A cache is stale as soon as a file changes, however deep it lies, that defines a part of a
    brain.
    """
    strings = {arg for _, arg, _ in pickletools.genops(pickle.dumps(brain)) if isinstance(arg, str)}
    made_of = {
        sys.modules[name].__file__
        for name in strings
        if name.startswith(("bot.", "knowledge.")) and name in sys.modules
    }
    assert len(made_of) > 1
    assert made_of <= {str(path) for path in cache.sources()}


def test_other_reports_keep_theirs(
    home: Path, folder: Path, built: list[str], tmp_path: Path
) -> None:
    """Writing one report's cache leaves another's."""
    other = shutil.copytree(folder, tmp_path / "other")
    for each in (folder, other, folder, other):
        cache.cached(each)
    assert built == [folder.name, "other"]
    assert len(list(home.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"broken", b"\x80\x05N.", b"\x80\x05cno.such\nmodule\n."])
def test_broken_file(home: Path, folder: Path, built: list[str], content: bytes) -> None:
    """A broken cache file is as good as none, and is replaced."""
    cache.cached(folder)
    (path,) = home.iterdir()
    path.write_bytes(content)
    cache.cached(folder)
    assert len(built) == 2
    cache.cached(folder)
    assert len(built) == 2


def test_file_that_others_may_write(home: Path, folder: Path, built: list[str]) -> None:
    """A cache file that others may write is not read."""
    cache.cached(folder)
    (path,) = home.iterdir()
    path.chmod(0o622)
    cache.cached(folder)
    assert len(built) == 2


def test_directory_that_others_may_write(home: Path, folder: Path, built: list[str]) -> None:
    """A directory that others may write is neither read nor written."""
    cache.cached(folder)
    (path,) = home.iterdir()
    home.chmod(0o777)
    cache.cached(folder)
    assert len(built) == 2
    path.unlink()
    cache.cached(folder)
    assert not list(home.iterdir())


def test_link_is_not_followed(home: Path, folder: Path, built: list[str], tmp_path: Path) -> None:
    """A link in the place of a cache file is not followed."""
    cache.cached(folder)
    (path,) = home.iterdir()
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    cache.cached(folder)
    assert len(built) == 2


def test_no_place_for_a_cache(
    tmp_path: Path, folder: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no cache can be kept, everything works without one."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache.cached(folder)
    cache.cached(folder)
    assert len(built) == 2


def test_relative_cache_home_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_CACHE_HOME counts only where it is absolute, as its specification says."""
    monkeypatch.setenv("XDG_CACHE_HOME", "somewhere")
    assert cache.directory().is_absolute()


def test_broken_report_raises(home: Path, folder: Path) -> None:
    """A report with problems is never cached, and says so each time."""
    (folder / "report.yaml").write_text("title: 1\n")
    for _ in range(2):
        with pytest.raises(ReportError):
            cache.cached(folder)
    assert not home.exists()


def test_change_while_building(
    home: Path, folder: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report that changes while it is read is not cached."""
    load = loader.load

    def slow(where: Path) -> Report:
        report = load(where)
        path = where / "report.yaml"
        path.write_bytes(path.read_bytes() + b"\n")
        return report

    monkeypatch.setattr(loader, "load", slow)
    cache.cached(folder)
    assert built
    assert not home.exists()
