"""Slots: the hour, days, zone, language, place and themes that a wish names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.intents.wishes.hours import (
    GONE,
    added_in,
    days_in,
    either,
    excepted,
    holds,
    one_hour_in,
    rate_in,
    search,
    shift_in,
    taken,
)
from bot.intents.wishes.offsets import offset_in
from bot.intents.wishes.request import Act, Request


def slots_in(flat: str, words: Mapping[str, Any], act: Act, *, plain: bool = False) -> Request:
    """Return a wish with its hour, days, language, place and themes; `plain` as in `days_in`."""
    # "Subscribe me to gardening" names a theme, no place.
    rest = flat
    if holds(words["subscribe"], flat):
        rest = re.sub(
            rf"({either(words['subscribe'])}) +{either(words['onto'])} +(?=[a-z])",
            rf"\g<1> {words['about'][0]} ",
            flat,
        )
    rest = taken([noun for noun in words["nouns"] if " " in noun], rest)
    zone, rest = offset_in(rest, words)
    shift, rest = shift_in(rest, words)
    rate, rest = rate_in(rest, words)
    rest, without = excepted(rest, words)
    added, rest = added_in(rest, words)
    days, usual, rest = days_in(
        rest, words, plain=plain
    )  # first, while a word behind "mon" still tells that it is no day
    for key in ("subscribe", "send", "how"):
        rest = taken(words[key], rest)
    hour, bad, rest, both = one_hour_in(rest, words)
    rate = "otherwise" if both else rate
    if hour is None and not bad and usual is not None:
        hour = dt.time(usual)
    wanted = next(
        (lang for phrase, lang in words["languages"].items() if search([phrase], rest)), None
    )
    for phrases in (words["languages"], words["change"], words["nouns"], words["zone"]):
        rest = taken(phrases, rest)
    rest, themes = _themes(rest, words)
    found = Request(
        act, hour=hour, bad_hour=bad, rest=left_of(rest, words), themes=themes, wanted=wanted
    )
    found = replace(
        found, zone=zone, shift=shift, added=added, rate="" if days and rate == "weekly" else rate
    )
    return replace(found, weekdays=days - without) if days else replace(found, without=without)


def _themes(rest: str, words: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Take out what stands behind "only" or "about", up to a bar, and what means everything."""
    whole = search(words["all"], rest)
    found: list[str] = []
    rest = taken(words["all"], rest)
    if not holds(words["only"], rest) and not holds(words["about"], rest):
        return rest, (whole.group(),) if whole else ()
    beyond = (
        rf"{either(words['limits'])} *\|(?= *{either(words['place_cues'])})"  # "limit | to ..."
    )
    pattern = rf"(?:{beyond}|(?:{either([*words['only'], *words['about']])} *)+)(?P<theme>[^|]*)"
    for match in re.finditer(pattern, rest):
        found += left_of(re.split(either(words["about"]), match["theme"])[-1], words)
    return re.sub(pattern, GONE, rest), tuple(found) or ((whole.group(),) if whole else ())


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
