"""The store that a configuration names, for a command beside or before the running bot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.config.config import Config
from bot.config.reader import read_or_usual
from bot.store.store import Store, look_into, open_store


def database_url(config: Config) -> str | None:
    """Return the address of a configuration's database, None for a file in the data folder."""
    return config.database.url.reveal() if config.database else None


@contextmanager
def store_of(path: Path | None, *, alone: bool = False) -> Iterator[tuple[Config, Store]]:
    """Open the store that a configuration file names, to be read beside the bot, or `alone` to be
    written; yield it with the configuration. Raises ConfigError and StoreError.
    """
    config = read_or_usual(path, os.environ)
    url = database_url(config)
    store = open_store(config.data, url) if alone else look_into(config.data, url)
    try:
        yield config, store
    finally:
        store.close()
