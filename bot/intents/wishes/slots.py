"""Slots: the hour, days, zone, language, place and themes that a wish names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.intents.wishes.hours import each_has_days, hours_in, shift_in
from bot.intents.wishes.offsets import offset_in
from bot.intents.wishes.phrases import GONE, either, holds, search, taken
from bot.intents.wishes.weekdays import EVERY_DAY, added_in, days_in, excepted, rate_in

# What of a subscription slots alone tell, but may not wish.
_ASPECTS: Mapping[str, tuple[str, ...]] = {
    "hour": ("hour", "shift"),
    "days": ("weekdays", "without", "added"),
}
NAMED = frozenset(_ASPECTS)
_NOON = 12
_NEAR = 4  # words beside one for a zone among which its place may be
_NAME = 5  # letters of a word that tells whose hour it is, at least
_BETWEEN = 40  # characters between "limit" and what to, at most


@dataclass(frozen=True)
class Slots:
    """What a wish names of a subscription; what it does not name is empty.

    `other` is an hour named beside the one wished. On the weekdays `without` none are to come any
    more, on those `added` too. `shift` is by how many minutes later they are to come. `rate` is
    "weekly" where one day a week is wished and none named, another kind where one is wished that
    cannot be. `zone` is a zone told by its offset or a city of it, `wanted` the language that
    briefings are to have, `alternative` another that it names. `themes` are words behind one like
    "only" or "about", which it may want to add, `barred` those behind "except", `near` those beside
    one for a zone, `rest` what is left over. `bad_hour` are the words for an hour that cannot be.
    `sound` tells whether they are to make one.
    """

    hour: dt.time | None = None
    other: dt.time | None = None
    bad_hour: str = ""
    weekdays: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    added: frozenset[int] = frozenset()
    shift: int = 0
    rate: str = ""
    zone: str | None = None
    wanted: str | None = None
    alternative: str | None = None
    themes: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    adds: bool = False
    near: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    sound: bool | None = None

    @property
    def given(self) -> bool:
        """Whether it names anything of a subscription, other than a place."""
        return replace(self, alternative=None, barred=(), adds=False, near=(), rest=()) != Slots()

    @property
    def times(self) -> Slots:
        """The hour and days that it names, and nothing else."""
        return Slots(hour=self.hour, other=self.other, shift=self.shift, weekdays=self.weekdays)

    def completed(self, other: Slots) -> Slots:
        """Return what these name, and of what they do not name what `other` does."""
        known = {name for aspect in self.aspects for name in _ASPECTS[aspect]}
        usual = Slots()
        lacking = {
            f.name: getattr(other, f.name)
            for f in fields(self)
            if f.name not in known and getattr(self, f.name) == getattr(usual, f.name)
        }
        return replace(self, **lacking)

    @property
    def aspects(self) -> frozenset[str]:
        """Which of NAMED it names."""
        return frozenset(
            aspect
            for aspect, names in _ASPECTS.items()
            if any(getattr(self, name) not in {None, 0, frozenset()} for name in names)
        )


def slots_in(flat: str, words: Mapping[str, Any], *, plain: bool = False) -> Slots:
    """Return what a message names of a subscription; `plain` as in `days_in`."""
    # "Subscribe me to gardening" names a theme, no place.
    rest = flat
    if holds(words["subscribe"], flat):
        rest = re.sub(
            rf"({either(words['subscribe'])}) +{either(words['onto'])} +(?=[a-z])",
            rf"\g<1> {words['about'][0]} ",
            flat,
        )
    rest = taken([noun for noun in words["nouns"] if " " in noun], rest)
    rest = taken(words["past"], rest)  # "last week" names no days
    rest = taken(words["resting"], rest)  # "on hold" is about nothing
    sound, rest = sound_in(rest, words)
    zone, rest = offset_in(rest, words)
    shift, rest = shift_in(rest, words)
    rate, rest = rate_in(rest, words)
    rest, without = excepted(rest, words)
    added, rest = added_in(rest, words)
    # First, while a word behind "mon" still tells that it is no day.
    days, usual, rest = days_in(rest, words, plain=plain)
    for key in ("subscribe", "send", "how"):
        rest = taken(words[key], rest)
    hour, other, bad, rest, both = hours_in(rest, words)
    if hour is None and not bad and usual is not None:
        hour = dt.time(usual)
    elif hour and usual and usual > _NOON > hour.hour > 0:  # "every evening at 7"
        hour = hour.replace(hour=hour.hour + _NOON)
    tongues = [phrase for phrase in words["languages"] if " " in phrase]
    near = (*_near(taken(tongues, rest), words), *_clocks(taken(words["zone"], flat), words))
    wanted, alternative = _languages(taken(near, rest), words)
    for phrases in (words["languages"], words["change"], words["nouns"], words["zone"]):
        rest = taken(phrases, rest)
    barred = _barred(rest, words)
    rest, themes = _themes(rest, words)
    if days == EVERY_DAY and shift:  # "an hour earlier every day" tells no days
        days = None
    left = days - without if days else None
    return Slots(
        hour,
        other,
        bad,
        left or None,
        without,
        added,
        shift,
        "otherwise"
        if both or (other and each_has_days(flat, words))
        else ""
        if left and rate == "weekly"
        else rate,
        zone,
        wanted,
        alternative,
        themes,
        barred,
        not added and search(words["more"], flat) is not None,
        near,
        left_of(rest, words),
        sound,
    )


def sound_in(text: str, words: Mapping[str, Any]) -> tuple[bool | None, str]:
    """Return whether briefings are to make a sound, None where a text tells nothing of it, and the
    text without that.
    """
    for key, heard in (("heard", True), ("unheard", False)):
        if search(words[key], text):
            return heard, taken(words[key], text)
    return None, text


def _languages(text: str, words: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the language named first of which it is not said that it shall not be, and another
    that is named; one behind "in" is wished rather than another, and any
    rather than the sender's own ("my French is poor").
    """
    unwished = rf"{either([*words['rather_than'], *words['mine']])} *$"
    found = sorted(
        (bool(re.search(unwished, text[: match.start()])), " " not in phrase, match.start(), lang)
        for phrase, lang in words["languages"].items()
        if (match := search([phrase], text))
    )
    wished = [(lang, bare) for refused, bare, _, lang in found if not refused]
    wanted = wished[0][0] if wished else None
    behind = {lang for lang, bare in wished if not bare}
    others = (lang for lang, _ in wished if lang != wanted)
    return wanted, next((o for o in others if o in behind or wanted not in behind), None)


