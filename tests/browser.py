"""A real Chromium, and the desk as a user starts it, for tests of what the page does."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
_LONGEST = 20.0  # seconds that anything is waited for
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)


def missing(what: str, remedy: str) -> None:
    """Skip what cannot be tried here and say what to install; where all must be tried, fail."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"needs {what}: {remedy}")


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """Yield a browser with a new profile in a folder."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (program and driver):
        missing("Chromium", "apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = str(program)
    for argument in (*_QUIET, f"--user-data-dir={profile}", "--window-size=1280,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options, Service(str(driver)))
    try:
        yield browser
    finally:
        browser.quit()


@contextmanager
def desk(environment: dict[str, str], folder: Path, *arguments: str) -> Iterator[str]:
    """Start the desk in a folder as its own process, and yield the address that it prints."""
    command = (sys.executable, "-W", "error", "-m", "bot", "desk", "--no-browser", *arguments)
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()
            assert process.wait() == 0


class Got(NamedTuple):
    """A response."""

    status: int
    headers: Mapping[str, str]
    text: str


def request(method: str, url: str, headers: dict[str, str], data: bytes | None = None) -> Got:
    """Return the response to a request that follows no redirection and has no cookies but those
    that it names.
    """

    async def asked() -> Got:
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.request(
                method, url, headers=headers, data=data, allow_redirects=False
            ) as response,
        ):
            return Got(response.status, response.headers, await response.text())

    return asyncio.run(asked())


class Page:
    """The desk's page in a tab of a browser."""

    def __init__(self, browser: Chrome, address: str) -> None:
        """Open it, and wait until it can be used."""
        self.browser = browser
        browser.get(address)
        self.until(lambda: self.script("return 'ready' in document.body.dataset"))

    def until(self, what: Callable[[], Any]) -> Any:
        """Wait until something is so, and return it."""
        return WebDriverWait(self.browser, _LONGEST, 0.02).until(lambda _: what())

    def script(self, code: str, *arguments: object) -> Any:
        """Return what a script in the page returns."""
        return self.browser.execute_script(code, *arguments)

    def all(self, selector: str) -> list[WebElement]:
        """Return what a selector finds."""
        return self.browser.find_elements("css selector", selector)

    def one(self, selector: str) -> WebElement:
        """Wait until a selector finds something, and return the first of it."""
        found: WebElement = self.until(lambda: next(iter(self.all(selector)), None))
        return found

    def typed(self, text: str) -> None:
        """Type where the focus is."""
        self.browser.switch_to.active_element.send_keys(text)

    def asked(self, text: str) -> WebElement:
        """Ask, and return the answer once it is shown."""
        self.one("#question").send_keys(f"{text}\n")
        return self.answered()

    def answered(self) -> WebElement:
        """Wait until nothing is being answered, and return the last answer."""
        self.until(lambda: self.script("return !document.getElementById('send').disabled"))
        return self.all("#log .answer")[-1]

    def opened(self, tab: str) -> WebElement:
        """Open a tab of the page, and return its panel once it is filled."""
        self.one(f"#tab-{tab}").click()
        return self.one(f"#panel[data-view={tab}][data-shown={tab}]")

    def said(self, selector: str) -> list[str]:
        """Return the words of what a selector finds."""
        found: list[str] = self.script(
            "return [...document.querySelectorAll(arguments[0])].map((each) => each.innerText)",
            selector,
        )
        return found

    def complaints(self) -> list[str]:
        """Return what the browser complained of."""
        return [entry["message"] for entry in self.browser.get_log("browser")]  # type: ignore[no-untyped-call]


@contextmanager
def visited(browser: Chrome, address: str) -> Iterator[Page]:
    """Open a desk as somebody who was never there, and leave it so; nothing in it is complained of.

    The tab stays, as opening one takes longer than the page does.
    """
    page = Page(browser, address)
    yield page
    complaints = page.complaints()
    page.script("sessionStorage.clear()")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    assert complaints == []
