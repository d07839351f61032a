"""What a process tells over HTTP: GET /health, and GET /metrics with prometheus-client there.

Nothing else is served.
"""

from __future__ import annotations

import asyncio
import json
from importlib.util import find_spec

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.monitoring.figures import Figures
from bot.monitoring.vitals import Vitals


def application(vitals: Vitals, figures: Figures | None = None) -> web.Application:
    """Return what serves what a process tells of itself, and its figures where there are any."""

    async def health(_: web.Request) -> web.Response:
        shown = json.dumps(vitals.state(), indent=1) + "\n"
        return web.json_response(text=shown, status=200 if vitals.well else 503)

    app = web.Application()
    app.router.add_get("/health", health)
    if figures:
        app.router.add_get("/metrics", _metrics(figures) if has_metrics() else _without)
    return app


def has_metrics() -> bool:
    """Whether the extra `metrics` is installed."""
    return find_spec("prometheus_client") is not None


async def _without(_: web.Request) -> web.Response:
    return web.Response(status=404, text="/metrics needs the extra `metrics`.\n")


def _metrics(figures: Figures) -> Handler:
    from bot.monitoring.exposition import exposition  # noqa: PLC0415 - slow to load, and most do without

    async def metrics(_: web.Request) -> web.Response:
        # In a thread, as the store is asked.
        shown, kind = await asyncio.to_thread(exposition, figures)
        return web.Response(body=shown, headers={"Content-Type": kind})

    return metrics
