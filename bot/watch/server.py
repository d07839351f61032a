"""What a process tells over HTTP: GET /health, and GET /metrics where prometheus-client is installed. Nothing else is served."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from bot import trouble
from bot.watch.vitals import Vitals

if TYPE_CHECKING:
    from prometheus_client.core import Metric

_PATIENCE = 5.0
_LONGEST = 8192
_REASONS = {200: "OK", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}


class Server:
    """Serves what a process tells of itself."""

    def __init__(self, vitals: Vitals) -> None:
        """Serve nothing yet."""
        self._pages: dict[str, Callable[[], tuple[int, str, bytes]]] = {"/health": lambda: _health(vitals)}
        try:
            import prometheus_client  # noqa: F401, PLC0415 - an extra, and slow to load
        except ImportError:
            return
        self._pages["/metrics"] = lambda: _metrics(vitals)

    async def start(self, host: str, port: int) -> asyncio.Server:
        """Listen at an address; raises OSError where that cannot be."""
        return await asyncio.start_server(self._serve, host, port, limit=_LONGEST)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                method, path, *_ = [*(await reader.readuntil(b"\r\n")).decode("ascii", "replace").split(), "", ""]
                status, kind, body = self._answer(method, path.partition("?")[0])
                head = f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
                writer.write(head.encode() + (b"" if method == "HEAD" else body))
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # who asked has gone, or asked for nothing in time
        finally:
            writer.close()

    def _answer(self, method: str, path: str) -> tuple[int, str, bytes]:
        if path not in self._pages:
            return 404, "text/plain", b"Here are /health" + (b" and /metrics" if "/metrics" in self._pages else b"") + b".\n"
        if method not in {"GET", "HEAD"}:
            return 405, "text/plain", b"Only GET.\n"
        try:
            return self._pages[path]()
        except Exception as error:  # noqa: BLE001 - who watches is told that something is wrong, and the log what
            return 503, "text/plain", f"error {trouble.report(error)}\n".encode()


def _health(vitals: Vitals) -> tuple[int, str, bytes]:
    return (200 if vitals.well else 503), "application/json", json.dumps(vitals.state(), indent=1).encode() + b"\n"


def _metrics(vitals: Vitals) -> tuple[int, str, bytes]:
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest  # noqa: PLC0415 - as above
    from prometheus_client.registry import Collector  # noqa: PLC0415

    class Now(Collector):
        """The figures at the moment of asking."""

        def collect(self) -> Iterable[Metric]:
            """Yield them."""
            yield from _figures(vitals)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Now())
    return 200, CONTENT_TYPE_LATEST, generate_latest(registry)


def _figures(vitals: Vitals) -> Iterable[Metric]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415 - as above

    state = vitals.state()
    briefings = CounterMetricFamily("briefing_briefings", "Briefings by what became of them since this process began.", labels=("platform", "outcome"))
    for platform, counts in state["briefings"].items():
        for outcome in ("sent", "late", "failed", "skipped", "retried"):
            briefings.add_metric((platform, outcome), counts.get(outcome, 0))
    up = GaugeMetricFamily("briefing_platform_up", "Whether a platform runs.", labels=("platform",))
    for platform, found in state["platforms"].items():
        up.add_metric((platform,), found["state"] == "running")
    rate = GaugeMetricFamily("briefing_per_second", "Briefings sent a second in the last minute.", labels=("platform",))
    for platform, per_second in state["per_second"].items():
        rate.add_metric((platform,), per_second)
    leads = GaugeMetricFamily("briefing_sends", "Whether this process is the one that sends briefings.", value=state["sends_briefings"])
    store = GaugeMetricFamily("briefing_store_up", "Whether the store works.", value=state["store"] == "working")
    return briefings, up, rate, leads, store
