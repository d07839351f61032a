"""The store that a configuration names, for a command beside or before the running bot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.config.config import Config
from bot.config.reader import read_or_usual
from bot.scheduler.scheduler import LOCK
from bot.store.database import in_words
from bot.store.errors import HeldError
from bot.store.store import Store, look_into, open_store


def database_url(config: Config) -> str | None:
    """Return the address of a configuration's database, None for a file in the data folder."""
    return config.database.url.reveal() if config.database else None


@contextmanager
def seen(config: Config) -> Iterator[Store]:
    """Open the store of a configuration to be read, beside the bot where that runs. Raises
    StoreError, where there is none yet too.
    """
    store = look_into(config.data, database_url(config))
    try:
        with in_words(store.engine):
            yield store
    finally:
        store.close()


@contextmanager
def shared(config: Config) -> Iterator[tuple[Store, bool]]:
    """Open the store of a configuration to be written, beside the bot where that runs; yield it and
    whether this process may do what the bot does. Raises StoreError.
    """
    url, lock = database_url(config), None
    try:
        store = open_store(config.data, url)
    except HeldError:
        store = look_into(config.data, url, reading=False)
    else:
        with suppress(HeldError):
            lock = store.lock(LOCK)
    try:
        with in_words(store.engine):
            yield store, lock is not None
    finally:
        if lock:
            lock.release()
        store.close()


@contextmanager
def store_of(path: Path | None, *, alone: bool = False) -> Iterator[tuple[Config, Store]]:
    """Open the store that a configuration file names, to be read beside the bot, or `alone` to be
    written; yield it with the configuration. Raises ConfigError and StoreError.
    """
    config = read_or_usual(path, os.environ)
    url = database_url(config)
    store = open_store(config.data, url) if alone else look_into(config.data, url)
    try:
        with in_words(store.engine):
            yield config, store
    finally:
        store.close()
