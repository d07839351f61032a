"""Trying what a configuration names, as far as that changes nothing: the data folder, the database,
the ports, and who may read the files of secrets.
"""

from __future__ import annotations

import errno
import os
import shutil
import socket
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from bot.app.stores import database_url
from bot.config.config import Config, Telegram
from bot.config.folder import located
from bot.store import database
from bot.store.errors import HeldError, StoreError
from knowledge.loading.problems import Problem
from knowledge.loading.yamlfile import YamlFile

_ANY = {"0.0.0.0", "::"}  # noqa: S104 - looked for, not listened at
_SOON = 2.0
_CONTAINER = Path("/run/secrets")  # of a container, in which nobody else is
_Where = tuple[str, ...]


def tried(file: YamlFile, config: Config) -> Iterator[Problem | str]:
    """Yield what a bot of this configuration could not use or what is unsafe, at its line in the
    configuration's file, and a line for each thing that was tried.
    """
    if not config.platforms:
        remedy = "Name one under it: console, telegram or matrix."
        yield file.problem(("platforms",), "platforms names none to run on.", remedy)
    if (chat := config.operator.chat) and chat[0] not in config.platforms:
        what = f"operator.chat is on {chat[0]}, which `platforms` does not name."
        yield file.problem(("operator", "chat"), what, "Name it there, or another chat here.")
    yield from _secrets(file)
    yield from _folder(file, config)
    yield from _database(file, config)
    yield from _addresses(file, config)


def _secrets(file: YamlFile) -> Iterator[Problem | str]:
    """Tell which files of secrets others can read."""
    base, safe = file.path.absolute().parent, 0
    for where in [w for w in file.lines if w and str(w[-1]).endswith("_file")]:
        path = located(base, _value(file.data, where))
        if os.name == "posix" and _open_to_others(path):
            what = f"{'.'.join(map(str, where))} names a file that others can read."
            yield file.problem(where, what, f"Write: chmod 600 {path}")
        else:
            safe += 1
    if safe:
        yield f"files of secrets that nobody else can read: {safe}"


def _value(data: Any, where: Iterable[str | int]) -> Any:  # noqa: ANN401 - YAML data
    for key in where:
        data = data[key]
    return data


def _open_to_others(path: Path) -> bool:
    real = path.resolve()
    if _CONTAINER in (*path.parents, *real.parents):
        return False
    ways = all(folder.stat().st_mode & stat.S_IXOTH for folder in real.parents)
    return ways and bool(real.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH))


def _folder(file: YamlFile, config: Config) -> Iterator[Problem | str]:
    """Tell whether the data folder can be used, or be made where it is missing."""
    data, where = config.data, ("data",)
    there = next(path for path in (data, *data.parents) if path.exists())
    if not there.is_dir():
        remedy = "Move it away, or name another folder."
        yield file.problem(where, f"data: {there} is a file, and no folder.", remedy)
    elif there != data and not os.access(there, os.W_OK | os.X_OK):
        what = f"data: {data} does not exist, and cannot be made in {there}."
        yield file.problem(where, what, "Give this user the right to, or name another folder.")
    else:
        if there == data:
            try:
                database.lock(data).release()
            except HeldError:
                yield f"data folder {data}: in use by another process, such as the bot that runs"
                if shutil.disk_usage(data).free < database.LEAST_FREE:
                    what = f"data: {data}: its disk is full."
                    yield file.problem(where, what, "Make room.")
                return
            except StoreError as error:
                yield _told(file, where, error)
                return
        free = f"{shutil.disk_usage(there).free // 1_000_000:,} MB free"
        yield f"data folder {data}: {'can be written' if there == data else 'can be made'}, {free}"


def _database(file: YamlFile, config: Config) -> Iterator[Problem | str]:
    url, path = database_url(config), config.data / database.FILE
    if url is None and not path.is_file():
        yield f"database {path}: is made at the start"
        return
    try:
        engine = database.connect(config.data, url, reading=True)
        try:
            yield f"database {database.name_of(engine)}: {database.examined(engine)}"
        finally:
            engine.dispose()
    except StoreError as error:
        yield _told(file, ("database",) if url else ("data",), error)


def _told(file: YamlFile, where: _Where, error: StoreError) -> Problem:
    what, _, remedy = str(error).partition(". ")
    return file.problem(where, f"{'.'.join(where)}: {what}.", remedy)


def _addresses(file: YamlFile, config: Config) -> Iterator[Problem | str]:
    """Tell whether the bot could listen where it is to."""
    places: dict[_Where, tuple[str, int]] = {}
    if config.operator.listen:
        places["operator", "listen"] = config.operator.listen
    for given in config.platforms.values():
        if isinstance(given, Telegram) and given.webhook:
            places["platforms", "telegram", "webhook", "listen"] = given.webhook.listen
    for n, (where, address) in enumerate(places.items()):
        name, shown = ".".join(where), ":".join(map(str, address))
        if any(_same(address, other) for other in list(places.values())[:n]):
            what = f"{name} is {shown}, where operator.listen is too."
            yield file.problem(where, what, "Give each a port of its own.")
        elif why := _refused(*address):
            what = f"{name}: cannot listen at {shown} ({why})."
            yield file.problem(where, what, "End what listens there, or name another address.")
        else:
            yield f"{name} {shown}: can be listened at{_without_metrics(where)}"


def _without_metrics(where: _Where) -> str:
    """Return what is to be said of the operator's address where an extra is missing."""
    if where[0] != "operator":
        return ""
    from bot.monitoring.server import has_metrics  # noqa: PLC0415 - slow to load

    missing = "; /health alone, as /metrics needs pip install '.[metrics]' in the checkout"
    return "" if has_metrics() else missing


def _same(one: tuple[str, int], other: tuple[str, int]) -> bool:
    return one[1] == other[1] and (one[0] == other[0] or bool(_ANY & {one[0], other[0]}))


def _refused(host: str, port: int) -> str | None:
    """Return why nobody can listen at an address, None where one can, or the bot does already."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, number) as tried_:
            if os.name == "posix":
                tried_.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried_.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and _is_ours(host, port):
            return None
        return error.strerror or str(error)
    return None


def _is_ours(host: str, port: int) -> bool:
    """Whether what listens at an address answers as the bot does."""
    at = "127.0.0.1" if host in _ANY else host
    address = f"http://{f'[{at}]' if ':' in at else at}:{port}/health"
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=_SOON):
            return True
    except HTTPError as error:
        return error.code == 503  # noqa: PLR2004 - a bot that is not well
    except (URLError, OSError, ValueError):
        return False
