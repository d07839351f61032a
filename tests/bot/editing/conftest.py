"""The desk of sources, at which what editors send is taken in too."""

from tests.bot.sources.conftest import desk

__all__ = ["desk"]
