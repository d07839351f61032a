"""The program as an operator runs it against a homeserver."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.homeserver import Homeserver


class Program:
    """`briefing run` as a process, that can be killed and started again."""

    def __init__(self, homeserver: Homeserver, folder: Path, url: str = "") -> None:
        """Write its configuration."""
        self.user = homeserver.account("bot")
        self.process: subprocess.Popen[bytes] | None = None
        self._folder = folder
        self._environment = {**os.environ, "SECRET": homeserver.password}
        matrix = (
            f'{{homeserver: "{url or homeserver.url}", user: "{self.user}", password_env: SECRET,'
            " invites: {servers: [localhost]}}"
        )
        (folder / "config.yaml").write_text(
            f"data: data\nplatforms: {{matrix: {matrix}}}\nlimits: {{questions_per_user: 0,"
            " questions_per_chat: 0}\n",
            "utf-8",
        )

    def start(self) -> None:
        """Start it."""
        with (self._folder / "log").open("ab") as log:
            command = [
                sys.executable,
                "-m",
                "bot",
                "run",
                "--config",
                str(self._folder / "config.yaml"),
            ]
            self.process = subprocess.Popen(command, env=self._environment, stderr=log)

    def log_in(self) -> None:
        """Log its account in as an operator does."""
        command = [
            sys.executable,
            "-m",
            "bot",
            "matrix",
            "login",
            "--config",
            str(self._folder / "config.yaml"),
        ]
        subprocess.run(command, env=self._environment, stdout=subprocess.DEVNULL, check=True)

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait()
        self.process = None

    def memory(self) -> int:
        """Return its resident memory in kB."""
        assert self.process
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return int(
            next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        )
