"""Tests of pages: what stands around a text is left out, and what a page's data says is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowledge.drafting.source import read

BODY = (
    "<p>The ferry Alder sails again after a refit that cost 4 million crowns.</p>"
    "<p>Captain Una Brandt will take 300 passengers a day.</p>"
)
TEXT = (
    "The ferry Alder sails again after a refit that cost 4 million crowns.\n\n"
    "Captain Una Brandt will take 300 passengers a day.\n"
)


def words(html: str) -> str:
    """Return the words of a page's body."""
    return read(Path("a.html"), f"<html><body>{html}</body></html>".encode()).text


@pytest.mark.parametrize(
    "around",
    [
        '<div id="cookieBanner"><p>We use cookies.</p></div>',
        '<div class="c-consent__text">We use cookies to measure our audience.</div>',
        '<div role="dialog">Allow notifications</div>',
        "<header><a href='/'>The Gazette</a></header>",
        '<ul class="main-menu"><li>Home</li><li>Sport</li></ul>',
        '<div class="fil-ariane">Accueil &gt; Mer</div>',
        '<p class="breadcrumbs">Home &gt; Sea</p>',
        '<div class="share-buttons">Share on X</div>',
        '<section class="relatedArticles"><h3>Storm sinks two boats</h3></section>',
        "<aside><p>Storm sinks two boats</p></aside>",
        "<div><h3>À lire aussi</h3><ul><li><a href='/a'>Deux bateaux coulent</a></li></ul></div>",
        "<h3>Les plus lus</h3><ol><li><a href='/a'>Deux bateaux coulent</a></li></ol>",
        "<p>Read also: <a href='/a'>Storm sinks two boats</a></p>",
        '<div class="newsletter-signup">Get our newsletter</div>',
        "<div class='css-1x'><a href='/a'>Storm sinks boats</a><a href='/b'>Mayor quits</a></div>",
        '<section id="comments"><p>Gull88: at last</p></section>',
        "<footer>© The Gazette</footer>",
    ],
)
def test_what_surrounds_a_text_is_left_out(around: str) -> None:
    """Notices, menus, trails, links to other pages and comments are no words of a text, wherever
    they stand and whichever way they are told; within an article its own header stays, and so do
    links that nothing says lead elsewhere.
    """
    assert words(f"{around}{BODY}") == TEXT
    assert words(f"{BODY}{around}") == TEXT
    inside = f"<main><article>{BODY}{around}</article></main>"
    assert around.startswith(("<header", "<div class='css")) or words(inside) == TEXT


def test_a_text_is_kept_whatever_it_is_called() -> None:
    """What holds most of a page's words, or its heading, is the text: in a form, in an element that
    is named as a sidebar, in the header of an article.
    """
    assert words(f"<form>{BODY}</form>") == TEXT
    assert words(f'<div class="with-sidebar">{BODY}</div>') == TEXT
    head = "<article><header><h1>Ferry</h1><p>By Ann Lee</p></header>"
    assert words(f"{head}{BODY}</article>") == f"Ferry\n\nBy Ann Lee\n\n{TEXT}"
    assert words(f'<div class="shareholders">{BODY}<p>They voted.</p></div>').endswith("voted.\n")


def test_the_longest_article_is_the_text() -> None:
    """Of a page of several articles the one that is the page's is read, not teasers of others."""
    teaser = "<article><p>Storm sinks boats</p></article>"
    assert words(f"<main>{teaser}<article>{BODY}</article>{teaser}</main>") == TEXT


def test_links_within_a_text_are_its_words() -> None:
    """A link in a sentence, and a list of people who are linked within an article, stay."""
    people = "<ul><li><a href='/1'>Una Brandt</a></li><li><a href='/2'>Ole Rand</a></li></ul>"
    page = f"<article>{BODY}<p>See <a href='/t'>the timetable</a>.</p>{people}</article>"
    assert words(page) == f"{TEXT}\nSee the timetable.\n\n- Una Brandt\n- Ole Rand\n"


def test_lists_and_tables_are_lines() -> None:
    """The items of a list and the rows of a table are the lines of one paragraph."""
    rows = "<tr><th>Year</th><th>Trips</th></tr><tr><td>2019</td><td>410</td></tr>"
    page = f"<p>Trips:</p><table>{rows}</table><ol start=2><li>Oars</li><li>Nets</li></ol>"
    assert words(page) == "Trips:\n\nYear | Trips\n2019 | 410\n\n2. Oars\n3. Nets\n"


LINKED = (
    '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Gazette"},'
    ' {"@type": "NewsArticle", "headline": "Ferry", "datePublished": "2017-11-02T08:00:00Z",'
    ' "author": [{"name": "Fay Odum"}, {"name": "Bo Larch"}], "publisher": {"name": "The Gazette"}}'
    "]}</script>"
)
META = (
    '<meta property="article:published_time" content="2017-11-02T08:00:00+01:00">'
    '<meta name="author" content="Fay Odum, Bo Larch">'
    '<meta property="og:site_name" content="The Gazette">'
)
MARKED = (
    '<p><time datetime="2017-11-02">yesterday</time> <span class="author">By Fay Odum</span></p>'
)


@pytest.mark.parametrize(
    ("page", "author", "publisher"),
    [
        (f"<head>{LINKED}</head><body>{BODY}", "Fay Odum, Bo Larch", "The Gazette"),
        (f"<head>{META}</head><body>{BODY}", "Fay Odum, Bo Larch", "The Gazette"),
        (f"<body>{MARKED}{BODY}", "Fay Odum", ""),
        (f'<body><p class="byline">By Fay Odum, 2 November 2017</p>{BODY}', "Fay Odum", ""),
    ],
)
def test_the_data_of_a_page_is_known(page: str, author: str, publisher: str) -> None:
    """Day, authors and publisher are those of the page's JSON-LD, of its head or of what is marked
    as such in it.
    """
    known = read(Path("a.html"), f"<html lang=en-GB>{page}".encode()).known
    assert (known.author, known.publisher, known.lang) == (author, publisher, "en")
    assert known.date == dt.date(2017, 11, 2) or "byline" in page


def test_a_page_without_data_has_none() -> None:
    """A page that says nothing of itself has no day, author or publisher; broken data is none."""
    broken = '<script type="application/ld+json">{"author":</script><meta name=date content=soon>'
    known = read(Path("a.html"), f"<html><head>{broken}</head><body>{BODY}".encode()).known
    assert (known.date, known.author, known.publisher) == (None, "", "")


def test_the_title_is_without_the_name_of_the_site() -> None:
    """A page without a heading is called by its title, which loses the publisher's name."""
    head = f"<head><title>Ferry sails | The Gazette</title>{META}</head>"
    known = read(Path("a.html"), f"<html>{head}<body>{BODY}".encode()).known
    assert known.title == "Ferry sails"
