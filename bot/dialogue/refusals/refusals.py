"""Refusals: what the report does not say, with the nearest that it does."""

from __future__ import annotations

from bot.chat.messages import Ground
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.days import span_name
from bot.dialogue.phrases import DENIED, say, setting
from bot.dialogue.refusals import denials
from bot.dialogue.refusals.grounds import ground_of
from bot.dialogue.refusals.judgement import Judgement
from bot.dialogue.vocabulary import name_of
from bot.intents.marks import SAYING
from bot.intents.matcher import Match
from bot.intents.utterance import Utterance
from knowledge.model import Fact

_NEAR, _NEAR_COVER, _FAR = 0.3, 0.3, 0.85
_SILENT = 0.1
_SQUARE = 0.16
_RARE = 0.4
_LONG = 800
_NAME = 40
# What is asked of anybody about anything, so that a fact with nothing else of a question has
# nothing to do with it.
_BARE = SAYING | {"c:discuss", "c:mention", "c:absent"}


def not_understood(brain: Brain, utterance: Utterance) -> Answer:
    """Return the reply to what is no question that can be read."""
    return say(brain, utterance.lang, "not_understood", "not_understood")


def gap(brain: Brain, utterance: Utterance, match: Match) -> Answer:
    """Return what the report leaves open, as its editor wrote it down, with the passages that come
    nearest.
    """
    hole = brain.report.gaps[match.key]
    facts = [brain.report.facts[f] for f in hole.see]
    part = Part(hole.claim[utterance.lang], brain.report.passages_of(facts))
    return Answer(
        "not_in_report",
        utterance.lang,
        (part,),
        hole.id,
        facts=hole.see,
        confidence=max(0.0, min(0.3, 1 - match.score)),
        names=_names(facts),
        ground="attribute" if hole.needs else "absent",
    )


