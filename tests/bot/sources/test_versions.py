"""The same report once, and a new version where it has changed, whatever a feed calls it."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
import yaml

from bot.config.config import Source
from bot.sources.deciding import pause, same, says_the_same
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of

LONG = "".join(map(text_of, range(5)))


def polled(desk: Desk, *listings: str | tuple[str, str]) -> None:
    """Poll a feed, or two, again and again, each time with the next of some listings."""

    async def run() -> None:
        async with Site() as site:
            named = {
                name: Source(feed=f"{site.url}/{name}", private=True, minutes=1.0)
                for name in ("town", "region")
            }
            for listing in listings:
                town, region = (listing, feed([])) if isinstance(listing, str) else listing
                site.pages |= {"/town": Page(town, FEED), "/region": Page(region, FEED)}
                await desk.poll(named)
                desk.wait(minutes=2)

    asyncio.run(run())


@pytest.mark.parametrize(
    "other",
    [
        item(1, guid="http://town.example/?p=9", link="https://town.example/bridge/1", text=LONG),
        item(1, text=LONG.replace("“", '"').replace("”", '"').replace("</p><p>", "</p>\n<p>")),
        item(1, guid="other", title="Bridge one", text=f"{LONG}<p>Contact: the press office.</p>"),
    ],
    ids=["another id", "other marks", "another feed's frame"],
)
def test_the_same_report_once(desk: Desk, other: str) -> None:
    """What has the same link, or says the same in nearly the same words, is one report: later in a
    feed, in another feed, and both at once.
    """
    one = item(1, link="https://town.example/bridge/1", text=LONG)
    polled(desk, feed([one]), feed([other]), (feed([other]), feed([other])))
    assert len(desk.reports()) == 1
    assert [p.name for p in desk.root.glob("*/report.yaml.before")] == []


def test_another_figure_is_another_report() -> None:
    """Texts that differ in a figure alone are two reports: last week's rate is not this week's."""
    told = "On 4 April 2025 the rate of the central bank of Velmora is 3 percent, says its board."
    assert list(same(told.replace("4 April", "11 April"), [("a", told)])) == []
    assert list(same(told.replace("board", "Board"), [("a", told)])) == ["a"]
    assert says_the_same(told, told.upper().replace(",", " –"))
    assert not says_the_same(told, told.replace("3", "4"))


def test_what_changes_is_a_new_version(desk: Desk) -> None:
    """An entry whose text changes is the same report in its new words, by its id, or by its link
    where a feed gives it a new id; a change of nothing but marks is none.
    """
    link = "https://town.example/bridge/1"
    versions = [
        item(1, link=link),
        item(1, link=link, text=text_of(1, 30)),
        item(1, link=link, guid="new", text=text_of(1, 40)),
        item(1, link=link, guid="new", text=text_of(1, 40).replace("“", "<b>“</b>")),
    ]
    polled(desk, *(feed([version]) for version in versions))
    [report] = desk.reports()
    assert "40 million euros" in report.text
    assert "21 million euros" not in report.text
    [before] = desk.root.glob("*/report.yaml.before")
    assert "30 million euros" in before.read_text("utf-8")


def test_what_a_person_has_corrected_stays(desk: Desk) -> None:
    """A new version keeps what somebody has changed in report.yaml, and where that does not fit the
    new text any more, the text counts, and the file before is kept.
    """
    polled(desk, feed([item(1)]))
    [path] = desk.root.glob("*/report.yaml")
    contents = yaml.safe_load(path.read_text("utf-8"))
    contents["title"] = {"en": "The bridge", "fr": "Le pont"}
    path.write_text(yaml.safe_dump(contents), "utf-8")
    polled(desk, feed([item(1, text=text_of(1, 30))]))
    assert desk.titles() == ["The bridge"]
    contents["facts"][0]["clauses"] = ["It decided to spend"]
    path.write_text(yaml.safe_dump(contents), "utf-8")
    polled(desk, feed([item(1, text="<p>The council of Oss did not meet on 3 April 2025.</p>")]))
    assert "did not meet" in desk.reports()[0].text
    assert "- It decided to spend\n" in path.with_name("report.yaml.before").read_text("utf-8")


def test_a_folder_that_is_missing_or_behind_is_made_again(desk: Desk) -> None:
    """What a killed process has left undone, or another process has fetched, is made from the
    store: once, and no more than that.
    """
    polled(desk, feed([item(1), item(2)]))
    first, second = sorted(desk.root.iterdir())
    drafted = (second / "report.yaml").read_bytes()
    (desk.root / ".new-x").mkdir()
    first.rename(desk.root / ".new-x" / first.name)  # as if it was never put into its place
    (second / ".arrived").unlink()
    (second / "report.yaml").write_bytes(drafted + b"# seen\n")
    desk.draft()
    assert len(desk.reports()) == 2
    assert (second / "report.yaml").read_bytes() == drafted + b"# seen\n"
    assert (second / ".arrived").exists()


def test_a_text_that_the_process_does_not_survive_is_given_up(desk: Desk) -> None:
    """A text is tried a few times; what ends the process each time does not keep it from all
    others.
    """
    from bot.store import arrivals

    polled(desk, feed([]))
    poison = arrivals.Arrival(
        "town", "x", 1, "new", "s", "", "{}", desk.now, "a.txt", b"a", tries=3
    )
    with desk.store.begin() as connection:
        arrivals.add(connection, [poison])
    polled(desk, feed([item(1)]))
    assert desk.counts("town") == {"refused": 1, "ready": 1}


def test_a_disk_that_is_full_loses_nothing(desk: Desk) -> None:
    """While the folder of reports cannot be written, what has arrived waits, however often that is
    tried; then it is drafted.
    """
    desk.root.write_text("in the way")
    with pytest.raises(OSError, match=r"exist|directory"):
        polled(desk, feed([item(1), item(2)]))
    for _ in range(5):
        with pytest.raises(OSError, match=r"exist|directory"):
            desk.draft()
    desk.root.unlink()
    desk.draft()
    assert len(desk.reports()) == 2


def test_pauses_grow() -> None:
    """Each failure doubles the pause, up to half a day, or the usual pause where that is longer;
    a server may ask for more.
    """
    hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
    assert [pause(n, hour) / hour for n in (1, 2, 3, 5, 900)] == [1, 2, 4, 12, 12]
    assert pause(3, day) == day
    assert pause(1, hour, 20 * hour) == 20 * hour
