"""Answers: what the bot has to say to a question, before it is put into a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bot.chat.messages import Ground, Verdict
from bot.chat.pictures import Picture
from bot.chat.subscriptions import Change
from bot.intents.matcher import Match
from knowledge.model import Passage

_RANKS = {"answered": 2, "nearest": 1}


class Part(NamedTuple):
    """A claim and the passages that it rests on; `note` stands below them (a speaker, a rendering).

    A `folded` part is a list that names paragraphs itself; its passages may be folded away.
    """

    claim: str
    passages: tuple[Passage, ...] = ()
    note: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Pending:
    """What a chat was asked and has not answered: a zone for a change of its subscription, until
    when to rest, whether to end it, or whether to erase everything.
    """

    kind: Literal["zone", "pause", "end", "forget"]
    change: Change = field(default_factory=Change)


@dataclass(frozen=True)
class Answer:
    """A reply: its verdict, its parts in order, and what may be said next.

    `choices` are what the question could mean; `next` are questions to ask from here; a reply has
    one of the two at most; `says` are what the choices say, where that is another thing than what
    stands on them, and `in_place` as in `Message`. `change` is what is to be changed of the chat's
    subscription; `pending` what the chat is asked before it can be. `facts` are the ids of the
    facts that it tells; `confidence` is the probability that the report answers the question;
    `ground` is why it is denied (verdict `not_in_report` alone); `picture` shows what it says;
    `doubtful` small talk
    gives way to a question that its message may be; `fits` is how facts, gaps and intents fit the
    question, each kind best first.
    """

    verdict: Verdict
    lang: str
    parts: tuple[Part, ...]
    intent: str = ""
    choices: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    in_place: bool = False
    next: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    confidence: float = 0.0
    names: tuple[str, ...] = field(default=())
    change: Change | None = None
    pending: Pending | None = None
    ground: Ground = ""
    picture: Picture | None = None
    doubtful: bool = False
    fits: tuple[Match, ...] = field(default=(), compare=False, repr=False)

    def outranks(self, other: Answer, *, fits: bool) -> bool:
        """Whether this one is given in place of another report's: what is answered goes before the
        nearest passages, and these before all else; of equals the one that `fits` best.
        """
        rank, held = (_RANKS.get(answer.verdict, 0) for answer in (self, other))
        return rank > held or (fits and rank == held)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all parts, each once, in order."""
        return tuple(dict.fromkeys(p for part in self.parts for p in part.passages))
