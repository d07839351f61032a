"""/embargo: what is under embargo, and what an editor says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.subscribing.summary import moment
from bot.languages import Language
from bot.sources.embargoes import Embargoed, Embargoes
from knowledge.drafting.embargo import instant
from knowledge.language.grammar import quoted
from knowledge.language.words import fold
from knowledge.loading.embargo import LIFTED_ONLY
from knowledge.loading.loader import load
from knowledge.loading.problems import ReportError


@dataclass(frozen=True)
class Embargo:
    """Answers /embargo; `zone` is that in which hours are told and meant, None for UTC told and
    none meant.
    """

    embargoes: Embargoes
    zone: str | None
    languages: Mapping[str, Language]

    def reply(self, asked: str, say: Language) -> str:
        """Return the reply to what stands behind /embargo, in a language."""
        held = self.embargoes.all()
        verb, _, rest = asked.strip().partition(" ")
        act = self._act(verb)
        if not act:
            return self._listed(held, say)
        name, _, words = rest.strip().partition(" ")
        found = _named(held, name)
        if act == "until":
            return self._until(found.slug if found else name, words, say)
        if found is None:
            return say("edit_embargo_unknown", typed=name[:80] or verb)
        end = found.end if act == "confirm" else None
        return self._settled(found.slug, end, say)

    def _act(self, verb: str) -> str:
        """Return what a word asks to be done, "" for nothing, in whichever language."""
        known = (each.marks["embargo"].items() for each in self.languages.values())
        return next(
            (act for acts in known for act, words in acts if fold(verb) in map(fold, words)), ""
        )

    def _until(self, slug: str, words: str, say: Language) -> str:
        end = instant(words, self.zone, self.embargoes.now())
        if end is None:
            return say("edit_embargo_instant", typed=words[:80], name=slug, zone=self.zone or "UTC")
        return self._settled(slug, end, say)

    def _settled(self, slug: str, end: dt.datetime | None, say: Language) -> str:
        if not self.embargoes.settle(slug, end):
            return say("edit_embargo_unknown", typed=slug[:80])
        if end is None or end <= self.embargoes.now():
            return say("edit_embargo_lifted", title=self.titled(slug, say))
        return self.held(slug, end, say)

    def held(self, slug: str, end: dt.datetime, say: Language) -> str:
        """Return that a report is under embargo until an instant, in a language."""
        return say("edit_embargo_held", title=self.titled(slug, say), until=self.when(end, say))

    def titled(self, slug: str, say: Language) -> str:
        """Return the title of a report as a language quotes it, its name where it has none here."""
        folder = next((f for f in self.embargoes.folders() if f.name == slug), None)
        try:
            return quoted(load(folder).file.title[say.code], say.code) if folder else slug
        except ReportError:
            return slug

    def _listed(self, held: list[Embargoed], say: Language) -> str:
        if not held:
            return say("edit_embargo_none")
        how = say("edit_embargo_how", zone=self.zone or "UTC")
        return "\n".join([say("edit_embargo_list"), *self._lines(held, say), how])

    def _lines(self, held: list[Embargoed], say: Language) -> Iterator[str]:
        for number, each in enumerate(held, 1):
            asked = "" if each.settled else say("edit_embargo_ask")
            new = say("edit_embargo_new") if each.new else ""
            until = self.when(each.end, say)
            yield f"{number}. {self.titled(each.slug, say)}{new}, {until}{asked}"

    def when(self, end: dt.datetime, say: Language) -> str:
        """Return until when an embargo lasts, in a language."""
        if end == LIFTED_ONLY:
            return say("edit_embargo_lasting")
        return say("edit_embargo_until", when=moment(end, self.zone or "UTC", say))


def _named(held: list[Embargoed], name: str) -> Embargoed | None:
    """Return what a name or a number in the list stands for, or the only one for none."""
    if name.isdecimal() and 0 < int(name) <= len(held):
        return held[int(name) - 1]
    if not name and len(held) == 1:
        return held[0]
    return next((each for each in held if each.slug == name), None)
