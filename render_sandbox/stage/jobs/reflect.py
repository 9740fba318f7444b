"""Describes the installed manim: the data that the API reference and the checker are built from."""

from __future__ import annotations

import json
from typing import Any, cast

from ..channel import Channel
from ..reflection import snapshot

__all__ = ["run"]


def run(request: dict[str, Any], files: dict[str, bytes], channel: Channel) -> dict[str, Any]:  # noqa: ARG001
    """Send ``api.json`` (UTF-8, one class a line) and report the version and the counts."""
    data = snapshot()
    channel.file("api.json", encode(data))
    counts = {part: len(data[part]) for part in ("classes", "functions", "constants")}
    return {"ok": True, "manim": data["version"], "counts": counts}


def encode(data: dict[str, Any]) -> bytes:
    """JSON with one entry a line, so that two versions can be compared by eye."""
    parts: list[str] = []
    for name, value in data.items():
        if isinstance(value, dict):
            entries = cast("dict[str, Any]", value)
            rows = [f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in entries.items()]
            parts.append(f" {json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n }")
        else:
            parts.append(f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()
