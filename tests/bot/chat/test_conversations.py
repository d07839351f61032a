"""Conversations: each person's own, bounded, and calm in trouble."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.chat.conversations import Conversations
from bot.chat.messages import Block, ChatRef, Incoming, Message, Target, plain
from bot.chat.responder import Reply
from bot.chat.subscriptions import Change, Profile
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, Told

DAY = 86_400.0


class Clock:
    """A clock that goes when told."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the moment, in seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands."""
    return Clock()


def said(text: str, chat: str = "1", user: str = "a", hint: str | None = "fr") -> Incoming:
    """Return a message from somebody."""
    return Incoming(ChatRef("test", chat), user, text, hint)


def follow_up(conversations: Conversations, **who: str) -> Message:
    """Return the reply to a number, which only a conversation with open choices understands as one
    of them.
    """
    return conversations.reply(said("1", **who))


def test_choices_belong_to_one_person_in_one_chat(brain: Brain, clock: Clock) -> None:
    """A number, and the choice typed out, get what the choice asks by itself, for the same person
    in the same chat only.
    """
    conversations = Conversations(OneReport(brain), clock)
    offered = conversations.reply(said("Qui était présent ?"))
    conversations.reply(said("Qui était présent ?", user="typing"))
    assert offered.choices
    stranger = follow_up(Conversations(OneReport(brain), clock))
    assert follow_up(conversations, user="b") == stranger
    assert follow_up(conversations, chat="2") == stranger
    asked = Conversations(OneReport(brain), clock).reply(said(offered.choices[0])).blocks
    assert follow_up(conversations).blocks == asked != stranger.blocks
    assert conversations.reply(said(offered.choices[0], user="typing")).blocks == asked


def test_number_of_conversations_is_bounded(brain: Brain, clock: Clock) -> None:
    """The conversation that was silent longest makes room for a new one."""
    conversations = Conversations(OneReport(brain), clock, most=2)
    for user in "abac":
        conversations.reply(said("Qui était présent ?", user=user))
    assert len(conversations) == 2
    stranger = follow_up(Conversations(OneReport(brain), clock))
    assert follow_up(conversations, user="a") != stranger
    assert follow_up(conversations, user="b") == stranger


def test_silent_conversations_are_forgotten(brain: Brain, clock: Clock) -> None:
    """A day after its last message a conversation is forgotten."""
    conversations = Conversations(OneReport(brain), clock)
    conversations.reply(said("bonjour", user="a"))
    clock.now += DAY + 1
    conversations.reply(said("bonjour", user="b"))
    assert len(conversations) == 1


def test_hint_decides_where_the_message_does_not(brain: Brain, clock: Clock) -> None:
    """The hint is the language of replies to what tells none; without one it is the report's."""
    assert Conversations(OneReport(brain), clock).reply(said("123", hint="en")).lang == "en"
    assert (
        Conversations(OneReport(brain), clock).reply(said("123", hint=None)).lang
        == brain.report.file.language
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_trouble_is_one_calm_sentence(
    brain: Brain,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    lang: str,
) -> None:
    """An unexpected error is one sentence with a reference number that the log shares; the next
    message is answered.
    """

    class Broken(OneReport):
        def reply(self, text: str, *others: Any, **more: Any) -> Told:
            if text == "secret":
                raise RuntimeError(text)
            return super().reply(text, *others, **more)

    conversations = Conversations(Broken(brain), clock)
    reply = conversations.reply(said("secret", hint=lang))
    (record,) = caplog.records
    assert reply.lang == lang
    assert len(reply.blocks) == 1
    assert record.getMessage().rpartition(" ")[2] in plain(reply)
    assert "secret" not in plain(reply)
    assert record.exc_info
    assert conversations.reply(said("bonjour")).verdict == "chat"


class Counting:
    """A responder whose state is how many messages there were."""

    def respond(
        self, text: str, state: int | None, now: float, hint: str | None, profile: Profile
    ) -> tuple[Reply, int]:
        """Reply with the number of the message."""
        del now, profile
        number = (state or 0) + 1
        message = Message(hint or "fr", (Block("text", f"{number}: {text}"),))
        return Reply(message, Change(forget=True) if text == "forget" else None), number

    def replying(
        self, text: str, target: Target, state: int | None, now: float, hint: str | None
    ) -> tuple[str, int]:
        """Go on with the message as it is."""
        del target, now, hint
        return text, state or 0

    def sentence(self, key: str, state: int | None, hint: str | None, **values: object) -> Message:
        """Return the name of the sentence."""
        del state, values
        return Message(hint or "fr", (Block("text", key),))

    def offered(self, choices: Sequence[str], state: int | None, now: float) -> int:
        """Count what was offered too."""
        del now
        return (state or 0) + len(choices)


def test_a_state_is_the_responders_own(clock: Clock) -> None:
    """What a responder remembers is kept by person and chat, never looked into, and gone when it
    asks for that.
    """
    conversations = Conversations(Counting(), clock)
    assert plain(conversations.reply(said("a"))) == "1: a"
    conversations.offer(said("a"), ["b", "c"])
    assert plain(conversations.reply(said("d"))) == "4: d"
    assert plain(conversations.reply(said("d", user="other"))) == "1: d"
    conversations.reply(said("forget"))
    assert plain(conversations.reply(said("e"))) == "1: e"
