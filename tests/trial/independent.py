"""A trial of the bot with a client that shares no code with it: matrix-js-sdk with Rust crypto,
against a real homeserver.

    mkdir FOLDER && cd FOLDER && npm install matrix-js-sdk    (Node.js 20 or later)
    python -m tests.trial.independent FOLDER

Prints a line for each check, and ends with 1 where one failed. What is tried stands in
independent.mjs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.homeserver import Homeserver
from tests.trial.program import Program

_SCRIPT = Path(__file__).with_suffix(".mjs")
_NODE = shutil.which("node") or "node"


def anew(program: Program, folder: Path) -> None:
    """Let the bot lose its device's keys, and log in anew as a device of the same identity."""
    program.end(signal.SIGTERM)
    for store in (folder / "data" / "matrix").glob("*.db"):
        store.unlink()
    program.log_in()
    program.start()


def main(package: str) -> int:
    """Run the trial with the package in a folder."""
    homeserver, folder = Homeserver(), Path(tempfile.mkdtemp(prefix="trial"))
    program = Program(homeserver, folder)
    program.start()
    client = subprocess.Popen(
        [_NODE, _SCRIPT, package], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert client.stdin
        assert client.stdout
        given = {
            "homeserver": homeserver.url,
            "password": homeserver.password,
            "bot": program.user,
            "users": [homeserver.account() for _ in range(4)],
        }
        print(json.dumps(given), file=client.stdin, flush=True)
        for line in client.stdout:
            if line == "restart\n":
                program.end(signal.SIGTERM)
                program.start()
            elif line == "renew\n":
                anew(program, folder)
            else:
                print(line, end="", flush=True)
                continue
            print(file=client.stdin, flush=True)
        return client.wait()
    finally:
        client.kill()
        program.end()
        homeserver.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", help="where matrix-js-sdk is installed")
    sys.exit(main(parser.parse_args().folder))
