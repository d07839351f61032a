"""Names of a draft: people and bodies as entries of report.yaml, none sharing a form with
another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from knowledge.drafting.bodies import Body
from knowledge.drafting.manuscript import Mention
from knowledge.drafting.people import Person
from knowledge.drafting.spelling import spellings
from knowledge.language.grammar import without_article
from knowledge.language.words import fold


@dataclass
class Names:
    """The entities of a draft, by key, and where each is named; an entity whose name another holds
    already is that other.
    """

    lang: str
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: list[tuple[int, int, str]] = field(default_factory=list)
    _owner: dict[str, str] = field(default_factory=dict)
    _same: dict[str, str] = field(default_factory=dict)

    def person(self, person: Person, mentions: Iterable[Mention]) -> None:
        """Add a person."""
        entry: dict[str, Any] = {
            "id": person.key,
            "type": "person",
            "name": {self.lang: person.name},
        }
        if person.role:
            entry["role"] = {self.lang: person.role}
        if person.gender:
            entry["gender"] = person.gender
        known = set(map(fold, person.forms))
        more = {fold(s): s for form in person.forms for s in spellings(form)}
        others = [written for folded, written in more.items() if folded not in known]
        self._add(entry, {person.name}, (*person.forms, *others), person.sure)
        self.places += [(m.start, m.end, person.key) for m in mentions if m.key == person.key]

    def role(self, key: str, words: str, sure: float) -> str:
        """Add somebody whom the text names by a role alone; return their key."""
        slug = "-".join(re.findall(r"[a-z0-9]+", fold(words)))
        if key not in self._same:
            self._add({"id": slug, "type": "person", "name": {self.lang: words}}, {words}, (), sure)
            self._same.setdefault(key, self._same.get(slug, slug))
        return self._same[key]

    def body(self, body: Body, named: Iterable[Mention], more: Iterable[str]) -> None:
        """Add a body, country, place or event; `more` are forms that people use for it and the text
        does not.
        """
        shown = {lang: str(name) for lang, name in body.names.items()}
        self._add(
            {"id": body.key, "type": body.type, "name": shown},
            set(shown.values()),
            (*body.forms, *more),
            body.sure,
        )
        self.places += [(n.start, n.end, body.key) for n in named if n.key == body.key]

    def key(self, key: str) -> str:
        """Return the key under which an entity was added."""
        return self._same.get(key, key)

    def holds(self, form: str) -> bool:
        """Whether a form names an entity."""
        return _bare(form) in self._owner

    def within(self, start: int, end: int) -> list[str]:
        """Return the keys of what is named within a span, in its order."""
        found = sorted((a, self.key(k)) for a, b, k in self.places if start <= a and b <= end)
        return list(dict.fromkeys(k for _, k in found if k in self.entries))

    def _add(
        self, entry: dict[str, Any], names: set[str], forms: Iterable[str], sure: float
    ) -> None:
        key = str(entry["id"])
        holder = next((self._owner[f] for f in map(_bare, names) if f in self._owner), None)
        if holder or key in self.entries:
            self._same[key] = holder or key
            return
        for name in names:
            self._owner[_bare(name)] = key
        aliases = [
            f
            for f in dict.fromkeys(forms)
            if _bare(f) and self._owner.setdefault(_bare(f), key) == key and f not in names
        ]
        entry["aliases"] = {self.lang: aliases} if aliases else {}
        entry["sure"] = round(sure, 2)
        self.entries[key] = entry
        self._same[key] = key


def _bare(name: str) -> str:
    """Return a name as two are compared: folded, without an article before it."""
    return fold(without_article(name, capital=True))
