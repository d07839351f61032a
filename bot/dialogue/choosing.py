"""Choosing: which of the facts and gaps that fit a question answers it."""

from __future__ import annotations

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain, people_of
from bot.dialogue.days import day_name
from bot.dialogue.refusals import denials, refusals
from bot.dialogue.refusals.judgement import Judgement
from bot.intents.matcher import PARTS, Match
from bot.intents.utterance import Utterance
from knowledge.language.words import tokens
from knowledge.model import Fact

_AS_GOOD = 0.03
_STILL_GOOD = 0.12
_GAP_NEAR = 0.10
_GAP_LIKE = 0.5
# How much better a gap must fit than every fact: among questions of our own, beyond this the report
# answers one in twenty.
_GAP_AHEAD = 0.04
# How much worse it may fit where it holds so much more of what is asked.
_GAP_BESIDE, _GAP_APART = 0.08, 0.3
# The same where it holds all that is asked, and the fact does not; and how like it must then be.
_GAP_BESIDE_WHOLE, _GAP_LIKE_WHOLE = 0.12, 0.45
_GAP_COVER = 0.6
# Names of people, parts of the meeting and days.
_WHOSE = frozenset({"n:", "s:", "d:"})
_EXACT = 0.95


def among(brain: Brain, utterance: Utterance, told: list[Match]) -> Answer:
    """Return the answer of the fact that holds, of the gap that a question is about, or why there
    is neither; `told` are best first.
    """
    gap = next((m for m in told if m.kind == "gap" and is_meant(brain, utterance, m)), None)
    facts = [m for m in told if m.kind == "fact"][:6]
    told_all = (
        utterance.polar
        and not utterance.negated
        and bool(facts)
        and facts[0].cover >= _EXACT
        and not facts[0].missing
    )
    seeks = not told_all and (bool(utterance.asks) or utterance.polar or len(utterance.content) > 1)
    if (
        gap
        and seeks
        and utterance.alternative < 0
        and not utterance.outside
        and (_is_squarely(gap, facts) or _contests(brain, utterance, gap, facts))
    ):
        return refusals.gap(brain, utterance, gap)
    judged, held = _judged(brain, utterance, _wider_first(brain, utterance, facts), gap)
    if held:
        ahead = [j for j in judged if not j.holds and j.match.score > held[0].match.score]
        whole = held[0].told and held[0].loose == 0  # it says all that is asked
        no = None if whole else denials.denied(brain, utterance, ahead)
        return no or _answered(brain, utterance, held)
    if gap and judged and judged[0].feature in gap.missing:
        gap = None
    if (
        gap
        and not utterance.outside
        and gap.likeness > _GAP_LIKE
        and gap.cover > _GAP_COVER
        and (not facts or gap.score > facts[0].score - _GAP_NEAR)
    ):
        return refusals.gap(brain, utterance, gap)
    return refusals.refuse(brain, utterance, judged)


def is_meant(brain: Brain, utterance: Utterance, gap: Match) -> bool:
    """Whether a question may be about a gap: it seeks a kind of answer that the gap needs, and
    names nobody but those of whom its claim speaks.
    """
    asked, told = people_of(utterance), brain.subjects[gap.key]
    return all(f"q_{kind}" in utterance.asks for kind in brain.report.gaps[gap.key].needs) and (
        not asked or not told or bool(asked & told)
    )


def _sets(brain: Brain, fact: Fact) -> set[str]:
    """Return the features that set a fact's session apart: its day, its part of it, itself and
    whoever is no more than its guest.
    """
    session = brain.report.sessions[fact.session or ""]
    names = {
        f"n:{e}" for e in (*session.entities, *fact.entities) if e not in brain.report.file.frame
    }
    times = {
        f"d:{session.day.isoformat()}",
        f"s:{session.id}",
        "c:last",
        "c:finish",
        *(k for k, part in PARTS.items() if part == session.part),
    }
    return times | names | {f"t:{t}" for t in fact.topics}


def _judged(
    brain: Brain, utterance: Utterance, facts: list[Match], gap: Match | None
) -> tuple[list[Judgement], list[Judgement]]:
    """Return the judgements of facts, as far as they are needed, and those by which one answers:
    the first, and one about as good.
    """
    judged: list[Judgement] = []
    held: list[Judgement] = []
    best = max((m.score for m in facts), default=0.0)
    for match in facts:
        if len(held) > 1 or (held and match.score < held[0].match.score - _AS_GOOD):
            break
        judged.append(brain.judge.judge(utterance, match, gap))
        if judged[-1].holds and match.score >= best - _STILL_GOOD:
            held.append(judged[-1])
    return judged, held


def _is_squarely(gap: Match, facts: list[Match]) -> bool:
    """Whether a question is about a gap rather than about any fact: the gap fits it word for word,
    or clearly better.
    """
    ahead = gap.score - (facts[0].score if facts else 0.0)
    if facts and facts[0].likeness >= _EXACT and ahead < _GAP_AHEAD:
        return gap.likeness > facts[0].likeness
    return (gap.likeness >= _EXACT and ahead > 0) or (
        gap.likeness > _GAP_LIKE and ahead > _GAP_AHEAD
    )


