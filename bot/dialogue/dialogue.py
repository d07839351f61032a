"""The dialogue: one message and what was said before, to an answer and what to remember."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import chat, follow, lists, ordinals, reading, refusals, subscribing, suggest, verify
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.days import day_name
from bot.dialogue.evidence import Judgement
from bot.intents.matcher import PARTS, Match
from bot.intents.utterance import Utterance
from bot.subscriptions import Profile
from knowledge.model import Fact

_AS_GOOD = 0.03
_STILL_GOOD = 0.12
_GAP_NEAR = 0.10
_GAP_LIKE = 0.5
# How much better a gap must fit than every fact: among questions of our own, beyond this the report answers one in twenty.
_GAP_AHEAD = 0.04
_GAP_COVER = 0.6
_EXACT = 0.95
_AFFIRMED_COVER, _AFFIRMED_LIKENESS = 0.9, 0.6
_SELF_CONTAINED = 0.75
_UNKNOWN = Profile()


def respond(  # noqa: PLR0913, PLR0917 - what a reply depends on
    brain: Brain, message: str, context: Context, now: float = 0.0, hint: str = "fr", profile: Profile = _UNKNOWN
) -> tuple[Answer, Context]:
    """Answer a message.

    `context` is what this chat remembers, `now` a moment in seconds on the same clock, `hint` the language ("fr" or "en")
    where neither the message nor the chat tells one, `profile` what is kept of the chat. Returns the answer and the chat's new context.
    """
    context = context.fresh(now)
    lang = context.chosen or context.lang or hint
    picked = follow.picked(message, context)
    text = picked or message
    special = subscribing.with_language(chat.command(brain, text, context, lang)) or subscribing.asked(brain, text, lang, profile, context)
    special = special or chat.small_talk(brain, text, lang) or verify.asked(brain, text, lang)
    if special:
        return special, replace(follow.remember(context, None, special, now), pending=special.pending)
    asked = reading.whole(brain, text, lang)
    utterance = brain.analyser.analyse(asked, lang)
    empty = chat.unreadable(brain, text, utterance)
    if empty:
        return empty, context
    answer, understood = _understood(brain, asked, utterance, Context() if picked else context)
    answer = suggest.with_next(brain, answer, context)
    return answer, follow.remember(context, understood, answer, now)


def _understood(brain: Brain, text: str, utterance: Utterance, context: Context) -> tuple[Answer, Utterance]:
    """Return the best answer to a message, as it stands, as it continues the last one, or to the part of it that asks."""
    nth = ordinals.asked(brain, utterance, context)
    if nth:
        return nth, utterance
    if not utterance.content and context.question is None:
        utterance = follow.about_all(brain, utterance)
    answer, understood = _best(brain, utterance, context)
    told, asked = reading.told_first(text) if answer.confidence < _EXACT else ("", "")
    if told and context.question is None:
        after = _after(brain, brain.analyser.analyse(told, utterance.lang), brain.analyser.analyse(asked, utterance.lang))
        if after and after[0].verdict == "answered" and after[0].confidence > _SELF_CONTAINED:
            return after
    if refusals.is_clear(answer):
        return answer, understood
    if answer.verdict != "answered" or answer.confidence < _SELF_CONTAINED or len(utterance.asks) > 1 or not _covers(brain, answer, utterance):
        joined = _joined(brain, text, utterance, context)
        if joined:
            return joined, understood
    if answer.verdict == "answered":
        return answer, understood
    for part in reading.narrower(text):
        narrow = brain.analyser.analyse(part, utterance.lang)
        if not narrow.content or (context.question is not None and (narrow.pronouns or narrow.elliptic)):
            continue
        other = decide(brain, narrow, context)
        if other.verdict == "answered" and other.confidence > _SELF_CONTAINED:
            return other, narrow
    return answer, understood


def _after(brain: Brain, told: Utterance, question: Utterance) -> tuple[Answer, Utterance] | None:
    """Return the answer to a question that is asked of what is told before it, as if that had been asked; None where one of them is not so."""
    if not (question.content and question.asks) or not told.content or told.asks or told.polar or told.outside:
        return None
    given = decide(brain, told, Context())
    return _best(brain, question, Context(question=told, facts=given.facts, names=given.names))


def _covers(brain: Brain, answer: Answer, utterance: Utterance) -> bool:
    """Whether an answer tells of every person, country and topic that a message names."""
    told = [brain.report.facts[f] for f in answer.facts if f in brain.report.facts]
    about = {key for f in told for key in (*f.entities, *f.topics, f.speaker, f.session)}
    return not told or all(n.key in about or n.kind not in {"person", "country", "topic"} for n in utterance.names)


def _joined(brain: Brain, text: str, utterance: Utterance, context: Context) -> Answer | None:
    """Return the answers to several questions in one message, or None where it holds no more than one."""
    if utterance.outside or utterance.strange or utterance.elliptic or utterance.polar:
        return None
    answers: list[Answer] = []
    last: Utterance | None = None
    for part in reading.halves(text, brain.languages[utterance.lang].marks["and"]):
        piece = brain.analyser.analyse(part, utterance.lang, sure=True)
        beside = last is not None and not piece.asks and bool(piece.names)
        last = follow.beside(piece, last) if beside and last else follow.inherit(piece, utterance)
        single = decide(brain, last, context)
        says = beside or piece.asks or single.intent in lists.INTENTS or any(f.key[:2] in {"c:", "w:"} for f in piece.content)
        if not says or single.verdict != "answered":
            return None
        answers.append(single)
    told = {f for a in answers for f in a.facts}
    if len(answers) < 2 or len(told) < 2 or len({a.facts for a in answers}) < len(answers):  # noqa: PLR2004
        return None
    parts = tuple({p.claim: p for a in answers for p in a.parts}.values())
    names = tuple(dict.fromkeys(n for a in answers for n in a.names))
    facts = tuple(dict.fromkeys(f for a in answers for f in a.facts))
    return Answer("answered", utterance.lang, parts, answers[0].intent, facts=facts, confidence=min(a.confidence for a in answers), names=names)


def _best(brain: Brain, utterance: Utterance, context: Context) -> tuple[Answer, Utterance]:
    """Return the answer to a question as it stands or as it continues the last one, and the question so understood."""
    alone = decide(brain, utterance, context)
    for reading_of, sure in follow.continuations(brain, utterance, context):
        other = decide(brain, reading_of, context)
        if follow.prefers(utterance, alone, other, sure=sure):
            return other, reading_of
    return alone, utterance


def decide(brain: Brain, utterance: Utterance, context: Context) -> Answer:
    """Return the answer to an utterance taken by itself."""
    matches = brain.matcher.match(utterance)
    intent = next((m for m in matches if m.kind == "intent"), None)
    if utterance.outside:
        matches = brain.matcher.match(follow.without(utterance, utterance.outside))
    told = [m for m in matches if m.kind != "intent"]
    first = chat.bare_name(brain, utterance) or lists.bare(brain, utterance) or refusals.silent(brain, utterance)
    if first:
        return first
    if intent and (not told or intent.score > told[0].score - lists.bias(intent.key, utterance)):
        listed = chat.answer(brain, utterance, intent) or lists.answer(brain, utterance, intent, context)
        if listed:
            return listed
    if not told:
        return refusals.refuse(brain, utterance, [])
    return _from_facts(brain, utterance, told)


def _from_facts(brain: Brain, utterance: Utterance, told: list[Match]) -> Answer:
    gap = next((m for m in told if m.kind == "gap" and all(f"q_{kind}" in utterance.asks for kind in brain.report.gaps[m.key].needs)), None)
    facts = [m for m in told if m.kind == "fact"][:6]
    seeks = bool(utterance.asks) or utterance.polar or len(utterance.content) > 1
    if gap and seeks and utterance.alternative < 0 and not utterance.outside and _is_squarely(gap, facts):
        return refusals.gap(brain, utterance, gap)
    judged = [brain.judge.judge(utterance, m, gap) for m in _wider_first(brain, utterance, facts)]
    held = [j for j in judged if j.holds and j.match.score >= facts[0].score - _STILL_GOOD]
    if held:
        return _answered(brain, utterance, held)
    if gap and judged and judged[0].feature in gap.missing:
        gap = None
    if gap and not utterance.outside and gap.likeness > _GAP_LIKE and gap.cover > _GAP_COVER and (not facts or gap.score > facts[0].score - _GAP_NEAR):
        return refusals.gap(brain, utterance, gap)
    return refusals.refuse(brain, utterance, judged)


def _sets(brain: Brain, fact: Fact) -> set[str]:
    """Return the features that set a fact's session apart: its day, its part of it, itself and whoever is no more than its guest."""
    session = brain.report.sessions[fact.session or ""]
    names = {f"n:{e}" for e in (*session.entities, *fact.entities) if e not in brain.report.file.frame}
    return {f"d:{session.day.isoformat()}", f"s:{session.id}", "c:last", "c:finish", *(k for k, part in PARTS.items() if part == session.part), *names, *(f"t:{t}" for t in fact.topics)}


