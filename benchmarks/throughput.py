"""Throughput against the number of workers: real worker processes over a real Redis.

    .venv/bin/python benchmarks/throughput.py [--workers 1 2 4] [--scenes 40] [--scene-s 0.5] [--json]

What is measured is the queue, not the drawing: a scene is a pause of ``--scene-s`` seconds, so that workers
don't compete for this machine's cores. ``efficiency`` is the part of the workers' time that went into
scenes; the rest is leasing, the call through Celery, the ticket, the upload and the report. ``overhead_ms``
is that rest for one scene. Needs redis-server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from pipeline.chunks import LocalChunkStore
from pipeline.queue import jobs
from pipeline.queue.remote.program import run_worker
from pipeline.queue.remote.renderer import RemoteRenderer
from pipeline.queue.runner import RenderQueue
from pipeline.rendering import RenderRequest
from pipeline.state import Database, projects
from pipeline.state.model import PREVIEW
from pipeline.state.scenes import add_scene
from pipeline.state.versions import SceneDraft
from pipeline.state.watching import watch
from render_sandbox.job import Job, Outcome


class _Pause:
    """A sandbox whose scenes are pauses."""

    async def run(self, job: Job, on_progress: Any = None) -> Outcome:
        del on_progress
        if job.kind == "probe":
            return Outcome({"ok": True, "frames": 30, "audio": False}, {}, 0)
        seconds = float(job.files["scene.py"])
        await asyncio.sleep(seconds)
        return Outcome({"ok": True}, {"chunk.mp4": uuid.uuid4().bytes * 4096}, seconds)


@asynccontextmanager
async def _pauses() -> AsyncGenerator[Any]:
    yield _Pause()


async def _request(session: Any, scene: Any, version: Any) -> RenderRequest:
    return RenderRequest(version.code, session.format, {}, {}, scene.title)


async def throughput(url: str, folder: Path, scenes: int, scene_s: float) -> float:
    """Seconds from the first lease to the last scene stored."""
    db, store = Database(folder / "proofreel.db"), LocalChunkStore(folder / "chunks")
    project = projects.create_project(db, owner="ada", title="Bench")
    session = projects.create_session(db, project.id, title="Bench", format=PREVIEW)
    for number in range(scenes):
        made = add_scene(
            db, session.id, SceneDraft("s", "code", str(scene_s), f"{folder}{number}"), author="a"
        )
        jobs.submit(db, made, owner="ada")
    queue = RenderQueue(db, store, RemoteRenderer(url, store), _request)
    await queue.start()
    with watch(db, session.id) as changes:
        while db.row("SELECT 1 FROM jobs WHERE status IN ('waiting', 'leased')"):
            changes.forget()
            await changes.wait(0.05)
    await queue.aclose()
    row = db.row("SELECT MAX(ended_at) - MIN(started_at) AS took, SUM(status = 'done') AS done FROM jobs")
    db.close()
    assert row is not None
    assert row["done"] == scenes
    return row["took"] / 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--scenes", type=int, default=40)
    parser.add_argument("--scene-s", type=float, default=0.5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--as-worker", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.as_worker:
        run_worker(
            options.as_worker, _pauses, slots=1, grace_s=0, on_ready=lambda _: print("ready", flush=True)
        )
        return
    rows = [_measured(count, options.scenes, options.scene_s) for count in options.workers]
    if options.json:
        print(json.dumps({"rows": rows}))
        return
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()))


def _measured(count: int, scenes: int, scene_s: float) -> dict[str, Any]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = _redis(stack, folder)
        for _ in range(count):
            _started(stack, [sys.executable, __file__, "--as-worker", url], until="ready")
        seconds = asyncio.run(throughput(url, folder, scenes, scene_s))
    return {
        "workers": count,
        "scenes_per_s": round(scenes / seconds, 2),
        "efficiency": round(scenes * scene_s / (seconds * count), 3),
        "overhead_ms": round((seconds * count / scenes - scene_s) * 1000),
    }


def _redis(stack: ExitStack, folder: Path) -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    _started(stack, ["redis-server", "--port", str(port), "--save", "", "--dir", str(folder)])
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return f"redis://127.0.0.1:{port}/0"
        time.sleep(0.05)


def _started(stack: ExitStack, command: list[str], until: str = "") -> None:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    stack.callback(process.wait)
    stack.callback(process.kill)
    while until and process.stdout and until not in process.stdout.readline():
        pass


if __name__ == "__main__":
    main()
