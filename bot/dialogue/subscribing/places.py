"""Places in a wish: which of its words name a time zone, a city or a country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from bot.intents.wishes import schedule
from bot.intents.wishes.offsets import offset_in
from bot.intents.wishes.phrases import search
from bot.intents.wishes.wording import Wording
from knowledge.language import zones

if TYPE_CHECKING:
    from bot.dialogue.brain import Brain

_LONGEST = 4  # words of a place


def is_place(word: str) -> bool:
    """Whether a word names a place whose zone is known."""
    return bool(zones.load().named(word))


def zone_of(name: str | None) -> str | None:
    """Return the IANA zone of a zone or city of that name, which is known; None for None."""
    return zones.load().named(name)[0] if name else None


def told(text: str, wording: Wording) -> tuple[tuple[str, ...], ...]:
    """Return the zones that an answer to the question for one may mean, the likeliest first."""
    offset, _ = offset_in(wording.spelt(text), wording.words)
    whole = [zones.load().named(run) for run in schedule.places_in(text, wording)]
    here = search(wording.words["here"], wording.spelt(text)) and not text.rstrip().endswith("?")
    found, _ = among(schedule.places_in(text, wording)[1:], wording) if here else ({}, [])
    return (*([zones.load().named(offset)] if offset else []), *whole, *found.values())


def among(
    runs: Sequence[str], wording: Wording, capitals: frozenset[str] = frozenset()
) -> tuple[Mapping[str, tuple[str, ...]], list[str]]:
    """Return the places in runs of words, each with its zones, and what of the runs is none.

    `capitals` are the words that were typed with one, where any were. A run may be a place as it
    stands; of a longer one, what stands behind a word like "in", or at its end.
    """
    found: dict[str, tuple[str, ...]] = {}
    left = []
    for run in runs:
        name = _within(run, wording, capitals)
        if name is None:
            left.append(run)
            continue
        found[name] = zones.load().named(name)
    # A city and its country are one place.
    each = [frozenset(of) for of in found.values()]
    return {n: of for n, of in found.items() if not any(one < set(of) for one in each)}, left


def is_around(run: str, found: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether some words name a country or a region of any of the places found."""
    wide = set(zones.load().named(run))
    return any(wide.issuperset(of) for name, of in found.items() if name != run)


def by_country(brain: Brain, runs: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the countries that runs of words name in any form ("Indian"), with their zones."""
    keys = [n.key for run in runs for n in brain.analyser.analyse(run, "en").names]
    names = [str(brain.outside.get(key, {}).get("en", "")) for key in keys]
    return {name: found for name in names if (found := zones.load().named(name))}


def _within(run: str, wording: Wording, capitals: frozenset[str]) -> str | None:
    """Return the longest place that a run of words names: all of it, or what stands behind a word
    like "in", at its beginning or its end and is a name, or is written as one.
    """
    words = run.split()
    told = capitals or frozenset(words)  # where none was typed, any may be a name
    if zones.load().named(run) and _strange(words, wording, told):
        return run
    for size in range(min(_LONGEST, len(words)), 0, -1):
        last = len(words) - size
        runs = {at: " ".join(words[at : at + size]) for at in range(last, -1, -1)}
        found = [
            at
            for at, name in runs.items()
            if zones.load().named(name) and _strange(name.split(), wording, frozenset(words))
        ]
        # A city before its country.
        found.sort(key=lambda at: len(zones.load().named(runs[at])) > 1)
        cued = (at for at in found if at and search(wording.words["place_cues"], words[at - 1]))
        edges = (
            at
            for at in found
            if at in {0, last} and _strange(words[at : at + size], wording, capitals)
        )
        # What is written as a name may stand anywhere.
        named = (at for at in found if capitals.issuperset(words[at : at + size]))
        at = next(chain(cued, edges, named), None)
        if at is not None:
            return runs[at]
    return None


def _strange(words: Sequence[str], wording: Wording, capitals: frozenset[str]) -> bool:
    """Whether any of some words is a name rather than a word of wishes or of everyday speech."""
    return any(
        word in wording.words["offset"]
        or ((word,) not in wording.exact and (word in capitals or not wording.is_common(word)))
        for word in words
    )
