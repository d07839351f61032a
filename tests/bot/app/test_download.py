"""Tests of downloads, on a loopback server: whole, gone on with after an interruption, checked, and
clear about what failed.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.app.download import Remote, download, fetch
from bot.app.models import used
from knowledge.encoder.folder import MODEL, TOKENIZER
from knowledge.loading.problems import ReportError
from tests.encoders import made

DATA = bytes(range(256)) * 20_000
FILE = Remote("owner/name/resolve/1/file.onnx", "file.onnx", len(DATA), "")


class Hub(ThreadingHTTPServer):
    """A hub on loopback with some files by path; `most` is after how many bytes of a reply it hangs
    up, `whole` whether it knows no parts; `asked` are the ranges that it was asked for.
    """

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.most, self.whole = len(DATA), False

    @property
    def address(self) -> str:
        """The address that files are below."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Answers as the hub does: it leads on to where the file lies, and gives parts of it."""

    server: Hub

    def do_GET(self) -> None:
        """Send what is asked for."""
        path = self.path.removeprefix("/stored")
        if path == self.path:
            self.send_response(302)
            self.send_header("Location", f"/stored{path}")
            self.end_headers()
            return
        data = self.server.files.get(path)
        if data is None:
            self.send_error(404)
            return
        self.server.asked.append(self.headers["Range"])
        start = 0 if self.server.whole else int(self.headers["Range"][6:].rstrip("-"))
        self.send_response(200 if self.server.whole else 206)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        self.wfile.write(data[start : start + self.server.most])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    """Return a hub that has the file."""
    server = Hub()
    server.files[f"/{FILE.path}"] = DATA
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def told(_: str, done: int, total: int) -> None:
    """Check that it is told how far it is."""
    assert 0 < done <= total


def known(data: bytes, path: str = FILE.path, name: str = FILE.name) -> Remote:
    """Return a file as it is known to be."""
    return Remote(path, name, len(data), hashlib.sha256(data).hexdigest())


def test_what_is_there_is_not_got_again(hub: Hub, tmp_path: Path) -> None:
    """A file comes whole, and is asked for once."""
    for _ in range(2):
        download(hub.address, known(DATA), tmp_path, told)
    assert [p.name for p in tmp_path.iterdir()] == [FILE.name]
    assert (tmp_path / FILE.name).read_bytes() == DATA
    assert len(hub.asked) == 1


@pytest.mark.parametrize("whole", [False, True])
def test_an_interrupted_download_goes_on(hub: Hub, tmp_path: Path, *, whole: bool) -> None:
    """Where the connection ends, the next download goes on from there; or begins anew with a server
    that knows no parts.
    """
    hub.most = 2_000_000
    with pytest.raises(ReportError, match=r"connection ended.*Run the command again"):
        download(hub.address, known(DATA), tmp_path, told)
    hub.most, hub.whole = len(DATA), whole
    download(hub.address, known(DATA), tmp_path, told)
    assert (tmp_path / FILE.name).read_bytes() == DATA
    assert hub.asked == ["bytes=0-", "bytes=2000000-"]


def test_another_file_does_not_count(hub: Hub, tmp_path: Path) -> None:
    """What is not the file that is known is named by its digest and not kept."""
    hub.files[f"/{FILE.path}"] = DATA[::-1]
    with pytest.raises(ReportError, match=r"SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}"):
        download(hub.address, known(DATA), tmp_path, told)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_reached_is_told(hub: Hub, tmp_path: Path) -> None:
    """A file that the hub lacks, and a hub that is not there, are told with what to do."""
    hub.files.clear()
    with pytest.raises(ReportError, match=r"answers 404.*https_proxy.*briefing model use FOLDER"):
        download(hub.address, known(DATA), tmp_path, told)
    with pytest.raises(ReportError, match=r"cannot be reached \(.*refused\).*https_proxy"):
        download("http://127.0.0.1:1", known(DATA), tmp_path, told)


def test_a_model_is_fetched_and_used(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a mirror has is fetched into the data folder, tried and used from then on."""
    model = made(tmp_path / "model")
    files = []
    for name in (MODEL, TOKENIZER):
        data = (model / name).read_bytes()
        hub.files[f"/name/{name}"] = data
        files.append(known(data, f"name/{name}", name))
    monkeypatch.setenv("HF_ENDPOINT", f"{hub.address}/")
    folder = fetch(tmp_path / "data", told, files)
    assert used(tmp_path / "data") == folder
    assert folder.is_relative_to(tmp_path / "data")
