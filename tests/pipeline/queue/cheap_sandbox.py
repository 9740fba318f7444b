"""A sandbox that costs next to nothing: each scene is a real process that sleeps, so that it can be killed.

The code of a scene is a JSON object: ``frames``, ``seconds``, ``poster``, and ``fails`` (``raise``, ``limit`` or
``die``).
Two runs of one scene give different bytes. Each run is written down in a file: who began what, and when.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
import uuid
from contextlib import asynccontextmanager
from pathlib import Path

from render_sandbox.errors import LimitReached, WorkerDied
from render_sandbox.job import Outcome
from render_sandbox.settings import PoolStatus

_STEPS = 5


class CheapSandbox:
    def __init__(self, log: Path) -> None:
        self.log = log

    async def run(self, job, on_progress=None) -> Outcome:
        if job.kind == "probe":
            made = json.loads(job.files["chunk.mp4"])
            beside = {"poster.jpg": b"a picture"} if made["poster"] else {}
            return Outcome({"ok": True, "frames": made["frames"], "audio": False}, beside, 0)
        scene = json.loads(job.files["scene.py"])
        seconds, frames, fails = scene.get("seconds", 0.1), scene.get("frames", 30), scene.get("fails")
        process = await asyncio.create_subprocess_exec("sleep", str(seconds + 600 * (fails == "die")))
        self._note(job.label, process.pid)
        try:
            if fails == "die":
                process.kill()
            for step in range(_STEPS if fails != "die" else 0):
                if on_progress:
                    on_progress({"frames": frames * step // _STEPS, "total": frames})
                await asyncio.sleep(seconds / _STEPS)
            code = await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if code != 0:
            raise WorkerDied(f"The worker of {job.label} died.", fix="Retry it.")
        if fails == "limit":
            raise LimitReached("memory", "64 MiB", after_s=1.0, label=job.label)
        if fails == "raise":
            error = {"type": "NameError", "message": "name 'x' is not defined", "line": 1}
            return Outcome({"ok": False, "error": error}, {}, seconds)
        poster = scene.get("poster", False)
        made = json.dumps({"frames": frames, "poster": poster, "nonce": uuid.uuid4().hex}).encode()
        beside = {"frames.bin": b"digests"} if poster else {}
        return Outcome({"ok": True}, {"chunk.mp4": made, **beside}, seconds)

    def _note(self, label: str, pid: int) -> None:
        with self.log.open("a") as file:
            file.write(json.dumps({"label": label, "pid": pid, "at": time.time(), "by": os.getpid()}) + "\n")

    def status(self) -> PoolStatus:
        return PoolStatus("cheap", 0, 0, 0, 0, 0, 0)

    async def ready(self) -> None: ...

    async def aclose(self) -> None: ...


@asynccontextmanager
async def open_cheap(log: Path):
    yield CheapSandbox(log)


def runs(log: Path) -> list[dict]:
    """What was begun, in order."""
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
