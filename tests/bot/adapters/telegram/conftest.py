"""What the tests of the Telegram adapter share: the ways in which updates reach a bot, and for each
one bot for all tests that need no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.bot.adapters.telegram.hosting import FREE, Host, hosted

WAYS = ("polling", "webhook")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """Return how updates reach a bot of the test's own: it fetches them, or they are delivered to
    it.
    """
    return str(request.param)


@pytest.fixture(scope="session")
def hosts(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> Iterator[Callable[[str], Host]]:
    """Return what gives the bot that is reached in a way, begun when it is first asked for."""
    begun: dict[str, Host] = {}
    with ExitStack() as stack:

        def host(name: str) -> Host:
            if name not in begun:
                begun[name] = stack.enter_context(
                    hosted(
                        tmp_path_factory.mktemp(name),
                        environment,
                        name,
                        "pacing: false",
                        f"misses: true\n{FREE}",
                    )
                )
            return begun[name]

        yield host


@pytest.fixture(params=WAYS)
def host(request: pytest.FixtureRequest, hosts: Callable[[str], Host]) -> Host:
    """Return a bot, once for each way in which updates reach it."""
    return hosts(str(request.param))


@pytest.fixture
def polling(hosts: Callable[[str], Host]) -> Host:
    """Return the bot that fetches its updates."""
    return hosts("polling")