def _is_squarely(gap: Match, facts: list[Match]) -> bool:
    """Whether a question is about a gap rather than about any fact: the gap fits it word for word, or clearly better."""
    ahead = gap.score - (facts[0].score if facts else 0.0)
    return (gap.likeness >= _EXACT and ahead > 0) or (gap.likeness > _GAP_LIKE and ahead > _GAP_AHEAD)


def _wider_first(brain: Brain, utterance: Utterance, facts: list[Match]) -> list[Match]:
    """Return facts with one that sums others up before them, where the question names nothing that sets one of them apart."""
    if not facts:
        return facts
    report, keys = brain.report, {f.key for f in utterance.features}
    best = report.facts[facts[0].key]
    if best.kind == "agenda" and best.session and not _sets(brain, best) & keys:
        near = (m for m in facts[1:] if m.score > facts[0].score - _GAP_NEAR)
        wider = next((m for m in near if report.facts[m.key].kind == "agenda" and not report.facts[m.key].session), None)
        return [wider, *(m for m in facts if m is not wider)] if wider else facts
    if "c:topic" in keys and best.kind != "agenda":
        near = (m for m in facts[1:] if m.score > facts[0].score - _GAP_NEAR)
        wanted = next((m for m in near if report.facts[m.key].kind == "agenda" and report.facts[m.key].session == best.session), None)
        facts = [wanted, *(m for m in facts if m is not wanted)] if wanted else facts
        best = report.facts[facts[0].key]
    own = {*(f"t:{t}" for t in best.topics), *(f"n:{e}" for e in best.entities if e not in report.file.frame)}
    for match in facts[1:]:
        fact = report.facts[match.key]
        sums_up = fact.kind == best.kind and len(fact.topics) > len(best.topics) and set(best.topics) <= set(fact.topics)
        if sums_up and report.passages_of([fact]) == report.passages_of([best]) and not own & keys:
            return [match, *(m for m in facts if m is not match)]
    return facts


