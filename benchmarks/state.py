"""How fast the state is: transitions a second, and what a long queue costs.

    .venv/bin/python benchmarks/state.py [--quick] [--json]

Durability is on (WAL, ``synchronous=NORMAL``), in a folder on this machine's disk. Recovery is the time
from opening the file to the last of 1,000 leases of a dead process being put back.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from pipeline.queue import jobs
from pipeline.state import Database, projects
from pipeline.state.model import PREVIEW, Scene, SceneStatus
from pipeline.state.scenes import add_scene
from pipeline.state.transitions import advance
from pipeline.state.versions import SceneDraft

WAY = (SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING)


def scenes(db: Database, count: int, owner: str = "ada") -> list[Scene]:
    """``count`` scenes in sessions of ten."""
    project = projects.create_project(db, owner=owner, title="Bench")
    made: list[Scene] = []
    for number in range(count):
        if number % 10 == 0:
            session = projects.create_session(db, project.id, title="Bench", format=PREVIEW)
        made.append(add_scene(db, session.id, SceneDraft("s", "code", "x", f"d{number}"), author="agent"))
    return made


def transitions_a_second(folder: Path, count: int) -> float:
    """Single transitions, each in a transaction of its own."""
    db = Database(folder / "transitions.db")
    found = scenes(db, count // len(WAY))
    begun = time.perf_counter()
    for scene in found:
        for step in WAY:
            with db.transaction() as tx:
                advance(tx, scene.id, step, version=1)
    return len(found) * len(WAY) / (time.perf_counter() - begun)


def operation_ms(folder: Path, waiting: int, rounds: int) -> float:
    """The median of submit + lease + heartbeat + give back, with so many jobs waiting."""
    db = Database(folder / f"queue-{waiting}.db")
    found = scenes(db, waiting + 1)
    with db.transaction():
        for scene in found[:-1]:
            jobs.submit(db, scene, owner="ada")
    times: list[float] = []
    for _ in range(rounds):
        begun = time.perf_counter()
        jobs.submit(db, found[-1], owner="ada")
        job = jobs.lease(db, "elsewhere/1/1/0")
        assert job is not None
        jobs.heartbeat(db, "elsewhere/1/1/0", [job.id])
        jobs.release(db, job)
        times.append(time.perf_counter() - begun)
    return median(times) * 1000


def recovery_s(folder: Path, count: int) -> float:
    """Opening the file and putting back ``count`` leases of a process that is gone."""
    path = folder / "recovery.db"
    name = subprocess.run(
        [sys.executable, "-c", "from pipeline.queue import jobs; print(jobs.worker_name())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    db = Database(path)
    with db.transaction():
        for scene in scenes(db, count):
            jobs.submit(db, scene, owner="ada")
        while jobs.lease(db, name):
            pass
    db.close()
    begun = time.perf_counter()
    again = Database(path)
    assert jobs.reclaim(again) == count
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    scale = 10 if options.quick else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty, full = operation_ms(folder, 0, 200), operation_ms(folder, 10_000 // scale, 200)
        result = {
            "transitions_per_s": round(transitions_a_second(folder, 6000 // scale)),
            "queue_operation_ms": {"empty": round(empty, 3), str(10_000 // scale): round(full, 3)},
            "queue_ratio": round(full / empty, 2),
            "recovery_s": round(recovery_s(folder, 1000 // scale), 3),
        }
    lines = [f"{key}: {value}" for key, value in result.items()]
    print(json.dumps(result) if options.json else "\n".join(lines))


if __name__ == "__main__":
    main()
