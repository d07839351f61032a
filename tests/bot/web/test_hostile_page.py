"""A hostile page in the same browser, on the same machine: what it tries to do at the desk."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.browser import Page

TRIES = """
const [desk, done] = arguments;
const said = JSON.stringify({ tab: "victim", text: "/subscribe 8:00 Europe/Paris" });
const ways = [
  fetch(`${desk}/call/ask`,
    { method: "POST", mode: "no-cors", credentials: "include", body: said }),
  fetch(`${desk}/call/ask`, { method: "POST", credentials: "include", body: said,
    headers: { "Content-Type": "application/json" } }),
  fetch(`${desk}/`, { credentials: "include" }).then((answer) => answer.text()),
  import(`${desk}/page/tools.js`),
  new Promise((framed, refused) => {
    const frame = document.createElement("iframe");
    frame.src = desk;
    frame.onload = () => {
      try { framed(frame.contentDocument.title); } catch (error) { refused(error); }
    };
    document.body.append(frame);
  }),
];
Promise.allSettled(ways).then((all) => done(all.map((each) =>
  each.status === "rejected" || each.value?.type === "opaque" ? "" : JSON.stringify(each.value))));
"""


class _Hostile(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Serve an empty page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>win</title><link rel=icon href=data:,><body>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Yield the address of the hostile page, on a port of its own: the browser sends it the desk's
    cookies all the same.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hostile) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_hostile_page_gets_nothing_and_changes_nothing(page: Page, address: str) -> None:
    """Another page can neither read the desk nor say a word in its name."""
    desk = f"http://{urlsplit(address).netloc}"
    with served() as hostile:
        page.browser.get(hostile)
        tried = page.browser.execute_async_script(TRIES, desk)
        assert tried == ["", "", "", "", ""]
        assert page.complaints()  # of what was tried
    page = Page(page.browser, address)
    history = page.script(
        "return fetch('/call/history', {method: 'POST', headers: {'Content-Type':"
        " 'application/json'}, body: arguments[0]}).then(r => r.json())",
        json.dumps({"tab": "victim", "lang": "en"}),
    )
    assert len(history) == 1  # the greeting
