"""The desk at a public address: a password lets in, and what is read only stays as it is."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from tests import browser as browsers
from tests.browser import request

HOST, SITE = "desk.example.org", "https://desk.example.org"
CONFIG = """
data: data
desk: {url: "https://desk.example.org", password_env: DESK, listen: "127.0.0.1:0", read_only: true}
"""


@pytest.fixture(scope="module")
def local(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where a public desk listens, behind its proxy."""
    folder: Path = tmp_path_factory.mktemp("public")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    with browsers.desk({**environment, "DESK": "pässword"}, folder, "--lang", "en") as address:
        yield f"http://{urlsplit(address).netloc}"


def test_the_password_lets_in(local: str) -> None:
    """Who asks at the public address is asked for the password; the right one gives a cookie for
    encrypted connections alone, and a wrong one is told.
    """
    got = request("GET", f"{local}/", {"Host": HOST})
    assert (got.status, 'type="password"' in got.text) == (401, True)
    own = {
        "Host": HOST,
        "Origin": SITE,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    wrong = request("POST", f"{local}/login", own, b"password=password")
    assert (wrong.status, "wrong" in wrong.text) == (401, True)
    assert "Set-Cookie" not in wrong.headers
    right = request("POST", f"{local}/login", own, "password=pässword".encode())
    assert (right.status, right.headers["Location"]) == (303, "/")
    assert {"HttpOnly", "Secure", "SameSite=Strict"} <= set(right.headers["Set-Cookie"].split("; "))
    cookie = right.headers["Set-Cookie"].partition(";")[0]
    assert request("GET", f"{local}/", {"Host": HOST, "Cookie": cookie}).status == 200
    call = {**own, "Cookie": cookie, "Content-Type": "application/json"}
    assert request("POST", f"{local}/call/text", call, b"{}").status == 200
    for path in ("/take", "/call/settle"):
        assert request("POST", f"{local}{path}", call, b"{}").status == 404


def test_the_password_is_for_the_public_address_and_its_own_page(local: str) -> None:
    """Another name, another page and this machine's own name cannot use the password."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    said = "password=pässword".encode()
    elsewhere = {**form, "Host": HOST, "Origin": "https://evil.example"}
    assert request("POST", f"{local}/login", elsewhere, said).status == 403
    assert request("GET", f"{local}/", {"Host": "evil.example"}).status == 421
    here = {**form, "Origin": local}
    assert request("POST", f"{local}/login", here, said).status == 401
    assert request("GET", f"{local}/?key=p", {"Host": HOST}).status == 401


def test_a_browser_gets_in_by_the_password(
    environment: dict[str, str], browser: Chrome, tmp_path: Path
) -> None:
    """In a real browser a wrong password is told, and the right one opens the desk."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = f"http://desk.localhost:{port}"
    config = (
        f'desk: {{url: "{site}", password_env: DESK, listen: "127.0.0.1:{port}"}}\ndata: data\n'
    )
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    with browsers.desk({**environment, "DESK": "pässword"}, tmp_path, "--lang", "en"):
        browser.get(site)
        browser.find_element("id", "password").send_keys("wrong\n")
        wait = WebDriverWait(browser, 20)
        told = wait.until(lambda _: browser.find_element("css selector", ".trouble").text)
        assert "password" in told
        browser.find_element("id", "password").send_keys("pässword\n")
        wait.until(lambda _: browser.find_elements("css selector", "[data-ready]"))
    browser.get_log("browser")  # type: ignore[no-untyped-call] # of the wrong one
