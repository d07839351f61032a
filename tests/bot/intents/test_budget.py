"""Tests of the budgets: no message makes more than a bounded number of steps, whatever it holds,
and what is cut is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.dialogue.drafted.passages import Reading
from bot.dialogue.drafted.passages import respond as respond_from
from bot.dialogue.source import OneReport, Source, converse
from bot.intents import budget
from bot.languages import load
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import visible
from tests import fuzz, libraries
from tests.questions.judge import Asked

LONG = {
    "fr": "Je voudrais savoir autre chose aussi, si vous le voulez bien. ",
    "en": "I should like to know something else too, if you do not mind. ",
}
# Once the budget is spent no further reading is begun; the one that was begun goes on to its end,
# of no more words than are read.
LAST = budget.CHARACTERS
NUMBER = 90
Ask = Callable[[str], budget.Work]


@pytest.fixture(scope="module")
def sources(brain: Brain, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Source]:
    """Return the built-in report, a drafted one and a library of several."""
    root: Path = tmp_path_factory.mktemp("reports")
    return {
        "built-in": OneReport(brain),
        "drafted": libraries.drafted(root),
        "several": libraries.several(root),
    }


def worked(source: Source, *turns: str) -> budget.Work:
    """Return the steps that the last of some messages takes."""
    with budget.counted() as work:
        converse(source, [turns[-1]], "fr")
    return work


@pytest.mark.parametrize("name", ["built-in", "drafted", "several"])
@pytest.mark.parametrize("platform", fuzz.LONGEST)
def test_no_message_makes_more_than_so_many_steps(
    sources: Mapping[str, Source], brain: Brain, name: str, platform: str
) -> None:
    """Long words, repeated marks, mixed scripts, digits, markup and unknown names, also behind
    commands, stay within every budget.
    """
    for case in fuzz.cases(NUMBER, 3, brain, fuzz.LONGEST[platform]):
        work = worked(sources[name], case.text)
        assert work.words <= budget.WORDS + LAST, case
        assert len(work.unknown) <= budget.UNKNOWN, case
        assert work.comparisons <= budget.COMPARISONS, case


def test_steps_are_the_same_at_any_time(sources: Mapping[str, Source], brain: Brain) -> None:
    """The same message takes the same steps and has the same reply, whatever was asked before and
    is remembered of words.
    """
    for source in sources.values():
        for case in fuzz.cases(22, 4, brain, 2000):
            with budget.counted() as first:
                told = converse(source, [case.text], "fr")
            with budget.counted() as second:
                again = converse(source, [case.text], "fr")
            assert told == again, case
            # A library keeps whole replies to short messages, which make no step at all.
            assert (
                second
                in {True: (first,), False: (first, budget.Work())}[isinstance(source, OneReport)]
            ), case


def test_questions_stay_far_from_the_budgets(asked: list[Asked]) -> None:
    """No question that people ask takes a third of any budget, not even with those before it, so
    that no answer depends on one.
    """
    for item, work in ((each.item, each.work) for each in asked):
        assert 3 * work.words < budget.WORDS, item["id"]
        assert 3 * len(work.unknown) < budget.UNKNOWN, item["id"]
        assert 3 * work.comparisons < budget.COMPARISONS, item["id"]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 65_000,
        "\ufdfa" * 900,
        "\ufdfa" * 65_000,
        "/verify " + "\u3243" * 4000,
        "é " * 2000,
        "\u0301" * 65_000,
        "\u200b" * 65_000,
    ],
)
def test_what_normalising_lengthens_counts(text: str) -> None:
    """However long a message is, and however much longer its characters become, no more is read
    than so many, and they fit then.
    """
    fitted = budget.fitted(text)
    assert len(visible(fitted)) <= budget.CHARACTERS
    assert budget.fitted(fitted) == fitted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_message_is_read_in_part_and_told_so(brain: Brain, lang: str) -> None:
    """A question at the beginning or the end of what is too long is answered, with a word about
    what was not read; a short one has none.
    """
    question = next(q for qs in brain.report.asks[lang].values() for q in qs if q.endswith("?"))
    alone = respond(brain, question, Context(), hint=lang)[0]
    note = load(lang)("shortened", most=budget.CHARACTERS)
    long = respond(brain, LONG[lang] * 60 + question, Context(), hint=lang)[0]
    assert long.facts == alone.facts != ()
    assert long.parts[-1].claim == note
    assert note not in [p.claim for p in alone.parts]


@pytest.mark.parametrize(
    "command", ["/verify", "/subscribe", "/cite", "/language", "/zzz", "/pause"]
)
def test_a_command_with_too_much_behind_it_is_a_command(brain: Brain, command: str) -> None:
    """Of a command with a long text behind it the beginning is read, and the reply says that this
    is all.
    """
    answer = respond(brain, f"{command} {'mot ' * 2000}", Context(), hint="en")[0]
    assert answer.parts[-1].claim == load(answer.lang)("shortened", most=budget.CHARACTERS)


def test_words_that_were_not_read_are_not_called_verbatim(brain: Brain) -> None:
    """A pasted text that begins with the report's words and is too long to be compared to its end
    is checked with a word about that.
    """
    text = f"/verify {brain.report.text[:2500]}"
    assert respond(brain, text, Context(), hint="en")[0].parts[-1].claim == load("en")(
        "shortened", most=budget.CHARACTERS
    )


def test_a_long_question_to_a_text_is_told_too(brain: Brain) -> None:
    """What is asked of a text that is handed over is cut in the same place, with the same word."""
    reply = respond_from(
        brain, Reading("Le port ouvre lundi."), LONG["fr"] * 40 + "Quand ouvre le port ?", "fr"
    )
    assert "Le port ouvre lundi." in plain(reply.message)
    assert load("fr")("shortened", most=budget.CHARACTERS) in plain(reply.message).replace(
        "\u00a0", " "
    )


def test_an_unknown_word_counts_once_and_no_more_than_so_many_are_compared() -> None:
    """Different unknown words are looked up as far as the budget goes; outside of a question
    nothing is counted.
    """
    with budget.counted() as work:
        assert all(
            budget.may_look_up(f"w{n}") for n in [*range(budget.UNKNOWN), *range(budget.UNKNOWN)]
        )
        assert not budget.may_look_up("another")
        with budget.counted() as same, budget.uncounted():
            assert budget.may_look_up("another")
            budget.spend(words=budget.WORDS)
        assert same is work
        assert work.words == 0
    assert not budget.is_spent()
    assert budget.may_look_up("another")


@pytest.mark.parametrize("spent", ["words", "comparisons", "unknown"])
def test_any_budget_that_is_spent_ends_the_readings(spent: str) -> None:
    """Each budget by itself ends the readings of a question, and not before it is spent."""
    with budget.counted():
        for n in range(budget.UNKNOWN - 1):
            budget.may_look_up(f"w{n}")
        budget.spend(words=budget.WORDS - 1, comparisons=budget.COMPARISONS - 1)
        assert not budget.is_spent()
        if spent == "unknown":
            budget.may_look_up("another")
        else:
            budget.spend(**{spent: 1})
        assert budget.is_spent()
    assert not budget.is_spent()
