"""Themes of a wish: which of its words name what of a report a briefing is to be about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.dialogue.subscribing import places, summary
from bot.dialogue.subscribing.here import Here
from bot.intents.wishes import schedule
from bot.intents.wishes.phrases import either
from bot.intents.wishes.request import Request
from bot.intents.wishes.slots import left_of
from bot.intents.wishes.wording import Wording


def is_briefing(theme: str, wording: Wording) -> bool:
    """Whether words are another name of the briefing itself ("on voudrait le résumé")."""
    return "digest" in wording.exact.get(tuple(theme.split()), ())


def subjects(here: Here, request: Request, near: Mapping[str, tuple[str, ...]]) -> Sequence[str]:
    """Return the words of a wish to begin that name topics, less those that tell where its sender
    is: of several that could, the last; one alone where nothing beside it makes it a topic.
    """
    slots, wording = request.slots, here.brain.wording
    named = [run for run in slots.rest if run not in near and named_by(here, run)]
    apart = [run for run in slots.rest if run not in named]
    beside = places.among(apart, wording, request.capitals)[0]
    if near or slots.zone or beside:
        return [run for run in named if not places.is_around(run, beside)]
    told = [run for run in named if not request.subjects.isdisjoint(run.split())]
    # "J'habite à" and a city
    placed = [run for run in named if run not in told and places.among([run], wording)[0]]
    return [run for run in named if run not in placed[-1:]]


def others(here: Here, request: Request) -> Sequence[str]:
    """Return the words for what is to be sent where that is neither a briefing nor a place, nor
    anything of the report ("send me the weather").
    """
    wanted, frame = request.wanted, here.brain.report.file.frame
    if not wanted or set(named_by(here, wanted)) - set(frame):
        return []
    found, _ = places.among([wanted], here.brain.wording, request.capitals)
    placed = {word for name in found for word in name.split()}
    return [wanted] if set(wanted.split()) - placed else []  # more than where it is of


def named_by(here: Here, run: str) -> tuple[str, ...]:
    """Return the keys of the topics and entities that words name."""
    return summary.themes_named(here.brain, run, here.lang)


def topics_of(here: Here, themes: Sequence[str]) -> tuple[tuple[str, ...] | None, list[str]]:
    """Return the keys of the themes that words name, and the words that name nothing.

    The keys are None for no words, and none for "everything".
    """
    if not themes:
        return None, []
    if all(schedule.is_all(t, here.brain.wording) for t in themes):
        return (), []
    named = {part: named_by(here, part) for t in themes for part in _parts(here, t)}
    return tuple(dict.fromkeys(k for keys in named.values() for k in keys)), [
        t for t, keys in named.items() if not keys
    ]


@cache
def _joint(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of words that join themes, like "and"."""
    return re.compile(either(words))


def _parts(here: Here, theme: str) -> Sequence[str]:
    """Return the themes that words joined by one like "and" name, or the words as they stand."""
    words = here.brain.wording.words
    joint = _joint(tuple(map(str, words["both"])))
    parts = [p for part in joint.split(theme) for p in left_of(part, words)]
    return parts if all(named_by(here, part) for part in parts) else [theme]
