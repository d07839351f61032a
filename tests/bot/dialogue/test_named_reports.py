"""Among many reports the one that a question names goes first, whatever was spoken of before; and
many that come at once make nobody wait.
"""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest

from bot.dialogue.brains import Brains
from bot.dialogue.context import Context
from bot.dialogue.library import Library
from bot.languages import load
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.source import read
from knowledge.loading.loader import folders as found_in
from knowledge.shelf.shelf import Shelf

MONTHS = {code: tuple(map(str, load(code).marks["month_names"])) for code in ("fr", "en")}
TOWNS = {
    "Arlon": ("Paul Lambert", "4 million", "bridge"),
    "Namur": ("Julie Martens", "7 million", "bridge"),
    "Dinant": ("Luc Renard", "9 million", "library"),
    "Huy": ("Anne Collard", "2 million", "school"),
    "Ath": ("Marc Dupuis", "5 million", "bridge"),
    "Mons": ("Sara Petit", "6 million", "station"),
}
TEXT = """Council of {town} decides on its {thing}

{town}, {day} March 2025

The council of {town} met on Monday. Mayor {mayor} opened the meeting. The {thing} will cost
{cost} euros, the mayor said. The council approved the {thing} by 12 votes to 3. Work on the
{thing} will begin in June. The council of Arlon and that of Namur had asked for talks on roads.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder of reports on towns that are alike but for their names, mayors and costs."""
    for day, (town, (mayor, cost, thing)) in enumerate(TOWNS.items(), 3):
        text = TEXT.format(town=town, mayor=mayor, cost=cost, thing=thing, day=day)
        source = read(Path(f"{town}.txt"), text.encode())
        made = draft(source.text, dt.date(2025, 4, 1))
        folders.write(tmp_path / "reports" / town.lower(), made, source)
    return tmp_path / "reports"


@pytest.mark.parametrize("before", [None, *TOWNS])
@pytest.mark.parametrize(
    "question", ["How much will it cost in {town}?", "Who is mayor of {town}?"]
)
def test_the_report_that_is_named_answers(root: Path, question: str, before: str | None) -> None:
    """A question that names a town is answered from that town's report and from no other, also
    right after another town was spoken of.
    """
    library = Library(Shelf(None, "", MONTHS), lambda: found_in(root))
    for town in TOWNS:
        context = Context()
        if before:
            asked = f"What did the council of {before} approve?"
            context = library.reply(asked, context, 0.0, "en").context
        told = library.reply(question.format(town=town), context, 0.0, "en")
        shown = {passage.report for passage in told.answer.passages}
        assert shown <= {town.lower()}, (town, told.answer)


def test_a_brief_question_goes_on(root: Path) -> None:
    """What names no other report stays with the one that was spoken of."""
    library = Library(Shelf(None, "", MONTHS), lambda: found_in(root))
    context = library.reply("Who is mayor of Dinant?", Context(), 0.0, "en").context
    told = library.reply("When will work begin?", context, 0.0, "en")
    assert {passage.report for passage in told.answer.passages} == {"dinant"}


def test_what_they_share_is_made_before_they_are_found(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While what many new reports share is made, none of them is found: nobody waits for it."""
    first, rest = found_in(root)[:1], found_in(root)
    shelf, making, made = Shelf(None, "", MONTHS), threading.Event(), threading.Event()
    shelf.renew(first)
    brains, own = Brains(shelf), Brains._shared  # noqa: SLF001 - what is held up here

    def held_up(self: Brains) -> object:
        making.set()
        assert made.wait(30)
        return own(self)

    monkeypatch.setattr(Brains, "_shared", held_up)
    renewing = threading.Thread(target=brains.renew, args=(rest,))
    renewing.start()
    assert making.wait(30)
    assert shelf.count() == 1
    made.set()
    renewing.join(60)
    assert shelf.count() == len(rest)
    assert brains.open(rest[-1].name)
