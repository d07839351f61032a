"""Addresses of the network: which a source may lead to. A feed's links are other people's words,
and must not read what only this machine or its neighbours may.
"""

from __future__ import annotations

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind IPv6, RFC 6052


class PrivateError(Exception):
    """A name or address belongs to a network that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address, as text, is one of the public network, also where it holds another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def refuse_private(host: str) -> None:
    """Raise PrivateError for a host that is written as an address which is not public; a name is
    told by `PublicResolver` when it is resolved.
    """
    try:
        public = is_public(host)
    except ValueError:
        return
    if not public:
        raise PrivateError(host)


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses alone, so that whoever answers for a name cannot turn it
    inwards between a check and the connection.
    """

    def __init__(self) -> None:
        """Resolve as the system does."""
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the public addresses of a name; raise PrivateError where it has others alone."""
        found = await self._system.resolve(host, port, family)
        public = [each for each in found if is_public(each["host"])]
        if not public:
            raise PrivateError(host)
        return public

    async def close(self) -> None:
        """Let go of nothing."""
        await self._system.close()
