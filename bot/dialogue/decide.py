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

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.candidates import candidates, ranked
from bot.dialogue.evidence import evidence, recognised
from bot.dialogue.lists import lists
from bot.dialogue.nearest import nearest
from bot.dialogue.refusals import denials
from bot.intents.recogniser import Recognised
from bot.intents.utterance import Utterance
from knowledge.model import Passage
from knowledge.retrieval.linear import Linear, Row, linear, probability

# From which likeness a question is an example of a fact or intent, word for word.
SAME = 0.96
# From which likeness a fact that tells all that is asked is told: it answered 97 in a hundred of
# 408 such questions by which nothing was made.
_PLAINLY = 0.75
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
    known = recognised(brain, utterance)
    rules_ = rules(learned=known is not None)
    if answer.verdict not in rules_ or not is_weighed(brain, utterance, answer):
        return affirmed(brain, utterance, answer, known)
    chances = {
        each: rules_[each.verdict].probability(evidence(brain, utterance, each, known))
        for each in candidates(brain, utterance, answer, known)
        if each.verdict in rules_
    }
    for verdict in ("answered", "not_in_report"):
        of_it = [each for each in chances if each.verdict == verdict]
        best = max(of_it, key=chances.__getitem__, default=None)
        if best and chances[best] >= rules_[verdict].least:
            right = chances[best]
            told = replace(best, confidence=right if verdict == "answered" else 1 - right)
            return affirmed(brain, utterance, told, known)
    sure = max((p for each, p in chances.items() if each.verdict == "answered"), default=0.0)
    return shown(brain, utterance, answer, sure)


def affirmed(
    brain: Brain, utterance: Utterance, answer: Answer, known: Recognised | None
) -> Answer:
    """Return the answer of a fact to a question of yes or no with "yes" before its claim, where it
    is sure enough that the fact says so.
    """
    rule = rules(learned=known is not None).get("affirmed")
    if rule is None or not is_open(brain, utterance, answer):
        return answer
    row = evidence(brain, utterance, answer, known)
    stands = may_affirm(row) and rule.probability(row) >= rule.least
    return as_yes(brain, answer) if stands else answer


def may_affirm(row: Row) -> bool:
    """Whether a fact with this evidence tells all that a question says, also who says it; what was
    before and after is told by the order of sessions.
    """
    return bool(row["told"]) and not row["unsaid"] and not row["order"]


def is_open(brain: Brain, utterance: Utterance, answer: Answer) -> bool:
    """Whether an answer tells a fact to a question of yes or no, and does not say which."""
    fact = brain.report.facts.get(answer.intent)
    plain = fact is not None and answer.parts[0].claim == fact.claim[answer.lang]
    return utterance.polar and answer.verdict == "answered" and plain


def as_yes(brain: Brain, answer: Answer) -> Answer:
    """Return an answer with "yes" before its first claim."""
    first, *others = answer.parts
    claim = brain.languages[answer.lang]("affirmed", claim=first.claim)
    return replace(answer, parts=(first._replace(claim=claim), *others))


def is_weighed(brain: Brain, utterance: Utterance, answer: Answer) -> bool:
    """Whether an answer tells a fact, lists less than what is asked, or denies something other than
    a day or figure that the question names and of which the report holds nothing. What is plainly
    an example of a fact needs no weighing, nor does what nothing fits; what a fact contradicts was
    judged by that.
    """
    judged = answer.intent == denials.INTENT or _is_plain(brain, utterance, answer)
    if judged or not answer.fits:
        return False
    intent = next((m for m in answer.fits if m.kind == "intent"), None)
    whole = intent is not None and not intent.missing
    # By what a question is built of, or where it asks for nothing in particular.
    built = answer.confidence >= 1.0 or not utterance.content
    listed = answer.intent in lists.WEIGHED and not (whole or built)
    told = listed or answer.intent in brain.report.facts
    lacks = answer.ground in _NAMED and bool(utterance.strange)
    return told or (bool(answer.ground) and not lacks)


def _is_plain(brain: Brain, utterance: Utterance, answer: Answer) -> bool:
    """Whether an answer's fact tells all that is asked, much like an example of it or word for
    word.
    """
    mine = next((m for m in answer.fits if m.key == answer.intent and m.kind == "fact"), None)
    if mine is None or answer.verdict != "answered" or mine.likeness < _PLAINLY:
        return False
    if mine.likeness >= SAME:
        return True
    gap = next((m for m in answer.fits if m.kind == "gap"), None)
    judged = brain.judge.judge(utterance, mine, gap)
    return judged.told and judged.holds and not mine.missing


def shown(brain: Brain, utterance: Utterance, answer: Answer, confidence: float) -> Answer:
    """Return the nearest passages in place of an answer that is not sure enough: those likeliest to
    answer, or the first that it rests on and those that are ranked first.
    """
    known = recognised(brain, utterance)
    passages = ranked(brain, known) if known else (*answer.passages[:1], *_ranked(brain, utterance))
    return nearest(brain, utterance.lang, passages, confidence)


def _ranked(brain: Brain, utterance: Utterance) -> tuple[Passage, ...]:
    """Return the report's passages likeliest to answer a question by their words, best first."""
    from knowledge.retrieval.model import rank  # noqa: PLC0415 - an answer that is sure needs no ranking
    from knowledge.retrieval.question import read  # noqa: PLC0415 - as above

    ranking = rank(brain.sentences, read(utterance.text, utterance.lang))
    found = (
        next((p for p in brain.report.passages if p.start <= line.start < p.end), None)
        for line in ranking.lines
    )
    return tuple(dict.fromkeys(p for p in found if p))
