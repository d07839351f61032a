"""Tests of the library: which of several reports answers, and that each answer names it."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.briefing.editor import Editor
from bot.chat.messages import plain
from bot.dialogue.context import Context
from bot.dialogue.library import Library
from bot.dialogue.source import Told
from bot.languages import load
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.source import read
from knowledge.loading.loader import folders as found_in
from knowledge.loading.problems import Problem, ReportError
from knowledge.shelf.shelf import Shelf
from tests.conftest import ROOT

TEXTS = ROOT / "tests" / "knowledge" / "drafting" / "texts"
MONTHS = {code: tuple(map(str, load(code).marks["month_names"])) for code in ("fr", "en")}


def put(root: Path, name: str, text: bytes) -> None:
    """Draft a text and write its folder."""
    source = read(Path(f"{name}.txt"), text)
    folders.write(root / name, draft(source.text, dt.date(2026, 1, 2)), source)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder of two drafted reports."""
    for path in TEXTS.glob("*.txt"):
        put(tmp_path / "reports", path.name.partition(".")[0], path.read_bytes())
    return tmp_path / "reports"


@pytest.fixture
def library(root: Path) -> Library:
    """Return a library of two drafted reports, whose clock goes on 10 s with each look."""
    ticks = iter(range(0, 10_000_000, 10))
    return Library(
        Shelf(None, "", MONTHS), lambda: found_in(root), clock=lambda: float(next(ticks))
    )


def ask(library: Library, *turns: str, hint: str = "fr") -> Told:
    """Return the reply to the last of some messages."""
    context = Context()
    for turn in turns:
        told = library.reply(turn, context, 0.0, hint)
        context = told.context
    return told


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Qu’a dit Mme Lemoine ?", "council"),
        ("What did Tom Healy say?", "harbour"),
        ("Qu’a dit Tom Healy ?", "harbour"),
        ("Which figures does the flood plan give?", "harbour"),
        ("résume", "council"),
        ("Summarise the report of 12 March 2024", "harbour"),
    ],
)
def test_a_question_picks_its_report(library: Library, question: str, slug: str) -> None:
    """A question is answered from the report that its words, names or date fit, and from the newest
    where it is open.
    """
    told = ask(library, question)
    assert told.context.report == slug


def test_each_answer_names_its_report(library: Library) -> None:
    """Among several reports, where an answer stands is told with the report's title and date."""
    assert "“Harbour Council approves flood plan”, 12 March 2024" in plain(
        ask(library, "What did Tom Healy say?").message
    )
    assert "COMPTE RENDU DU CONSEIL MUNICIPAL DE SAINT-AUBIN\u00a0», 14 mai 2024" in plain(
        ask(library, "résume").message
    )


def test_a_follow_up_stays(library: Library) -> None:
    """A follow-up that names nothing else is answered from the report last spoken of."""
    told = ask(library, "What did Tom Healy say?", "and which figures are given?", hint="en")
    assert {p.report for p in told.answer.passages} == {"harbour"}


def test_a_chat_keeps_to_a_report(library: Library) -> None:
    """/report lists the reports; with a name, a number, a date or words it keeps the chat to one,
    until /report all.
    """
    assert "2. Harbour" in plain(ask(library, "/report", hint="en").message)
    for wanted in ("harbour", "2", "12 March 2024", "flood plan"):
        assert ask(library, f"/report {wanted}", "résume").context.report == "harbour"
    assert ask(library, "/report 2", "/report all", "résume").context.report == "council"
    assert ask(library, "/report zxcvb", "résume").context.report == "council"


