"""Doubts: what a draft is unsure of, and what a person says of it, written into report.yaml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowledge.drafting.doubts import Verdict, doubts, settle
from knowledge.drafting.draft import draft
from knowledge.drafting.folder import write
from knowledge.drafting.source import Source
from knowledge.loading.loader import load
from knowledge.loading.problems import ReportError
from knowledge.model import Report

TEXT = """Council of Norwick, 3 March 2025

Mayor Ana Vilko said that the bridge costs 40 million euros. "We will open the bridge in May," she
said. Joss Ferreira, director of the FBT, opposed the plan.

The old log notes “repeated loss of light” on the bridge.
"""


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """Return the folder of a report that was drafted from a text."""
    folder = tmp_path / "council"
    made = draft(TEXT, dt.date(2025, 3, 4))
    write(folder, made, Source(Path("council.txt"), "plain", TEXT.encode(), TEXT))
    return folder


def unsure(report: Report) -> dict[str, str]:
    """Return what a report is unsure of, by its kind and id."""
    return {f"{doubt.kind} {doubt.id}".strip(): doubt.value for doubt in doubts(report)}


def quote_of(report: Report, word: str) -> str:
    """Return the id of the quotation that holds a word."""
    return next(quote.id for quote in report.file.quotes if word in quote.text)


def test_what_is_accepted_is_no_doubt_any_more(where: Path) -> None:
    """What a person says is right stays as it is, and is sure."""
    before = load(where)
    for name, value in unsure(before).items():
        kind, _, key = name.partition(" ")
        report = settle(where, kind, key, "accept")
        assert name not in unsure(report)
        if kind == "entity":
            assert report.entities[key].name[report.file.language] == value
    assert unsure(load(where)) == {}
    assert (where / "report.yaml.before").exists()
    assert "# Drafted by `briefing add` from council.txt." in (where / "report.yaml").read_text()


def test_a_speaker_is_corrected(where: Path) -> None:
    """A quotation of which nobody is known gets the speaker whom a person names."""
    light = quote_of(load(where), "light")
    assert unsure(load(where))[f"quote {light}"] == ""
    speaker = next(e.id for e in load(where).file.entities if "Ferreira" in e.name["en"])
    report = settle(where, "quote", light, "correct", speaker)
    assert {q.id: q.speaker for q in report.file.quotes}[light] == speaker
    assert f"quote {light}" not in unsure(report)


def test_what_is_struck_out_is_named_nowhere(where: Path) -> None:
    """An entity that is none goes from all that names it, and a quotation goes alone."""
    report = load(where)
    light, speaker = quote_of(report, "light"), report.file.quotes[0].speaker or ""
    assert speaker
    report = settle(where, "entity", speaker, "strike")
    assert speaker not in report.entities
    assert all(speaker not in {*f.entities, f.speaker} for f in report.facts.values())
    assert all(quote.speaker != speaker for quote in report.file.quotes)
    report = settle(where, "quote", light, "strike")
    assert light not in {quote.id for quote in report.file.quotes}
    assert report.text == TEXT


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [("title", "The bridge", "The bridge"), ("date", "2025-04-05", dt.date(2025, 4, 5))],
)
def test_what_the_report_is_can_be_corrected(
    where: Path, kind: str, value: str, told: object
) -> None:
    """Title and date are those that a person gives."""
    file = settle(where, kind, "", "correct", value).file
    assert told in {file.title["en"], file.date}
    assert kind not in file.sure
    assert settle(where, "date", "", "strike").file.date is None


@pytest.mark.parametrize(
    ("kind", "name", "verdict", "value"),
    [
        ("date", "", "correct", "soon"),
        ("title", "", "strike", ""),
        ("entity", "nobody", "accept", ""),
        ("quote", "q1", "correct", "nobody"),
    ],
)
def test_what_does_not_hold_changes_nothing(
    where: Path, kind: str, name: str, verdict: Verdict, value: str
) -> None:
    """A ruling that the report cannot have is refused, and every file stays as it was."""
    before = (where / "report.yaml").read_bytes()
    with pytest.raises(ReportError):
        settle(where, kind, name, verdict, value)
    assert (where / "report.yaml").read_bytes() == before
    assert [path.name for path in where.parent.iterdir()] == [where.name]
