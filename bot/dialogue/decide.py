"""Deciding what becomes of an answer to a question about a report: it is told, or denied, where the
evidence makes that sure enough; otherwise the nearest passages are shown.

Reads weights.json, which tests/questions/learn.py makes from labelled questions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.candidates import candidates, judged, ranked
from bot.dialogue.evidence import evidence, likely_of
from bot.dialogue.lists import lists
from bot.dialogue.nearest import nearest
from bot.dialogue.phrases import DENIED
from bot.dialogue.queries import telling
from bot.dialogue.refusals import denials, occasions
from bot.intents.utterance import Utterance
from knowledge.language.everyday import everyday
from knowledge.language.words import tokens
from knowledge.model import Passage
from knowledge.retrieval.linear import Linear, Row, linear, probability

# From which likeness a fact that tells all that is asked is told: it answered 97 in a hundred of
# 408 such questions by which nothing was made.
_PLAINLY = 0.75
# From which likeness a gap is told: 98 in a hundred of 237 such questions had no answer.
_LACKING = 0.85
_NAMED = frozenset({"day", "figure"})
_STATES = frozenset({"country", "organisation"})
_HELD = frozenset({"c:take_place", "c:meeting"})
_SAYING = frozenset({"c:say", "c:name"})
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


def affirmed(brain: Brain, utterance: Utterance, answer: Answer) -> Answer:
    """Return the answer of a fact to a question of yes or no with "yes" before its claim, where the
    fact tells all that the question says, also who says it. A question whose words leave only one
    thing ("did the meeting go well?") asks for more than that it was, and what was before and after
    is told by the order of sessions.

    Of 188 such questions by which nothing was made, 6 were told "yes" wrongly.
    """
    fact = brain.report.facts.get(answer.intent)
    plain = fact is not None and answer.parts[0].claim == fact.claim[answer.lang]
    keys = [f.key for f in utterance.content]
    asks = utterance.polar and len(keys) > 1 and any(not key.startswith("n:") for key in keys)
    # Whether it was so before ("had he already come?") no fact tells.
    before = brain.languages[utterance.lang].marks["already"]
    earlier = any(token.text in before for token in utterance.words)
    if earlier or not (fact and plain and asks and answer.verdict == "answered"):
        return answer
    if denials.is_done_by_another(brain, utterance, fact):
        return answer
    if occasions.is_of_another_time(brain, fact) and any(
        occasions.is_setting(brain, key) for key in keys
    ):
        return answer
    if not _says(brain, answer, keys, _alone(utterance)):
        return answer
    found = judged(brain, utterance, answer)
    unsaid = utterance.has("c:say") and not (found and found.deed)
    stands = found and found.told and not unsaid and not utterance.has("c:after", "c:before")
    return telling.as_yes(brain, answer) if stands else answer


def _alone(utterance: Utterance) -> frozenset[str]:
    """Return what a claim must say where a question asks one thing alone of a country or body ("is
    it a threat?"), or whether an event was held, as what only speaks of both is no yes to it: that,
    and of the first two the name too.
    """
    told = [f for f in utterance.content if not f.key.startswith("n:") and f.key not in _SAYING]
    kinds = {name.kind for name in utterance.names}
    if len(told) != 1 or "person" in kinds:
        return frozenset()
    if kinds & _STATES:
        return frozenset(f.key for f in utterance.content)
    held = "event" in kinds and told[0].key in _HELD
    return frozenset({told[0].key} if held else ())


def _says(brain: Brain, answer: Answer, keys: Sequence[str], alone: frozenset[str]) -> bool:
    """Whether an answer's first claim itself says what a question asks `alone`, or else each figure
    of its `keys`, each word without a concept, and "only" ("was it obsolete?"); and the opposite of
    nothing.
    """
    opposites = brain.analyser.lexicon.opposites
    plainly = [key for key in keys if key.startswith(("w:", "#")) or key == "c:only"]
    wanted = alone or plainly
    if not wanted and opposites.keys().isdisjoint(keys):
        return True
    said = answer.parts[0].claim
    claim = {f.key for f in brain.analyser.analyse(said, answer.lang).features}
    counts = everyday(answer.lang).counts  # "two days" says what "2 days" does
    claim |= {f"#{counts[word]}" for word in tokens(said) if word in counts}
    opposed = (key for key in keys if key not in claim and opposites.get(key, frozenset()) & claim)
    return claim.issuperset(wanted) and not any(opposed)


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
