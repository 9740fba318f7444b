"""A one-second 480p15 scene: the plain manim command in a fresh process against the warm pool.

    .venv/bin/python benchmarks/sandbox.py [--backend docker --backend bubblewrap] [--rounds N] [--json]

Rounds alternate between the rivals, so that a busy machine is busy for both; ratios are of medians. Exit
code 1: a ratio is over 1/8 or a job of the burst failed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from render_sandbox.errors import SandboxError  # noqa: E402
from render_sandbox.job import Job  # noqa: E402
from render_sandbox.sandbox import Sandbox, SandboxSettings, open_sandbox  # noqa: E402

SCENE = """\
from manim import *


class OneSecond(Scene):
    def construct(self):
        self.play(Transform(Circle(color=BLUE), Square(color=RED)), run_time=1)
"""
REQUEST = {"scene": None, "format": {"width": 854, "height": 480, "fps": 15}, "profile": "preview"}
WANTED = 1 / 8


def by_command(folder: Path) -> float:
    """Seconds of ``manim -ql`` from start to exit, with its cache off."""
    begun = time.perf_counter()
    subprocess.run(
        [
            sys.executable,
            "-m",
            "manim",
            "-ql",
            "--disable_caching",
            "--media_dir",
            str(folder),
            "scene.py",
            "OneSecond",
        ],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    return time.perf_counter() - begun


async def by_pool(sandbox: Sandbox) -> float:
    """Seconds from handing over the job to holding its chunk, on a worker that waited."""
    await sandbox.ready()
    begun = time.perf_counter()
    outcome = await sandbox.run(Job("render", REQUEST, {"scene.py": SCENE.encode()}))
    seconds = time.perf_counter() - begun
    assert outcome.report["ok"] is True, outcome.report
    assert outcome.report["frames"] == 15, outcome.report
    return seconds


async def compare(backend: Any, rounds: int) -> dict[str, Any]:
    command: list[float] = []
    pool: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scene.py").write_text(SCENE)
        async with open_sandbox(SandboxSettings(backend=backend, workers=2)) as sandbox:
            await by_pool(sandbox)
            await asyncio.to_thread(by_command, folder)
            for _ in range(rounds):
                await sandbox.ready()
                command.append(await asyncio.to_thread(by_command, folder))
                pool.append(await by_pool(sandbox))
    ratio = statistics.median(pool) / statistics.median(command)
    return {
        "backend": backend,
        "command_s": round(statistics.median(command), 3),
        "pool_s": round(statistics.median(pool), 3),
        "ratio": round(ratio, 4),
        "reached": ratio <= WANTED,
    }


async def burst(backend: Any, jobs: int) -> dict[str, Any]:
    """Many jobs at once on a pool of two, then one at a time as the refill allows."""
    async with open_sandbox(SandboxSettings(backend=backend, workers=2)) as sandbox:
        await sandbox.ready()
        job = Job("render", REQUEST, {"scene.py": SCENE.encode()})
        begun = time.perf_counter()
        done = await asyncio.gather(*(sandbox.run(job) for _ in range(jobs)), return_exceptions=True)
        seconds = time.perf_counter() - begun
        errors = [str(one) for one in done if isinstance(one, BaseException)]
        spaced = [await by_pool(sandbox) for _ in range(5)]
    return {
        "backend": backend,
        "jobs": jobs,
        "seconds": round(seconds, 2),
        "errors": errors,
        "spaced_s": round(statistics.median(spaced), 3),
    }


async def measure(backends: list[str], rounds: int) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    bursts: list[dict[str, Any]] = []
    for backend in backends:
        try:
            rows.append(await compare(backend, rounds))
            bursts.append(await burst(backend, 20))
        except SandboxError as error:
            rows.append({"backend": backend, "error": str(error), "reached": False})
    reached = all(row["reached"] for row in rows) and not any(row["errors"] for row in bursts)
    return {"rows": rows, "bursts": bursts, "wanted_ratio": WANTED, "reached": reached}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backend", action="append", choices=["docker", "bubblewrap"])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = asyncio.run(measure(arguments.backend or ["docker", "bubblewrap"], arguments.rounds))
    if arguments.json:
        print(json.dumps(found))
    else:
        for row in (*found["rows"], *found["bursts"]):
            print("  ".join(f"{name} {value}" for name, value in row.items()))
    sys.exit(0 if found["reached"] else 1)


if __name__ == "__main__":
    main()
