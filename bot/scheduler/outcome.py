"""Outcomes: how an entry of the ledger stands after a send that failed, and what that means for its
chat. Writes nothing by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.chat.messages import Basis
from bot.chat.platform import (
    MOST_REFUSALS,
    ChatGoneError,
    ChatMovedError,
    MutedError,
    NotDeliveredError,
    TopicGoneError,
)
from bot.monitoring import errors
from bot.scheduler.due import in_time, pause_after
from bot.scheduler.planner import repeated
from bot.store import ledger, subscriptions, told
from bot.store.ledger import Entry
from bot.store.store import leave_topic, move


@dataclass(frozen=True)
class Outcome:
    """An entry as it stands now, and what is written `then`, in the same transaction."""

    entry: Entry
    then: Callable[[Connection], None] = lambda _: None


def arrived(entry: Entry, parts: Sequence[str], basis: Basis | None) -> Outcome:
    """Return what becomes of an entry that is sent: what its parts, by their ids, rest on is kept,
    and its chat is one where the bot may write.
    """

    def then(connection: Connection) -> None:
        subscriptions.mute(connection, entry.chat, muted=False)
        if basis:
            told.keep(connection, told.Sent(entry.chat, parts, basis, entry.at))

    return Outcome(entry, then)


def failed(
    entry: Entry,
    error: ChatGoneError | NotDeliveredError,
    now: dt.datetime,
    window: dt.timedelta,
    *,
    once: bool,
) -> Outcome:
    """Return what becomes of an entry that an adapter did not deliver: no later than `window` after
    it is due it is tried again. `once`: the platform takes what is repeated for what it had.
    """
    chat = entry.chat
    if isinstance(error, ChatGoneError):
        gone = given_up(entry, "failed", f"chat gone: {error}".rstrip(": "), now)
        return Outcome(gone, lambda c: subscriptions.end(c, chat))
    # Where it belongs then, it is ready at once.
    again = replace(entry, state="planned", at=now)
    if isinstance(error, TopicGoneError):
        return Outcome(replace(again, reason=ledger.TOPIC_GONE), lambda c: leave_topic(c, chat))
    if isinstance(error, ChatMovedError):
        return Outcome(again, lambda c: move(c, chat, error.after))
    if isinstance(error, MutedError):
        muted = given_up(entry, "skipped", ledger.MUTED, now)
        return Outcome(muted, lambda c: subscriptions.mute(c, chat, muted=True))
    return Outcome(_tried_again(entry, error, now, window, once=once))


def _tried_again(
    entry: Entry, error: NotDeliveredError, now: dt.datetime, window: dt.timedelta, *, once: bool
) -> Entry:
    """Return an entry that is to be tried again, or failed where that is too late or in vain."""
    if error.unknown and not once:
        return repeated(entry, now, window, once=False)
    if error.refused and entry.attempts >= MOST_REFUSALS:
        return given_up(
            entry, "failed", f"{error}, reference {errors.report(error, entry.chat.platform)}", now
        )
    retry_at = now + pause_after(entry.attempts, error.retry_after)
    if not in_time(entry.due, retry_at, window):
        return given_up(entry, "failed", str(error), now)
    # That it comes elsewhere is told however often it is tried.
    why = entry.reason if entry.reason == ledger.TOPIC_GONE else str(error)
    return replace(entry, state="planned", reason=why, at=now, retry_at=retry_at)


def given_up(entry: Entry, state: ledger.State, reason: str, at: dt.datetime) -> Entry:
    """Return an entry that is not sent, or not again; one that may have arrived before a crash is
    of unknown outcome, whatever came after.
    """
    return (
        replace(entry, state="failed", reason=ledger.UNKNOWN, at=at)
        if entry.repeats
        else replace(entry, state=state, reason=reason, at=at)
    )
