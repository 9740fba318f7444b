"""The Celery app: one task, late acknowledgement, JSON only."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pipeline.queue.errors import BrokerMissing
from render_sandbox.fingerprint import stage_fingerprint

__all__ = ["RENDER", "VISIBILITY_S", "kind_of_worker", "make_app", "queue_name", "unreachable"]

RENDER = "proofreel.render"
VISIBILITY_S = 4 * 3600
"""After so long Redis gives a call that was not acknowledged to somebody else. Longer than any job may
take: the server notices a dead worker by its silence, long before."""
_KEYS = "proofreel:celery:"


def kind_of_worker() -> str:
    """Workers of one kind draw the same pictures: their stage, fonts and libraries are the same."""
    return stage_fingerprint()[:12]


def queue_name() -> str:
    """The Celery queue of this kind of worker: a worker of another version never gets our calls."""
    return f"render.{kind_of_worker()}"


def make_app(url: str, *, answer_within_s: float | None = None) -> Any:
    """A Celery app on a Redis. Who only calls says how long Redis may take to answer; who listens waits."""
    from celery import Celery

    app: Any = Celery("proofreel", broker=url, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_acks_late=True,
        task_default_queue=queue_name(),
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=3,
        broker_transport_options={
            "visibility_timeout": VISIBILITY_S,
            "global_keyprefix": _KEYS,
            "queue_order_strategy": "priority",
            "priority_steps": [0, 6],
            "socket_connect_timeout": 3,
            "socket_timeout": answer_within_s,
            "socket_keepalive": True,
            "health_check_interval": 5,
        },
    )
    return app


def unreachable(url: str, error: Exception) -> BrokerMissing:
    """What to say where Redis does not answer; never with the password."""
    parts, said = urlsplit(url), str(error).rstrip(".")
    where = f"{parts.scheme}://{parts.hostname or ''}:{parts.port or 6379}{parts.path}"
    return BrokerMissing(
        f"Redis at {where} cannot be reached: {said}.",
        fix="Start it (apt-get install redis-server; redis-server), or say where it is: PROOFREEL_QUEUE_URL.",
        url=where,
    )
