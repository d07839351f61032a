"""Telling: which facts of a report need no telling any more, once others have been told."""

from __future__ import annotations

from collections.abc import Collection

from knowledge.language.words import tokens
from knowledge.model import Fact, Report


class Telling:
    """What has been told of a report so far; the headline of each edition tells what its frame
    alone is about.
    """

    def __init__(self, report: Report, told: Collection[Fact] = ()) -> None:
        """Begin with some facts told, or none."""
        self._report = report
        self._sentences = {
            f.id: frozenset((p.paragraph, p.sentence) for p in report.passages_of([f]))
            for f in report.facts.values()
        }
        self.told: dict[str, Fact] = {}
        self.tell(told)

    def copy(self) -> Telling:
        """Return another of the same state."""
        return Telling(self._report, tuple(self.told.values()))

    def tell(self, facts: Collection[Fact]) -> None:
        """Note facts as told."""
        self.told |= {f.id: f for f in facts}

    def is_new(self, fact: Fact) -> bool:
        """Whether a fact is still to be told: neither told, nor said by the headline, nor summed up
        by what was told of its sentence.
        """
        framed = (
            not fact.topics
            and not fact.speaker
            and set(fact.entities) <= set(self._report.file.frame)
        )
        if fact.id in self.told or (framed and not self._report.file.drafted):
            return False
        # Drafted facts of one sentence are all told in its own words.
        if any(other.claim == fact.claim for other in self.told.values()):
            return False
        return not self._summed_up(
            fact,
            [o for o in self.told.values() if self._sentences[fact.id] & self._sentences[o.id]],
        )

    def _summed_up(self, fact: Fact, beside: list[Fact]) -> bool:
        """Whether facts told of the same sentence tell a fact too."""
        around = [o for o in beside if self._sentences[fact.id] <= self._sentences[o.id]]
        if fact.kind == "agenda":
            return bool(fact.topics) and set(fact.topics) <= {
                t for o in around if o.kind == fact.kind for t in o.topics
            }
        if fact.kind in {"date", "place"}:
            return any({"when", "where"} & set(fact.gives) & set(o.gives) for o in beside)
        if fact.kind == "role":
            return any(self._names_office(fact, o) for o in beside)
        return fact.kind in {"attendance", "session"} and any(
            set(fact.entities) <= set(o.entities) for o in around
        )

    def _names_office(self, fact: Fact, other: Fact) -> bool:
        """Whether another fact names the office of which a fact tells, in half its words at
        least.
        """
        own = self._report.file.language
        roles = [self._report.entities[e].role for e in fact.entities[:1] if e in other.entities]
        words = {w for role in roles if role for w in tokens(role[own])}
        return bool(words) and 2 * len(words & set(tokens(other.claim[own]))) >= len(words)

    def is_wide(self, fact: Fact) -> bool:
        """Whether a fact only sums up what others tell more closely, one by one, of the same
        sentence.
        """
        closer = [
            o
            for o in self._report.facts.values()
            if o.kind == fact.kind
            and set(o.topics) < set(fact.topics)
            and self._sentences[o.id] == self._sentences[fact.id]
        ]
        return len(fact.topics) > 1 and set(fact.topics) <= {t for o in closer for t in o.topics}

    def beside(self, facts: Collection[Fact]) -> list[Fact]:
        """Return the other facts of the same sentences that are not wide, those still to be told
        first.
        """
        wanted = {s for f in facts for s in self._sentences[f.id]}
        found = [
            f
            for f in self._report.facts.values()
            if f not in facts and wanted & self._sentences[f.id] and not self.is_wide(f)
        ]
        return sorted(found, key=lambda f: not self.is_new(f))
