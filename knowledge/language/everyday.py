"""Everyday words of a language, each list once: those without content, months and weekdays, numbers
in words. Read from its `words.json`, which says what each list is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from knowledge.language.languages import read_json
from knowledge.language.words import fold


class Everyday(NamedTuple):
    """A language's everyday words.

    `stop` (without content) and `slight` (with hardly any) are folded; `months` and `weekdays` are
    the twelve and the seven, each with its name as it is written and then its short forms; `cased`
    are months that are other words too in small letters; `numbers` are those in words above one,
    `one` the words for one, `quantities` other words that tell how many.
    """

    stop: frozenset[str]
    slight: frozenset[str]
    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    cased: frozenset[str]
    numbers: Mapping[str, int]
    one: tuple[str, ...]
    quantities: tuple[str, ...]

    @property
    def empty(self) -> frozenset[str]:
        """The words that tell nothing of a sentence: those without content, and with hardly any."""
        return self.stop | self.slight

    @property
    def month_names(self) -> tuple[str, ...]:
        """The names of the months as they are written."""
        return tuple(forms[0] for forms in self.months)

    @property
    def weekday_names(self) -> tuple[str, ...]:
        """The names of the weekdays as they are written, from Monday."""
        return tuple(forms[0] for forms in self.weekdays)

    @property
    def month_of(self) -> dict[str, int]:
        """The number of each month (January is 1) by its folded forms."""
        return {fold(w): n for n, forms in enumerate(self.months, 1) for w in forms}

    @property
    def weekday_of(self) -> dict[str, int]:
        """The number of each weekday (Monday is 0) by its folded forms, in the plural too."""
        names = _numbered(self.weekdays)
        return {**names, **{f"{fold(day)}s": n for n, day in enumerate(self.weekday_names)}}

    @property
    def counts(self) -> dict[str, int]:
        """Numbers in words, one among them."""
        return {**dict.fromkeys(self.one, 1), **self.numbers}


def _numbered(each: Iterable[Sequence[str]]) -> dict[str, int]:
    return {fold(word): number for number, forms in enumerate(each) for word in forms}


@cache
def everyday(lang: str) -> Everyday:
    """Read the everyday words of a language."""
    data = read_json(lang, "words.json")
    return Everyday(
        frozenset(data.get("stop", ())),
        frozenset(data.get("slight", ())),
        tuple(map(tuple, data["months"])),
        tuple(map(tuple, data["weekdays"])),
        frozenset(data.get("cased", ())),
        data.get("numbers", {}),
        tuple(data.get("one", ())),
        tuple(data.get("quantities", ())),
    )
