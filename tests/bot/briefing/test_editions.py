"""Editions: each short, true to the report, told once, until nothing is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from bot.briefing.edition import Edition
from bot.briefing.editor import Editor
from bot.briefing.plan import FEWEST, MOST, about, plan
from bot.chat.messages import plain
from bot.dialogue.brain import Brain, build
from bot.dialogue.source import OneReport, converse
from knowledge.drafting.draft import draft
from knowledge.drafting.folder import write
from knowledge.drafting.source import read
from knowledge.loading.loader import folders, load
from knowledge.model import Report

DAY = dt.date(2025, 4, 5)
LONGEST = 1200
LANGUAGES = ("fr", "en")
MINUTES = """Minutes of the allotment society's committee

Present: Mrs Ada Ferris (chair), Mr Tom Oyelaran (treasurer), Ms Ingrid Holm.
Apologies: Mr Piotr Nowak, Dr Leila Haddad.

The committee met in the village hall. Mrs Ferris opened the meeting and thanked Mr Oyelaran.

The treasurer reported a balance of 1,240 pounds.

The committee agreed to buy two water butts for 180 pounds. The proposal to stop sending letters
was rejected by two votes to one.

The committee decided to repaint the shed. The fence will cost 95 pounds. The waiting list stands at
34 names. The question of bees was put off to the next meeting.
"""
MINIMAL = Path(__file__).resolve().parents[2] / "knowledge" / "valid" / "minimal"


def course(brains: Sequence[Brain], lang: str, topics: Sequence[str] = ()) -> list[Edition]:
    """Return all editions that a chat has, one after the other."""
    editor, had = Editor.of(brains), list[Edition]()
    while edition := editor.edition(DAY, lang, [e.id for e in had], topics):
        had.append(edition)
    return had


@pytest.mark.parametrize("lang", LANGUAGES)
def test_editions_are_short_and_verbatim(brain: Brain, lang: str) -> None:
    """Each has a headline, three to five points with their paragraphs, at most one quote, verbatim
    and with its place, and 1,200 characters at most.
    """
    for edition in course([brain], lang):
        blocks = edition.message.blocks
        points = [
            line for block in blocks for line in block.text.splitlines() if line.startswith("–")
        ]
        assert FEWEST <= len(points) <= MOST, edition.id
        assert all("(§ " in line for line in points)
        quotes = [block for block in blocks if block.kind == "quote"]
        assert len(quotes) <= 1
        assert all(quote.text in brain.report.text for quote in quotes)
        assert sum(block.kind == "source" for block in blocks) >= len(quotes)
        assert len(plain(edition.message)) + sum(map(len, edition.message.choices)) <= LONGEST, (
            edition.id
        )
        assert edition.message.lang == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_edition_comes_once_and_the_last_says_so(brain: Brain, lang: str) -> None:
    """A glance comes first, each edition once, then a recap that says that it is the last, then
    silence.
    """
    had = course([brain], lang)
    assert len({e.id for e in had}) == len(had) > MOST
    assert (had[0].id.rpartition("/")[2], had[-1].id.rpartition("/")[2]) == ("glance", "recap")
    last = brain.languages[lang]("briefing_last")[:20]
    assert [last in plain(e.message).replace("\u00a0", " ") for e in had] == [False] * (
        len(had) - 1
    ) + [True]
    assert Editor.of([brain]).edition(DAY, lang, [e.id for e in had]) is None


def test_everything_is_told(brain: Brain) -> None:
    """Every commitment and every statement that stands in a sentence of its own is told in some
    edition.
    """
    told = {f for e in course([brain], "fr") for f in e.facts}
    passages = {p for f in told for p in brain.report.passages_of([brain.report.facts[f]])}
    sentences = {(p.paragraph, p.sentence) for p in passages}
    wanted = [f for f in brain.report.facts.values() if f.kind in {"commitment", "statement"}]
    assert wanted
    assert [
        f.id
        for f in wanted
        if not any((p.paragraph, p.sentence) in sentences for p in brain.report.passages_of([f]))
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_questions_to_try_are_answered(brain: Brain, lang: str) -> None:
    """Each edition but at most the last few gives two questions, and the bot answers each of
    them.
    """
    editions = course([brain], lang)
    asked = {choice for e in editions for choice in e.message.choices}
    assert len(editions[0].message.choices) == 2
    assert {
        question: converse(OneReport(brain), [question], lang)[0].verdict for question in asked
    } == dict.fromkeys(asked, "answered")


def test_what_interests_comes_right_after_the_glance(brain: Brain) -> None:
    """A chat that named a topic gets its edition second, and misses nothing of the rest."""
    topic = brain.report.file.topics[-1].id
    usual, mine = course([brain], "en"), course([brain], "en", [topic])
    assert mine[0].id == usual[0].id
    assert topic in mine[1].id or any(topic in brain.report.facts[f].topics for f in mine[1].facts)
    assert {e.id for e in usual} <= {e.id for e in mine}


def test_a_new_report_comes_first(brain: Brain) -> None:
    """A report added while another is being told comes the next morning; then the other goes on."""
    other = build(load(MINIMAL))
    first = course([brain], "fr")[:2]
    had: Collection[str] = [e.id for e in first]
    edition = Editor.of([brain, other]).edition(DAY, "fr", had)
    assert edition is not None
    assert edition.id.startswith(f"{other.report.slug}/")
    after = Editor.of([brain, other]).edition(DAY, "fr", [*had, edition.id])
    assert after is not None
    assert after.id not in {*had, edition.id}


def test_an_edition_is_the_same_for_the_same_arguments(report: Report, brain: Brain) -> None:
    """Neither the plan nor an edition depends on anything but its arguments."""
    assert plan(report) == plan(load(folders()[0]))
    assert Editor.of([brain]).edition(DAY, "fr", ()) == Editor.of([brain]).edition(DAY, "fr", ())


def test_a_person_of_interest(report: Report) -> None:
    """An edition about a person tells only of that person."""
    speaker = report.file.quotes[0].speaker
    assert speaker is not None
    made = about(report, speaker)
    assert made is not None
    assert all(
        speaker in report.facts[f].entities or report.facts[f].speaker == speaker
        for f in made.facts
    )


def test_no_sentence_of_minutes_is_told_twice(tmp_path: Path) -> None:
    """Several facts drafted from one sentence are one point: that something is decided, and how the
    vote was.
    """
    source = read(Path("minutes.txt"), MINUTES.encode())
    write(tmp_path / "minutes", draft(source.text, DAY), source)
    points = [
        line.partition("(§")[0]
        for edition in course([build(load(tmp_path / "minutes"))], "en")
        for line in plain(edition.message).splitlines()
        if line.startswith("–")
    ]
    assert len(points) > MOST
    assert len(points) == len(set(points))


NEWS = """Lorient, le 3 juin 2024

