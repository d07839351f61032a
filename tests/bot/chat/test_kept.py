"""What the dispatcher keeps of questions: those missed, those praised and blamed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import get_args

import pytest

from bot.chat.dispatcher import DurableDispatcher
from bot.chat.feedback import Feedback
from bot.chat.messages import Message, Verdict
from bot.config.config import Config
from bot.store import misses
from bot.store.patience import PatientWriter
from tests.bot.dispatchers import Bench, Platform, opened, said


def test_what_is_missed_is_kept_where_it_is_asked_for(bench: Bench) -> None:
    """With `misses` a question that is not answered is kept in its words alone; without, and for
    one that is answered, nothing is.
    """
    kept = []
    for wanted in (False, True):

        async def ask(wanted: bool = wanted) -> None:  # noqa: FBT001 - bound here
            dispatcher = bench.dispatcher(Platform(), Config(Path("unused"), misses=wanted))
            for number, question in enumerate(("who was present?", "zounds blurb quux?")):
                await dispatcher.answer(said(number, question))

        asyncio.run(ask())
        with bench.store.begin() as connection:
            kept.append([(miss.kind, miss.question) for miss in misses.every(connection)])
    assert kept == [[], [("not_in_report", "zounds blurb quux?")]]


@pytest.mark.parametrize("verdict", get_args(Verdict))
def test_what_counts_as_missed(bench: Bench, verdict: Verdict) -> None:
    """What is denied, not understood or only met with the nearest passages is missed, under that
    name; an answer, a question back and small talk are not.
    """

    async def miss() -> None:
        feedback = Feedback(PatientWriter(bench.store, 0.01), lambda: bench.now, wanted=True)
        await feedback.missed(said(1, "who paid?"), Message("en", (), verdict=verdict))

    asyncio.run(miss())
    with bench.store.begin() as connection:
        kept = [miss.kind for miss in misses.every(connection)]
    missed = {"not_in_report", "not_understood", "nearest"}
    assert kept == ([verdict] if verdict in missed else [])


@pytest.mark.parametrize("wanted", [True, False])
def test_praise_and_blame_are_kept_with_the_question(bench: Bench, *, wanted: bool) -> None:
    """Who praises or blames a reply is not kept, the question is, where the configuration asks for
    it; a reply that nobody knows is nothing.
    """

    async def act(dispatcher: DurableDispatcher) -> None:
        await opened(dispatcher, said(1, "who was absent from the talks?"))
        await asyncio.sleep(0.2)
        await dispatcher.rated("1", "reply 1", liked=False)
        await dispatcher.rated("1", "reply 1", liked=True)
        await dispatcher.rated("2", "reply 1", liked=True)

    bench.work(Platform(), act, misses=wanted)
    with bench.store.begin() as connection:
        kept = [
            (miss.kind, miss.question)
            for miss in misses.every(connection)
            if miss.kind in {"liked", "disliked"}
        ]
    assert kept == (
        [
            ("disliked", "who was absent from the talks?"),
            ("liked", "who was absent from the talks?"),
        ]
        if wanted
        else []
    )
