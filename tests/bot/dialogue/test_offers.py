"""Offers: what fits what somebody has typed so far."""

from __future__ import annotations

from bot.chat.messages import Message, plain
from bot.dialogue.brain import Brain
from bot.dialogue.offers import offers


def quotes_of(message: Message) -> list[str]:
    """Return the verbatim words of a message."""
    return [block.text for block in message.blocks if block.kind == "quote"]


def test_nothing_typed_offers_the_quotes(brain: Brain) -> None:
    """For no text the offers are the report's quotes, their words and no more, each with its
    speaker and place.
    """
    found = offers(brain, " ", "en", 20)
    assert [quotes_of(m) for m in found] == [
        [q.text] for q in brain.report.file.quotes if q.fact in brain.report.facts
    ][: len(found)]
    assert found
    assert all(m.blocks[-1].kind == "source" for m in found)


def test_an_unfinished_word_is_enough(brain: Brain) -> None:
    """The beginning of a name finds what is told of it, every offer verbatim, none twice, at most
    as many as asked for.
    """
    person = next(
        e for e in brain.report.file.entities if e.type == "person" and len(brain.report.facts) > 1
    )
    begun = next(iter(person.name.values())).split()[-1][:4]
    found = offers(brain, begun, "fr", 20)
    assert found
    assert len({tuple(quotes_of(m)) for m in found}) == len(found)
    assert all(words in brain.report.text for m in found for words in quotes_of(m))
    assert len(offers(brain, begun, "fr", 1)) == 1


def test_a_question_offers_its_answer_first(brain: Brain, quoting: str) -> None:
    """Who types a whole question is offered its answer before all else."""
    assert quotes_of(offers(brain, quoting, "fr", 20)[0])


def test_what_nothing_fits_has_no_offers(brain: Brain) -> None:
    """Words that the report does not hold offer nothing."""
    assert [plain(m) for m in offers(brain, "xyzzy plugh", "en", 20)] == []