Le port de Kerlac a inauguré lundi un quai pour 5 millions d'euros.

Yann Le Goff, directeur du port, a déclaré :

« Ce quai évitera 900 tonnes de CO2 par an. »

Pourquoi un second quai ? La question reste ouverte.

Merci à tous.
"""


def test_a_draft_is_told_as_news(tmp_path: Path) -> None:
    """Of a drafted report what it tells anew comes once, a quotation with its speaker, and no
    dateline, question, thanks or words that only lead over to what follows; of a text that tells
    nothing new no edition comes.
    """
    texts = {"news": NEWS, "thanks": "Lorient, le 3 juin 2024\n\nMerci à tous.\n"}
    brains = {}
    for name, words in texts.items():
        source = read(Path("news.txt"), words.encode())
        write(tmp_path / name, draft(source.text, DAY), source)
        brains[name] = build(load(tmp_path / name))
    (edition,) = course([brains["news"]], "fr")
    shown = plain(edition.message).replace("\u00a0", " ").splitlines()
    assert [line for line in shown if line.startswith("–")] == [
        "– « Le port de Kerlac a inauguré lundi un quai pour 5 millions d'euros. » (§ 2)",
        "– Yann Le Goff : « Ce quai évitera 900 tonnes de CO2 par an. » (§ 4)",
    ]
    assert Editor.of([brains["thanks"]]).edition(DAY, "fr", ()) is None
