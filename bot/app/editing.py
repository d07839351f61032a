"""Editing: what editors do, in a chat or at the command line, with the reports and the store of a
configuration.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from bot.app.live_reports import LiveReports
from bot.app.reports import known_folders
from bot.briefing.withdrawal import Withdrawn
from bot.chat.conversations import Conversations
from bot.config.config import Config
from bot.editing.adding import Adding
from bot.editing.editing import Editing
from bot.editing.embargo import Embargo
from bot.editing.removing import Removing
from bot.languages import Language, load
from bot.sources.embargoes import Embargoes
from bot.sources.entry import imprint_of
from bot.store import edited
from bot.store.store import Store
from knowledge.language.languages import DEFAULT, LANGUAGES


def editing(
    config: Config, store: Store, reports: LiveReports, conversations: Conversations
) -> Editing:
    """Return what answers editors in a chat."""
    languages, data = reports.languages, config.data
    held = _embargo(config, store, languages)
    folders = partial(known_folders, list(config.reports), data)

    def named(words: str) -> str:
        return reports.for_editors().named(words)

    return Editing(
        config,
        languages,
        held,
        Adding(store, data / "reports", _now, held),
        Removing(store, data, folders, named, _now),
        conversations.say,
    )


def embargo(config: Config, store: Store, asked: str) -> str:
    """Return the reply to what is asked at the command line, as behind /embargo in a chat."""
    languages = {code: load(code) for code in LANGUAGES}
    return _embargo(config, store, languages).reply(asked, languages[DEFAULT])


def withdrawn(store: Store) -> list[Withdrawn]:
    """Return the reports that were removed."""
    with store.reading() as connection:
        gone = [(each.slug, imprint_of(each.imprint)) for each in edited.removed(connection)]
    return [Withdrawn(slug, own.title or slug, own.date) for slug, own in gone]


def _embargo(config: Config, store: Store, languages: Mapping[str, Language]) -> Embargo:
    folders = partial(known_folders, list(config.reports), config.data)
    return Embargo(Embargoes(store, folders, _now), config.zone, languages)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
