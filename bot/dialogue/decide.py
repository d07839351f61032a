"""Deciding what becomes of an answer to a question about a report: it is told, or denied, where the
evidence makes that sure enough; otherwise the nearest passages are shown.

Reads weights.json, which tests/questions/learn.py makes from labelled questions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bot.dialogue.affirmations import affirmed
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.candidates import candidates, judged, ranked
from bot.dialogue.evidence import evidence, likely_of
from bot.dialogue.lists import lists
from bot.dialogue.nearest import nearest
from bot.dialogue.phrases import DENIED
from bot.intents.utterance import Utterance
from knowledge.model import Passage
from knowledge.retrieval.linear import Linear, Row, linear, probability

# From which likeness a fact that tells all that is asked is told: it answered 97 in a hundred of
# 408 such questions by which nothing was made.
_PLAINLY = 0.75
# From which likeness a gap is told: 98 in a hundred of 237 such questions had no answer.
_LACKING = 0.85
_NAMED = frozenset({"day", "figure"})
WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Rule:
    """When an answer of a verdict stands: from which probability, told by weights of its
    evidence.
    """

    weights: Linear
    least: float

    def probability(self, row: Row) -> float:
        """Return the probability that an answer with this evidence is right."""
        return probability(self.weights(row))


@cache
def rules(*, learned: bool) -> Mapping[str, Rule]:
    """Read when an answer stands, by its verdict: where something was `learned` of the report, and
    where nothing was.
    """
    data = json.loads(WEIGHTS.read_text("utf-8")).get("learned" if learned else "plain", {})
    return {verdict: Rule(linear(rule["weights"]), rule["least"]) for verdict, rule in data.items()}


def decided(brain: Brain, utterance: Utterance, answer: Answer) -> Answer:
    """Return the candidate that is told, or else the one that is denied, with its probability; or
    the nearest passages where neither is sure enough.

    `confidence` is then the probability that what is shown first answers the question.
    """
    likely = likely_of(brain, utterance)
    rules_ = rules(learned=bool(likely))
    if answer.verdict not in rules_ or not is_weighed(brain, utterance, answer):
        return affirmed(brain, utterance, answer)
    chances = {
        each: rules_[each.verdict].probability(evidence(brain, utterance, each, likely))
        for each in candidates(brain, utterance, answer, likely)
        if each.verdict in rules_
    }
    for verdict in ("answered", "not_in_report"):
        of_it = [each for each in chances if each.verdict == verdict]
        best = max(of_it, key=chances.__getitem__, default=None)
        if best and chances[best] >= rules_[verdict].least:
            right = chances[best]
            told = replace(best, confidence=right if verdict == "answered" else 1 - right)
            return affirmed(brain, utterance, told)
    sure = max((p for each, p in chances.items() if each.verdict == "answered"), default=0.0)
    return shown(brain, utterance, answer, sure)


def is_weighed(brain: Brain, utterance: Utterance, answer: Answer) -> bool:
    """Whether an answer tells a fact, lists less than what is asked, or denies something on no
    ground that is certain (`_lacks`). What is plainly an example of a fact or gap needs no
    weighing, nor does what nothing fits; what a fact contradicts was judged by that.
    """
    sure = answer.intent == DENIED or _is_plain(brain, utterance, answer)
    if sure or not answer.fits:
        return False
    intent = next((m for m in answer.fits if m.kind == "intent"), None)
    whole = intent is not None and not intent.missing
    # By what a question is built of, or where it asks for nothing in particular.
    built = answer.confidence >= 1.0 or not utterance.content
    listed = answer.intent in lists.WEIGHED and not (whole or built)
    told = listed or answer.intent in brain.report.facts
    return told or (bool(answer.ground) and not _lacks(brain, utterance, answer))


def _lacks(brain: Brain, utterance: Utterance, answer: Answer) -> bool:
    """Whether a report certainly lacks what a denial rests on: a day or figure that the question
    names, somebody for whom a pronoun stands, or all that is asked about.
    """
    named = answer.ground in _NAMED and bool(utterance.strange)
    meant = answer.ground == "entity" and utterance.stands_for_stranger
    return named or meant or (answer.ground == "absent" and brain.matcher.is_strange(utterance))


def _is_plain(brain: Brain, utterance: Utterance, answer: Answer) -> bool:
    """Whether an answer's fact tells all that is asked, much like an example of it or word for
    word; or its gap is much like an example.
    """
    mine = next((m for m in answer.fits if m.key == answer.intent), None)
    if mine and mine.kind == "gap":
        return mine.likeness >= _LACKING
    if mine is None or mine.kind != "fact" or answer.verdict != "answered":
        return False
    if mine.likeness < _PLAINLY:
        return False
    found = judged(brain, utterance, answer)
    whole = found is not None and found.told and found.holds and not mine.missing
    return whole or mine.exact


def shown(brain: Brain, utterance: Utterance, answer: Answer, confidence: float) -> Answer:
    """Return the nearest passages in place of an answer that is not sure enough: those likeliest to
    answer, or the first that it rests on and those that are ranked first.
    """
    likely = likely_of(brain, utterance)
    passages = (
        ranked(brain, likely) if likely else (*answer.passages[:1], *_ranked(brain, utterance))
    )
    return nearest(brain, utterance.lang, passages, confidence)


def _ranked(brain: Brain, utterance: Utterance) -> tuple[Passage, ...]:
    """Return the report's passages likeliest to answer a question by their words, best first."""
    from knowledge.retrieval.model import rank  # noqa: PLC0415 - an answer that is sure needs no ranking
    from knowledge.retrieval.question import read  # noqa: PLC0415 - as above

    ranking = rank(brain.sentences, read(utterance.text, utterance.lang), brain.compare)
    found = (
        next((p for p in brain.report.passages if p.start <= line.start < p.end), None)
        for line in ranking.lines
    )
    return tuple(dict.fromkeys(p for p in found if p))
