"""Rendering on other machines: Celery carries the calls, Redis what both sides say to each other.

``broker`` is the Celery app and its settings, ``board`` the hashes in Redis and their rules,
``parcel`` a request on its way through Redis. ``renderer`` is the server's side, ``worker`` and
``program`` are ``proofreel worker``. A worker holds no credentials and no state: it is handed the whole
request, asks for leave to upload what it made, and reports. Only the server writes SQLite.
"""

from __future__ import annotations

import importlib.util

from pipeline.queue.errors import BrokerMissing

__all__ = ["require_installed"]


def require_installed() -> None:
    """To be asked before anything here is imported.

    Raises:
        BrokerMissing: Celery is not installed.
    """
    if any(importlib.util.find_spec(name) is None for name in ("celery", "redis")):
        raise BrokerMissing(
            "Workers on other machines need Celery and redis-py, which are not installed here.",
            fix="Install proofreel[celery], or set PROOFREEL_QUEUE to 'embedded'.",
        )
