"""Reports at the desk: found, taken in, settled; and one that is hostile. In a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import yaml
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement

from tests import browser as browsers
from tests.browser import Page

TEXT = """Council of Norwick, 3 March 2025

Mayor Ana Vilko said that the bridge costs 40 million euros. "We will open the bridge in May," she
said. The FBT opposed the plan.

The old log notes “repeated loss of light” on the bridge.
"""
HOSTILE = """<img src=x onerror=alert(1)> Council of <script>alert(2)</script>, 3 March 2025

Mayor Ana </script><script>alert(3)</script> Vilko said: "The <b onclick=alert(4)>bridge</b> is
{{words}} open." The council of "><svg onload=alert(5)> voted 4 million euros.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a desk's configuration."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "config.yaml").write_text("data: data\nmisses: true\nsources: {}\n", "utf-8")
    (folder / "council.txt").write_text(TEXT, "utf-8")
    (folder / "hostile.txt").write_text(HOSTILE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def own(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """Return the address of a desk with a configuration."""
    with browsers.desk(environment, folder, "--lang", "en") as address:
        yield address


@pytest.fixture
def page(browser: Chrome, own: str) -> Iterator[Page]:
    """Return that desk as somebody new sees it."""
    with browsers.visited(browser, own) as page:
        yield page


def gone(element: WebElement) -> bool:
    """Whether something is no longer in the page."""
    try:
        return not element.is_enabled()
    except StaleElementReferenceException:
        return True


def taken(page: Page, file: Path) -> list[WebElement]:
    """Hand in a file, and return its doubts once they are shown."""
    page.opened("reports").find_element("id", "file").send_keys(str(file))
    page.one(".doubts h3")
    return page.all(".doubts li")


def test_a_file_is_drafted_and_its_doubts_are_settled(page: Page, folder: Path) -> None:
    """A file becomes a report; what is unsure of it is accepted, corrected and struck out, and
    stands so in report.yaml.
    """
    assert taken(page, folder / "council.txt")
    [where] = (folder / "data" / "reports").glob("*council*")
    assert page.one("#title").text.startswith("Council of Norwick")
    assert "I answer from this report now: Council of Norwick" in page.said("#log .answer")[-1]
    named = [e["id"] for e in yaml.safe_load((where / "report.yaml").read_text())["entities"]]
    assert "fbt" in named
    while items := page.all(".doubts li"):
        words = items[0].text
        verdict = "Strike out" if "FBT" in words or "light" in words else "That is right"
        next(b for b in items[0].find_elements("tag name", "button") if b.text == verdict).click()
        page.until(partial(gone, items[0]))
    assert page.one(".doubts h3").text == "Nothing is left to be checked."
    after = yaml.safe_load((where / "report.yaml").read_text())
    assert "fbt" not in [e["id"] for e in after["entities"]]
    assert "loss of light" not in str(after["quotes"])
    assert (where / "report.yaml.before").exists()
    assert taken(page, folder / "council.txt") == []
    assert "there already" in page.one(".doubts .who").text
    assert yaml.safe_load((where / "report.yaml").read_text()) == after


def test_a_report_is_found_and_answered_from(page: Page, own: str) -> None:
    """A report is found by words of its title, and opened; the chat answers from it. It stays when
    the page is loaded again.
    """
    page.opened("reports").find_element("id", "search").send_keys("norwick")
    page.until(lambda: page.said(".reports .link")[0].startswith("Council of Norwick"))
    assert len(page.all(".reports li")) == 1
    page.script("document.querySelector('.reports .link').click()")
    page.one("#panel[data-shown=text]")
    page.until(lambda: len(page.all("#log .answer")) == 2)
    assert "40 million" in page.asked("How much does the bridge cost?").text
    assert "40 million" in page.one(".rests").text
    assert Page(page.browser, own).one("#title").text.startswith("Council of Norwick")


def test_what_is_no_text_is_refused(page: Page) -> None:
    """A file that cannot be read says why, and nothing is added."""
    before = len(page.opened("reports").find_elements("css selector", ".reports li"))
    page.script(
        "const data = new DataTransfer();"
        "data.items.add(new File([new Uint8Array([137,80,78,71,13,10,26,10])], 'a.txt'));"
        "document.querySelector('.adding').dispatchEvent("
        "  new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))"
    )
    told = page.until(lambda: page.one(".adding .trouble").text)
    assert "is no text" in told
    assert len(page.opened("reports").find_elements("css selector", ".reports li")) == before


def test_a_hostile_report_is_shown_as_it_is_written(page: Page, folder: Path) -> None:
    """Markup in a report's title, names and text is text on every tab, and runs nothing."""
    page.script("window.alert = () => { window.hit = true }")
    taken(page, folder / "hostile.txt")
    assert "<img src=x onerror=alert(1)>" in page.one("#title").text
    for tab in ("timeline", "people", "quotes", "figures", "briefings", "reports", "text"):
        page.opened(tab)
    assert "</script><script>alert(3)</script>" in page.one("#panel").text
    page.asked("Who is the mayor?")
    page.asked("<img src=x onerror=alert(6)>")
    assert page.all("main img, main svg, main script, main b") == []
    assert not page.script("return window.hit")


def test_the_unanswered_are_shown_where_they_are_kept(page: Page) -> None:
    """The tab of unanswered questions is there where the configuration keeps them, that of sources
    only where there are some.
    """
    assert "No question" in page.opened("misses").text
    assert page.all("#tab-sources") == []
