"""Tests of replies: a message that replies to an earlier one goes on from that."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.messages import Basis, Message, Target, plain
from bot.chat.subscriptions import Change, Profile
from bot.dialogue.answer import Pending
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.followups import replied
from bot.dialogue.offers import offers
from bot.dialogue.source import OneReport
from tests.libraries import several

AMONG = "How many billions for Ukraine?"


def asked(
    brain: Brain, text: str, state: Context | None = None, target: Target | None = None
) -> tuple[Message, Context]:
    """Return the reply to a message, and the state of the conversation after it."""
    source = OneReport(brain)
    if target:
        text, state = source.replying(text, target, state, 1.0, "en")
    reply, after = source.respond(text, state, 1.0, "en", Profile())
    return reply.message, after


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("who is Kallas?", "when did she take part?"),
        ("who is Kallas?", "what did she discuss?"),
        ("who is Kallas?", "and Friday?"),
        ("who is Kallas?", "and Rubio?"),
        ("who is Kallas?", "/cite"),
        ("what did Rutte say about Ukraine?", "who said that?"),
        ("what did Rutte say about Ukraine?", "when did he say that?"),
        ("who was present?", "and on Friday?"),
        ("who was present?", "the second one"),
        ("how much did germany pledge?", "and France?"),
        ("qui est Rubio ?", "quand l’a-t-il accueilli ?"),
        ("What did they discuss with Japan?", "who else was there?"),
        ("How many billions for Ukraine?", "are you sure?"),
        ("send me the briefing every Monday at 7:30", "Paris"),
        ("What did Rutte say about the Indo-Pacific?", "who said that?"),
        ("What did Rutte say about the Indo-Pacific?", "when did he say that?"),
        ("Qu’a dit Rutte ?", "qui a dit cela ?"),
        ("tell me about Kallas", "why?"),
        ("what happened after the lunch?", "who else?"),
        ("which countries are mentioned?", "on which day?"),
    ],
)
def test_a_reply_goes_on_as_its_own_asker_would(brain: Brain, first: str, then: str) -> None:
    """Whoever replies to an answer, after other answers or none, is answered as who asked it and
    goes on at once; and who does that by a reply as without one.
    """
    answer, own = asked(brain, first)
    target = Target("1", own=True, basis=answer.basis)
    other = asked(brain, AMONG if first != AMONG else "who is Kallas?")[1]
    expected = plain(asked(brain, then, own)[0])
    for state in (own, other, None):
        assert plain(asked(brain, then, state, target)[0]) == expected


@pytest.mark.parametrize(
    ("first", "quote", "then", "told"),
    [
        ("who was present?", "Marco Rubio", "what did he do?", "welcomed the US secretary"),
        ("who was present?", "Kaja Kallas", "when did she take part?", "joined the ministers"),
        ("What did Rubio do?", "attending his first ministerial meeting", "when?", "first minist"),
        (AMONG, "il a également souhaité la bienvenue", "who?", "Marco Rubio"),
    ],
)
def test_what_was_chosen_is_asked_about(
    brain: Brain, first: str, quote: str, then: str, told: str
) -> None:
    """Words chosen of a message stand for the fact or passage that holds them, else for
    themselves.
    """
    basis, state = asked(brain, first)[0].basis, asked(brain, AMONG)[1]
    for target in (
        Target("1", own=True, basis=basis, quote=quote),
        Target("2", f"I heard that {quote}", quote=quote),
    ):
        assert told in plain(asked(brain, then, state, target)[0])


def test_no_word_of_a_question_is_kept(brain: Brain) -> None:
    """Of a question what it sought and the keys of what it named are kept, and none of its words,
    nor a name that the report does not hold.
    """
    basis = asked(brain, "How many zorbs did Germany and Rutte quibble about?")[0].basis
    assert basis
    assert "rutte" in basis.question
    assert not [w for w in ("zorb", "quibbl", "erman") if w in basis.question]


def test_words_alone_tell_what_was_told(brain: Brain) -> None:
    """A reply to a message of the bot's of which nothing is kept goes on from what its words show:
    each quote and fact that is offered inline, in its own terms.
    """
    source, other = OneReport(brain), asked(brain, AMONG)[1]
    for quote, offered in zip(brain.report.file.quotes, offers(brain, "", "en", 20), strict=True):
        text = plain(offered)
        assert quote.text in text
        _, state = source.replying("when was that?", Target("1", text, own=True), other, 1.0, "en")
        assert state.facts == (quote.fact,)
    for target in (
        Target("1", "Nothing of this kind stands in it.", own=True),
        Target("1", "", own=True),
    ):
        _, state = source.replying("when?", target, other, 1.0, "en")
        assert state.facts == other.facts


def test_words_alone_tell_the_report(tmp_path: Path) -> None:
    """Which report a message was told from is known by its words too, whichever of several was
    spoken of since.
    """
    library = several(tmp_path, 0)
    one, two = library.newest(2)
    for brain, other in ((one, two), (two, one)):
        state = Context(report=other.report.slug)
        offered = offers(brain, "", "fr", 20)
        assert offered
        for told in offered:
            target = Target("1", plain(told), own=True)
            _, after = library.replying("qui a dit cela ?", target, state, 1.0, "fr")
            assert after.report == brain.report.slug


def test_what_was_said_in_passing_is_no_question(brain: Brain) -> None:
    """A reply to small talk goes on with its sender's own conversation."""
    state = asked(brain, "who is Kallas?")[1]
    expected = plain(asked(brain, "when did she take part?", state)[0])
    reply = asked(brain, "when did she take part?", state, Target("1", "thanks a lot"))[0]
    assert plain(reply) == expected


