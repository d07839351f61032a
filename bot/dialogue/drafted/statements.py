"""What somebody said about something, as a drafted report tells it: their own statements on it, or
that there are none.
"""

from __future__ import annotations

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.vocabulary import name_of
from bot.intents.marks import SAYING
from bot.intents.utterance import Utterance
from knowledge.language.words import tokens
from knowledge.model import Passage
from knowledge.retrieval.grounds import HELD
from knowledge.retrieval.index import Index
from knowledge.retrieval.matching import match
from knowledge.retrieval.question import read

_WORDS = SAYING | {
    "c:announce",
    "c:quote",
    "c:verbatim",
    "c:sentence",
    "c:statement",
    "c:discuss",
    "c:stress",
    "c:mention",
}
_ENOUGH = 0.5
_SHOWN = 3
_SURE, _NOT = 0.85, 0.1


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return what somebody said about what a question names, or that they did not speak of it; None
    where it asks for no such words, or for all of them.
    """
    key, index = utterance.speaker, brain.sentences
    speaker = brain.report.entities.get(key or "")
    called = (
        {
            t
            for words in (*speaker.name.values(), *(speaker.role or {}).values())
            for t in tokens(words)
        }
        if speaker
        else set()
    )
    about = " ".join(
        f.surface
        for f in utterance.content
        if f.key not in _WORDS and f.key != f"n:{key}" and not set(tokens(f.surface)) <= called
    )
    subject = read(about, utterance.lang)
    if (
        index is None
        or key is None
        or key not in brain.report.entities
        or not utterance.asks <= {"q_what", "q_which", "q_how"}
        or utterance.polar
        or not subject.content
    ):
        return None
    spoken = _spoken(brain, index, key)
    if not spoken:
        return None
    held, total = match(index, subject).held, sum(subject.counts)
    shares = {
        n: sum(c * (s >= HELD) for c, s in zip(subject.counts, held.get(n, ()), strict=False))
        / total
        for n in spoken
    }
    asking = {n: _question_before(brain, index, n, spoken) for n in spoken}
    wider = {
        n: sum(c * (s >= HELD) for c, s in zip(subject.counts, held.get(q, ()), strict=False))
        / total
        if q is not None
        else 0.0
        for n, q in asking.items()
    }
    best = max(*shares.values(), *wider.values())
    if best < _ENOUGH:
        return _silent(brain, utterance, key, spoken)
    own = [n for n in spoken if shares[n] == best]
    chosen = own or [n for n in spoken if wider[n] == best]
    passages = tuple(dict.fromkeys(spoken[n] for n in chosen[:_SHOWN]))
    return Answer(
        "answered",
        utterance.lang,
        tuple(Part("", (p,)) for p in passages),
        "passage",
        confidence=_SURE,
        names=(key,),
    )


def _spoken(brain: Brain, index: Index, key: str) -> dict[int, Passage]:
    """Return the sentences in which somebody speaks, by their number in the index."""
    starts = {
        p.start: p
        for f in brain.report.facts.values()
        if f.speaker == key
        for p in brain.report.passages_of([f])
    }
    return {
        n: p
        for n, line in enumerate(index.lines)
        for start, p in starts.items()
        if line.start <= start < line.end
    }


def _question_before(
    brain: Brain, index: Index, number: int, spoken: dict[int, Passage]
) -> int | None:
    """Return the number of the question that a sentence and those spoken before it answer, as in an
    interview, or None.
    """
    while number - 1 in spoken:
        number -= 1
    ahead = number - 1
    return (
        ahead
        if ahead >= 0
        and brain.report.text[index.lines[ahead].start : index.lines[ahead].end]
        .rstrip("»”\"'*_ \u00a0")
        .endswith("?")
        else None
    )


def _silent(brain: Brain, utterance: Utterance, key: str, spoken: dict[int, Passage]) -> Answer:
    """Return that the report gives no words of somebody on that, with what they did say."""
    say = brain.languages[utterance.lang]
    parts = (
        Part(say("not_said_of", name=name_of(brain.report, key, utterance.lang))),
        Part(say("text_nearest"), (spoken[min(spoken)],)),
    )
    return Answer(
        "not_in_report",
        utterance.lang,
        parts,
        "refusal",
        confidence=_NOT,
        names=(key,),
        ground="speaker",
    )