def test_what_the_reports_say_is_listed_by_report(library: Library, root: Path) -> None:
    """A question about what the reports say is answered with a verbatim sentence of each that
    speaks of it, and no heading that names it.
    """
    put(
        root,
        "later",
        b"Harbour notes of 2 June 2024\n\n2. North wall\nThe Harbour Council will plant trees on"
        b" the north wall next year.",
    )
    library.renew()
    told = ask(library, "What do the reports say about the north wall?", hint="en")
    assert {p.report for p in told.answer.passages} == {"harbour", "later"}
    assert all(p.text.endswith(".") for p in told.answer.passages)
    assert (
        ask(library, "What do the reports say about zxcvb?", hint="en").answer.verdict
        == "not_in_report"
    )


def test_a_broken_edit_is_told_and_the_last_state_answers(root: Path) -> None:
    """A report that an edit breaks keeps answering as before, and the operator is told; a mended
    one is read again without a restart.
    """
    told: list[Problem] = []
    ticks = iter(range(0, 10_000_000, 10))
    library = Library(
        Shelf(None, "", MONTHS), lambda: found_in(root), told.append, lambda: float(next(ticks))
    )
    file = root / "council" / "report.yaml"
    good = file.read_text("utf-8")
    file.write_text("nothing: [", "utf-8")
    library.renew()
    assert {p.report for p in ask(library, "Qu’a dit Mme Lemoine ?").answer.passages} == {"council"}
    assert told
    assert told[0].file == file
    file.write_text(good.replace("{fr: maire}", "{fr: bourgmestre}"), "utf-8")
    library.renew()
    assert "bourgmestre" in plain(ask(library, "/report council", "/people").message)


def test_a_report_broken_from_the_first_leaves_the_others_answering(root: Path) -> None:
    """Of several reports one that cannot be read is told and left out, and the others answer; where
    none can be read, that is an error.
    """
    told: list[Problem] = []
    (root / "harbour" / "report.yaml").write_text("nothing: [", "utf-8")
    library = Library(Shelf(None, "", MONTHS), lambda: found_in(root), told.append)
    assert [p.file for p in told] == [root / "harbour" / "report.yaml"]
    assert {p.report for p in ask(library, "Qu’a dit Mme Lemoine ?").answer.passages} == {"council"}
    (root / "council" / "report.yaml").write_text("nothing: [", "utf-8")
    with pytest.raises(ReportError):
        Library(Shelf(None, "", MONTHS), lambda: found_in(root), told.append)


def test_a_drafted_report_is_briefed_and_cited(library: Library) -> None:
    """A briefing tells a drafted report in several of its own sentences, and a citation of it gives
    the words in both languages' forms.
    """
    edition = Editor.of([library.open("council")]).edition(dt.date(2024, 5, 15), "fr", ())
    assert edition is not None
    assert plain(edition.message).count("\n– «\u00a0") >= 3
    cited = plain(ask(library, "What did Tom Healy say?", "/cite", hint="en").message)
    assert cited.count("if steel prices keep climbing") >= 2


def test_what_was_asked_before_is_answered_alike(library: Library) -> None:
    """Who asks in the same state of a conversation gets the same reply, which holds from when they
    ask; in another state it is worked out anew.
    """
    questions = ("Qu’a dit Mme Lemoine ?", "Et quand ?", "Qu’a dit Mme Lemoine ?")
    first, second = Context(), Context()
    for number, question in enumerate(questions):
        one = library.reply(question, first, 10.0 + number)
        other = library.reply(question, second, 500.0 + number)
        assert other.message is one.message
        assert (one.context.at, other.context.at) == (10.0 + number, 500.0 + number)
        first, second = one.context, other.context
    assert (
        library.reply("Et quand ?", Context(), 20.0).message
        != library.reply("Et quand ?", first, 20.0).message
    )
    # What was said long ago is not what is spoken of.
    assert (
        library.reply("Et quand ?", first, 2000.0).message
        == library.reply("Et quand ?", Context(), 2000.0).message
    )


