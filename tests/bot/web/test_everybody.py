"""The page is for everybody: axe-core finds nothing, small screens show all, in both schemes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser import Page, missing

TABS = (
    *("text", "timeline", "people", "quotes", "figures"),
    *("briefings", "reports", "misses", "sources"),
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
const [runOnly, done] = arguments;
axe.run(document, { runOnly }).then((found) => done(found.violations.map((each) =>
  `${each.id}: ${each.nodes.map((node) => node.target + " " + node.failureSummary).join("; ")}`)));
"""


def seen(page: Page, *, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
    """Show the page in a size and a scheme of colours."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def spoken(page: Page, lang: str) -> None:
    """Show the page in a language."""
    page.script("location.href = '/?lang=' + arguments[0]", lang)
    page.until(lambda: page.script("return document.documentElement.lang") == lang)
    page.one("body[data-ready]")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_nothing(page: Page, lang: str) -> None:
    """No tab has a fault that axe-core knows (WCAG 2.2 AA, contrast with it), in either language or
    scheme of colours, with answers of each kind beside it; of its rules contrast alone is of
    colours.
    """
    axe = Path(os.environ.get("AXE", ""))
    if not axe.is_file():
        missing("axe-core", "npm install axe-core, and let AXE name its axe.min.js")
    seen(page)
    spoken(page, lang)
    for question in ("Qui était présent ?", "how much did germany pledge?", "any newbies?"):
        page.asked(question)
    page.one("[id='s2.2']").click()
    page.script(axe.read_text("utf-8"))
    for tab in TABS:
        if tab != "text":
            page.opened(tab)
        for scheme, rules in (("light", RULES), ("dark", ["color-contrast"])):
            seen(page, scheme=scheme)
            assert page.browser.execute_async_script(RUN, rules) == [], (tab, scheme)


@pytest.mark.parametrize("width", [320, 768, 2560])
def test_every_width_shows_all(page: Page, width: int) -> None:
    """From 320 pixels on nothing is cut off at the side, on any tab, and the chat stays in view."""
    seen(page, width=width, height=640)
    page.asked("Qui était présent ?")
    for tab in TABS:
        page.opened(tab)
        wide = page.script(
            "return [document.documentElement, panel, log, ...panel.querySelectorAll('.wide')]"
            ".map(e => e.scrollWidth - e.clientWidth)"
        )
        assert max(wide) <= 0, tab
        assert page.one("#question").is_displayed()


def test_a_page_that_is_magnified_scrolls_as_one(page: Page) -> None:
    """On a screen too low for two sides, as at 400 %, the page scrolls and shows everything."""
    seen(page, width=320, height=256)
    page.asked("Qui était présent ?")
    assert page.script("return document.documentElement.scrollHeight") > 256
    assert page.script("return panel.scrollHeight - panel.clientHeight") <= 0


def test_print_holds_the_answers_with_their_passages(page: Page) -> None:
    """What is printed are the questions, their answers and passages, and nothing else, black on
    white though the screen be dark.
    """
    page.asked("combien de milliards pour l’ukraine")
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    page.browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": "print", "features": [dark]}
    )
    colours = "return [getComputedStyle(chat).backgroundColor, getComputedStyle(log).color]"
    assert page.script(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert not page.one("#log .answer").is_displayed()  # the greeting
    shown = page.script("return document.body.innerText")
    assert "combien de milliards" in shown
    assert "20 milliards d’euros" in shown
    assert not page.one("#reading").is_displayed()
    assert not page.one("form").is_displayed()


def test_answers_are_told_to_a_screen_reader(page: Page) -> None:
    """The page has its landmarks, and what is answered stands in a live region."""
    assert len(page.all("main")) == 1
    assert len(page.all("header")) == 1
    log = page.one("[role=log][aria-live=polite]")
    page.asked("Qui était présent ?")
    assert log.find_elements("css selector", ".answer")
    assert page.one("#status").get_attribute("role") == "status"
