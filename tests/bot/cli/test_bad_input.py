"""Tests that whatever is typed, the reply is a sound one: a known verdict, true passages, nothing
echoed that could act, the same each time.
"""

from __future__ import annotations

import string
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.messages import Verdict, plain
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from knowledge.language.languages import LANGUAGES

ACTIVE = set("<>[]{}*_`~|\\@#\x00\x1b\u202e\u2066\u200b")
MARKUP = (
    "<b>{}</b>",
    "<script>alert({})</script>",
    "[{}](http://example.org)",
    "**{}**",
    "__{}__",
    "`{}`",
    "```{}```",
    "~~{}~~",
    "||{}||",
    "@{}",
    "@everyone {}",
    "<@{}>",
    "{{{}}}",
    "\\{}",
    "&lt;{}&gt;",
    "/verify <i>{}</i>",
    "/cite *{}*",
    "/{}_x",
)
ODD = (
    *(
        "",
        " \n\t ",
        "?",
        "🙂👍🏽",
        "\x00\x01\x02",
        "\u200b\u200b",
        "\u202etsop\u202c",
        "\ud800",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u4f60\u597d",
        "0",
        "1",
        "²",
        "\u0663",
    ),
    *(
        "/",
        "/ ",
        "//verify",
        "/verify",
        "/verify \u200b",
        "/ask",
        "/language xx",
        "{claim} {0} %s %(x)s",
        "'; DROP TABLE --",
        "../../etc/passwd",
        "NaN",
    ),
)
FLOODS = (
    *(
        "a",
        "a ",
        "?",
        "\u200b",
        "🙂",
        "\u0301",
        "\u0301\u0327",
        "«",
        "«\u00a0a. B",
        '"',
        "1",
        "1,",
        "A.",
        "\n",
        "\u0430",
        "\ud800",
        "/verify ",
        "(",
        "<",
        "-",
    ),
    *(" Qui ? ", "pourquoi et comment ", "'", "l’", "3 avril ", "1/", "et ", "/"),
)
TURNS = (
    "1",
    "2",
    "3",
    "et lui ?",
    "why?",
    "/help",
    "/cite",
    "/summary",
    "/verify a b",
    "non",
    "and on Friday?",
    "suite",
)

anything = st.text(st.characters(exclude_categories=()), max_size=80)
SIGNS = "?!.,;:'’«»“”\"()-—…/\\%€$#@*_`~|<>{}[]"
odd_parts = st.sampled_from(
    [
        *SIGNS,
        "\u200b",
        "\u202e",
        "\u0000",
        "\x1b[31m",
        "\ud800",
        "🙂",
        "🇫🇷",
        "\u0301",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u0645\u0631\u062d\u0628\u0627",
    ]
)


def words_of(brain: Brain) -> list[str]:
    """Return words and sentences of the report and of its example questions."""
    questions = [q for by_id in brain.report.asks.values() for qs in by_id.values() for q in qs[:1]]
    return sorted({*brain.report.text.split(), *questions})


def check(brain: Brain, answer: Answer) -> str:
    """Assert that an answer is sound and return its text."""
    assert isinstance(answer, Answer)
    assert answer.verdict in get_args(Verdict)
    assert answer.lang in LANGUAGES
    assert 0 <= answer.confidence <= 1
    for passage in answer.passages:
        assert brain.report.text[passage.start : passage.end] == passage.text != ""
    assert not (answer.choices and answer.next)
    assert len(answer.choices) <= 3
    text = plain(compose(brain, answer))
    assert text.strip()
    return text


def talk(brain: Brain, messages: list[str]) -> list[str]:
    """Return the replies of a dialogue, a minute between its turns, each checked."""
    context, said = Context(), []
    for at, message in enumerate(messages):
        answer, context = respond(brain, message, context, at * 60.0)
        said.append(check(brain, answer))
    return said


def ask(brain: Brain, message: str) -> str:
    """Return the reply to a message, checked, the same twice, and with no character that could act
    on a screen or a chat.
    """
    answer, after = respond(brain, message, Context())
    assert respond(brain, message, Context()) == (answer, after)
    text = check(brain, answer)
    assert not ACTIVE & set(text), text
    return text


@pytest.mark.parametrize("text", ODD)
def test_odd_text_gets_a_sound_reply(brain: Brain, text: str) -> None:
    """Nothing, signs, emoji, controls, what cannot be seen, half characters and bare commands get a
    sound reply.
    """
    ask(brain, text)


# The brain is no argument of what hypothesis runs: it would print it, and it is large.
def test_any_text_gets_a_sound_reply(brain: Brain) -> None:
    """Any characters at all get a reply with a known verdict and verbatim passages, twice the
    same.
    """

    @given(anything)
    def holds(text: str) -> None:
        ask(brain, text)

    holds()


def test_real_words_amid_noise_get_a_sound_reply(brain: Brain) -> None:
    """Words of the report and whole questions, cut up by signs, controls and markup, get a sound
    reply.
    """
    parts = st.lists(
        st.one_of(
            st.sampled_from(words_of(brain)), odd_parts, st.text(string.ascii_letters, max_size=8)
        ),
        max_size=12,
    )

    @given(parts, st.sampled_from([" ", ""]))
    def holds(found: list[str], between: str) -> None:
        ask(brain, between.join(found))

    holds()


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_is_never_echoed(brain: Brain, markup: str) -> None:
    """What a person types between marks of HTML, Markdown, mentions or format strings comes back
    without the marks, or not at all.
    """
    for words in (
        "Zorglub",
        "Zorglub 400",
        *sorted({e.name["en"] for e in brain.report.file.entities})[:3],
    ):
        reply = ask(brain, f"Who is {markup.format(words)} ?")
        assert "http" not in reply
        assert "script" not in reply
        ask(brain, markup.format(words))


@pytest.mark.parametrize("piece", FLOODS)
def test_a_very_long_message_is_answered(brain: Brain, piece: str) -> None:
    """A message of 100,000 characters, of whatever kind, gets a sound reply of ordinary length."""
    assert len(ask(brain, (piece * 100_000)[:100_000])) < 4000


def test_a_question_at_the_end_of_a_long_message_is_read(brain: Brain) -> None:
    """A question after a long text is answered as it is when it stands alone."""
    question = next(q for qs in brain.report.asks["fr"].values() for q in qs if q.endswith("?"))
    alone = respond(brain, question, Context())[0]
    assert alone.verdict == "answered"
    assert (
        respond(brain, f"{'Bonjour à tous. ' * 200}\n{question}", Context())[0].facts == alone.facts
    )


def test_any_dialogue_is_sound_and_repeats(brain: Brain) -> None:
    """Up to five turns of questions, numbers, commands and noise get sound replies, and the same
    dialogue gets the same ones.
    """
    turns = st.lists(
        st.one_of(st.sampled_from(words_of(brain)), st.sampled_from(TURNS), anything),
        min_size=1,
        max_size=5,
    )

    @given(turns)
    def holds(messages: list[str]) -> None:
        assert talk(brain, messages) == talk(brain, messages)

    holds()