def test_what_is_new_is_ready_before_it_is_found(root: Path) -> None:
    """Until a report that is new or was edited is ready, everybody is answered from what was there
    before.
    """
    library = Library(Shelf(None, "", MONTHS), lambda: found_in(root))
    before = library.open("council")
    file = root / "council" / "report.yaml"
    file.write_text(file.read_text("utf-8").replace("{fr: maire}", "{fr: bourgmestre}"), "utf-8")
    assert library.open("council") is before
    assert "bourgmestre" not in plain(ask(library, "/report council", "/people").message)
    library.renew()
    assert library.open("council") is not before
    assert library.open("council") is library.open("council")


def test_many_ask_at_once(root: Path) -> None:
    """Several threads that ask the same, while reports are renewed, get the same replies as one
    that asks alone.
    """
    questions = (
        "Qu’a dit Mme Lemoine ?",
        "What did Tom Healy say?",
        "résume",
        "/people",
        "/report",
        "Who was present?",
    )
    alone = Library(Shelf(None, "", MONTHS), lambda: found_in(root))
    expected = [plain(ask(alone, question).message) for question in questions]
    shared = Library(Shelf(None, "", MONTHS), lambda: found_in(root))
    file = root / "harbour" / "report.yaml"

    def asked(number: int) -> list[str]:
        if number == 0:
            for turn in range(5):
                file.write_text(file.read_text("utf-8") + f"# {turn}\n", "utf-8")
                shared.renew()
        return [plain(ask(shared, question).message) for question in questions]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(asked, range(24))) == [expected] * 24


@pytest.fixture
def meetings(tmp_path: Path) -> Library:
    """Return a library of the built-in report, which leaves the next meeting open, and of newer
    minutes that tell it.
    """
    minutes = (
        b"Minutes of the Riverton Council, 3 June 2025\n\nThe council met on 3 June 2025. The next"
        b" meeting will be held on Tuesday 1 July 2025 in the Town Hall.\n"
    )
    put(tmp_path / "reports", "riverton", minutes)
    return Library(Shelf(None, "", MONTHS), lambda: [*found_in(), *found_in(tmp_path / "reports")])


def test_a_report_that_answers_goes_before_one_that_does_not(meetings: Library) -> None:
    """What one report leaves open is answered from the one that tells it, unless the conversation
    is about the first.
    """
    told = ask(meetings, "When is the next meeting?")
    assert (told.answer.verdict, told.context.report) == ("answered", "riverton")
    told = ask(meetings, "What did Rutte say?", "When is the next meeting?")
    assert (told.answer.verdict, told.context.report) == ("not_in_report", "otan-2025-04-04")


def test_the_report_that_a_question_fits_tells_that_it_does_not_answer(meetings: Library) -> None:
    """Where no report answers, the one whose words the question has tells so, and not the one last
    spoken of.
    """
    told = ask(meetings, "When is the next meeting?", "What did Rubio wear?")
    assert (told.answer.verdict, told.context.report) == ("not_in_report", "otan-2025-04-04")


def test_a_date_in_a_title_is_not_said_twice(meetings: Library) -> None:
    """A report whose title ends in its date is named without the date after it."""
    assert (
        "“Minutes of the Riverton Council, 3 June 2025”\n"
        in plain(ask(meetings, "When is the next meeting?").message) + "\n"
    )


def test_a_report_without_quotations_says_so(meetings: Library) -> None:
    """Asked for the quotations of a report that has none, the bot says that there is none."""
    told = ask(meetings, "/report riverton", "/quotes", hint="en")
    assert (told.answer.verdict, told.answer.intent, told.answer.passages) == (
        "not_in_report",
        "list_no_quotes",
        (),
    )


def test_a_zone_that_is_waited_for_leaves_questions_to_their_reports(library: Library) -> None:
    """Who is asked for a zone and asks something else is answered from the report that it is about,
    and may tell the zone then.
    """
    told = ask(library, "/subscribe 08:00", "Qu’a dit Tom Healy ?")
    assert told.context.report == "harbour"
    assert (
        ask(library, "/subscribe 08:00", "Qu’a dit Tom Healy ?", "Paris").answer.change is not None
    )
