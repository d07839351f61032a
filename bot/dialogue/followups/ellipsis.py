"""Ellipsis: what a message leaves out, taken from the last question or from the message around
it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.intents.marks import SAYING
from bot.intents.matcher import PARTS
from bot.intents.utterance import QUESTION, Utterance
from bot.intents.vocabulary import Name

# What a question for one measure of a thing holds, and a question for another measure of it does
# not.
_MEASURED = frozenset(
    {"c:last", "c:duration", "c:take_place", "c:date", "c:place", "c:number_count"}
)
_DOERS = frozenset({"person", "group", "country", "organisation"})


def of_last(utterance: Utterance, last: Utterance) -> Utterance:
    """Return a question for no more than an attribute ("what is the date?") as one about what the
    last question named.
    """
    keys = {n.key for n in last.names}
    return replace(
        utterance,
        features=(
            *utterance.features,
            *(replace(f, at=-1) for f in last.features if f.key.partition(":")[2] in keys),
        ),
        names=last.names,
    )


def continued(utterance: Utterance, last: Utterance) -> Utterance:
    """Return the last question with what the message puts in place of its parts."""
    kept_names = [n for n in last.names if not _gives_way(n, utterance)]
    if utterance.asks == {"q_who"} and last.polar and not utterance.names:
        # "Did A do it?" "Who did?": whoever did it stands in A's place.
        kept_names = [
            n
            for n in kept_names
            if n != next((each for each in kept_names if each.kind in _DOERS), None)
        ]
    dropped = {n.key for n in last.names} - {n.key for n in kept_names}
    gone = {f.at for f in last.features if f.key.partition(":")[2] in dropped}
    parts = {*PARTS, "c:lunch"}
    if any(f.key in PARTS for f in utterance.features):
        dropped |= {n.key for n in kept_names if n.kind == "session"}
        kept_names = [n for n in kept_names if n.kind != "session"]
        gone |= {f.at for f in last.features if f.key in parts}
    else:
        parts = set()
    new_days = any(f.key.startswith("d:") for f in utterance.features)
    kept = [
        f
        for f in last.features
        if f.key.partition(":")[2] not in dropped
        and f.key not in parts
        and not (f.inside and f.at in gone)
        and not (new_days and f.key.startswith("d:"))
        and not (utterance.asks and (f.key.startswith(QUESTION) or f.key in _MEASURED))
    ]
    return replace(
        utterance,
        features=tuple(dict.fromkeys((*utterance.features, *(replace(f, at=-1) for f in kept)))),
        names=tuple(dict.fromkeys((*utterance.names, *kept_names))),
        asks=utterance.asks or last.asks,
        polar=utterance.polar or (last.polar and not utterance.asks),
        strange=utterance.strange or (() if new_days else last.strange),
        speaker=utterance.speaker or (last.speaker if last.speaker not in dropped else None),
    )


def _gives_way(name: Name, utterance: Utterance) -> bool:
    """Whether a name of the last question makes room for those of a message: a person for a person,
    a thing for a thing.
    """
    new = {n.kind for n in utterance.names}
    if name.kind in {"person", "group"}:
        return name.kind in new or ("outside" in new and name.kind == "person")
    return bool(new - {"person", "group", "day", "setting"})


def beside(piece: Utterance, last: Utterance) -> Utterance:
    """Return a question of which a message gives only another object ("... and about B"): as the
    one before it, with B for what that was about.
    """
    kept = [n for n in last.names if n.key == last.speaker]
    gone = {n.key for n in last.names if n not in kept}
    at = {f.at for f in last.features if f.key.partition(":")[2] in gone}
    asked = tuple(
        replace(f, at=-1)
        for f in last.features
        if f.at not in at
        and (
            f.key.startswith(QUESTION) or f.key in SAYING or f.key.partition(":")[2] == last.speaker
        )
    )
    return replace(
        piece,
        features=tuple(dict.fromkeys((*piece.features, *asked))),
        names=tuple(dict.fromkeys((*piece.names, *kept))),
        asks=last.asks,
        speaker=last.speaker,
    )


def inherit(piece: Utterance, whole: Utterance) -> Utterance:
    """Return a part of a message with the names and days of the whole, where it has none of its
    own.
    """
    if piece.names or any(f.key.startswith("d:") for f in piece.features):
        return piece
    given = tuple(replace(f, at=-1) for f in whole.features if f.key[:2] in {"n:", "d:", "s:"})
    return replace(piece, features=(*piece.features, *given), names=whole.names)
