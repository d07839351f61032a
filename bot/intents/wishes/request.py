"""Requests: what a message asks of its sender's own briefing, and the message as it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from bot.intents.utterance import Utterance
from bot.intents.vocabulary import Name
from bot.intents.wishes.pauses import named_in, skipped_in, until_in, week_in
from bot.intents.wishes.reading import Reading
from bot.intents.wishes.slots import Slots, slots_in
from bot.intents.wishes.wording import Wording

Act = Literal[
    "subscribe",
    "change",
    "unsubscribe",
    "settings",
    "pause",
    "resume",
    "cannot",
    "talk",
    "privacy",
    "mydata",
    "forget",
]


_AGAIN = frozenset({"resume", "again"})
_NOTHING = Slots()


@dataclass(frozen=True)
class Standing:
    """How a chat stands: whether it gets briefings, whether they rest now, and whether they were
    spoken of just now.
    """

    active: bool = False
    paused: bool = False
    recent: bool = False


@dataclass(frozen=True)
class Request:
    """What was asked.

    `command` tells a wish typed as a command, of which every word is meant; `sure` is false where
    the chat is rather asked first. `slots` are what a wish to get briefings names. `until` is the
    first day on which briefings come again, `longer` by how much they are to rest more, `skips` the
    one day without, `bad_until` words for a day that cannot be. `kind` is of what cannot be had,
    and `lacks` are the words for it. `named` tells that it names a briefing, `wanted` are unknown
    words for what is to be sent, `resumes` tells that a pause is over, `moved` that it tells where
    its sender is. `capitals` are its words that have one, `subjects` those beside "only" or before
    a word for what briefings bring, `alone` the former. `lang` is the language of the words, where
    they tell one. `aspects` are what of a subscription it changes, as it was learned, none where
    that was not asked; `names` are those that it has of the report.
    """

    act: Act
    command: bool = False
    sure: bool = True
    slots: Slots = _NOTHING
    until: dt.date | None = None
    skips: dt.date | None = None
    bad_until: str = ""
    kind: str = ""
    lacks: str = ""
    named: bool = False
    wanted: str = ""
    resumes: bool = False
    moved: bool = False
    capitals: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    lang: str | None = None
    longer: dt.timedelta | None = None
    aspects: frozenset[str] = frozenset()
    names: Sequence[Name] = ()

    @property
    def begins(self) -> bool:
        """Whether it names all that briefings need to begin: an hour and a place."""
        return self.slots.hour is not None and bool(self.slots.zone or self.slots.near)

    @property
    def is_complete(self) -> bool:
        """Whether it names all that it changes, or until when briefings are to rest."""
        if self.act == "pause":
            return bool(self.until or self.skips or self.longer)
        if self.act not in {"subscribe", "change"}:
            return True
        slots = self.slots
        named = {
            "zone": slots.zone is not None,  # what is left over may be any place
            "about": bool(slots.themes or self.names),
        }
        return slots.given and all(named.get(aspect, True) for aspect in self.aspects)


@dataclass(frozen=True, eq=False)
class Message:
    """A message as it was typed and spelt anew, what its words stand for, and how its chat stands.

    `told` is what it tells of the report and asks of it. `sound` is what it says of the sound of
    briefings; `flat`, `told` and `bare`, the text, are without that, as it tells nothing of what
    else is wished.
    `sums_up` tells that it has "résumé" with its accents, which is to sum up and not to resume.
    """

    text: str
    flat: str
    reading: Reading
    told: Utterance
    wording: Wording
    today: dt.date
    standing: Standing
    sums_up: bool
    sound: bool | None
    bare: str

    @property
    def words(self) -> Mapping[str, Any]:
        """The words of wishes of all languages."""
        return self.wording.words

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return bool(self.text.endswith("?") or self.told.asks or self.told.polar)

    @cached_property
    def slots(self) -> Slots:
        """What it names of a subscription."""
        return replace(slots_in(self.flat, self.words), sound=self.sound)

    @property
    def narrows(self) -> bool:
        """Whether it says of what alone something is to be ("only the news on sports")."""
        return bool(self.slots.themes) and self.reading.says("only") and not self.asks

    @cached_property
    def until(self) -> tuple[dt.date | None, str]:
        """The first day after a pause, and the words for a day that cannot be."""
        return until_in(self.flat, self.words, self.wording.months, self.today)

    @cached_property
    def skipped(self) -> tuple[dt.date, dt.date] | None:
        """The day that it leaves out ("skip tomorrow"), and the first after that."""
        return skipped_in(self.flat, self.words, self.today)

    @cached_property
    def week(self) -> dt.date | None:
        """The first day after the coming week, where it names that and not from or until when."""
        return week_in(self.flat, self.words, self.today)

    @cached_property
    def resumed(self) -> dt.date | None:
        """The first day behind words, in a clause behind another, that tell that they come again
        ("skip Friday, back Monday").
        """
        words, clauses = self.reading.words, self.reading.clauses
        items = (i for i in self.reading.items if i.stands & _AGAIN and clauses[i.start])
        again = next(items, None)
        if again is None:
            return None
        clause = clauses[again.start]
        told = " ".join(
            w
            for w, of in zip(words[again.end :], clauses[again.end :], strict=True)
            if of == clause
        )
        return next(iter(named_in(told, self.words, self.wording.months, self.today)), None)

    @cached_property
    def day(self) -> dt.date | None:
        """The last coming day that it names, however it stands there."""
        named = named_in(self.flat, self.words, self.wording.months, self.today)
        return max(named, default=None)
