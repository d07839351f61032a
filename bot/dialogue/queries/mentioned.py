"""Whether a report names somebody or something: yes, with all that it says of it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.lists import about
from bot.dialogue.lists.slots import Slots
from bot.dialogue.queries.telling import answered_yes
from bot.intents.utterance import Utterance

# What asks of a name no more than that it stands somewhere.
_ANYWHERE = frozenset({"c:anywhere"})
_NAMING = _ANYWHERE | {"c:mention", "c:name"}


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return "yes" and what the report says of what a question only asks to be mentioned ("does
    it come up anywhere?"), None for any other question.
    """
    # "It comes up?" has the order of a statement.
    asks = utterance.polar or utterance.text.rstrip().endswith("?")
    plain = asks and not utterance.negated and utterance.alternative < 0
    if not plain or utterance.asks or utterance.strange or utterance.outside:
        return None
    slots = Slots.of(brain, utterance)
    said = {f.key for f in utterance.content}
    beside = {key for key in said if key[2:] != slots.subject}
    naming = _NAMING if slots.people else _NAMING | {"c:quote"}  # a country is cited, not quoted
    if slots.subject is None or beside - naming or beside <= _ANYWHERE:
        return None
    told = about.about(brain, slots, Context())
    return told and answered_yes(brain, replace(told, confidence=1.0))
