"""Rehearsal: the local chat's clock, which can be set and moved on, and the briefings that come
while it moves. Nothing waits.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.app.reports import TOLD_OF
from bot.briefing.editor import Editor
from bot.chat.messages import Block, Message
from bot.dialogue.compose import typeset
from bot.dialogue.subscribing.summary import moment
from bot.scheduler.due import Due, is_quiet, occurrences
from knowledge.loading.embargo import is_under

if TYPE_CHECKING:
    from bot.briefing.edition import Edition
    from bot.chat.subscriptions import Profile, Subscription
    from bot.dialogue.brain import Brain
    from bot.dialogue.source import Source

COMMAND = "/wait"
_LONGEST = dt.timedelta(days=400)
_WHOLE = 2
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "j": "days", "w": "weeks"}
_SPAN = re.compile(r"(\d{1,4}) *([a-z]+)")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ t]+(\d{1,2})[:h](\d{2}))?")


class Rehearsal:
    """A clock and the editions that one chat has had by it; without a start it goes with the real
    one.
    """

    def __init__(self, source: Source, start: dt.datetime | None = None) -> None:
        """Begin at an instant (aware), where the clock then stands still but for /wait, or now."""
        self._source = source
        self._told: list[Brain] = []  # of which editions are planned
        self._planned = Editor(())
        self._start = start
        self._waited = dt.timedelta()
        self._had: list[str] = []
        self.handled: dt.date | None = None
        self._last: dt.date | None = None  # on which something came

    def now(self) -> dt.datetime:
        """Return the instant that the clock shows, in UTC."""
        return (self._start or dt.datetime.now(dt.UTC)).astimezone(dt.UTC) + self._waited

    def silent(self, subscription: Subscription) -> bool:
        """Whether nothing is left to come for a subscription before there is a new report."""
        return self._editor(self.now()).told(self._had, subscription.topics)

    def _editor(self, at: dt.datetime) -> Editor:
        """Return the editor of the reports that everybody is told at an instant."""
        brains = self._source.newest(TOLD_OF)
        told = [b for b in brains if not is_under(b.report.file.embargo, at)]
        if [*map(id, told)] != [*map(id, self._told)]:
            self._told, self._planned = told, Editor.of(told)
        return self._planned

    def forget(self) -> None:
        """Forget which editions came."""
        self._had.clear()
        self.handled = self._last = None

    def wait(self, text: str, profile: Profile, lang: str) -> Message:
        """Move the clock on as a command asks ("/wait 1d", "/wait until 2025-10-27 09:00") and
        return what came meanwhile.
        """
        say, subscription = self._source.languages[lang], profile.subscription
        zone = (subscription.zone if subscription else None) or profile.zone or "UTC"
        begin, until = self.now(), self._until(text.removeprefix(COMMAND).strip().casefold(), zone)
        if until is None:
            return Message(lang, (Block("text", typeset(say("wait_how"), lang)),), verdict="chat")
        # Whole seconds: what the clock shows is what was asked for.
        self._waited += until - begin
        blocks, choices = (
            self._come(subscription, begin, until, lang)
            if subscription and subscription.active
            else ([say("wait_nobody")], ())
        )
        end = say("wait_now", when=moment(until, zone, say))
        shown = tuple(
            b if isinstance(b, Block) else Block("text", typeset(b, lang)) for b in (*blocks, end)
        )
        return Message(lang, shown, choices, "chat")

    def _until(self, text: str, zone: str) -> dt.datetime | None:
        """Return the instant to which a command moves the clock, or None where it names none that
        lies ahead and not too far.
        """
        stated, span = _MOMENT.search(text), _SPAN.fullmatch(text)
        now = self.now()
        try:
            if stated:
                hour = dt.time(int(stated[2] or 0), int(stated[3] or 0))
                found = dt.datetime.combine(
                    dt.date.fromisoformat(stated[1]), hour, ZoneInfo(zone)
                ).astimezone(dt.UTC)
            else:
                found = now + dt.timedelta(**{_UNITS[span[2]]: int(span[1])}) if span else now
        except (KeyError, ValueError, OverflowError):
            return None
        return found if now < found <= now + _LONGEST else None

    def _come(
        self, subscription: Subscription, begin: dt.datetime, until: dt.datetime, lang: str
    ) -> tuple[list[Block | str], tuple[str, ...]]:
        """Return the blocks of all briefings that come between two instants, and the questions of
        the last of them.
        """
        say = self._source.languages[lang]
        came = list(self._editions(subscription, begin, until))
        editions = [(due, edition) for due, edition in came if edition]
        blocks: list[Block | str] = []
        for number, (due, edition) in enumerate(editions):
            when = moment(due.at, subscription.zone, say)
            if len(editions) <= _WHOLE or not number:
                blocks += [_sentence(say("wait_came", when=when)), *edition.message.blocks]
            else:
                blocks.append(
                    say(
                        "wait_line",
                        when=when,
                        headline=edition.message.blocks[0].text.partition("\n")[0],
                    )
                )
        silent = len(came) - len(editions)
        blocks += [say("wait_silent", count=silent)] if silent else []
        blocks += [] if came else [say("wait_none")]
        return _joined(blocks), editions[-1][1].message.choices if editions and len(
            editions
        ) <= _WHOLE else ()

    def _editions(
        self, subscription: Subscription, begin: dt.datetime, until: dt.datetime
    ) -> Iterator[tuple[Due, Edition | None]]:
        for due in occurrences(subscription, begin, self.handled):
            if due.at > until:
                return
            editor = self._editor(due.at)
            edition = editor.edition(due.day, subscription.lang, self._had, subscription.topics)
            self.handled = due.day
            if edition is None and is_quiet(subscription, self._last, due.day):
                edition = editor.quiet(subscription.lang, self._last or due.day)
            self._last = due.day if edition else self._last
            self._had += [edition.id] if edition else []
            yield due, edition


def _joined(blocks: list[Block | str]) -> list[Block | str]:
    """Return blocks with lines that follow one another as one."""
    made: list[Block | str] = []
    for block in blocks:
        last = made[-1] if made else None
        if (
            isinstance(block, str)
            and isinstance(last, str)
            and block.startswith("–")
            and last.startswith("–")
        ):
            made[-1] = f"{last}\n{block}"
        else:
            made.append(block)
    return made


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
