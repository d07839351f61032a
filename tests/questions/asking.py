"""Asking the first report, as what is decided of its answers is learned."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import dialogue, reading
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.queries import document
from bot.intents.utterance import Utterance

VERDICTS = ("answered", "not_in_report")
# Answers that are not decided on.
_TOLD = frozenset({"verify", document.INTENT})


def answered(brain: Brain, turns: Sequence[str]) -> tuple[Utterance, Answer] | None:
    """Return the last of some messages as it was understood and its answer before it is decided
    whether that stands, None where the message is no question.
    """
    context, lang = Context(), brain.report.file.language
    for turn in turns:
        before = context
        answer, context = dialogue.respond(brain, turn, before, hint=lang)
    if answer.verdict not in {*VERDICTS, "nearest"} or answer.intent in _TOLD:
        return None
    lang = before.lang or lang
    asked = reading.whole(brain, turns[-1], lang)
    found, understood = dialogue.proposed(brain, asked, brain.analyser.analyse(asked, lang), before)
    return understood, found
