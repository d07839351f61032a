"""What the recogniser is told of a report, neutrally: names by which things go, and targets that
questions may hit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

NameKind = Literal[
    "setting",
    "person",
    "group",
    "organisation",
    "country",
    "place",
    "event",
    "topic",
    "session",
    "day",
    "outside",
]
# Names of these kinds stand for one thing wherever they occur; the words of all others keep their
# own meaning beside it.
HARD: frozenset[str] = frozenset(
    {"setting", "person", "organisation", "country", "place", "day", "outside"}
)


class Name(NamedTuple):
    """A thing and the forms in which people type it; `kind` "outside" is what exists but no report
    holds, "setting" what the whole report is about.

    `cased` are forms, folded, that are everyday words too and count only where written with a
    capital.
    """

    key: str
    kind: NameKind
    forms: tuple[str, ...]
    cased: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Target:
    """Something that a question may be about: an intent, a fact, or a gap.

    `examples` are questions by language; `texts` are words that belong to it, by language; `keys`
    are names and concepts that belong to it without standing in either, `frame` those that belong
    to it as to all others.
    """

    key: str
    kind: Literal["intent", "fact", "gap"]
    examples: Mapping[str, tuple[str, ...]]
    texts: tuple[tuple[str, str], ...] = ()
    keys: frozenset[str] = frozenset()
    frame: frozenset[str] = frozenset()


class Vocabulary(NamedTuple):
    """All names and targets of the reports that a recogniser serves."""

    names: tuple[Name, ...]
    targets: tuple[Target, ...]
