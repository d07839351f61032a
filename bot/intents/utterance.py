"""An utterance: a message taken apart. What there is to know of it before any report is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from bot.intents.tokens import Token
from bot.intents.vocabulary import Name

QUESTION = "c:q_"


@dataclass(frozen=True)
class Feature:
    """Something a message holds: its key, the surface words, and how much it tells by its kind
    (before rarity).

    `inside` tells a word that is part of a longer name; `at` is the position of its first token, -1
    where it has none.
    """

    key: str
    surface: str
    base: float = 1.0
    known: bool = True
    inside: bool = False
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Utterance:
    """A message taken apart.

    `polar` tells a question of yes or no, `declared` one that only its question mark makes one.
    `told` says whether the message itself told its language; `asks` are the answers sought
    ("q_who", "q_when" …); `strange` are days and figures that no report gives, in the message's own
    words; `pronouns` say what each stands for ("m", "f", "plural", "place", "thing"), `pointed`
    that it points at something said before ("who welcomed that?"); `excepts` are names set aside
    ("other than X"), `located` the keys of those that tell a place ("in X"); `foreign` tells a
    third language.
    """

    text: str
    lang: str
    told: bool = True
    words: tuple[Token, ...] = ()
    features: tuple[Feature, ...] = ()
    names: tuple[Name, ...] = ()
    asks: frozenset[str] = frozenset()
    strange: tuple[str, ...] = ()
    polar: bool = False
    declared: bool = False
    negated: bool = False
    passive: bool = False
    alternative: int = -1
    elliptic: bool = False
    there: bool = False
    corrects: bool = False
    pointed: bool = False
    pronouns: tuple[str, ...] = ()
    excepts: tuple[Name, ...] = ()
    located: frozenset[str] = frozenset()
    speaker: str | None = None
    readable: int = 0
    foreign: bool = False

    @cached_property
    def outside(self) -> tuple[Name, ...]:
        """The names of what no report holds."""
        return tuple(n for n in self.names if n.kind == "outside")

    @property
    def stands_for_stranger(self) -> bool:
        """Whether a pronoun stands for somebody whom no report names."""
        # What a pronoun stands for is not written, and so has no place in the message.
        return any(f.key.startswith("x:") and f.at < 0 for f in self.features)

    @cached_property
    def content(self) -> tuple[Feature, ...]:
        """The features that carry content: neither question words nor parts of longer names."""
        return tuple(f for f in self.features if not f.inside and not f.key.startswith(QUESTION))

    def has(self, *keys: str) -> bool:
        """Whether the message holds one of some features."""
        return any(f.key in keys for f in self.features)