def silent(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return that somebody whose words a question asks for is not quoted, or None where it asks for
    no such words.
    """
    key = utterance.speaker
    if key is None or any(f.speaker == key for f in brain.report.facts.values()):
        return None
    if (
        {"m", "f"} & set(utterance.pronouns)
        and brain.report.entities[key].type != "person"
        and not _is_repeated(brain, utterance, key)
    ):
        return None
    if key not in brain.report.entities or key in brain.report.file.frame:
        return None
    return unquoted(brain, utterance.lang, key)


def _is_repeated(brain: Brain, utterance: Utterance, key: str) -> bool:
    """Whether a pronoun only repeats a name before it ("and A, what did it say?")."""
    at = next((f.at for f in utterance.features if f.key == f"n:{key}"), -1)
    pronouns = brain.languages[utterance.lang].marks["pronouns"]
    return at >= 0 and any(
        pronouns.get(t.text) in {"m", "f"} for t in utterance.words[at + 1 : at + 2]
    )


def unquoted(brain: Brain, lang: str, key: str) -> Answer | None:
    """Return that somebody is named but not quoted, with what the report does say of them; None for
    those it quotes.
    """
    report, say = brain.report, brain.languages[lang]
    if any(f.speaker == key for f in report.facts.values()):
        return None
    about = [f for f in report.facts.values() if key in f.entities and f.kind != "role"][:2]
    name = name_of(report, key, lang)
    parts = [Part(say("not_quoted", name=name))]
    for i, fact in enumerate(about):
        claim = fact.claim[lang]
        parts.append(
            Part(say("does_say", claim=claim) if i == 0 else claim, report.passages_of([fact]))
        )
    return Answer(
        "not_in_report",
        lang,
        tuple(parts),
        "statements",
        facts=tuple(f.id for f in about),
        confidence=0.05,
        names=(key,),
        ground="speaker",
    )


def one_day_only(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return that the report does not say who was there on one day and not on another, or None for
    any other question.
    """
    days = {f.key for f in utterance.features if f.key.startswith("d:")}
    if (
        "q_who" not in utterance.asks
        or not utterance.negated
        or len(days) < 2  # noqa: PLR2004 - one day against another
        or not utterance.has("c:attend")
    ):
        return None
    return Answer(
        "not_in_report",
        utterance.lang,
        (Part(brain.languages[utterance.lang]("not_said")),),
        "refusal",
        confidence=_SILENT,
        ground="absent",
    )


def is_clear(answer: Answer) -> bool:
    """Whether a refusal rests on a gap that the question hits squarely."""
    return answer.verdict == "not_in_report" and bool(answer.facts) and answer.confidence < _SQUARE


def is_denial(answer: Answer) -> bool:
    """Whether an answer says no to what a question takes to be so."""
    return answer.intent == DENIED


def refuse(brain: Brain, utterance: Utterance, judged: list[Judgement]) -> Answer:
    """Return why the report does not answer, and the nearest that it says."""
    best = judged[0] if judged else None
    if (
        not any(f.known for f in utterance.features)
        and not utterance.outside
        and not utterance.strange
        and not utterance.readable
    ):
        return not_understood(brain, utterance)
    say = brain.languages[utterance.lang]
    no = denials.denied(brain, utterance, judged)
    if no:
        return no
    if utterance.has("c:discuss") and not utterance.outside:
        unheard = next(
            (
                a
                for n in utterance.names
                if n.kind == "person" and (a := unquoted(brain, utterance.lang, n.key))
            ),
            None,
        )
        if unheard:
            return unheard
    reason = _reason(brain, utterance, best)
    near = _nearest(brain, utterance, judged)
    parts = [Part(reason)]
    for i, fact in enumerate(near):
        claim = fact.claim[utterance.lang]
        name = (
            name_of(brain.report, best.feature.key.partition(":")[2], utterance.lang)
            if best and best.feature
            else ""
        )
        told = (
            say("nearest", claim=claim)
            if i == 0
            else say("of_name", claim=claim, name=name)
            if name
            else claim
        )
        parts.append(Part(told, brain.report.passages_of([fact])))
    while (
        len(parts) > 2  # noqa: PLR2004 - the reason and the nearest stay
        and sum(len(p.claim) + sum(len(x.text) for x in p.passages) for p in parts) > _LONG
    ):
        parts.pop()
    confidence = best.confidence if best else 0.02
    return Answer(
        "not_in_report",
        utterance.lang,
        tuple(parts),
        "refusal",
        facts=tuple(f.id for f in near),
        confidence=min(0.3, confidence),
        names=_names(near),
        ground=_ground(utterance, best),
    )


def _ground(utterance: Utterance, best: Judgement | None) -> Ground:
    """Return the ground of the reason that `_reason` gives."""
    if utterance.outside:
        return "entity"
    if best is None or not (best.ground == "outside" or _touches(best)):
        return "absent"
    return ground_of(best)


def _reason(brain: Brain, utterance: Utterance, best: Judgement | None) -> str:
    lang = utterance.lang
    say = brain.languages[lang]
    if utterance.outside:
        names = [brain.outside[n.key][lang] for n in utterance.outside]
        return (
            say("not_mentioned_many", first=names[0], second=names[1])
            if len(names) > 1
            else say("not_mentioned", name=names[0])
        )
    if best and best.ground == "outside" and best.feature:
        return say("not_mentioned", name=best.feature.surface[:_NAME])
    if best is None or not _touches(best):
        return say("other_subject", **setting(brain, lang))
    if best.ground in {"words", ""}:
        return say("not_said")
    key = best.feature.key if best.feature else ""
    shown = name_of(brain.report, key.partition(":")[2], lang)
    if best.ground == "name" and shown:
        return say("not_said_of", name=shown)
    plain = {
        "date": "no_date",
        "figure": "no_figure",
        "kind": {"c:often": "not_howmany", "c:since": "not_when"}.get(key)
        or "not_" + key.removeprefix("c:q_"),
    }
    spoken = plain.get(best.ground, "not_said")
    if spoken == "no_date" and not brain.report.file.days:
        spoken = "no_date_undated"
    return say(spoken, days=span_name(brain.report.file.days, say))


def _touches(best: Judgement) -> bool:
    """Whether the best fact has anything to do with the question."""
    return best.match.score > _NEAR and best.match.cover > _NEAR_COVER and best.loose < _FAR


def _nearest(brain: Brain, utterance: Utterance, judged: list[Judgement]) -> list[Fact]:
    """Return the fact that comes nearest and, where a name stands in the way, the fact that tells
    most of it.

    None comes near that shares no more with the question than that somebody says something or is
    absent; and to one about somebody whom the report does not mention, only what tells itself two
    things of those asked, or one as few others do.
    """
    if not judged or not _touches(judged[0]):
        return []
    lacking = _BARE | {f.key for f in judged[0].match.missing}
    shared = [f for f in utterance.content if f.key not in lacking and not f.key.startswith("x:")]
    if utterance.outside:
        own = brain.matcher.told[brain.matcher.numbers[judged[0].match.key]]
        shared = [f for f in shared if not f.key.startswith("c:") or f.key in own]
        shared = (
            shared
            if len(shared) > 1 or any(brain.matcher.weight(f.key) > _RARE for f in shared)
            else []
        )
    if not shared:
        return []
    best = judged[0]
    near = [brain.report.facts[best.match.key]]
    if best.ground == "name" and best.feature:
        key = best.feature.key
        told = (
            brain.report.facts[other.match.key]
            for other in judged[1:]
            if all(f.key != key for f in other.match.missing)
        )
        about = (
            f
            for f in (*told, *brain.report.facts.values())
            if key.startswith("d:") or key.partition(":")[2] in {*f.entities, *f.topics, f.session}
        )
        near += [next(about, near[0])]
    return list({f.id: f for f in near}.values())


def _names(facts: list[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e for f in facts for e in f.entities))
