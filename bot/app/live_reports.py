"""The reports of a running bot, looked at again while it runs, and the editions of briefings that
are drawn from them.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable, Sequence

from bot.app.reports import TOLD_OF
from bot.briefing.editor import Editor
from bot.briefing.withdrawal import Withdrawn
from bot.chat.messages import Message
from bot.chat.subscriptions import Subscription
from bot.chat.workers import Workers
from bot.dialogue.library import Library
from bot.monitoring import errors
from bot.scheduler.delivery import Editions

_LOOK = 4.0  # seconds between two times that it is asked whether a look at the folders is due


class LiveReports:
    """The reports of a running bot: looked at again now and then in a thread of their own.

    What is new is made ready there, and takes the place of what was there before when it is.
    """

    def __init__(
        self,
        library: Library,
        whole: Callable[[], Library | None] = lambda: None,
        withdrawn: Callable[[], Sequence[Withdrawn]] = lambda: (),
    ) -> None:
        """Make the editions of a library's newest reports ready; `whole` opens that of editors, who
        may read what is under embargo too, None where nothing is, and `withdrawn` lists what was
        removed.
        """
        self.library = library
        self._withdrawn = withdrawn
        self._open, self._whole = whole, whole()
        library.renew()
        self.languages = library.languages
        self._generation = library.generation
        self._editor = Editor.of(library.newest(TOLD_OF), withdrawn())
        self._workers = Workers(1)
        self._renewing = threading.Lock()

    @property
    def editions(self) -> Editions:
        """Where the scheduler gets editions from: always those of the latest reports."""
        return editions_of(lambda: self._editor)

    def silent(self, subscription: Subscription, had: Sequence[str]) -> bool:
        """Whether nothing is left to come for a subscription that has had some editions, before
        there is a new report.
        """
        return self._editor.told(had, subscription.topics)

    def for_editors(self) -> Library:
        """Return what editors are answered from."""
        return self._whole or self.library

    async def watch(self) -> None:
        """Look again and again, until cancelled; an unexpected error goes to the log, once for each
        kind.
        """
        reported = ""
        try:
            while True:
                await asyncio.sleep(_LOOK)
                try:
                    if self.library.due:
                        await self._workers.do(self, self.renew)
                        reported = ""
                except Exception as error:  # noqa: BLE001 - a folder that cannot be read now may be in a while
                    if reported != (reported := repr(error)):
                        errors.report(error)
        finally:
            self._workers.close()

    def renew(self) -> None:
        """Look for what is new, and return when it is told of; several threads may."""
        with self._renewing:
            # Editors first: nothing that is told to others is unknown to them.
            self._whole = self._whole or self._open()
            if self._whole:
                self._whole.renew()
            self.library.renew()
            if self._generation != self.library.generation:
                self._generation = self.library.generation
                self._editor = Editor.of(self.library.newest(TOLD_OF), self._withdrawn())


def editions_of(latest: Callable[[], Editor]) -> Editions:
    """Return where the scheduler gets editions from: those of whichever editor is the `latest`."""

    def compose(
        subscription: Subscription, day: dt.date, had: Sequence[str]
    ) -> tuple[str, Message] | None:
        edition = latest().edition(day, subscription.lang, had, subscription.topics)
        return (edition.id, edition.message) if edition else None

    def quiet(lang: str, since: dt.date) -> tuple[str, Message] | None:
        edition = latest().quiet(lang, since)
        return (edition.id, edition.message) if edition else None

    return Editions(
        compose,
        lambda lang, days: latest().missed(lang, days),
        lambda lang: latest().moved(lang),
        quiet,
    )
