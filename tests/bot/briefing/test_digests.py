"""Digests: several new reports in one edition, each with its title and weightiest points, and
nothing of it told again.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.briefing.editor import Editor
from bot.chat.messages import plain
from bot.dialogue.brain import Brain, common, light
from knowledge.drafting.draft import draft
from knowledge.drafting.folder import write
from knowledge.drafting.source import read
from knowledge.loading.loader import load

DAY = dt.date(2025, 4, 5)
TOWNS = ("Velmora", "Tarn", "Oss", "Calda", "Dorn", "Arden", "Lisk")
MAYORS = (
    *("Ines Caro", "Paul Reyes", "Marta Lind", "Jonas Brandt"),
    *("Lucie Aubry", "Karim Haddad", "Olga Ruiz"),
)
TEXT = """Bridge {n} of {town}

3 April 2025

The council of {town} decided to spend {cost} million euros on bridge {n}.

The council of {town} approved {n} ferries for the river at {town}.

"We have waited {n} years for bridge {n}," said Mayor {mayor} of {town}.
"""


@pytest.fixture(scope="module")
def brains(tmp_path_factory: pytest.TempPathFactory) -> list[Brain]:
    """Return the brains of seven drafted reports."""
    base = common()
    root, made = tmp_path_factory.mktemp("reports"), []
    for n, town in enumerate(TOWNS, 2):
        words = TEXT.format(n=n, town=town, cost=20 + n, mayor=MAYORS[n - 2])
        source = read(Path("bridge.txt"), words.encode())
        write(root / f"bridge-{n}", draft(source.text, DAY), source)
        made.append(light(base, load(root / f"bridge-{n}")))
    return made


def lines_of(editor: Editor, lang: str, topics: tuple[str, ...] = ()) -> list[list[str]]:
    """Return the lines of all editions that a chat has, one edition after another."""
    had: list[str] = []
    found = []
    while edition := editor.edition(DAY, lang, had, topics):
        had.append(edition.id)
        found.append(plain(edition.message).replace("\u00a0", " ").splitlines())
    return found


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_several_new_reports_are_one_edition(brains: list[Brain], lang: str) -> None:
    """Each of five new reports has its title once and its weightiest points under it, each with its
    place, and the whole is no longer than any edition.
    """
    (first, *_) = lines_of(Editor.of(brains[:5]), lang)
    told = {"fr": "5 nouveaux comptes rendus", "en": "5 new reports"}[lang]
    assert told in first[0]
    titles = [n for n, line in enumerate(first) if line[1:].strip().startswith("Bridge ")]
    assert len(titles) == 5
    for n in titles:
        town = next(town for town in TOWNS if town in first[n])
        assert first[n + 1].startswith("– ")
        assert "(§ " in first[n + 1]
        assert f"The council of {town} decided to spend" in first[n + 1]
    assert len("\n".join(first)) <= 1200


def test_nothing_is_told_twice_and_nothing_is_left_out(brains: list[Brain]) -> None:
    """Over all editions each sentence that is news comes once, whatever digest told it first, and
    then there is silence.
    """
    editions = lines_of(Editor.of(brains), "en")
    points = [line for edition in editions for line in edition if line.startswith("– ")]
    assert len(points) == len(set(points))
    for n, town in enumerate(TOWNS, 2):
        for words in (f"spend {20 + n} million", f"approved {n} ferries", f"waited {n} years"):
            assert sum(words in p for p in points) == 1, (town, words)
    assert "5 new reports" in editions[0][0]
    assert "2 new reports" in editions[1][0]


def test_one_new_report_is_its_glance(brains: list[Brain], brain: Brain) -> None:
    """Where one report is new its glance comes; a chat that has had some hears of what is new
    alone, and an annotated report has its own first edition.
    """
    editor = Editor.of([*brains[:2], brain])
    had: list[str] = []
    first = editor.edition(DAY, "en", had)
    assert first is not None
    assert first.id == f"{brain.report.slug}/glance"
    had.append(first.id)
    second = editor.edition(DAY, "en", had)
    assert second is not None
    assert {part.partition("/")[0] for part in second.id.split()} == {"bridge-2", "bridge-3"}
    had.append(second.id)
    third = Editor.of([*brains[:3], brain]).edition(DAY, "en", had)
    assert third is not None
    assert third.id == "bridge-4/glance"


def test_what_interests_comes_first(brains: list[Brain]) -> None:
    """A chat with a subject or person of interest gets the reports on it before the others."""
    [key] = [e.id for e in brains[3].report.file.entities if e.type == "person"]
    (first, *_) = lines_of(Editor.of(brains[:5]), "en", (key,))
    assert next(line for line in first if line[1:].strip().startswith("Bridge "))[1:].startswith(
        "Bridge 5 of"
    )


def test_what_two_reports_say_is_told_once(tmp_path: Path) -> None:
    """What a digest has told of one report, and another report says in the same words, it does not
    tell of that one too, on the same day or a later one, as long as there is something else.
    """
    base, said = common(), "The council approved three new ferries for the river at Tarn."
    made = []
    for n, town in enumerate(TOWNS[:4]):
        own = f"A school for {n + 30} children opened at {town}."
        words = f"News of {town}\n\n3 April 2025\n\n{said}\n\n{own}\n"
        source = read(Path("note.txt"), words.encode())
        write(tmp_path / f"note-{n}", draft(source.text, DAY), source)
        made.append(light(base, load(tmp_path / f"note-{n}")))
    first = Editor.of(made[:2]).edition(DAY, "en", [])
    assert first is not None
    assert plain(first.message).count(said) == 1
    second = Editor.of(made).edition(DAY, "en", [first.id])
    assert second is not None
    assert said not in plain(second.message)
    assert plain(second.message).count("school for") == 2
