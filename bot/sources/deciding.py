"""Deciding: what of a listing is new, has changed or is known; and how long a source that fails is
left alone. Pure: no clock, no store, no network.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.sources.entry import Entry, Listing, imprint_as_text
from bot.store.arrivals import Arrival, Known, State
from knowledge.language.words import fold

# Two texts with the same figures in the same order and so much alike, of 100, are one report: what
# is left are a byline, a boilerplate, a typing error.
_SAME = 95.0
_LEFT = {"skipped", "removed"}
_LONGEST_PAUSE = dt.timedelta(hours=12)
_MOST_DOUBLINGS = 20
_FIGURE, _WORD = re.compile(r"\d+"), re.compile(r"\w+")


@dataclass(frozen=True)
class Choice:
    """What of a listing is taken: what holds one of the words to `include`, and none to `exclude`;
    of a source that is read for the `first` time the newest so many, 0 meaning all.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    first: int = 0

    def takes(self, entry: Entry) -> bool:
        """Whether an entry is of those that are wanted."""
        spoken = _words(f"{entry.imprint.title} {entry.words}")
        within = [f" {_words(word)} " in f" {spoken} " for word in self.include]
        return (any(within) or not within) and not any(
            f" {_words(word)} " in f" {spoken} " for word in self.exclude
        )


def decide(
    source: str, listing: Listing, known: Mapping[str, Known], choice: Choice, now: dt.datetime
) -> list[Arrival]:
    """Return what a listing brings that is not known yet, the oldest first: new entries, and new
    versions of those that have changed.
    """
    found: list[Arrival] = []
    taken = 0
    links = _links(listing.entries, known)
    for entry in listing.entries:
        before = known.get(entry.key) or links.get(entry.link)
        # What was withdrawn and is listed again has come again.
        same_as_before = before and before.seal == entry.seal and before.state != "gone"
        if before and (same_as_before or before.state in _LEFT):
            continue
        state: State = "new" if entry.file else "wanted"
        if not before:
            late = not known and choice.first and taken >= choice.first
            if late or not choice.takes(entry):
                state = "skipped"
            taken += state != "skipped"
        found.append(_arrival(source, entry, before, state, now))
    return found[::-1]


def _links(entries: Collection[Entry], known: Mapping[str, Known]) -> dict[str, Known]:
    """Return by link what is known under a key that is no more listed: some feeds give an entry
    that they change a new id. A link that several share tells nothing.
    """
    listed = {entry.key for entry in entries}
    of_known = Counter(each.link for each in known.values())
    of_listed = Counter(entry.link for entry in entries)
    return {
        each.link: each
        for each in known.values()
        if each.link
        and each.entry not in listed
        and of_known[each.link] == of_listed[each.link] == 1
    }


def _arrival(
    source: str, entry: Entry, before: Known | None, state: State, now: dt.datetime
) -> Arrival:
    kept = entry.file if state == "new" else None
    return Arrival(
        source,
        before.entry if before else entry.key,
        before.version + 1 if before else 1,
        state,
        entry.seal,
        entry.link,
        imprint_as_text(entry.imprint),
        now,
        kept.name if kept else "",
        kept.raw if kept else None,
    )


def same(words: str, others: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the slugs of those reports, given with their words, that say the same as some words: in
    all but a few letters, with the same figures.
    """
    own, figures = _words(words), _FIGURE.findall(words)
    for slug, other in others:
        if _FIGURE.findall(other) == figures and fuzz.ratio(own, _words(other), score_cutoff=_SAME):
            yield slug


def says_the_same(words: str, other: str) -> bool:
    """Whether two versions of a text differ in nothing but space, case and marks."""
    return _words(words) == _words(other)


def pause(failures: int, usual: dt.timedelta, wait: dt.timedelta | None = None) -> dt.timedelta:
    """Return how long what has failed so many times in a row is left alone: its usual pause,
    doubled each time up to 12 hours, and no less than the server asks to wait.
    """
    grown = usual * (1 << min(failures - 1, _MOST_DOUBLINGS))
    return max(wait or dt.timedelta(), min(grown, max(usual, _LONGEST_PAUSE)))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))