def _contests(brain: Brain, utterance: Utterance, gap: Match, facts: list[Match]) -> bool:
    """Whether a gap that fits about as well as the best fact holds more of what tells them apart;
    not where the fact is by the one whose words are asked for.
    """
    whole = bool(facts) and not gap.missing and bool(facts[0].missing)
    if (
        not facts
        or gap.likeness < (_GAP_LIKE_WHOLE if whole else _GAP_LIKE)
        or gap.score < facts[0].score - (_GAP_BESIDE_WHOLE if whole else _GAP_BESIDE)
    ):
        return False
    if utterance.speaker and brain.report.facts[facts[0].key].speaker == utterance.speaker:
        return False
    matcher = brain.matcher
    ours, theirs = (matcher.documents[matcher.numbers[m.key]] for m in (gap, facts[0]))
    # Of whomever it is asked: what is told of nobody is not told of one who is named.
    of_anybody = not utterance.polar and not brain.subjects[gap.key]
    kept = [f for f in utterance.content if not (of_anybody and f.key[:2] in _WHOSE)]
    apart = {
        f.key: matcher.weight(f.key, f.base) * (ours.get(f.key, 0.0) - theirs.get(f.key, 0.0))
        for f in kept
    }
    return sum(apart.values()) > _GAP_APART


def _wider_first(brain: Brain, utterance: Utterance, facts: list[Match]) -> list[Match]:
    """Return facts with one that sums others up before them, where the question names nothing that
    sets one of them apart.
    """
    if not facts:
        return facts
    report, keys = brain.report, {f.key for f in utterance.features}
    best = report.facts[facts[0].key]
    if best.kind == "agenda" and best.session and not _sets(brain, best) & keys:
        near = (m for m in facts[1:] if m.score > facts[0].score - _GAP_NEAR)
        wider = next(
            (
                m
                for m in near
                if report.facts[m.key].kind == "agenda" and not report.facts[m.key].session
            ),
            None,
        )
        return [wider, *(m for m in facts if m is not wider)] if wider else facts
    if "c:topic" in keys and best.kind != "agenda":
        near = (m for m in facts[1:] if m.score > facts[0].score - _GAP_NEAR)
        wanted = next(
            (
                m
                for m in near
                if report.facts[m.key].kind == "agenda"
                and report.facts[m.key].session == best.session
            ),
            None,
        )
        facts = [wanted, *(m for m in facts if m is not wanted)] if wanted else facts
        best = report.facts[facts[0].key]
    own = {
        *(f"t:{t}" for t in best.topics),
        *(f"n:{e}" for e in best.entities if e not in report.file.frame),
    }
    for match in facts[1:]:
        fact = report.facts[match.key]
        sums_up = (
            fact.kind == best.kind
            and len(fact.topics) > len(best.topics)
            and set(best.topics) <= set(fact.topics)
        )
        if sums_up and report.passages_of([fact]) == report.passages_of([best]) and not own & keys:
            return [match, *(m for m in facts if m is not match)]
    return facts


def _answered(brain: Brain, utterance: Utterance, held: list[Judgement]) -> Answer:
    report, lang = brain.report, utterance.lang
    say = brain.languages[lang]
    first = held[0]
    fact = report.facts[first.match.key]
    claim = fact.claim[lang]
    counted = _is_counted_so(brain, utterance, claim)
    if utterance.polar and counted is False and "howmany" in fact.gives:
        claim = say("denied", claim=claim)
    elif "q_when" in utterance.asks and "when" not in fact.gives and fact.day:
        day = day_name(fact.day, say, year=True)
        claim = f"{day[:1].upper()}{day[1:]}. {claim}"
    parts = [Part(claim, report.passages_of([fact]))]
    chosen = [fact.id]
    for other in held[1:2]:
        more = report.facts[other.match.key]
        passages = report.passages_of([more])
        if other.match.score >= first.match.score - _AS_GOOD and set(passages) - set(
            parts[0].passages
        ):
            parts.append(Part(more.claim[lang], passages))
            chosen.append(more.id)
    return Answer(
        "answered",
        lang,
        tuple(parts),
        fact.id,
        facts=tuple(chosen),
        confidence=first.confidence,
        names=fact.entities,
    )


def _is_counted_so(brain: Brain, utterance: Utterance, claim: str) -> bool | None:
    """Return whether a claim holds every number of a question, None where that has none."""
    numbers = brain.languages[utterance.lang].marks["numbers"]
    asked = {numbers[t.text] for t in utterance.words if t.text in numbers}
    asked |= {int(t.text) for t in utterance.words if t.text.isdigit()}
    told = tokens(claim)
    held = {numbers[t] for t in told if t in numbers} | {int(t) for t in told if t.isdigit()}
    return asked <= held if asked else None
