"""The transport of the Bot API's requests, over HTTP on loopback."""

from __future__ import annotations

import asyncio
import socket

import pytest
from telegram.error import NetworkError, TimedOut

from bot.adapters.telegram.transport import Transport, UntakenError, status
from tests.bot.adapters.telegram.faults import cuts, hangs
from tests.bot.adapters.telegram.server import TOKEN, Server


async def _asked(url: str) -> tuple[int, bytes]:
    transport = Transport(1, 0.3)
    try:
        return await transport.do_request(url, "POST")
    finally:
        await transport.shutdown()


async def _failure(url: str) -> NetworkError:
    with pytest.raises(NetworkError) as raised:
        await _asked(url)
    assert TOKEN not in repr(raised.value)
    assert raised.value.__suppress_context__, (
        "what aiohttp says of it may hold the address, with the token"
    )
    return raised.value


def test_who_did_not_take_a_request_is_known() -> None:
    """A request that reached no server is told from one that a server may have taken, and no
    failure tells the token.
    """

    async def asked() -> list[type[NetworkError]]:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
        found = [await _failure(f"{nobody}/bot{TOKEN}/getMe")]
        async with Server() as server:
            for fault in (cuts, hangs(1.0)):
                server.faults["getMe"].append(fault)
                found.append(await _failure(f"{server.url}/bot{TOKEN}/getMe"))
            assert (await _asked(f"{server.url}/bot{TOKEN}/getMe"))[0] == 200
        return [type(error) for error in found]

    assert asyncio.run(asked()) == [UntakenError, NetworkError, TimedOut]


def test_proxies_of_the_environment_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request goes to the proxy that the environment names, but not where the environment excepts
    the server.
    """

    async def asked() -> list[int]:
        async with Server() as proxy, Server() as server:
            monkeypatch.setenv("http_proxy", proxy.url)
            monkeypatch.setenv("no_proxy", "")
            direct = f"{server.url}/bot{TOKEN}/getMe"
            seen = []
            for excepted in ("", "127.0.0.1"):
                monkeypatch.setenv("no_proxy", excepted)
                await _asked(direct)
                seen.append(len(server.seen))
            return seen

    assert asyncio.run(asked()) == [0, 1]


def test_an_error_counts_by_what_it_says() -> None:
    """An error that comes with status 200 has the status that its body tells; nothing else changes
    one.
    """
    assert status(200, b'{"ok": false, "error_code": 403}') == 403
    assert status(200, b'{"ok": true, "result": {"error_code": 403}}') == 200
    assert status(502, b"<html>") == 502
    assert status(200, b'"error_code"') == 200
