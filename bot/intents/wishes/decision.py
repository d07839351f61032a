"""The decisions which act a message or one of its sentences asks for and what of a subscription a
change is of: logistic regressions over its features.

Its numbers are learned by tests/wishes/learn.py from the tables beside that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.intents.classifier import Classifier, made

WEIGHTS = Path(__file__).with_name("weights.json")
ACTS, SENTENCES, ASPECTS = "acts", "sentences", "aspects"
REPORT, TALK, END = "report", "talk", "unsubscribe"
# Wishes as which an end is not to be misheard; one to pause is heard together with it.
_HARMED = frozenset({"change", "settings", "cannot"})
# How likely the likeliest wish must be at least for a message to be one (on tables of authors left
# out, one question of 260 is lost so and one wish of 29; most messages are questions).
WISH = 0.3
# How likely an end must be beside a likelier wish to be asked about.
_RIVALS = 0.8
# Acts of a subscription that there is, all of which have one answer where there is none.
STANDING = frozenset({"change", END, "pause", "resume"})
# What share of what is no wish small talk must be, and where it is put as a question; and how
# likely it must be to be no wish where it is likelier than any.
_TALK, _PUT, _CHAT = 0.3, 0.75, 0.4
# How likely one of several sentences must be a wish for them to be one, or a question about the
# report for them to be none; and from which it is a part of a wish and no aside.
BESIDE, ASIDE = 0.8, 0.3
# How likely an act must be to be meant beside a likelier one that the words speak against, and an
# end to be asked about.
DOUBTED = 0.1
SURE = 0.7  # how likely an end must be not to be asked about, and small talk to be nothing else
LIKELY = 0.5  # how likely another act must be to be meant


@lru_cache(maxsize=3)
def load(of: str = ACTS) -> Classifier:
    """Read the weights of a decision, once: which act a message asks for, which one sentence of
    several, or which aspects of a change.
    """
    return made(json.loads(WEIGHTS.read_text("utf-8"))[of])


def wishes(likely: Mapping[str, float]) -> float:
    """Return how likely all wishes together are."""
    return sum(chance for act, chance in likely.items() if act not in {REPORT, TALK})


def decided(likely: Mapping[str, float], *, active: bool, asks: bool = False) -> str:
    """Return the act that a message asks for: the likeliest wish where it is likely enough to be
    one, or may well be an end; else small talk or a question about the report. What is likelier
    small talk than anything else ends nothing.

    `active` tells that there are briefings to end, `asks` that the message is a question.
    """
    best = max((act for act in likely if act not in {REPORT, TALK}), key=likely.__getitem__)
    if not active and likely[best] < sum(likely[act] for act in STANDING):
        best = max(STANDING, key=likely.__getitem__)
    end = likely[END]
    chats = likely[TALK] >= (_PUT if asks else _TALK) * (likely[TALK] + likely[REPORT])
    if chats and likely[TALK] >= max(_CHAT, *likely.values()):
        return TALK
    rivals = best == END or (best in _HARMED and end >= _RIVALS * likely[best])
    if active and rivals and end >= DOUBTED:
        return END
    if likely[best] >= WISH:
        return best
    return TALK if chats else REPORT
