"""Slots: the names, days and sessions that a question sets, as keys of the report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.dialogue.brain import Brain
from bot.intents.matcher import PARTS
from bot.intents.utterance import Utterance
from knowledge.model import Fact


@dataclass(frozen=True)
class Slots:
    """What a question sets: `names` are all keys in order, the others are those of one kind.

    `parts` are the sessions at the time of day asked for; `meetings` tells that these are asked
    for, not all that happened.
    """

    lang: str
    names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    days: tuple[dt.date, ...] = ()
    excepts: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    meetings: bool = False

    @classmethod
    def of(cls, brain: Brain, utterance: Utterance) -> Slots:
        """Return the slots of an utterance; a topic whose words hold an entity's name stands before
        that entity.
        """
        excepts = tuple(n.key for n in utterance.excepts)
        by_kind: dict[str, list[str]] = {}
        for name in utterance.names:
            if name.key not in excepts and name.kind not in {"outside", "day"}:
                by_kind.setdefault(name.kind, []).append(name.key)
        entities = [
            k for kind, keys in by_kind.items() if kind not in {"topic", "session"} for k in keys
        ]
        sessions = {
            s.entities[0]: s.id
            for s in brain.report.file.sessions
            if [o.entities[:1] for o in brain.report.file.sessions].count(s.entities[:1]) == 1
            and s.entities
        }
        held = [
            e for e in entities if e in sessions and brain.report.entities[e].type == "organisation"
        ]
        by_kind.setdefault("session", []).extend(sessions[e] for e in held)
        entities = [e for e in entities if e not in held]
        days = tuple(
            dt.date.fromisoformat(f.key[2:]) for f in utterance.features if f.key.startswith("d:")
        )
        return cls(
            utterance.lang,
            tuple(n.key for n in utterance.names if n.kind != "outside" and n.key not in excepts),
            tuple(by_kind.get("person", ())),
            tuple(by_kind.get("session", ())),
            tuple(by_kind.get("topic", ())),
            tuple(e for e in entities if e not in brain.report.file.frame),
            days,
            excepts,
            tuple(
                s.id
                for s in brain.report.file.sessions
                if s.part in {PARTS[f.key] for f in utterance.features if f.key in PARTS}
            ),
            utterance.has("c:meeting"),
        )

    @property
    def subject(self) -> str | None:
        """The thing asked about: a topic before a session before an entity."""
        return next(iter((*self.topics, *self.people, *self.sessions, *self.entities)), None)

    def others(self, apart: str) -> tuple[str, ...]:
        """Return the names that a question sets beside one."""
        return tuple(k for k in (*self.topics, *self.entities) if k != apart)

    def admits(self, fact: Fact, apart: str | None = None) -> bool:
        """Whether a fact fits the days, sessions, topics and names set; the name `apart` is left
        out of account.
        """
        if self.days and fact.day not in self.days:
            return False
        if self.parts and fact.session not in self.parts:
            return False
        if self.sessions and fact.session not in self.sessions:
            return False
        topics = [t for t in self.topics if t != apart]
        names = [e for e in self.entities if e != apart]
        if topics and not set(topics) & set(fact.topics):
            return False
        return bool(topics) or not names or bool(set(names) & set(fact.entities))
