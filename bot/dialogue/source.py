"""Sources: what is answered from, one report or a library of several; the responders of chats."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chat.messages import Block, Message, Target
from bot.chat.responder import Reply
from bot.chat.subscriptions import Profile
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose, typeset
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.dialogue.followups import replied
from bot.languages import Language
from knowledge.language.languages import DEFAULT

_NOTHING_KEPT = Profile()


@dataclass(frozen=True)
class Told:
    """A reply: the answer, the message that it makes, and the chat's new context."""

    answer: Answer
    message: Message
    context: Context


class Source(ABC):
    """What is answered from; meets `bot.chat.responder.Responder`, a state being a `Context`."""

    @property
    @abstractmethod
    def brain(self) -> Brain:
        """The brain of the report, the newest of several."""

    def newest(self, most: int) -> list[Brain]:  # noqa: ARG002 - there is but one here
        """Return the brains of the newest reports."""
        return [self.brain]

    @property
    def languages(self) -> Mapping[str, Language]:
        """The languages that are spoken, by their codes."""
        return self.brain.languages

    @property
    def due(self) -> bool:
        """Whether it is time to look again for what is new."""
        return False

    def renew(self) -> object:
        """Look for what is new; return when answers come from it."""
        return None

    @abstractmethod
    def reply(
        self,
        text: str,
        context: Context,
        now: float = 0.0,
        hint: str = DEFAULT,
        profile: Profile | None = None,
    ) -> Told:
        """Answer a message; the arguments are those of `bot.dialogue.dialogue.respond`."""

    def respond(
        self, text: str, state: Context | None, now: float, hint: str | None, profile: Profile
    ) -> tuple[Reply, Context]:
        """Return the reply to a message and the conversation's new state."""
        told = self.reply(
            text, state or Context(), now, profile.lang or self._language(hint), profile
        )
        change = told.answer.change
        basis = None if change and change.forget else replied.basis_of(told.context)
        after = replace(told.context, replies=False)
        return Reply(replace(told.message, basis=basis), change), after

    def replying(
        self, text: str, target: Target, state: Context | None, now: float, hint: str | None
    ) -> tuple[str, Context]:
        """Return a message that replies to another, with what it takes from that, and the state in
        which it is said.
        """
        lang = self._language(hint)
        context = self._replied(target, (state or Context()).fresh(now), now, lang)
        brain = self._brain_of(context.report)
        return replied.completed(brain, text, target, context), context

    def _replied(self, target: Target, context: Context, now: float, lang: str) -> Context:
        """Return the context of a message that replies to another: what that told, where it is
        known or its words show it, or else what those would be answered; of all a part that was
        chosen.
        """
        before, basis = context, target.basis
        if basis and basis != replied.basis_of(context):
            before = replied.context_of(self._brain_of(basis.report), basis, now)
        elif basis is None and target.own:
            before = self._shown(target.text, context)
        elif basis is None:
            before = self._asked(target.text, context, now, lang)
        if target.quote:
            brain = self._brain_of(before.report)
            before = replied.chosen(brain, target.quote, before) or self._asked(
                target.quote, before, now, lang
            )
        return replace(
            before,
            chosen=context.chosen,
            held=context.held,
            pending=before.pending or context.pending,
            replies=basis is not None or before is not context,
        )

    def _asked(self, text: str, context: Context, now: float, lang: str) -> Context:
        """Return a context after a question of somebody else, the one given where it is none."""
        if not text.strip():
            return context
        told = self.reply(text, Context(lang=context.lang, held=context.held), now, lang)
        return told.context if told.answer.verdict != "chat" else context

    def _shown(self, text: str, context: Context) -> Context:
        """Return a context after a message of the bot's of which nothing is kept, by its words; the
        one given where these show nothing.
        """
        found = (
            replied.shown(self._brain_of(slug), text, replace(context, report=slug))
            for slug in self._likely(text, context)
        )
        return next(filter(None, found), context)

    def _likely(self, text: str, context: Context) -> Sequence[str]:  # noqa: ARG002 - there is but one here
        """Return the names of the reports that a text may be of, the likeliest first."""
        return (context.report,)

    def _brain_of(self, report: str) -> Brain:
        """Return the brain of a report, the newest's where there is none of that name."""
        try:
            return self.open(report)
        except KeyError:
            return self.brain

    def open(self, slug: str) -> Brain:  # noqa: ARG002 - there is but one here
        """Return a report's brain; raises KeyError where there is none of that name."""
        return self.brain

    def sentence(
        self, key: str, state: Context | None, hint: str | None, **values: object
    ) -> Message:
        """Return a sentence of ours, in the language in which a conversation is held."""
        lang = (state and (state.chosen or state.lang)) or self._language(hint)
        text = typeset(self.languages[lang](key, **values), lang)
        return Message(lang, (Block("text", text),), verdict="chat")

    def offered(self, choices: Sequence[str], state: Context | None, now: float) -> Context:
        """Return the state of a conversation whose person was shown choices unasked."""
        return replace((state or Context()).fresh(now), choices=tuple(choices), at=now)

    def _language(self, hint: str | None) -> str:
        """Return the language of a hint, that of the report where it is none that is spoken."""
        return hint if hint and hint in self.languages else self.brain.report.file.language


class OneReport(Source):
    """A single report."""

    def __init__(self, brain: Brain) -> None:
        """Answer by a report's brain."""
        self._brain = brain

    @property
    def brain(self) -> Brain:
        """The report's brain."""
        return self._brain

    def reply(
        self,
        text: str,
        context: Context,
        now: float = 0.0,
        hint: str = DEFAULT,
        profile: Profile | None = None,
    ) -> Told:
        """Answer a message."""
        answer, after = respond(self._brain, text, context, now, hint, profile or _NOTHING_KEPT)
        return Told(answer, compose(self._brain, answer), after)


def converse(source: Source, turns: Sequence[str], hint: str) -> tuple[Answer, Message]:
    """Return the answer to the last turn of a dialogue that begins with the first, as it is and as
    a message.

    `turns` is not empty; `hint` is the language where the messages do not tell one. The clock
    stands still, so that the same dialogue always has the same answer.
    """
    context = Context()
    for turn in turns[:-1]:
        context = source.reply(turn, context, 0.0, hint).context
    told = source.reply(turns[-1], context, 0.0, hint)
    return told.answer, told.message