def _answered(brain: Brain, utterance: Utterance, held: list[Judgement]) -> Answer:
    report, lang = brain.report, utterance.lang
    say = brain.languages[lang]
    first = held[0]
    fact = report.facts[first.match.key]
    claim = str(fact.claim[lang])  # type: ignore[index]
    if _is_affirmed(utterance, first):
        claim = say("affirmed", claim=claim)
    elif "q_when" in utterance.asks and "when" not in fact.gives and fact.day:
        day = day_name(fact.day, say, year=True)
        claim = f"{day[:1].upper()}{day[1:]}. {claim}"
    parts = [Part(claim, report.passages_of([fact]))]
    chosen = [fact.id]
    for other in held[1:2]:
        more = report.facts[other.match.key]
        passages = report.passages_of([more])
        if other.match.score >= first.match.score - _AS_GOOD and set(passages) - set(parts[0].passages):
            parts.append(Part(str(more.claim[lang]), passages))  # type: ignore[index]
            chosen.append(more.id)
    return Answer("answered", lang, tuple(parts), fact.id, facts=tuple(chosen), confidence=first.confidence, names=fact.entities)


def _is_affirmed(utterance: Utterance, judged: Judgement) -> bool:
    """Whether a question of yes or no may be answered "yes": the fact holds all of it, nothing is negated or left open."""
    match = judged.match
    plain = utterance.polar and not utterance.negated and utterance.alternative < 0 and not utterance.elliptic
    return plain and judged.loose == 0 and not judged.faint and match.cover >= _AFFIRMED_COVER and match.likeness >= _AFFIRMED_LIKENESS
