"""A platform on loopback: it takes messages over HTTP, remembers what came, and misbehaves when
told to.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LATENCY = 0.01


class Platform:
    """The platform. `fault` says for each message what is to go wrong: 429, 500, 403, "hang", "cut"
    (after it was taken), "drop" (before), or None.
    """

    def __init__(self) -> None:
        """Listen on a free port."""
        self.delivered: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.fault: Callable[[str], int | str | None] = lambda _: None
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.platform = self
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def take(self, key: str) -> int | str:
        """Take a message, or not; return the status of the reply, or how it fails to come."""
        fault = self.fault(key)
        time.sleep(LATENCY)
        with self._lock:
            if fault is not None:
                self.faults[str(fault)] += 1
            if fault in {None, "cut"}:
                self.delivered[key] += 1
        return fault or 200

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    platform: Platform
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing where a process was killed while it was answered."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Take a message."""
        key = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["key"]
        status = self.server.platform.take(key)
        if status == "hang":
            time.sleep(5)
        if isinstance(status, str):
            self.close_connection = True
            return
        body = json.dumps({"retry_after": 1}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Write no log."""
