"""The figures as Prometheus reads them, with those of the process itself; needs the extra
`metrics`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.monitoring.figures import Figure, Figures
from bot.monitoring.vitals import Spread

_KINDS = {"counter": CounterMetricFamily, "gauge": GaugeMetricFamily}


class _Now(Collector):
    """The figures at the moment of asking."""

    def __init__(self, figures: Figures) -> None:
        """Ask these."""
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Yield them."""
        for figure in self._figures.every():
            yield _metric(figure)


def exposition(figures: Figures) -> tuple[bytes, str]:
    """Return the figures in Prometheus's text form, and its content type."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Now(figures))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _metric(figure: Figure) -> Metric:
    if figure.kind == "histogram":
        histogram = HistogramMetricFamily(figure.name, figure.tells, labels=figure.labels)
        for labels, spread in figure.values.items():
            if isinstance(spread, Spread):
                bounds = [
                    ("+Inf" if bound == float("inf") else str(bound), count)
                    for bound, count in spread.counts.items()
                ]
                histogram.add_metric(labels, bounds, spread.sum)
        return cast("Metric", histogram)
    metric: Any = _KINDS[figure.kind](figure.name, figure.tells, labels=figure.labels)
    for labels, value in figure.values.items():
        metric.add_metric(labels, value)
    return cast("Metric", metric)
