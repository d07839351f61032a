"""What a process tells over HTTP: GET /health, and GET /metrics with prometheus-client there.

Nothing else is served.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from aiohttp import web

from bot.monitoring.vitals import Vitals

if TYPE_CHECKING:
    from prometheus_client.core import Metric


def application(vitals: Vitals) -> web.Application:
    """Return what serves what a process tells of itself."""

    async def health(_: web.Request) -> web.Response:
        shown = json.dumps(vitals.state(), indent=1) + "\n"
        return web.json_response(text=shown, status=200 if vitals.well else 503)

    async def metrics(_: web.Request) -> web.Response:
        return _metrics(vitals)

    app = web.Application()
    app.router.add_get("/health", health)
    # An extra.
    if find_spec("prometheus_client"):
        app.router.add_get("/metrics", metrics)
    return app


def _metrics(vitals: Vitals) -> web.Response:
    import prometheus_client  # noqa: PLC0415 - slow to load, and most do without
    from prometheus_client.registry import Collector  # noqa: PLC0415

    class Now(Collector):
        """The figures at the moment of asking."""

        def collect(self) -> Iterable[Metric]:
            """Yield them."""
            yield from _figures(vitals)

    registry = prometheus_client.CollectorRegistry(auto_describe=False)
    registry.register(Now())
    kind = {"Content-Type": prometheus_client.CONTENT_TYPE_LATEST}
    return web.Response(body=prometheus_client.generate_latest(registry), headers=kind)


def _figures(vitals: Vitals) -> Iterable[Metric]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415 - as above

    state = vitals.state()
    briefings = CounterMetricFamily(
        "briefing_briefings",
        "Briefings by what became of them since this process began.",
        labels=("platform", "outcome"),
    )
    for platform, counts in state["briefings"].items():
        for outcome in ("sent", "late", "failed", "skipped", "retried"):
            briefings.add_metric((platform, outcome), counts.get(outcome, 0))
    up = GaugeMetricFamily("briefing_platform_up", "Whether a platform runs.", labels=("platform",))
    for platform, found in state["platforms"].items():
        up.add_metric((platform,), found["state"] == "running")
    rate = GaugeMetricFamily(
        "briefing_per_second", "Briefings sent a second in the last minute.", labels=("platform",)
    )
    for platform, per_second in state["per_second"].items():
        rate.add_metric((platform,), per_second)
    leads = GaugeMetricFamily(
        "briefing_sends",
        "Whether this process is the one that sends briefings.",
        value=state["sends_briefings"],
    )
    store = GaugeMetricFamily(
        "briefing_store_up", "Whether the store works.", value=state["store"] == "working"
    )
    return briefings, up, rate, leads, store
