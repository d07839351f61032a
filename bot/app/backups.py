"""Backups: all that the bot keeps, in one file that is checked by opening it, made while it runs;
and putting one back where nothing is.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot import __version__
from bot.app.clock import now
from bot.app.stores import database_url
from bot.config.config import Config
from bot.config.reader import read_or_usual
from bot.config.secret import hidden
from bot.store import copying, database
from bot.store.errors import StoreError
from bot.store.store import look_into, open_store
from knowledge.loading import yamlfile
from knowledge.loading.loader import ADDITIONS, ARCHIVE

_FORMAT = 1
_MANIFEST, _CONFIG, _DATA = "manifest.json", "config.yaml", "data"
_FOLDERS = ("matrix", "reports", ARCHIVE, ADDITIONS)
_ENDING, _OWN = ".tar.gz", 0o600
_SQLITE = b"SQLite format 3\0"


class BackupError(StoreError):
    """A backup cannot be made or put back; the message says why and what to do."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds: by which version it was made and when, and its files, by name with the
    digest of each.
    """

    version: str
    at: str
    files: Mapping[str, str]

    def lines(self) -> list[str]:
        """Return what it holds as lines for a person."""
        parts = [PurePosixPath(name).parts for name in self.files]
        reports = {p[:3] for p in parts if p[:2] in {(_DATA, "reports"), (_DATA, ARCHIVE)}}
        kinds = {
            "the database": sum(p == (_DATA, database.FILE) for p in parts),
            "keys of Matrix": sum(p[:2] == (_DATA, "matrix") for p in parts),
            "reports": len(reports),
            "additions to built-in reports": sum(p[:2] == (_DATA, ADDITIONS) for p in parts),
            "config.yaml": sum(p == (_CONFIG,) for p in parts),
        }
        held = ", ".join(f"{what} ({n})" if n > 1 else what for what, n in kinds.items() if n)
        return [f"made at {self.at} by version {self.version}: {held}"]


def back_up(config: Config, file: Path | None, target: Path) -> tuple[Path, Backup]:
    """Write a backup of what a configuration's bot keeps, and of its `file`, and return where it
    lies and what it holds.

    A `target` whose name does not end in .tar.gz is a folder, made where it is missing, which gets
    a file named by the time. Raises BackupError, StoreError and OSError.
    """
    if not target.name.endswith(_ENDING):
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        target /= f"briefing-bot-{now():%Y-%m-%dT%H%M%S}{_ENDING}"
    if target.exists():
        raise BackupError(f"{target} is there already. Name another file, or a folder.")
    fresh = target.with_name(f".{target.name}.new")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWN)
        with os.fdopen(handle, "wb") as out, tempfile.TemporaryDirectory() as work:
            _pack(out, dict(_parts(config, file, Path(work))))
        found = opened(fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return target, found


def _parts(config: Config, file: Path | None, work: Path) -> Iterator[tuple[str, Path]]:
    """Yield what belongs into a backup: its name there, and a file that holds it, made in a folder
    where what is kept may change meanwhile.
    """
    copied = work / database.FILE
    if url := database_url(config):
        source, target = look_into(config.data, url), open_store(work)
        copying.copy_rows(source, target)
        source.close()
        target.close()
    elif (config.data / database.FILE).exists():
        _examine(config.data)
        copying.copy_file(config.data / database.FILE, copied)
    if copied.exists():
        yield f"{_DATA}/{database.FILE}", copied
    for folder in _FOLDERS:
        for path in sorted((config.data / folder).rglob("*")):
            if not path.is_file() or path.name.startswith(".") or path.name == "lock":
                continue
            name = PurePosixPath(_DATA, *path.relative_to(config.data).parts)
            yield str(name), _steady(path, work / f"{len(list(work.iterdir()))}")
    if file:
        (work / _CONFIG).write_text(hidden(file.read_text("utf-8")), "utf-8")
        yield _CONFIG, work / _CONFIG


def _steady(path: Path, place: Path) -> Path:
    """Return a file that nobody changes: a copy where it is a database."""
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            return path
    copying.copy_file(path, place)
    return place


def _pack(out: io.BufferedWriter, parts: Mapping[str, Path]) -> None:
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        digests = {}
        for name, path in parts.items():
            raw = path.read_bytes()
            digests[name] = hashlib.sha256(raw).hexdigest()
            _add(tar, name, raw)
        made = {"format": _FORMAT, "version": __version__, "at": now().isoformat("T", "seconds")}
        _add(tar, _MANIFEST, json.dumps({**made, "files": digests}, indent=1).encode())


def _add(tar: tarfile.TarFile, name: str, raw: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(raw), _OWN, int(now().timestamp())
    tar.addfile(info, io.BytesIO(raw))


def opened(path: Path) -> Backup:
    """Return what a backup holds, after a look at all of it: each file is as it was written, and
    the database can be used. Raises BackupError, StoreError and OSError.
    """
    with tempfile.TemporaryDirectory() as work:
        found = unpack(path, Path(work))
        _usable(path, Path(work))
    return found


def _usable(path: Path, work: Path) -> None:
    """Raise BackupError where the bot could not use the database of a backup that is unpacked in a
    folder.
    """
    try:
        if (work / _DATA / database.FILE).exists():
            _examine(work / _DATA)
    except StoreError as error:
        raise BackupError(str(error).replace(str(work), str(path), 1)) from None


def _examine(data: Path) -> None:
    """Raise StoreError where the bot could not use the database of a data folder."""
    engine = database.connect(data, reading=True)
    try:
        database.examined(engine)
    finally:
        engine.dispose()


def unpack(path: Path, folder: Path) -> Backup:
    """Write a backup's files into an empty folder, each readable by its owner alone, and return
    what it holds; raises BackupError where it is none, or not whole, and OSError.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            members = {member.name: member for member in tar if member.isfile()}
            about = json.loads(_held(tar, members[_MANIFEST]))
            if about["format"] != _FORMAT:
                raise BackupError(f"{path}: was made by another version ({about['version']}).")
            found = Backup(about["version"], about["at"], about["files"])
            for name, digest in found.files.items():
                raw = _held(tar, members[name])
                if hashlib.sha256(raw).hexdigest() != digest:
                    raise BackupError(f"{path}: {name} in it is damaged. Take another backup.")
                _write(folder, name, raw)
    except (tarfile.TarError, KeyError, ValueError, TypeError, EOFError) as error:
        raise BackupError(f"{path}: is no backup of the bot, or not whole ({error}).") from None
    return found


