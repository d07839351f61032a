"""Taking a report away: nobody is answered from it, its source brings it no more, and who was told
of it hears so once.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot import languages
from bot.app.editing import withdrawn
from bot.briefing.editor import Editor
from bot.chat.messages import plain
from bot.dialogue.brain import Brain, common, light
from bot.editing.removing import Removing
from knowledge.loading.loader import folders
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import item, text_of

DAY = dt.date(2025, 4, 6)


def remove(desk: Desk, slug: str, lang: str = "en") -> str:
    """Take away a report by its name; return what is replied."""
    data = desk.root.parent
    work = Removing(desk.store, data, lambda: folders(desk.root), str, lambda: desk.now)
    return work.reply(slug, languages.load(lang))


def brains(desk: Desk, shared: Brain) -> list[Brain]:
    """Return the brains of the reports that there are."""
    return [light(shared, report) for report in desk.reports()]


def test_who_was_told_hears_so_once(desk: Desk) -> None:
    """A chat that was told a report hears once that it is withdrawn, in its language; one that was
    not told of it hears nothing.
    """
    shared, had, other = common(), list[str](), list[str]()
    desk.read(item(1), item(2))
    editor = Editor.of(brains(desk, shared))
    while edition := editor.edition(DAY, "en", had):
        had.append(edition.id)
    slug = folders(desk.root)[0].name
    assert "is taken away" in remove(desk, slug)
    editor = Editor.of(brains(desk, shared), withdrawn(desk.store))
    assert not editor.told(had)
    edition = editor.edition(DAY, "fr", had)
    assert edition is not None
    told = plain(edition.message).replace("\u00a0", " ")
    assert told.startswith("Retiré : « Bridge 1 of Tarn », 3 avril 2025.")
    had.append(edition.id)
    assert editor.edition(DAY, "fr", had) is None
    assert editor.told(had)
    while edition := editor.edition(DAY, "en", other):
        assert "Withdrawn" not in plain(edition.message)
        other.append(edition.id)


def test_it_comes_no_more(desk: Desk) -> None:
    """What was taken away its source brings no more, changed or not; another process takes it away
    too, and no other report gets its name.
    """
    desk.read(item(1), item(2))
    elsewhere = Desk(desk.store, desk.root.parent / "there" / "reports", desk.now)
    elsewhere.draft()
    slug = folders(desk.root)[0].name
    remove(desk, slug)
    elsewhere.draft()
    for text in (text_of(1), text_of(1, 90)):
        desk.read(item(1, text=text), item(2))
    assert desk.titles() == elsewhere.titles() == ["Bridge 2 of Oss"]
    assert (desk.root.parent / "removed" / slug / "report.yaml").exists()
    desk.read(item(1, guid="another", text=text_of(1, 95)))
    assert slug not in {folder.name for folder in folders(desk.root)}
    assert len(desk.reports()) == 2


def test_what_cannot_be_taken_away(desk: Desk, tmp_path: Path) -> None:
    """A name that is none is told so, and so is a report that is not the bot's to take away."""
    desk.read(item(1))
    assert "I know no report" in remove(desk, "bridge-9")
    assert "Je ne connais pas" in remove(desk, "", "fr")
    slug = folders(desk.root)[0].name
    elsewhere = tmp_path / "elsewhere"
    work = Removing(desk.store, elsewhere, lambda: folders(desk.root), str, lambda: desk.now)
    assert "config.yaml" in work.reply(slug, languages.load("en"))
    assert len(desk.reports()) == 1


def test_one_that_was_added_by_hand(desk: Desk) -> None:
    """A report without a source can be taken away too, and is told of as withdrawn."""
    desk.read(item(1))
    [folder] = folders(desk.root)
    (folder / ".arrived").unlink()
    by_hand = folder.rename(desk.root / "by-hand")
    remove(desk, by_hand.name)
    assert [each.slug for each in withdrawn(desk.store)] == ["by-hand"]
    assert not by_hand.exists()
