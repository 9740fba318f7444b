"""A render request as fields of a Redis hash: one of JSON, and one per file with its plain bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pipeline.rendering import RenderRequest
from pipeline.state.model import VideoFormat
from render_sandbox.job import Limits

__all__ = ["pack", "unpack"]

_FILE = "file:"


def pack(request: RenderRequest, **more: Any) -> dict[str, str | bytes]:
    """The fields of a request; ``more`` is whatever else the worker needs to know."""
    about = {
        "code": request.code,
        "format": asdict(request.format),
        "settings": dict(request.settings),
        "label": request.label,
        "limits": asdict(request.limits),
        "voice": request.voice,
        "more": more,
    }
    files = {_FILE + name: data for name, data in request.files.items()}
    return {"request": json.dumps(about), **files}


def unpack(fields: Mapping[bytes, bytes]) -> tuple[RenderRequest, dict[str, Any]]:
    """The opposite of :func:`pack`.

    Raises:
        KeyError, ValueError: these are no fields of a request.
    """
    about = json.loads(fields[b"request"])
    files = {
        key.decode().removeprefix(_FILE): data
        for key, data in fields.items()
        if key.startswith(_FILE.encode())
    }
    request = RenderRequest(
        about["code"],
        VideoFormat(**about["format"]),
        about["settings"],
        files,
        about["label"],
        Limits(**about["limits"]),
        about["voice"],
    )
    return request, about["more"]
