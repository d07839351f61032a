"""The desk of the first report and a browser, which the tests of the page share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests import browser as browsers
from tests.browser import Page

CONFIG = "data: data\nmisses: true\nsources: {drop: {folder: drop}}\n"
NOW = "2025-04-04T07:00"


@pytest.fixture(scope="session")
def address(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a desk in English whose clock stands, which lets in, with every tab."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    with browsers.desk(environment, folder, "--lang", "en", "--now", NOW) as address:
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Return a browser."""
    with browsers.chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def page(browser: Chrome, address: str) -> Iterator[Page]:
    """Return the desk as somebody new sees it."""
    with browsers.visited(browser, address) as page:
        yield page
