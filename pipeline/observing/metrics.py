"""The service in figures, for Prometheus. Names and labels are an interface: dashboards stand on them.

Labels never hold ids: each value of a label is a row that is kept for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

__all__ = [
    "CONTENT_TYPE_LATEST",
    "chunk_bytes",
    "chunk_reused",
    "exposition",
    "http_request",
    "job_failed",
    "job_started",
    "rendered",
    "tool_called",
]

_registry = CollectorRegistry()
_RENDER_S = (0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600)
_WAIT_S = (0.05, 0.2, 1, 5, 15, 60, 300, 1800)
_ANSWER_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30)

_render = Histogram(
    "proofreel_render_seconds", "From the first frame to a checked chunk.", ["quality"], buckets=_RENDER_S,
    registry=_registry,
)  # fmt: skip
_wait = Histogram(
    "proofreel_queue_wait_seconds", "From asking for a render to its start.", buckets=_WAIT_S,
    registry=_registry,
)  # fmt: skip
_failures = Counter(
    "proofreel_job_failures_total", "Attempts that ended badly, by the error's code.", ["reason", "final"],
    registry=_registry,
)  # fmt: skip
_scenes = Counter(
    "proofreel_scenes_total", "Scenes that became ready: rendered, or their chunk was there.", ["how"],
    registry=_registry,
)  # fmt: skip
_bytes = Counter(
    "proofreel_chunk_bytes_total", "Bytes of chunks, by what was done with them.", ["direction"],
    registry=_registry,
)  # fmt: skip
_requests = Histogram(
    "proofreel_http_request_seconds", "Requests by route.", ["method", "route", "status"],
    buckets=_ANSWER_S, registry=_registry,
)  # fmt: skip
_tools = Histogram(
    "proofreel_tool_seconds", "MCP tool calls.", ["tool", "outcome"], buckets=_ANSWER_S, registry=_registry,
)  # fmt: skip


def rendered(seconds: float, *, quality: str) -> None:
    """A scene was rendered."""
    _render.labels(quality).observe(seconds)
    _scenes.labels("rendered").inc()


def chunk_reused() -> None:
    """A scene became ready without rendering: its chunk was there already."""
    _scenes.labels("reused").inc()


def job_started(waited_s: float) -> None:
    """A job was taken from the queue."""
    _wait.observe(max(0.0, waited_s))


def job_failed(reason: str, *, final: bool) -> None:
    """An attempt at a job failed; ``reason`` is the error's ``code``."""
    _failures.labels(reason, str(final).lower()).inc()


def chunk_bytes(direction: str, count: int) -> None:
    """Bytes were ``stored``, ``sent`` to a bucket, or ``spared`` because they were there."""
    _bytes.labels(direction).inc(count)


def http_request(method: str, route: str, status: int, seconds: float) -> None:
    """A request was answered; ``status`` 0: the client went away before."""
    # A method that somebody made up would be a row of its own.
    known = method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
    _requests.labels(known, route, str(status)).observe(seconds)


def tool_called(tool: str, outcome: str, seconds: float) -> None:
    """A tool call ended ``ok`` or ``error``."""
    _tools.labels(tool, outcome).observe(seconds)


class _Gauges(Collector):
    def __init__(self, read: Callable[[], dict[str, dict[str, float]]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        for name, values in self._read().items():
            gauge = GaugeMetricFamily(f"proofreel_{name}", _GAUGES[name], labels=["state"])
            for state, value in values.items():
                gauge.add_metric([state], value)
            yield gauge


_GAUGES = {
    "jobs": "Jobs in the queue.",
    "pool_workers": "Workers of the sandbox's pool.",
    "sync_lag_seconds": "How long the oldest update has waited to be told to Convex.",
    "sync_sessions": "Sessions that Convex can't be told of.",
    "sync_updates": "Updates for Convex that haven't arrived.",
}


def exposition(gauges: Callable[[], dict[str, dict[str, float]]]) -> bytes:
    """Everything as Prometheus reads it. ``gauges``: name → state → value, as they are now."""
    now = CollectorRegistry()
    now.register(_Gauges(gauges))
    return generate_latest(_registry) + generate_latest(now)