def _near(text: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words before and behind each one for a zone ("heure de Dakar", "Lagos time")."""
    if not holds(words["zone"], text):
        return ()
    sides = re.split(either(words["zone"]), text)
    before = (" ".join(side.split("|")[-1].split()[-_NEAR:]) for side in sides[:-1])
    behind = (" ".join(side.split("|")[0].split()[:_NEAR]) for side in sides[1:])
    return tuple(side for side in (*behind, *before) if side)


def _clocks(flat: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words that tell whose hour is meant ("heure française")."""
    if not holds(words["clock"], flat):
        return ()
    found = re.finditer(rf"{either(words['clock'])} +(?P<of>\w{{{_NAME},}})", flat)
    return tuple(match["of"] for match in found)


def _themes(rest: str, words: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Take out what stands behind "only" or "about", up to a bar, and what means everything."""
    about = either(words["about"])
    if holds([*words["only"], *words["about"]], rest):
        rest = taken(words["remaining"], rest)
    whole = rf"{either(words['unfiltered'])}|{either(words['all'])}(?! +{about})"
    if holds([*words["all"], *words["unfiltered"]], rest) and re.search(whole, rest):
        return re.sub(whole, GONE, rest), (words["all"][0],)
    if not holds(words["only"], rest) and not holds(words["about"], rest):
        return rest, ()
    # "limit my briefing to ..."
    beyond = (
        rf"{either(words['limits'])}[^.]{{0,{_BETWEEN}}}?(?:{either(words['place_cues'])}|{about})"
    )
    pattern = rf"(?:{beyond}|(?:(?:{either(words['only'])}|{about}) *)+)(?P<theme>[^|]*)"
    found: list[str] = []
    for match in re.finditer(pattern, rest):
        theme = re.split(either([*words["after_hour"], *words["only"]]), match["theme"])[0]
        found += left_of(re.split(about, theme)[-1], words)
    return re.sub(pattern, GONE, rest), tuple(found)


def _barred(rest: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what stands behind a word like "except", up to a bar."""
    if not holds(words["except"], rest):
        return ()
    said = taken(words["only"], rest)  # "nothing but sports" leaves nothing out
    found = re.finditer(rf"{either(words['except'])} +(?P<theme>[^|]+)", said)
    return tuple(run for match in found for run in left_of(match["theme"], words))


def left_of(rest: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what of a text is not understood: between bars, without fillers at either end."""
    runs = (
        _unfilled(run.strip(), either(words["filler"])).strip(" .:-'") for run in rest.split("|")
    )
    return tuple(run for run in runs if run)


def _unfilled(run: str, filler: str) -> str:
    """Return a run of words without the fillers at its beginning and end."""
    spans = [m.span() for m in re.finditer(filler, run)]
    begin, end = 0, len(run)
    for first, last in spans:
        if run[begin:first].strip():
            break
        begin = last
    for first, last in reversed(spans):
        if first < begin or run[last:end].strip():
            break
        end = first
    return run[begin:end]
