"""Requests: what a message asks of its sender's own briefing, and the message as it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from bot.intents.wishes.acts import weight
from bot.intents.wishes.reading import Item, Reading
from bot.intents.wishes.wording import Wording

Act = Literal[
    "subscribe",
    "change",
    "unsubscribe",
    "settings",
    "pause",
    "resume",
    "privacy",
    "mydata",
    "forget",
]
_RECENT = 0.5  # what speaks for a wish where briefings were spoken of just now


@dataclass(frozen=True)
class Request:
    """What was asked.

    `firm` tells a wish that can be nothing else; `weight` how strongly other words speak of the
    sender's own briefing, as `bot.intents.acts.weight` has it: a wish that is not firm stands if it
    is enough, or if all of `rest` is a place or a theme. `rest` are words left over, `themes` those
    behind a word like "only" or "about". `bad_hour` and `bad_until` are words for an hour or a day
    that cannot be; `until` is the first day on which briefings come again, `skips` the one day
    without. `zone` is a zone told by its offset or a city of it, `moved` tells that `rest` is a new
    place, `meant` that the message is about briefings, although not all of it is understood,
    `named` that it names them, `vague` that it names nothing that could be one, `asks` that it asks
    of others. On the weekdays `without` none are to come any more, on those `added` too; `habit`
    tells that these are named as days of every week. `shift` is by how many minutes later they are
    to come. `rate` is "weekly" where one day a week is wished and none named, another kind where
    one is wished that cannot be, of which `lacks` are the words. `lang` is the language of the
    words, where they tell one, `wanted` the one that briefings are to have.
    """

    act: Act
    firm: bool = False
    weight: float = 0.0
    hour: dt.time | None = None
    bad_hour: str = ""
    weekdays: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    added: frozenset[int] = frozenset()
    shift: int = 0
    habit: bool = False
    rate: str = ""
    lacks: str = ""
    until: dt.date | None = None
    skips: dt.date | None = None
    bad_until: str = ""
    rest: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    zone: str | None = None
    meant: bool = False
    named: bool = False
    asks: bool = False
    vague: bool = False
    wanted: str | None = None
    moved: bool = False
    lang: str | None = None

    @property
    def given(self) -> bool:
        """Whether it names anything of a subscription."""
        named = (
            self.hour,
            self.bad_hour,
            self.weekdays,
            self.without,
            self.added,
            self.shift,
            self.rate,
            self.themes,
        )
        return any(named) or self.hour is not None or bool(self.zone or self.wanted)


@dataclass(frozen=True)
class Message:
    """A message: spelt anew, what its words stand for, and what else is known of it.

    `question` tells that it ends in a question mark, `paused` that the sender's briefings rest,
    `recent` that they were spoken of just now, `sums_up` that it has "résumé" with its accents,
    which is to sum up and not to resume.
    """

    flat: str
    reading: Reading
    wording: Wording
    today: dt.date
    question: bool
    paused: bool
    recent: bool
    sums_up: bool

    @property
    def words(self) -> Mapping[str, Any]:
        """The words of wishes of all languages."""
        return self.wording.words

    @property
    def asks(self) -> bool:
        """Whether it asks to be told something, or of others and not of its sender."""
        return self.reading.says("tells") or (
            self.reading.says("others", "asks") and not self.reading.says("me")
        )

    @property
    def more(self) -> float:
        """What speaks for a wish beside the words themselves."""
        return _RECENT * self.recent

    @cached_property
    def heavy(self) -> float:
        """How strongly all of it speaks of the sender's own briefing."""
        return weight(self.reading) + self.more

    def weighed(self, *names: str, without: str = "") -> tuple[list[Item], float]:
        """Return the items that stand for some things (not `without`), and the first's weight."""
        found = [
            i
            for i in self.reading.items
            if i.stands.intersection(names) and without not in i.stands
        ]
        return found, weight(self.reading, found[:1]) + self.more
