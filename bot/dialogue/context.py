"""Context: what a chat remembers of the last turns, for a limited time."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.answer import Pending
from bot.intents.utterance import Utterance
from knowledge.model import Passage

LASTS = 900.0
ALL = "*"  # in place of the report that is held: all of them, those in the archive too


@dataclass(frozen=True)
class Context:
    """What was said before in one chat by one person.

    `lang` is the language last spoken, `chosen` the one asked for by command. `question` is the
    last question as it was understood, `facts` the facts told so far, newest last, `passages` those
    of the report that were last shown, `choices` those still open, `pending` is what the chat was
    asked of its subscription, `report` is the one last answered from, `held` the one that the chat
    was asked to keep to, where there are several; `replies` tells that what is said now replies to
    a message about `report`; `names` are the keys of names in play, newest last, and `at` is the
    moment in seconds (of any clock that does not jump).
    """

    lang: str | None = None
    chosen: str | None = None
    question: Utterance | None = None
    intent: str = ""
    facts: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    listed: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    at: float = 0.0
    pending: Pending | None = None
    report: str = ""
    held: str = ""
    replies: bool = False

    def fresh(self, now: float) -> Context:
        """Return this context, or an empty one that keeps only the language where it is older than
        15 minutes.
        """
        return (
            self
            if now - self.at <= LASTS
            else Context(lang=self.lang, chosen=self.chosen, held=self.held)
        )