def test_a_report_that_was_edited(brain: Brain) -> None:
    """Of a report that has other words by now, what is still there is gone on from, and no other
    words are taken for those that were told.
    """
    basis = asked(brain, "who is Kallas?")[0].basis
    assert basis
    moved = replace(basis, facts=("gone", *basis.facts), names=("nobody", *basis.names))
    spans = tuple(span._replace(start=span.start + 1) for span in basis.passages)
    context = replied.context_of(brain, replace(moved, passages=spans), 0.0)
    assert (context.facts, context.passages) == (basis.facts, ())
    assert "nobody" not in context.names
    for lang in ("en", "", "xx"):  # known, told in none, or spoken no more
        bare = replied.context_of(brain, replace(basis, lang=lang), 0.0)
        assert bare.facts == basis.facts
        assert replied.context_of(brain, Basis(lang), 0.0).question is None


@pytest.mark.parametrize(
    ("told", "then", "said"),
    [
        ("Rutte promised Ukraine 30 billion euros", "is that right?", "Not in the report"),
        ("Rutte promised Ukraine 30 billion euros", "is this true?", "Not in the report"),
        ("the talks lasted five days", "true?", "not in the report"),
        ("L’Allemagne a promis 30 milliards", "c’est vrai ?", "Pas dans le compte rendu"),
        ("who is Kallas?", "are you sure?", "Kaja Kallas"),
    ],
)
def test_what_somebody_else_tells_is_verified(
    brain: Brain, told: str, then: str, said: str
) -> None:
    """Who asks under somebody else's words whether they are so has these compared with the report,
    and nothing is affirmed of them; a question is answered.
    """
    assert said in plain(asked(brain, then, target=Target("1", told))[0])


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("Who said NATO was more necessary than ever?", "on what occasion?", "Friday 4 April"),
        ("What did they say about North Korea?", "and the day?", "Thursday 3 April"),
        ("Combien de milliards pour l’Ukraine ?", "qui a dit ça ?", "M. Rutte s’en est félicité"),
        ("When did the lunch take place?", "who said that?", "quotes nobody"),
        ("Was Kaja Kallas there?", "when did she come?", "§"),
    ],
)
def test_what_is_asked_of_the_last_answer(brain: Brain, first: str, then: str, said: str) -> None:
    """The occasion, the day and the speaker asked for are those of what was told last."""
    context = asked(brain, first)[1]
    assert said in plain(asked(brain, then, context)[0]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "question", ["[]", "{", '{"features": []}', '{"features": [{"other": 1}], "names": []}']
)
def test_a_question_that_another_version_kept(brain: Brain, question: str) -> None:
    """A reply to a message of which an earlier version of the bot kept the question in another form
    goes on from what was told.
    """
    basis = asked(brain, "who is Kallas?")[0].basis
    assert basis
    context = replied.context_of(brain, replace(basis, question=question), 0.0)
    assert context.facts == basis.facts
    assert context.question


def test_what_a_chat_was_asked_is_kept_whole(brain: Brain) -> None:
    """What waits for an answer is the same when it comes back."""
    change = Change(
        subscribe=True,
        hour=dt.time(7, 30),
        weekdays=frozenset({0, 4}),
        topics=("ukraine",),
        paused_until=dt.date(2025, 5, 1),
        lang="fr",
    )
    for pending in (Pending("zone", change), Pending("forget")):
        basis = replied.basis_of(Context(lang="en", pending=pending))
        assert replied.context_of(brain, basis, 0.0).pending == pending
