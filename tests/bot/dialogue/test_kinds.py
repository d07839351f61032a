"""Every kind of fact, end to end, annotated and drafted, from `check` to a briefing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.drafting.cues import cues
from knowledge.kinds import KINDS
from knowledge.language import concepts
from knowledge.language.languages import LANGUAGES
from tests.conftest import Briefing

DAY = "2025-01-06"
# What the fact of each kind is about, so that a question finds it.
SUBJECTS = (
    "bridge", "canal", "market", "lighthouse", "library", "orchard", "ferry", "theatre",
    "stadium", "museum", "hospital", "airport", "bakery", "tunnel", "castle", "windmill",
)  # fmt: skip
TOLD = dict(zip(KINDS, SUBJECTS, strict=False))


def sentence(subject: str) -> str:
    """Return what the text says of a subject."""
    return f"On Monday Ms Arnaud told the council about the {subject}."


def question(subject: str) -> str:
    """Return a question about a subject."""
    return f"What about the {subject}?"


def contents(*, drafted: bool) -> dict[str, Any]:
    """Return a report.yaml with a fact of each kind; a drafted one has no claims."""
    facts = [
        {
            "id": f"f-{kind}",
            "kind": kind,
            "clauses": [sentence(subject)],
            "entities": ["arnaud", "council"],
            "day": DAY,
            "gives": ["who", "what", "when"],
            "speaker": "arnaud",
            **({} if drafted else {"claim": dict.fromkeys(LANGUAGES, sentence(subject))}),
        }
        for kind, subject in TOLD.items()
    ]
    arnaud = {"id": "arnaud", "type": "person", "name": dict.fromkeys(LANGUAGES, "Ms Arnaud")}
    council = {"id": "council", "type": "organisation", "name": dict.fromkeys(LANGUAGES, "council")}
    return {
        "title": dict.fromkeys(LANGUAGES, "Council meeting"),
        "short": dict.fromkeys(LANGUAGES, "the council meeting"),
        "language": "en",
        "date": DAY,
        "days": [DAY],
        "drafted": drafted,
        "gist": [f["id"] for f in facts],
        "entities": [{**e, "aliases": {}} for e in (arnaud, council)],
        "topics": [],
        "sessions": [],
        "facts": facts,
        "quotes": [],
    }


@pytest.fixture(params=[False, True], ids=["annotated", "drafted"])
def every_kind(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the folder of a report with a fact of each kind and an example question for each."""
    folder = tmp_path / "kinds"
    folder.mkdir()
    text = "\n\n".join(("Council meeting", f"It met on {DAY}.", *map(sentence, TOLD.values())))
    (folder / "text.en.txt").write_text(text, "utf-8")
    report = yaml.safe_dump(contents(drafted=request.param), sort_keys=False)
    (folder / "report.yaml").write_text(report.replace(f"'{DAY}'", DAY), "utf-8")
    asks = {f"f-{kind}": [question(subject)] for kind, subject in TOLD.items()}
    (folder / "asks.en.yaml").write_text(yaml.safe_dump(asks), "utf-8")
    return folder


def test_every_kind_is_tried() -> None:
    """Each kind of the table has a subject of its own here."""
    assert set(TOLD) == set(KINDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_drafting_knows_no_other_kinds(lang: str) -> None:
    """What a text's cue words tell of is a kind of fact."""
    assert set(cues(lang).words["tells"]) <= set(KINDS)


def test_what_kinds_mean_is_in_the_lexicon() -> None:
    """Each concept that the table names has words by which people ask for it."""
    named = {c for kind in KINDS.values() for c in (*kind.means, *kind.listed)}
    assert named - {key for words in concepts.load().words.values() for key in words} == set()


def test_every_kind_end_to_end(every_kind: Path, briefing: Briefing) -> None:
    """A report with a fact of any kind is sound, answers, lists, and makes a briefing."""
    checked = briefing("check", str(every_kind))
    assert (checked.returncode, checked.stderr) == (0, b"")
    asked = [*map(question, TOLD.values()), "who was absent?", "what was decided?"]
    lists = ["/timeline", "/people", "/summary", "/quotes", "what happened on Monday?"]
    typed = "\n".join((*asked, *lists, "/quit")).encode()
    for lang in LANGUAGES:
        chat = briefing("chat", "--report", str(every_kind), "--lang", lang, stdin=typed)
        assert (chat.returncode, chat.stderr) == (0, b"")
        shown = chat.stdout.decode()
        assert [s for s in TOLD.values() if sentence(s) not in shown] == []
        edition = briefing("preview", "--report", str(every_kind), "--lang", lang)
        assert (edition.returncode, edition.stderr) == (0, b"")
        assert any(sentence(s) in edition.stdout.decode() for s in TOLD.values())


def test_a_question_finds_a_fact_of_each_kind(every_kind: Path, briefing: Briefing) -> None:
    """The example question of a fact is met with its passage, whatever kind the fact is of."""
    lines = [json.dumps({"id": k, "turns": [question(s)]}) for k, s in TOLD.items()]
    arguments = ("ask", "--jsonl", "--report", str(every_kind))
    answered = briefing(*arguments, stdin="\n".join(lines).encode())
    replies = [json.loads(line) for line in answered.stdout.splitlines()]
    shown = [(r["id"], [source["text"] for source in r["sources"]][:1]) for r in replies]
    assert shown == [(kind, [sentence(subject)]) for kind, subject in TOLD.items()]
