"""What tests of subscribing share."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from tests.bot.dialogue.subscribing.person import Person


@pytest.fixture
def person(brain: Brain) -> Person:
    """Return somebody who speaks English."""
    return Person(brain)
