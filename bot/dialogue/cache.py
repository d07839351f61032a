"""The compiled brain on disk, so that a question is answered without reading or checking YAML.

The file is a pickle. Whoever can write a pickle can run code in the process that reads it, so it is
read only where nobody else can have written it: it lies in a directory of its own, both belong to
this user, and neither may be written by others. Whoever gets past that can change this program's
own files too. A pickle is what restores these structures fastest, and the file is never sent
anywhere or taken from anywhere.

Its name is a digest of all that a brain is made of, so a stale one is never found. Any failure here
means building anew.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import Stemmer

from bot import __version__, languages
from bot.dialogue.brain import Brain, build, common
from knowledge.language import languages as words
from knowledge.loading import loader

_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_FORGOTTEN = 30 * 24 * 3600.0


def cached(folder: Path) -> Brain:
    """Return the brain of a report's folder, from the cache where it holds one that is up to date.

    Raises ReportError where it must be built and the report has problems.
    """
    where = _place(folder)
    found = _read(where) if where else None
    if found is not None:
        return found
    brain = build(loader.load(folder))
    # A file that changed while it was being read must not be filed under its old digest or its new
    # one.
    if where and _place(folder) == where:
        _write(where, brain)
    return brain


def common_brain() -> Brain:
    """Return the brain that those of drafted reports share, from the cache where it holds one that
    is up to date.
    """
    try:
        where = directory() / f"brain-common-{_digest(None)[:32]}.pickle"
    except (OSError, RuntimeError):
        return common()
    found = _read(where)
    if found is None:
        found = common()
        _write(where, found)
    return found


def shelf_file(key: str) -> Path | None:
    """Return where the shelf of the reports that `key` stands for lies: in the cache's directory
    where nobody else may write there, else None.
    """
    try:
        directory().parent.mkdir(parents=True, exist_ok=True)
        directory().mkdir(mode=0o700, exist_ok=True)
        ours = _only_ours(directory().stat(), stat.S_ISDIR)
        file = directory() / f"shelf-{_name_of(key.encode('utf-8', 'surrogateescape'))}.sqlite"
        return (
            file if ours and (not file.exists() or _only_ours(file.lstat(), stat.S_ISREG)) else None
        )
    except (OSError, RuntimeError):
        return None


def _name_of(key: bytes) -> str:
    """Return a name for what a key stands for, the same each time."""
    return hashlib.sha256(key).hexdigest()[:16]


def shelf_version() -> str:
    """Return what a shelf's reports were read with: another version of the program reads them
    anew.
    """
    digest = hashlib.sha256(f"{__version__} {sys.version} {Stemmer.version()}".encode())
    for path in (*words.files(), *sorted(words.FOLDER.parent.rglob("*.py"))):
        known = path.stat()
        digest.update(
            f"{path}\0{known.st_mtime_ns}\0{known.st_size}\0".encode("utf-8", "surrogateescape")
        )
    return digest.hexdigest()


def directory() -> Path:
    """Return the cache's directory: briefing-bot under $XDG_CACHE_HOME, or under ~/.cache where
    that is not an absolute path.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "briefing-bot"


def _place(folder: Path) -> Path | None:
    """Return the cache file for a report's folder as it is now, or None where there can be none."""
    try:
        folder = folder.resolve()
        owner = _name_of(os.fsencode(folder))
        return directory() / f"brain-{owner}-{_digest(folder)[:32]}.pickle"
    except (OSError, RuntimeError):
        return None


def _digest(folder: Path | None) -> str:
    """Return a digest of all that a brain is made of: the report (none for the common brain),
    languages, world, code and the libraries that shape it.
    """
    digest = hashlib.sha256()
    for part in (
        *((folder.name, loader.fingerprint(folder)) if folder else ()),
        sys.version,
        __version__,
        Stemmer.version(),
    ):
        digest.update(f"{part}\0".encode("utf-8", "surrogateescape"))
    for path in languages.files():
        digest.update(
            f"{path.parent.name}/{path.name}".encode() + b"\0" + path.read_bytes() + b"\0"
        )
    for path in (*words.files(), *sources()):
        known = path.stat()
        digest.update(
            f"{path}\0{known.st_mtime_ns}\0{known.st_size}\0".encode("utf-8", "surrogateescape")
        )
    return digest.hexdigest()


def sources() -> Iterable[Path]:
    """Yield the files of the code of which a brain is made, in a stable order."""
    bot = Path(__file__).parents[1]
    for folder in (bot / "dialogue", bot / "intents", bot / "languages", words.FOLDER.parent):
        yield from sorted(folder.rglob("*.py"))


def _read(path: Path) -> Brain | None:
    """Return the brain in a file, or None where there is none, it is broken, or somebody else may
    have written it.
    """
    try:
        if not _only_ours(path.parent.stat(), stat.S_ISDIR):
            return None
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            if not _only_ours(os.fstat(file.fileno()), stat.S_ISREG):
                return None
            with _uncollected():
                found = pickle.load(file)  # noqa: S301 - see the head of this file
    except Exception:  # noqa: BLE001 - a broken pickle can raise anything, and the answer is the same: build anew
        return None
    return found if isinstance(found, Brain) else None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep from looking for garbage while a million objects are made that all stay: it takes as
    long as making them.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _only_ours(known: os.stat_result, kind: Callable[[int], bool]) -> bool:
    """Whether a file or directory is of a kind, belongs to this user, and may be written by nobody
    else.
    """
    # where a system has none, there is no telling whose a file is
    user = getattr(os, "getuid", None)
    return (
        user is not None
        and known.st_uid == user()
        and kind(known.st_mode)
        and not known.st_mode & _OTHERS_MAY_WRITE
    )


def _write(path: Path, brain: Brain) -> None:
    """Write a brain whole or not at all, and remove what it replaces."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not _only_ours(path.parent.stat(), stat.S_ISDIR):
            return
        try:
            with os.fdopen(
                os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                pickle.dump(brain, file, protocol=pickle.HIGHEST_PROTOCOL)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        _tidy(path)
    except (OSError, pickle.PicklingError):
        return


def _tidy(kept: Path) -> None:
    """Remove older caches of the same report, and any that nothing has replaced for 30 days."""
    same = kept.name.rpartition("-")[0]
    for path in kept.parent.glob("brain-*"):
        old = time.time() - path.stat().st_mtime > _FORGOTTEN
        if path != kept and (
            old or (path.name.startswith(f"{same}-") and path.suffix == ".pickle")
        ):
            path.unlink(missing_ok=True)
