"""The bot's cross-signing identity, as the homeserver shows it to others."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.adapters.matrix import account as accounts
from bot.adapters.matrix.identity import ensure
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import Person, send
from tests.bot.adapters.matrix.test_login import config_of
from tests.bot.adapters.matrix.test_unread import _V3
from tests.bot.adapters.matrix.world import world
from tests.conftest import Briefing
from tests.homeserver import Homeserver


def shown(homeserver: Homeserver, person: Person, user: str) -> tuple[str, set[str], set[str]]:
    """Return a user's master key, devices, and those of them that the user's identity signs."""
    found = send(
        homeserver.url,
        "POST",
        f"{_V3}/keys/query",
        person.client.access_token,
        {"device_keys": {user: []}},
    )
    master, by = (
        next(iter(found[kind][user]["keys"])) for kind in ("master_keys", "self_signing_keys")
    )
    assert master in found["self_signing_keys"][user]["signatures"][user]
    return (
        master,
        set(found["device_keys"][user]),
        {
            device
            for device, keys in found["device_keys"][user].items()
            if by in keys["signatures"][user]
        },
    )


def test_an_identity(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """The bot's device is signed by an identity of its own, as clients that exclude insecure
    devices ask for, the same after a restart and a new login.
    """

    async def look() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            await bot.stop()
            before = shown(homeserver, person, bot.user)
            assert before[1] == before[2]
            account = await here.log_in()
            bot = await here.start()
            assert shown(homeserver, person, bot.user) == before
            await bot.stop()
            accounts.store_of(here.settings.folder, account).unlink()
            again = await here.log_in()
            assert again.device != account.device
            master, _, signed = shown(homeserver, person, bot.user)
            assert master == before[0]
            assert again.device in signed
            # Without the file that holds it, a new one begins at the next start.
            (here.settings.folder / "identity.json").unlink()
            await here.start()
            other, _, signed = shown(homeserver, person, bot.user)
            assert other != master
            assert signed == {again.device}

    asyncio.run(look())


def test_an_identity_reset_elsewhere(
    homeserver: Homeserver, brain: Brain, briefing: Briefing, tmp_path: Path
) -> None:
    """Where somebody has reset the account's identity elsewhere, `check` says so and what to do; a
    login makes a new one, which signs the bot's device, and `check` is quiet.
    """
    data = tmp_path / "data"
    data.mkdir()

    async def reset() -> None:
        async with world(homeserver, brain, data) as here:
            account = await here.log_in()
            lines = (
                f'platforms:\n  matrix: {{homeserver: "{homeserver.url}", user: "{here.user}"}}\n'
            )
            config = config_of(tmp_path, lines)
            assert (await asyncio.to_thread(briefing, "check", *config)).returncode == 0
            other = await here.person(user=here.user)
            await other.until(lambda: other.client.olm_account_shared)
            before = shown(homeserver, other, here.user)[0]
            await ensure(other.client, tmp_path, "another secret", homeserver.password)
            elsewhere = shown(homeserver, other, here.user)[0]
            assert elsewhere != before
            told = await asyncio.to_thread(briefing, "check", *config)
            assert told.returncode == 1
            assert "was reset elsewhere" in told.stdout.decode()
            assert "Run `briefing matrix login`" in told.stdout.decode()
            assert await here.log_in()
            master, _, signed = shown(homeserver, other, here.user)
            assert master not in {before, elsewhere}
            assert account.device in signed
            assert (await asyncio.to_thread(briefing, "check", *config)).returncode == 0
            # The same again, as the file holds what the homeserver has.
            await here.log_in()
            assert shown(homeserver, other, here.user)[0] == master

    asyncio.run(reset())
