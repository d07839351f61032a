"""Evidence: what speaks for and against an answer to a question about a report, in named figures.

How the facts and gaps of the report fit the question, how the best is judged, and what kind of
answer was made of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import get_args

from bot.chat.messages import Ground
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.lists import lists
from bot.dialogue.phrases import DENIED
from bot.dialogue.refusals.judgement import Ground as Reason
from bot.dialogue.refusals.judgement import Judgement
from bot.intents.matcher import Match
from bot.intents.recogniser import NONE
from bot.intents.utterance import Utterance
from knowledge.retrieval.linear import Row
from knowledge.retrieval.seeking import SHOWN, STRICT, contradictions, seeking, shown

Likely = Mapping[str, float]
_RESTS = 3  # passages
_LEAST = 0.001
_NONE = Match("", "", 0.0, 0.0, 0.0, ())


def evidence(brain: Brain, utterance: Utterance, answer: Answer, likely: Likely) -> Row:
    """Return the evidence for an answer to a question, by name; `likely` tells how likely each
    sentence is to answer (`likely_of`).
    """
    facts, gaps, intents = (
        [m for m in answer.fits if m.kind == kind] for kind in ("fact", "gap", "intent")
    )
    mine = next((m for m in answer.fits if m.key == answer.intent), None)
    return {
        **_of_answer(brain, answer),
        **_of_match(mine or next(iter(facts), _NONE), facts, gaps, intents),
        **_of_judgement(brain, utterance, facts, gaps),
        **_of_question(utterance),
        **_of_kind(brain, utterance, answer),
        **_of_sentences(answer, likely),
    }


def _of_answer(brain: Brain, answer: Answer) -> Row:
    """Return what kind of answer it is, and how sure it is of itself."""
    route = "gap" if answer.intent in brain.report.gaps else answer.intent
    routes = ("gap", DENIED, "statements", "refusal")
    grounds: tuple[Ground, ...] = get_args(Ground)
    return {
        **{f"route_{name}": float(route == name) for name in routes},
        "route_list": float(route in lists.WEIGHED),
        **{f"ground_{name}": float(answer.ground == name) for name in grounds if name},
        "confidence": answer.confidence,
        "parts": float(len(answer.parts)),
    }


def _of_match(
    mine: Match, facts: Sequence[Match], gaps: Sequence[Match], intents: Sequence[Match]
) -> Row:
    """Return how well what the answer is made of fits the question, and by how much better than
    all else.
    """

    def lead(others: Sequence[Match]) -> float:
        return mine.score - max((m.score for m in others if m.key != mine.key), default=0.0)

    return {
        "score": mine.score,
        "likeness": mine.likeness,
        "cover": mine.cover,
        "missing": float(len(mine.missing)),
        "lead_facts": lead(facts),
        "lead_gaps": lead(gaps),
        "lead_intents": lead(intents),
    }


def _of_judgement(
    brain: Brain, utterance: Utterance, facts: Sequence[Match], gaps: Sequence[Match]
) -> Row:
    """Return how the best fact is judged, beside the best gap."""
    gap = next(iter(gaps), None)
    judged = brain.judge.judge(utterance, facts[0], gap) if facts else Judgement(_NONE, 0.0)
    reasons: tuple[Reason, ...] = get_args(Reason)
    return {
        "judged": judged.confidence,
        **{f"judged_{name or 'holds'}": float(judged.ground == name) for name in reasons},
        "loose": judged.loose,
        "faint": float(judged.faint),
        "faint_beside": float(judged.faint_beside),
        "spoken": float(judged.spoken),
        "told": float(judged.told),
        "deed": float(judged.deed),
        "unsaid": float(utterance.has("c:say") and not judged.deed),
    }


def _of_question(utterance: Utterance) -> Row:
    """Return how a question is built."""
    content = utterance.content
    return {
        "polar": float(utterance.polar),
        "negated": float(utterance.negated),
        "elliptic": float(utterance.elliptic),
        "asks": float(len(utterance.asks)),
        "content": float(len(content)),
        "unknown": float(sum(not f.known for f in content)),
        "outside": float(len(utterance.outside)),
        "strange": float(len(utterance.strange)),
        "order": float(utterance.has("c:after", "c:before")),
        "alternative": float(utterance.alternative >= 0),
    }


def _of_kind(brain: Brain, utterance: Utterance, answer: Answer) -> Row:
    """Return whether what the answer rests on shows the kind of thing sought, and what of it
    contradicts the question.
    """
    written = brain.report.file.language
    text = " ".join(p.text for p in answer.passages[:_RESTS])
    kind = seeking(utterance.lang).kind(utterance.text)
    here = any(shown(written, each, text) for each in SHOWN.get(kind, ()))
    strict = kind in STRICT or kind in {"reason", "words", "role"}
    return {
        "kind_here": float(strict and here),
        "kind_lacking": float(strict and not here),
        **contradictions(utterance.text, utterance.lang, text, written),
    }


def likely_of(brain: Brain, utterance: Utterance) -> Likely:
    """Return how likely each sentence of a report is to answer a question, and none of them, by
    what was learned of the report; empty where nothing was.
    """
    return brain.recogniser.likely(utterance) if brain.recogniser else {}


def _of_sentences(answer: Answer, likely: Likely) -> Row:
    """Return how likely what the answer rests on is to answer, another sentence, and none; as
    log-odds.
    """
    if not likely:
        return {}
    mine = {p.place for p in answer.passages[:_RESTS]}
    here = sum(likely.get(each, 0.0) for each in mine)
    first = max((likely.get(each, 0.0) for each in mine), default=0.0)
    other = max(chance for each, chance in likely.items() if each not in mine | {NONE})
    return {
        "sentence_here": _odds(here),
        "sentence_ahead": _odds(first) - _odds(other),
        "sentence_none": _odds(likely[NONE]),
    }


def _odds(chance: float) -> float:
    """Return a chance as log-odds, of at most one to a thousand either way."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return log(kept / (1 - kept))
