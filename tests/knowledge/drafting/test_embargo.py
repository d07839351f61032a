"""Embargoes in a text's first lines: usual wordings are read, what is no embargo holds nothing, and
what is not sure ends later rather than sooner.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
from pathlib import Path

import docx
import pytest

from knowledge.drafting import source
from knowledge.drafting.draft import draft
from knowledge.drafting.embargo import instant, read
from knowledge.drafting.embargo import of as of_source
from knowledge.loading.embargo import LIFTED_ONLY

NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
ZONE = "Europe/Paris"
READ = {
    "Embargo jusqu’au 4 décembre 2026 à 18 h": "04 17:00",
    "EMBARGO JUSQU'AU 4 DÉCEMBRE 2026, 18H00 (HEURE DE PARIS)": "04 17:00",
    "Sous embargo jusqu’au vendredi 4 décembre, 18 h 30": "04 17:30",
    "Communiqué de presse – Sous embargo jusqu’au 4/12/2026 à 6h": "04 05:00",
    "À ne pas publier avant le 4 décembre 2026 à midi": "04 11:00",
    "Ne pas diffuser avant le 4 décembre 2026, 20 heures": "04 19:00",
    "Ce communiqué est sous embargo jusqu’au 4 décembre 2026 à 18h00.": "04 17:00",
    "Embargo levé le 4 décembre 2026 à 18h": "04 17:00",
    "Levée de l’embargo : 4 décembre 2026, 18 heures": "04 17:00",
    "Diffusion autorisée à partir du 4 décembre 2026, 7 h": "04 06:00",
    "Embargo : mardi 1er décembre 2026, 6 h, heure de Londres": "01 06:00",
    "Embargo presse jusqu’au 4 décembre 2026 inclus": "04 23:00",
    "Embargo au 4 décembre 2026, 14h30": "04 13:30",
    "Embargoed until 18:00 GMT, Friday 4 December 2026": "04 18:00",
    "EMBARGOED UNTIL 6 PM EST ON DECEMBER 4, 2026": "04 23:00",
    "Under embargo until 4 December 2026": "03 23:00",
    "STRICT EMBARGO: 00.01 hrs Friday 4 December 2026": "03 23:01",
    "Not for publication before 4 December 2026, 10:00 CET": "04 09:00",
    "Not for release until 10 a.m. ET, December 4, 2026": "04 15:00",
    "PRESS RELEASE | EMBARGO: 4 December 2026, 0600 GMT": "04 06:00",
    "[EMBARGO 4 DECEMBER 2026 18:00]": "04 17:00",
    "Embargo until 2026-12-04T18:00+01:00": "04 17:00",
    "This press release is under strict embargo until 1800 CET on 4 December 2026.": "04 17:00",
    "For release at 2:00 p.m. EST December 4, 2026": "04 19:00",
    "Hold for release until December 4, 2026 at noon": "04 11:00",
    "Strictly confidential until 4 December 2026, midnight": "04 23:00",
    "Embargo: Friday, 4 December 2026, 11:00 (London time)": "04 11:00",
    "Embargo until 4 December 2026, 18:00 UTC+2": "04 16:00",
    "NOT TO BE PUBLISHED OR BROADCAST BEFORE 18:00 GMT ON 4 DECEMBER 2026": "04 18:00",
}
HELD = (
    "Sous embargo",
    "EMBARGO",
    "Embargo until Thursday",
    "Embargo jusqu’à nouvel ordre",
    "Check against delivery – embargoed until delivery",
    "Embargo till 10:00 IST 4 December 2026",
    "Sous embargo absolu jusqu’à vendredi 18 h",
    "Embargo until the vote. Tarn, 3 April 2025 – The council met.",
    "Not for release before the vote – Tarn, 3 April 2025",
)
FREE = (
    "Embargo sur les armes : l’Union prolonge jusqu’au 4 décembre 2026",
    "Council extends arms embargo until 4 December 2026",
    "Embargo on oil: ministers agree",
    "The embargo on 4 products ends",
    "Embargo – Council prolongs sanctions until 4 December 2026",
    "Sous embargo depuis 2019, le pays négocie",
    "Le pays est sous embargo jusqu’au 4 décembre 2026",
    "For immediate release, 4 December 2026",
    "No embargo",
    "Embargo: none",
    "Embargo levé",
    "Embargoed until 4 December 2025",
    "Before the war, the council met",
)


def of(line: str, zone: str | None = ZONE) -> dt.datetime | None:
    """Return until when a text with a line among its first is under embargo."""
    found = read(f"Bridge opens at Tarn\n\n{line}\n\nThe council met.", zone, NOW)
    assert found is None or found.line == line
    return found.until if found else None


@pytest.mark.parametrize("line", READ)
def test_usual_wordings_are_read(line: str) -> None:
    """An embargo is read to the minute, in its zone, or else in that of the bot."""
    until = of(line)
    assert until is not None
    assert f"{until:%Y-%m-%d %H:%M}" == f"2026-12-{READ[line]}"


@pytest.mark.parametrize("line", HELD)
def test_what_names_no_instant_holds(line: str) -> None:
    """An embargo that names no instant, or a zone that is not known, lasts until it is lifted."""
    assert of(line) == LIFTED_ONLY


@pytest.mark.parametrize("line", FREE)
def test_what_is_no_embargo(line: str) -> None:
    """An embargo that the text tells of, one that is over, and none at all hold nothing."""
    assert of(line) is None


HOURS = (
    "18:00",
    "18h00",
    "18 h",
    "18.00",
    "6 pm",
    "6:00 p.m.",
    "1800 hrs",
    "18 heures",
    "18:00 CET",
)
DAYS = (
    *("4 December 2026", "December 4, 2026", "Friday 4 December 2026", "04.12.2026", "2026-12-04"),
    *("4 décembre 2026", "vendredi 4 décembre 2026", "4 décembre", "4 Dec 2026"),
)


@pytest.mark.parametrize(
    "line",
    [
        *("Embargoed until {hour}, {day}", "Embargo until {hour} on {day}"),
        *("EMBARGO UNTIL {day}, {hour}", "Embargo: {day} at {hour}", "Embargo ({day}, {hour})"),
        *("Embargo jusqu’au {day} à {hour}", "Sous embargo jusqu’à {hour} le {day}"),
        *("Embargo : {day} – {hour}", "Not for publication before {hour}, {day}."),
    ],
)
def test_hours_and_days_in_any_form(line: str) -> None:
    """However hour and day are written, and in whichever order, both are read."""
    for hour, day in itertools.product(HOURS, DAYS):
        until = of(line.format(hour=hour, day=day))
        assert until == dt.datetime(2026, 12, 4, 17, tzinfo=dt.UTC), (hour, day)


def test_the_instant_may_stand_below() -> None:
    """What names an embargo alone is dated by the line below."""
    found = read("SOUS EMBARGO\n4 décembre 2026, 18 h\n\nUn pont.", ZONE, NOW)
    assert found is not None
    assert found.until == dt.datetime(2026, 12, 4, 17, tzinfo=dt.UTC)


def test_what_stands_below_may_be_a_dateline() -> None:
    """A place and day below what names an embargo alone are those of the text, and end nothing."""
    for below in (
        "Tarn, le 4 décembre 2026",
        "4 December 2026",
        "It met on 3 April 2025 at 10:00.",
    ):
        found = read(f"SOUS EMBARGO\n{below}", ZONE, NOW)
        assert found is not None
        assert found.until == LIFTED_ONLY
    assert of("UNDER EMBARGO") == LIFTED_ONLY


def test_without_any_zone_the_last_place_counts() -> None:
    """Where neither the text nor the bot has a zone, the hour has come when it has everywhere."""
    until = of("Embargo until 4 December 2026, 18:00", None)
    assert until == dt.datetime(2026, 12, 5, 6, tzinfo=dt.UTC)


ABOVE = "Embargoed until 18:00, 4 December 2026"


@pytest.mark.parametrize("where", ["header", "aside", "div class='banner'", "p"])
def test_what_stands_around_a_page_is_read(where: str) -> None:
    """An embargo in the header of a page counts, though it is not of its text; a link does not."""
    around = f"<nav>Embargo</nav><a>{ABOVE}</a>"
    text = "<main><h1>Bridge 1</h1><p>The council of Tarn met on Thursday.</p></main>"
    page = (
        f"<html><body>{around}<{where}>{ABOVE}</{where.split(maxsplit=1)[0]}>{text}</body></html>"
    )
    found = of_source(source.read(Path("page.html"), page.encode()), ZONE, NOW)
    assert found is not None
    assert found.until == dt.datetime(2026, 12, 4, 17, tzinfo=dt.UTC)
    free = f"<html><body>{around}{text}</body></html>"
    assert of_source(source.read(Path("page.html"), free.encode()), ZONE, NOW) is None


def test_the_header_of_a_document_is_read() -> None:
    """An embargo in the header of a Word document counts."""
    document, raw = docx.Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = ABOVE
    document.add_paragraph("The council of Tarn met on Thursday. It spends 21 million euros.")
    document.save(raw)
    found = of_source(source.read(Path("note.docx"), raw.getvalue()), ZONE, NOW)
    assert found is not None
    assert found.line == ABOVE


def test_far_below_nothing_is_read() -> None:
    """What a text says of an embargo further down is its news."""
    assert read("A line.\n" * 9 + "Embargo until 4 December 2026", ZONE, NOW) is None


def test_instants_as_people_write_them() -> None:
    """An instant is read as `report.yaml` and editors write it, and of two days the later one."""
    told = ("2026-12-04 18:00 Europe/Paris", "4 décembre 2026 à 18 h", "12/04/2026 18:00")
    for words in told:
        assert instant(words, ZONE, NOW) == dt.datetime(2026, 12, 4, 17, tzinfo=dt.UTC)
    assert instant("soon", ZONE, NOW) is None


@pytest.mark.parametrize(
    ("below", "title"),
    [
        (
            "Conseil municipal de Tarn, 28 novembre 2026",
            "Conseil municipal de Tarn, 28 novembre 2026",
        ),
        ("Le budget de Tarn adopté\n\nTarn, le 28 novembre 2026", "Le budget de Tarn adopté"),
    ],
)
def test_a_text_has_the_title_and_day_below_its_embargo(below: str, title: str) -> None:
    """The line of an embargo gives a text neither its title nor its date."""
    said = "Le conseil a voté. Mme Dupont a dit : « Ce budget protège nos écoles. »"
    text = f"Embargo jusqu’au 4 décembre 2026 à 18 h\n\n{below}\n\n{said}\n"
    made = draft(text, NOW.date()).contents
    assert made["title"]["fr"] == title
    assert made["date"] == dt.date(2026, 11, 28)
