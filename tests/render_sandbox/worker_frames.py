"""A job, and what a worker says of it, as frames."""

from __future__ import annotations

import json
from typing import Any

from render_sandbox.job import Job
from render_sandbox.stage.protocol import Kind, encode

JOB = Job("render", {}, {"scene.py": b""}, label="scene 3")


def js(kind: Kind, value: Any) -> bytes:
    return encode(kind, value if isinstance(value, bytes) else json.dumps(value).encode())


def start_file(name: Any, size: Any) -> bytes:
    return js(Kind.FILE, {"name": name, "size": size})
