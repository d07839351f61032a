"""How facts are laid out in a list: each above its passage, or in lines with these folded away."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.lists.slots import Slots
from bot.intents.utterance import Utterance
from knowledge.model import Fact, Passage

# From how many characters a list shows lines with paragraphs, its passages folded.
_LONG = 800


def _parts(brain: Brain, lang: str, facts: list[Fact]) -> tuple[Part, ...]:
    """Return a part for each passage, with the facts that rest on it."""
    groups: dict[tuple[Passage, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(brain.report.passages_of([fact]), []).append(fact)
    told = {found: "\n".join(f.claim[lang] for f in group) for found, group in groups.items()}
    return tuple(Part(claims, found) for found, claims in told.items())


def folded(brain: Brain, lang: str, facts: list[Fact], heading: str) -> Part:
    """Return facts as lines, each with its paragraph, and their passages below."""
    lines = [f"– {f.claim[lang]} (§ {brain.report.passages_of([f])[0].paragraph})" for f in facts]
    return Part("\n".join((heading, *lines)), brain.report.passages_of(facts), folded=True)


def told(
    brain: Brain, utterance: Utterance, key: str, facts: Iterable[Fact], **values: object
) -> Answer | None:
    """Return an answer that lists facts under the heading `key`, in which `values` are set, or None
    where there are none.
    """
    return listed(brain, Slots.of(brain, utterance), key, facts, **values)


def listed(
    brain: Brain, slots: Slots, key: str, facts: Iterable[Fact], **values: object
) -> Answer | None:
    """Return an answer that lists facts under a heading, or None where there are none."""
    # of a draft, several facts may say the same sentence
    chosen = list({str(f.claim): f for f in facts}.values())
    if not chosen:
        return None
    heading = brain.languages[slots.lang](key, **values)
    parts = _parts(brain, slots.lang, chosen)
    if len(chosen) > 1:
        long = sum(len(p.claim) + sum(len(x.text) for x in p.passages) for p in parts) > _LONG
        parts = (folded(brain, slots.lang, chosen, heading),) if long else (Part(heading), *parts)
    names = tuple(dict.fromkeys((*slots.names, *(e for f in chosen for e in f.entities))))
    return Answer(
        "answered",
        slots.lang,
        parts,
        key.removeprefix("list_"),
        facts=tuple(f.id for f in chosen),
        confidence=0.9,
        names=names,
    )
