"""The library: several reports to answer from, and which one a question is about."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.chat.subscriptions import Profile
from bot.dialogue.brain import Brain
from bot.dialogue.brains import Brains
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.chat import canonical
from bot.dialogue.compose import compose
from bot.dialogue.context import ALL, Context
from bot.dialogue.dialogue import respond
from bot.dialogue.lately import of_latest
from bot.dialogue.refusals.refusals import is_clear, is_denial
from bot.dialogue.source import Source, Told
from bot.dialogue.subscribing import summary
from bot.intents import budget
from bot.languages import Language
from knowledge.encoder.store import Store
from knowledge.language.identification import language_of
from knowledge.language.languages import DEFAULT
from knowledge.loading.problems import Problem, ReportError
from knowledge.shelf.card import Card
from knowledge.shelf.shelf import Hit, Renewal, Shelf

_TRIED = 3  # reports that are asked in turn
# How near to the best report's score another's must be to be preferred, as the one last spoken of
# or as a newer one.
_STILL, _NEWER = 0.6, 0.85
_NAMED = 2  # reports that a message names, which go first
_BRIEF = 6  # words of a message that is asked of the report last spoken of before any other
_OWN = 1.3  # how much more a report counts in the language of the question
_REMEMBERED, _SHORT = 200, 300  # replies, and characters of a message whose reply is
_BEFORE = -1.0  # an instant before any, on a clock of seconds
# Seconds between two looks at the folders, and how many times as long as a look takes they are at
# least.
_LOOK, _SHARE = 2.0, 50.0


class Library(Source):
    """Reports on a shelf, each with a brain made when it is first asked; may be used from several
    threads.
    """

    def __init__(
        self,
        shelf: Shelf,
        folders: Callable[[], list[Path]],
        tell: Callable[[Problem], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        encoded: Store | None = None,
    ) -> None:
        """Begin with the reports in some folders, which `renew` looks at again; `tell` gets what is
        wrong with one that was edited. `encoded` has what an encoder reads of them.

        Raises ReportError where none of them can be read.
        """
        self._shelf, self._folders, self._tell, self._clock = shelf, folders, tell, clock
        self._brains, self._encoded = Brains(shelf, encoded), encoded
        self._lock = threading.Lock()
        self._told: OrderedDict[tuple[str, Context, str, Profile], Told] = OrderedDict()
        self._spoken: Mapping[str, Language] = {}
        self.generation = 0
        self._pause = _LOOK
        self._looked = clock()
        first = shelf.renew(folders())
        if not shelf.count():
            raise ReportError(
                list(first.problems)
                or [Problem(Path("reports"), 0, "holds no report.", "Add one: briefing add FILE")]
            )
        for problem in first.problems:
            tell(problem)

    def __len__(self) -> int:
        """Return how many reports there are."""
        return self._shelf.count()

    @property
    def due(self) -> bool:
        """Whether it is time to look at the folders again."""
        return self._clock() - self._looked > self._pause

    def renew(self) -> Renewal:
        """Look at the folders, read again what has changed, and tell the operator of what cannot be
        read.

        Answers come from what was there before until what is new is ready, which it is when this
        returns.
        """
        self._looked, start = self._clock(), time.perf_counter()
        renewal, changed = self._brains.renew(self._folders())
        if changed:
            with self._lock:
                self.generation += 1
                self._told.clear()
            if self._encoded:
                self._encoded.fill_aside(self._brains.unread(), self._forget)
        # reading anew says nothing of how long a look takes
        self._pause = _LOOK if changed else max(_LOOK, _SHARE * (time.perf_counter() - start))
        for problem in renewal.problems:
            self._tell(problem)
        return renewal

    def cards(self) -> list[Card]:
        """Return what is known of each report without opening it, the newest first."""
        return self._shelf.cards()

    def folder(self, slug: str) -> Path:
        """Return the folder of a report; raises KeyError where there is none of that name."""
        return self._shelf.folder(slug)

    def _forget(self) -> None:
        """Work out again what is asked from now on."""
        with self._lock:
            self._told.clear()

    def newest(self, most: int) -> list[Brain]:
        """Return the brains of the newest reports."""
        return [self.open(card.slug) for card in self._shelf.cards(most)]

    def named(self, words: str) -> str:
        """Return the name of the report that a number in the list, a name, or words of its title or
        date stand for, "" for none.
        """
        card = Catalogue(self._shelf, self.open, self.languages).named(words)
        return card.slug if card else ""

    @property
    def languages(self) -> Mapping[str, Language]:
        """The languages that every brain speaks."""
        self._spoken = self._spoken or self.brain.languages
        return self._spoken

    @property
    def brain(self) -> Brain:
        """The newest report's brain."""
        return self.open(self._shelf.newest() or "")

    def open(self, slug: str) -> Brain:
        """Return a report's brain; raises KeyError where there is none of that name."""
        return self._brains.open(slug)

    def reply(
        self,
        text: str,
        context: Context,
        now: float = 0.0,
        hint: str = DEFAULT,
        profile: Profile | None = None,
    ) -> Told:
        """Answer a message from the report that it is about, or from several; the arguments are
        those of `respond`.

        What was asked before in the same state of a conversation is not worked out again.
        """
        context, profile = context.fresh(now), profile or Profile()
        text = canonical(self.languages, text)
        asked = (
            text,
            replace(context, at=_BEFORE),
            hint,
            replace(profile, now=_quarter(profile.now)),
        )
        with self._lock:
            told, generation = self._told.get(asked), self.generation
        with budget.counted():
            told = told or self._worked_out(text, asked[1], hint, profile)
        if len(text) <= _SHORT and told.answer.verdict != "chat":
            self._remember(asked, told, generation)
        # A conversation that was not taken further stands where it stood.
        return replace(
            told,
            context=replace(told.context, at=context.at if told.context.at == _BEFORE else now),
        )

    def _remember(
        self, asked: tuple[str, Context, str, Profile], told: Told, generation: int
    ) -> None:
        """Remember a reply that was worked out in a generation, unless there is another by now."""
        with self._lock:
            if generation == self.generation:
                self._told[asked] = told
                self._told.move_to_end(asked)
                if len(self._told) > _REMEMBERED:
                    self._told.popitem(last=False)

    def _worked_out(self, text: str, context: Context, hint: str, profile: Profile) -> Told:
        """Return the reply to a message at the instant 0."""
        several, read = len(self) > 1, budget.fitted(text)
        catalogue = Catalogue(self._shelf, self.open, self.languages, profile.now)
        today = summary.local(profile, self.brain).date()
        special = catalogue.reply(read, context, hint, today) if several else None
        if special:
            return special
        told, latest = None, of_latest(read, self.languages)
        if latest:
            text, read = latest if text == read else text, latest
        candidates, likeliest = self._candidates(read, context, latest=latest is not None)
        for slug in candidates:
            if told and budget.is_spent():
                break
            try:
                brain = self.open(slug)
            except KeyError:  # it has gone since it was found
                continue
            before = (
                context
                if slug == context.report
                else replace(context, question=None, facts=(), listed=(), names=(), intent="")
            )
            # what the first report's brain took for no wish is none for another's
            answer, after = respond(
                brain, text, before, 0.0, hint, profile, of_report=told is not None
            )
            after = replace(after, report=slug, held=context.held)
            if told is None or answer.outranks(told.answer, fits=slug == likeliest):
                told = Told(answer, compose(brain, answer, among=several), after)
            if (
                answer.verdict in {"answered", "chat"}
                or is_denial(answer)
                or (slug == context.report and is_clear(answer))
            ):
                break
        if told is None:
            raise KeyError(context.held)
        return told

    def _likely(self, text: str, context: Context) -> list[str]:
        """Return the names of the reports that a text may be of, the likeliest first."""
        return self._candidates(text, replace(context, held="", report="", pending=None))[0]

    def _candidates(
        self, text: str, context: Context, *, latest: bool = False
    ) -> tuple[list[str], str]:
        """Return the reports to ask in turn, and of these the likeliest, which tells that none
        answers; `latest` as for `_preferred`.
        """
        newest = self._shelf.newest() or ""
        last = context.report if self._shelf.card(context.report) else ""
        if context.replies and last and not self._names_more(last, text, context):
            return [last], last
        if context.held and self._shelf.card(context.held):
            return [context.held], context.held
        if text.lstrip().startswith("/"):
            return [last or newest], last or newest
        spoken = language_of(text, "")
        hits = (
            [
                Hit(h.slug, h.score * (_OWN if h.lang == spoken else 1.0))
                for h in self._shelf.search(text, archived=context.held == ALL)
            ]
            if len(self) > 1
            else []
        )
        named = self._shelf.named(text, last, archived=context.held == ALL) if hits else []
        # What the chat was asked, and may have answered, any report understands; and a brief
        # message goes on from the one before, unless it names another report.
        brief = last and not (named or latest) and len(text.split()) <= _BRIEF
        going_on = [last or newest] if context.pending or brief else []
        others = [last or newest, *(card.slug for card in self._shelf.cards(_TRIED))]
        preferred = self._preferred(hits, "" if latest else last, latest=latest)
        likely = [*named[:_NAMED], *preferred, *others]
        return list(dict.fromkeys([*going_on, *likely]))[:_TRIED], likely[0]

    def _names_more(self, slug: str, text: str, context: Context) -> bool:
        """Whether a message names somebody or something that a report does not hold."""
        brain = self.open(slug)
        lang = language_of(text, context.lang or brain.report.file.language)
        return any(f.key.startswith("x:") for f in brain.analyser.analyse(text, lang).features)

    def _preferred(self, hits: list[Hit], last: str, *, latest: bool) -> list[str]:
        """Return reports by how well they fit, where several do as well the one last spoken of
        first, or else the newest; where the `latest` of its kind is asked of, that.
        """
        hits = sorted(hits, key=lambda h: -h.score)
        best = hits[0].score if hits else 0.0
        order = [h.slug for h in hits if h.slug == last and h.score >= _STILL * best]
        near = [h.slug for h in hits if h.score >= (_STILL if latest else _NEWER) * best]
        dated = {
            slug: card.date or dt.date.min for slug in near if (card := self._shelf.card(slug))
        }
        order += sorted(near, key=lambda slug: dated[slug], reverse=True)
        return list(dict.fromkeys([*order, *(h.slug for h in hits)]))[:_TRIED]


def _quarter(at: dt.datetime | None) -> dt.datetime | None:
    """Return the quarter of an hour of an instant: within one no zone begins another day."""
    return at and at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
