"""The page in a real Chromium: asking, light, what follows, sentences, tabs and keys."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from tests.browser import Page

MONEY = "combien de milliards pour l’ukraine"


def lit(page: Page, shade: str = "rests") -> list[str]:
    """Return what the sentences are called that are lit."""
    return [found.get_attribute("id") or "" for found in page.all(f"#text .{shade}")]


def test_the_report_stands_beside_the_chat(page: Page) -> None:
    """The text is there word for word, its paragraphs numbered, and the chat greets."""
    shown = page.script(
        "return [...document.querySelectorAll('#text .sentence')].map(s => s.textContent)"
    )
    assert len(shown) == 15
    assert page.said("#text .number")[:2] == ["§ 1", "§ 2"]
    assert len(page.all("#log .answer")) == 1
    assert page.all("#log .choices button")


def test_an_answer_lights_the_sentence_that_it_rests_on(page: Page) -> None:
    """What an answer quotes is lit in the text and brought into view, and nothing else."""
    answer = page.asked(MONEY)
    assert "20 milliards" in answer.text
    assert lit(page) == ["s5.4"]
    assert "20 milliards" in page.one(".rests").text
    assert page.script(
        "const s = arguments[0].getBoundingClientRect(), p = panel.getBoundingClientRect();"
        "return s.top >= p.top && s.bottom <= p.bottom",
        page.one(".rests"),
    )
    # The light is never the only sign.
    assert page.one(".rests").get_attribute("aria-description") == "a sentence it rests on"


def test_a_follow_up_goes_on_and_the_light_with_it(page: Page) -> None:
    """What follows is understood from what was asked before, and lights its own sentences alone."""
    page.asked(MONEY)
    page.asked("et vendredi ?")
    assert lit(page)
    assert "s5.4" not in lit(page)


def test_what_rests_on_nothing_puts_out_the_light(page: Page) -> None:
    """A sentence is lit no longer than the answer that it bears is the last one."""
    page.asked(MONEY)
    page.asked("merci")
    assert not lit(page)


def test_what_is_erased_does_not_come_back(page: Page, address: str) -> None:
    """Who has everything erased finds nothing of it when the page is loaded again."""
    page.asked(MONEY)
    page.asked("/forget")
    page.asked("Yes, erase everything")
    again = Page(page.browser, address)
    assert not [asked for asked in again.said("#log .asked") if MONEY in asked]


def test_a_long_answer_is_read_from_its_question(page: Page) -> None:
    """Of an answer longer than the screen the question and the first words are in view."""
    answer = page.asked("what did Rutte say?")
    assert answer.size["height"] > page.one("#log").size["height"]
    asked = answer.find_element("css selector", ".asked")
    assert page.script(
        "const a = arguments[0].getBoundingClientRect(), l = log.getBoundingClientRect();"
        "return a.top >= l.top && a.bottom <= l.bottom",
        asked,
    )


def test_the_nearest_has_another_shade(page: Page) -> None:
    """What comes nearest is lit otherwise than what answers, and is named so in words."""
    for question in ("any newbies at the table?", "Does the DPRK get a mention anywhere?"):
        answer = page.asked(question)
        if "nearest" in (answer.get_attribute("class") or "").split():
            break
    assert "Nearest" in answer.find_element("css selector", ".verdict").text
    assert 0 < len(lit(page, "near")) <= 3
    assert lit(page) == []


def test_a_refusal_says_its_ground(page: Page) -> None:
    """What is denied is told with the ground, in the language of the question."""
    answer = page.asked("how much did germany pledge?")
    assert "Ground: a name that it does not hold" in answer.text
    answer = page.asked("combien l’Allemagne a-t-elle promis ?")
    assert "Motif : un nom qu’il ne contient pas" in answer.text


def test_a_choice_is_said(page: Page) -> None:
    """A choice under an answer asks what stands on it."""
    page.asked(MONEY)
    choice = page.all("#log .answer:last-child .choices button")[0]
    wanted = choice.text
    choice.click()
    answer = page.answered()
    assert answer.find_element("css selector", ".asked").text.endswith(wanted)


def test_a_citation_points_at_its_sentence_and_back(page: Page) -> None:
    """Pointing at a citation marks its sentence; pointing at a sentence marks the answers that cite
    it.
    """
    page.asked(MONEY)
    show = page.one("#log .answer:last-child blockquote .link")
    page.script("arguments[0].focus()", show)
    assert [s.get_attribute("id") for s in page.all(".pointed")] == ["s5.4"]
    page.script("arguments[0].blur()", show)
    assert page.all(".pointed") == []
    page.script("document.getElementById('s5.4').focus()")
    assert [MONEY in found.text for found in page.all(".citing")] == [True]


def test_a_sentence_is_verified_cited_and_asked_about(page: Page) -> None:
    """What can be done with a sentence is done with this one."""
    sentence = page.one("[id='s2.2']")
    sentence.click()
    page.one(".actions button").click()
    assert "Exact." in page.answered().text
    page.all(".actions button")[1].click()
    cited = page.answered().text
    assert "§ 2" in cited or "paragraph 2" in cited
    assert "paragraphe 2" in cited
    page.all(".actions button")[2].click()
    assert "Nous sommes unis" in (page.answered().text)
    shown = page.one("#log .answer:last-child img")
    page.until(lambda: page.script("return arguments[0].naturalWidth", shown) == 1200)
    assert "Nous sommes unis" in (shown.get_attribute("alt") or "")
    assert len(page.all("#log .answer:last-child img")) == 2  # wide and square
    assert len(page.all("#log .answer:last-child a[download]")) == 4
    page.all(".actions button")[3].click()
    assert "Nous sommes unis" in page.one("#about").text
    answer = page.asked("who said that?")
    assert "secretary general" in answer.text
    assert not page.one("#about").is_displayed()


def test_keys_alone_do_everything(page: Page) -> None:
    """Without a pointer one asks, walks through the sentences, opens one and opens a tab."""
    page.script("document.activeElement.blur()")
    page.typed(Keys.TAB)
    page.typed(Keys.ENTER)
    page.typed(f"{MONEY}\n")
    page.answered()
    page.script("document.querySelector('.sentence[tabindex=\"0\"]').focus()")
    page.typed(Keys.ARROW_DOWN)
    assert page.browser.switch_to.active_element.get_attribute("id") == "s1.2"
    page.typed(Keys.ENTER)
    assert page.browser.switch_to.active_element.text == "Verify"
    page.typed(Keys.ESCAPE)
    assert page.browser.switch_to.active_element.get_attribute("id") == "s1.2"
    page.script("document.getElementById('tab-text').focus()")
    page.typed(Keys.ARROW_RIGHT)
    page.typed(Keys.ENTER)
    assert page.one("#panel[data-shown=timeline] .sessions")


def test_each_view_leads_to_its_sentences(page: Page) -> None:
    """Sessions, people, quotations and figures are shown, and each leads back to the text."""
    for view, some in (
        ("timeline", "Hague"),
        ("people", "Rutte"),
        ("quotes", "«"),
        ("figures", ""),
    ):
        panel = page.opened(view)
        if some != "«":
            assert some in panel.text
        panel.find_element("css selector", ".link").click()
        page.one("#panel[data-view=text]")
        assert lit(page), view


def test_tabs_of_the_browser_talk_apart_and_keep_what_was_said(page: Page, address: str) -> None:
    """Each tab has a conversation of its own, which outlives that the page is loaded again."""
    page.asked(MONEY)
    first = page.browser.current_window_handle
    page.browser.switch_to.new_window("tab")
    other = Page(page.browser, address)
    assert len(other.all("#log .answer")) == 1
    page.browser.close()
    page.browser.switch_to.window(first)
    again = Page(page.browser, address)
    assert [MONEY in asked for asked in again.said("#log .asked")] == [True]


def test_the_clock_can_be_moved(page: Page) -> None:
    """A subscription is ordered in the chat, and its briefing comes when time is let pass."""
    page.asked("send me the briefing every morning at 7:30, Paris time")
    came = page.asked("/wait 2d")
    assert "5 April 2025" in came.text or "Saturday 5 April" in came.text


def test_the_page_speaks_the_other_language(page: Page) -> None:
    """The other language is a link away, and the conversation stays."""
    page.asked(MONEY)
    page.one("#language").click()
    page.until(lambda: page.script("return document.documentElement.lang") == "fr")
    page.one("body[data-ready]")
    assert page.said("[role=tab]")[0] == "Texte"
    assert [MONEY in asked for asked in page.said("#log .asked")] == [True]
    page.one("#language").click()
    page.until(lambda: page.script("return document.documentElement.lang") == "en")
    page.one("body[data-ready]")
