"""Safety: who gets in, and what no other page can do. Against the desk as a user starts it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.browser import request


@pytest.fixture(scope="module")
def site(address: str) -> str:
    """Return where the desk is, without what lets in."""
    return f"http://{urlsplit(address).netloc}"


@pytest.fixture(scope="module")
def cookie(address: str) -> str:
    """Return the cookie that the printed address gives."""
    return request("GET", address, {}).headers["Set-Cookie"].partition(";")[0]


def test_the_address_lets_in_once_and_leaves_no_token_in_it(address: str, site: str) -> None:
    """The printed address gives a cookie that no script can read and no other page sends, and leads
    to one without the token.
    """
    got = request("GET", address, {})
    assert got.status == 303
    assert got.headers["Location"] == "/"
    assert {"HttpOnly", "SameSite=Strict"} <= set(got.headers["Set-Cookie"].split("; "))
    cookie = got.headers["Set-Cookie"].partition(";")[0]
    assert request("GET", f"{site}/", {"Cookie": cookie}).status == 200


@pytest.mark.parametrize("path", ["/", "/?key=", "/?key=guess", "/?key=é", "/page/desk.js"])
def test_who_has_no_token_gets_nothing(site: str, path: str) -> None:
    """Without the token nothing is shown but how to get in."""
    got = request("GET", f"{site}{path}", {"Cookie": "desk-1=x"})
    assert got.status == 401
    assert "briefing desk" in got.text


@pytest.mark.parametrize(
    "origin",
    [None, "null", "https://evil.example", "http://127.0.0.1", "http://localhost:1"],
)
def test_another_page_can_call_nothing(site: str, cookie: str, origin: str | None) -> None:
    """A call that does not come from the desk's own page is refused, with the cookie too."""
    headers = {"Cookie": cookie, "Content-Type": "application/json"}
    headers |= {"Origin": origin} if origin else {}
    for path in ("/call/text", "/take"):
        assert request("POST", f"{site}{path}", headers, b"{}").status == 403
    own = {**headers, "Origin": site}
    assert request("POST", f"{site}/call/text", own, b"{}").status == 200


def test_another_name_of_this_machine_is_refused(site: str, cookie: str) -> None:
    """A name that was made to lead to this machine shows nothing (DNS rebinding)."""
    port = urlsplit(site).port
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1"):
        assert request("GET", f"{site}/", {"Cookie": cookie, "Host": host}).status == 421
    assert request("GET", f"{site}/", {"Cookie": cookie, "Host": f"localhost:{port}"}).status == 200


def test_every_response_tells_the_browser_to_be_careful(site: str, cookie: str) -> None:
    """What is served runs no script but the desk's own files, is in no frame and in no cache, found
    or refused.
    """
    for path, headers in (("/", {"Cookie": cookie}), ("/", {}), ("/none", {"Cookie": cookie})):
        told = request("GET", f"{site}{path}", headers).headers
        assert "script-src 'self';" in told["Content-Security-Policy"]
        assert "default-src 'none'" in told["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["Cache-Control"] == "no-store"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"\xff", b'{"view": []}'])
@pytest.mark.parametrize("call", ["history", "ask", "cite", "text", "view"])
def test_a_call_that_asks_nothing_is_answered_so(
    site: str, cookie: str, call: str, body: bytes
) -> None:
    """What is no call is refused without a trace of what is behind it."""
    headers = {"Cookie": cookie, "Origin": site, "Content-Type": "application/json"}
    got = request("POST", f"{site}/call/{call}", headers, body)
    assert got.status == (200 if call == "text" and body.startswith(b'{"') else 400)
    assert "Traceback" not in got.text


def test_only_files_of_the_page_are_served(site: str, cookie: str) -> None:
    """No path leads out of the page's folder."""
    for name in ("index.html", "..%2Fserver.py", "%2e%2e/server.py", "server.py", ".", "x.css"):
        assert request("GET", f"{site}/page/{name}", {"Cookie": cookie}).status == 404


def test_the_page_is_small(site: str, cookie: str) -> None:
    """All that a browser loads to show the page has less than 150 kB."""
    page = request("GET", f"{site}/", {"Cookie": cookie}).text
    names = ["desk.js", "desk.css", *_imported()]
    files = [request("GET", f"{site}/page/{name}", {"Cookie": cookie}) for name in names]
    assert [file.status for file in files] == [200] * len(files)
    assert sum(len(text.encode()) for text in (page, *(f.text for f in files))) < 150_000


def _imported() -> list[str]:
    from importlib.resources import files

    names = [item.name for item in (files("bot.web") / "page").iterdir()]
    return [name for name in names if name.endswith((".js", ".css", ".svg"))]