def _held(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def _write(folder: Path, name: str, raw: bytes) -> None:
    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/") or parts[0] not in {_DATA, _CONFIG}:
        raise BackupError(f"{name} stands in no backup of the bot.")
    _write_new(folder.joinpath(*parts), raw)


def _write_new(path: Path, raw: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN), "wb") as out:
        out.write(raw)


def restore(path: Path, file: Path) -> tuple[Config, Backup]:
    """Put back what a backup holds: into the data folder, and the database, that the configuration
    `file` names, which is put back too where it is missing.

    Nothing is overwritten. Raises BackupError where anything is there already, with what it would
    be, ConfigError, StoreError and OSError.
    """
    with tempfile.TemporaryDirectory() as work:
        found, given = unpack(path, Path(work)), Path(work, _CONFIG)
        _usable(path, Path(work))
        missing = not file.exists() and given.exists()
        if missing:
            _write_new(file, given.read_bytes())
        try:
            config = read_or_usual(file if file.exists() else None, os.environ)
            _refuse_to_overwrite(config, found)
            _put(Path(work, _DATA), config, found)
        except BaseException:
            if missing:
                file.unlink()
            raise
    return config, found


def _refuse_to_overwrite(config: Config, found: Backup) -> None:
    inside = {PurePosixPath(name).parts[1] for name in found.files if name != _CONFIG}
    there = sorted(config.data / name for name in inside if (config.data / name).exists())
    if there:
        names = "\n".join(f"  {path}" for path in there)
        raise BackupError(
            f"It would overwrite what is there, and does nothing:\n{names}\nStop the bot and move"
            " that away, or name another folder under `data` in config.yaml."
        )


def _put(source: Path, config: Config, found: Backup) -> None:
    url = database_url(config)
    held = database.lock(config.data)
    try:
        if url and (source / database.FILE).exists():
            before, after = open_store(source), open_store(config.data, url)
            copying.copy_rows(before, after)
            before.close()
            after.close()
        for name in found.files:
            parts = PurePosixPath(name).parts
            if parts[0] == _DATA and not (url and parts[1] == database.FILE):
                _write_new(
                    config.data.joinpath(*parts[1:]), source.joinpath(*parts[1:]).read_bytes()
                )
    finally:
        held.release()


def secrets_named(file: Path) -> list[str]:
    """Return the keys by which a configuration names its secrets; raises ReportError."""
    keys = (".".join(map(str, where)) for where in yamlfile.read(file).lines)
    return [key for key in keys if key.endswith(("_env", "_file"))]
