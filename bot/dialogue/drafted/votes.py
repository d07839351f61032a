"""Who voted how and who was absent, as a drafted report tells it: the facts that name them, in
whatever language it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.lists import layout
from bot.intents.utterance import Utterance
from knowledge.model import Fact
from knowledge.retrieval.grounds import HELD
from knowledge.retrieval.index import Index
from knowledge.retrieval.matching import match
from knowledge.retrieval.question import read

_ABSTAINED = "abstained"
# What of a question about a vote does not tell which vote is meant.
_VOTING = frozenset(
    {
        "c:vote",
        "c:decide",
        "c:success",
        "c:absent",
        "c:disagree",
        "c:meeting",
        "c:attend",
        "c:refuse",
        "c:person",
        "c:country",
    }
)
_LABEL = 30
_BEFORE = 3  # paragraphs before a vote's own in which its subject may stand
_LITTLE = 0.1


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the answer to a question who voted how, how a vote ended or who was absent; None for
    another question, and where the report tells of no such thing.
    """
    return _absent(brain, utterance) or _voted(brain, utterance)


def _absent(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return who was absent; of somebody named, that they were, also where it is asked whether they
    were there.
    """
    away = _of_kind(brain, "absence")
    people = {n.key for n in utterance.names if n.kind == "person"}
    excused = _says(utterance, brain.languages[utterance.lang].marks["excused"])
    if people:
        those = [f for f in away if people & set(f.entities)]
        return (
            _told(brain, utterance, those)
            if excused
            or utterance.has("c:absent")
            or (utterance.polar and utterance.has("c:attend"))
            else None
        )
    wanted = excused or utterance.has("c:absent")
    return (
        _told(brain, utterance, away, holds=bool(away))
        if wanted and utterance.asks == {"q_who"} and not utterance.outside
        else None
    )


def _voted(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return who voted on the side that is asked for, how somebody voted, or how a vote ended."""
    votes = _of_kind(brain, "vote")
    side = _side(brain, utterance)
    if not votes or not (utterance.has("c:vote") or side == _ABSTAINED):
        return None
    voters = {n.key for n in utterance.names if n.kind in {"person", "country", "organisation"}}
    about, told = _about(brain, utterance, votes)
    if (
        voters
        and not utterance.outside
        and utterance.asks <= {"q_how", "q_what", "q_which", "q_who"}
    ):
        theirs = [
            f
            for f in told
            if voters & set(f.entities) and set(f.gives) & {"favour", "against", _ABSTAINED}
        ]
        right = [f for f in theirs if not side or side in f.gives]
        return _told(brain, utterance, right or theirs, holds=bool(right))
    if "q_who" in utterance.asks and side:
        named = [f for f in told if side in f.gives]
        return _told(brain, utterance, named or (told if about else votes), holds=bool(named))
    counted = [f for f in told if any(c.isdigit() for c in f.clauses[0])]
    return (
        _told(brain, utterance, counted or told)
        if utterance.has("c:success")
        and utterance.asks <= {"q_what", "q_which"}
        and not utterance.polar
        else None
    )


def _about(brain: Brain, utterance: Utterance, votes: list[Fact]) -> tuple[bool, list[Fact]]:
    """Return whether a question says which vote it means, and the votes that it may mean: those
    beside whose words stand most of its own.
    """
    sides = {
        w
        for words in brain.languages[utterance.lang].marks["sides"].values()
        for phrase in words
        for w in phrase.split()
    }
    words = [
        f.surface
        for f in utterance.content
        if f.key not in _VOTING and f.key[:2] != "n:" and f.surface.casefold() not in sides
    ]
    subject = read(" ".join(words), utterance.lang)
    if not subject.content or brain.sentences is None:
        return False, votes
    held = match(brain.sentences, subject).held
    # A bare list of voters ("Against: …") has its subject some paragraphs before it.
    near = {
        f.id: _share(
            brain, brain.sentences, held, f, _BEFORE if ":" in f.clauses[0][:_LABEL] else 0
        )
        for f in votes
    }
    most = max(near.values())
    return True, [f for f in votes if near[f.id] == most and most > 0]


def _share(
    brain: Brain, index: Index, held: dict[int, list[float]], fact: Fact, before: int
) -> float:
    """Return how many of the words asked about stand in a fact's paragraph, or in some before
    it.
    """
    start = brain.report.passages_of([fact])[0].start
    place = next((line.paragraph for line in index.lines if line.start <= start < line.end), 0)
    rows = [
        held[n]
        for n, line in enumerate(index.lines)
        if place - before <= line.paragraph <= place and n in held
    ]
    return (
        float(sum(any(row[n] >= HELD for row in rows) for n in range(len(rows[0]))))
        if rows
        else 0.0
    )


def _side(brain: Brain, utterance: Utterance) -> str:
    """Return the side of a vote that a question names ("favour", "against", "abstained"), "" for
    none.
    """
    return next(
        (
            side
            for side, words in brain.languages[utterance.lang].marks["sides"].items()
            if _says(utterance, words)
        ),
        "",
    )


def _says(utterance: Utterance, phrases: Iterable[str]) -> bool:
    """Whether a message holds one of some phrases."""
    flat = f" {' '.join(t.text for t in utterance.words)} "
    return any(f" {phrase} " in flat for phrase in phrases)


def _of_kind(brain: Brain, kind: str) -> list[Fact]:
    """Return the report's facts of a kind, one a passage."""
    return list({f.clauses: f for f in brain.report.facts.values() if f.kind == kind}.values())


def _told(
    brain: Brain, utterance: Utterance, facts: list[Fact], *, holds: bool = True
) -> Answer | None:
    """Return facts as the answer, or, where they do not hold it, as the nearest that the report
    says; None where there are none.
    """
    if holds:
        return layout.told(brain, utterance, "list_timeline", facts) if facts else None
    say = brain.languages[utterance.lang]
    parts = [Part(say("text_not_said"))]
    if facts:
        parts.append(Part(say("text_nearest"), brain.report.passages_of(facts[:1])))
    return Answer(
        "not_in_report",
        utterance.lang,
        tuple(parts),
        "refusal",
        confidence=_LITTLE,
        ground="absent",
    )
