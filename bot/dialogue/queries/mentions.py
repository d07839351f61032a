"""Mentions of sessions: which sessions the words of a question tell of, each group of words
together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.dialogue.brain import Brain
from bot.intents.matcher import PARTS
from bot.intents.utterance import Feature, Utterance
from knowledge.graph.agenda import Agenda

_SLIGHT = 0.4
FIRST = frozenset({"c:first", "c:begin", "c:early"})
LAST = frozenset({"c:last", "c:finish"})
ENDS = FIRST | LAST


@dataclass(frozen=True)
class Mention:
    """Words that tell of sessions together: the places where they stand, the keys of what they
    name, and the sessions that fit all of it.
    """

    places: tuple[int, ...]
    keys: tuple[str, ...]
    sessions: frozenset[str]

    @property
    def start(self) -> int:
        """The place of the first of the words."""
        return self.places[0]

    @property
    def end(self) -> int:
        """The place of the last of the words."""
        return self.places[-1]


def mentions(brain: Brain, utterance: Utterance, agenda: Agenda) -> list[Mention]:
    """Return the sessions that a question tells of, in its order: what stands next to each other
    narrows one another, unless nothing fits both or an "or" stands between.
    """
    found: list[Mention] = []
    frame = {f"n:{key}" for key in brain.report.file.frame}
    apart = set(brain.languages[utterance.lang].marks["or"])
    dated = any(f.key.startswith("d:") for f in utterance.features)
    for feature in sorted(utterance.features, key=lambda f: f.at):
        told = sessions_of(agenda, feature.key) if feature.key not in frame else frozenset()
        if not told or (dated and _is_relative(utterance, feature)):
            continue
        last = found[-1] if found else None
        common = last.sessions & told if last else frozenset()
        split = last and apart & {t.text for t in utterance.words[last.end + 1 : feature.at]}
        places = tuple(range(feature.at, feature.at + len(feature.surface.split(" "))))
        if last and common and not split:
            both = tuple(sorted({*last.places, *places}))
            found[-1] = Mention(both, (*last.keys, feature.key), common)
        else:
            found.append(Mention(places, (feature.key,), told))
    return [_nth(utterance, agenda, mention) for mention in found]


def _nth(utterance: Utterance, agenda: Agenda, mention: Mention) -> Mention:
    """Return a mention with the first or last of its sessions alone where a word for that stands
    right before it ("the last Council session").
    """
    before = {f.key for f in utterance.features if f.at == mention.start - 1} & {
        "c:first",
        "c:last",
    }
    bodies = not any(key.startswith("d:") for key in mention.keys)
    order = [s.id for s in agenda.held if s.id in mention.sessions]
    if not before or not bodies or not order:
        return mention
    return replace(mention, sessions=frozenset(order[:1] if before <= FIRST else order[-1:]))


def _is_relative(utterance: Utterance, feature: Feature) -> bool:
    """Whether a session is named by its place alone ("the last meeting"), which is another beside a
    day.
    """
    return feature.key.startswith("s:") and any(
        f.inside and f.at == feature.at and f.key in ENDS for f in utterance.features
    )


def sessions_of(agenda: Agenda, feature: str) -> frozenset[str]:
    """Return the sessions that a feature tells of, by its key."""
    kind, _, key = feature.partition(":")
    if kind == "s":
        return frozenset({key})
    if kind == "d":
        return agenda.on(dt.date.fromisoformat(key))
    if kind in {"n", "t"}:
        return agenda.of_key(key)
    return agenda.at(PARTS[feature]) if feature in PARTS else frozenset()


def others(
    brain: Brain, utterance: Utterance, known: Sequence[Mention], allowed: frozenset[str]
) -> list[Feature]:
    """Return what a question holds beside mentions and some concepts, less slight words."""
    frame = {f"n:{key}" for key in brain.report.file.frame}
    weak = brain.analyser.lexicon.weak
    places = {place for mention in known for place in mention.places}
    return [
        f
        for f in utterance.content
        if f.key not in frame | allowed
        and not f.key.startswith("s:")
        and f.at not in places
        and f.key not in weak
        and (f.key.startswith("c:") or brain.matcher.weight(f.key, f.base) > _SLIGHT)
    ]
