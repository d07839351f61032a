"""Affirmations: "yes" before the claim of a fact that bears out all that a question says."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.candidates import judged
from bot.dialogue.queries import telling
from bot.dialogue.refusals import denials, occasions
from bot.intents.utterance import Utterance
from knowledge.language.everyday import everyday
from knowledge.language.words import tokens
from knowledge.model import Fact

_STATES = frozenset({"country", "organisation"})
_NAMES = frozenset({"n:", "t:"})
# What says how much or when in a word: a claim must say it too.
_DEGREES = frozenset({"c:more_qty", "c:enough", "c:early", "c:late"})
_TELLING = frozenset({"c:say", "c:name", "c:mention", "c:discuss"})
_FRAMING = _TELLING | {"c:meeting", "c:take_place"}
_HELD = frozenset({"c:take_place", "c:meeting"})
_SAYING = frozenset({"c:say", "c:name"})


def affirmed(brain: Brain, utterance: Utterance, answer: Answer) -> Answer:
    """Return the answer of a fact to a question of yes or no with "yes" before its claim, where the
    fact tells all that the question says, also who says it. A question whose words leave only one
    thing ("did the meeting go well?") asks for more than that it was, and what was before and after
    is told by the order of sessions.

    Of 284 labelled questions of yes or no that were told "yes" one should have been told "no"; of
    27 others by which nothing was made, none.
    """
    fact = brain.report.facts.get(answer.intent)
    plain = fact is not None and answer.parts[0].claim == fact.claim[answer.lang]
    keys = [f.key for f in utterance.content]
    asks = utterance.polar and len(keys) > 1 and any(key[:2] not in _NAMES for key in keys)
    # Whether it was so before ("had he already come?") no fact tells.
    before = brain.languages[utterance.lang].marks["already"]
    earlier = any(token.text in before for token in utterance.words)
    if earlier or not (fact and plain and asks and answer.verdict == "answered"):
        return answer
    apart = occasions.is_of_another_time(brain, fact)
    if apart and any(occasions.is_setting(brain, key) for key in keys):
        return answer
    of_others = (
        denials.is_done_by_another(brain, utterance, fact)
        or _is_only_said(brain, utterance, answer)
        or _is_of_group(brain, utterance, fact)
    )
    if of_others:
        return answer
    if not _says(brain, answer, keys, _alone(utterance)):
        return answer
    found = judged(brain, utterance, answer)
    unsaid = utterance.has("c:say") and not (found and found.deed)
    stands = found and found.told and not unsaid and not utterance.has("c:after", "c:before")
    return telling.as_yes(brain, answer) if stands else answer


def _is_only_said(brain: Brain, utterance: Utterance, answer: Answer) -> bool:
    """Whether a question gives to whoever speaks what they only say of others ("did he threaten
    them?").
    """
    fact = brain.report.facts[answer.intent]
    attributions = tuple(brain.languages[answer.lang].marks["attributions"])
    deeds = brain.analyser.lexicon.directed & {f.key for f in utterance.content}
    speaks = any(n.key == fact.speaker for n in utterance.names) and not utterance.has(*_TELLING)
    return answer.parts[0].claim.startswith(attributions) and bool(deeds) and speaks


def _is_of_group(brain: Brain, utterance: Utterance, fact: Fact) -> bool:
    """Whether a question names a group that what somebody said does not."""
    groups = {name.key for name in utterance.names if name.kind == "group"}
    own = brain.matcher.told[brain.matcher.numbers[fact.id]]
    named = {*fact.entities} | {key[2:] for key in own} - {*brain.report.file.frame}
    return fact.kind == "statement" and not groups <= named


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
    of its `keys`, each word without a concept, and each concept that the fact's own words lack; and
    the opposite of nothing.
    """
    opposites = brain.analyser.lexicon.opposites
    slight = (brain.analyser.lexicon.weak - _DEGREES) | _FRAMING
    own = brain.matcher.told[brain.matcher.numbers[answer.intent]]
    plainly = [
        key
        for key in keys
        if key.startswith(("w:", "#")) or (key.startswith("c:") and key not in slight | own)
    ]
    wanted = alone or plainly
    if not wanted and opposites.keys().isdisjoint(keys):
        return True
    said = answer.parts[0].claim
    claim = {f.key for f in brain.analyser.analyse(said, answer.lang).features}
    counts = everyday(answer.lang).counts  # "two days" says what "2 days" does
    claim |= {f"#{counts[word]}" for word in tokens(said) if word in counts}
    opposed = (key for key in keys if key not in claim and opposites.get(key, frozenset()) & claim)
    return claim.issuperset(wanted) and not any(opposed)
