"""One trial: scenes are asked for, something breaks at a random moment, and all must come to a good end.

The moments are spread over the whole life of the scenes, so each stage (waiting, called, rendering,
offering, uploading, ready) is hit. How often a scene was rendered is counted by the sandbox itself, which
writes down each beginning: rendering twice is allowed where a death makes it needed, storing twice is not.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.chunks import LocalChunkStore
from pipeline.queue import jobs
from pipeline.state import Database, projects
from pipeline.state.model import PREVIEW, Scene
from pipeline.state.scenes import add_scene, list_scenes
from pipeline.state.versions import SceneDraft
from pipeline.verifying import verify

from ..queue.cheap_sandbox import runs
from .cluster import Cluster

FAULTS = (
    "server dies",
    "worker dies",
    "redis dies",
    "redis forgets",
    "sandbox dies",
    "disk full",
    "network cut",
    "server and worker die",
)
_SETTLED_S = 90


@dataclass
class Tally:
    """What came of the trials."""

    trials: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    """In which statuses the scenes were when something broke."""
    scenes: int = 0
    again: Counter[str] = field(default_factory=Counter)
    """Scenes that were rendered more than once, by fault."""
    seconds: Counter[str] = field(default_factory=Counter)
    """How long all trials took, by fault."""
    slowest_s: float = 0


def trial(cluster: Cluster, fault: str, random: random.Random, tally: Tally) -> None:
    """Raises AssertionError where something was lost, stored twice or left without an end."""
    db, store = Database(cluster.home / "proofreel.db"), LocalChunkStore(cluster.home / "chunks")
    before = len(runs(cluster.log))
    try:
        project = projects.create_project(db, owner=random.choice(["ada", "bob"]), title=fault)
        session = projects.create_session(db, project.id, title=fault, format=PREVIEW)
        sound = [_scene(db, session.id, seconds=random.uniform(0.1, 0.8)) for _ in range(3)]
        faulty = _scene(db, session.id, seconds=0.1, fails="raise")
        for scene in (*sound, faulty):
            jobs.submit(db, scene, owner=project.owner, priority=10)
        time.sleep(random.uniform(0, 2.0))
        tally.stages.update(str(scene.status) for scene in list_scenes(db, session.id))
        begun = time.monotonic()
        _break(cluster, fault, random)
        _wait(db, session.id)
        tally.slowest_s = max(tally.slowest_s, time.monotonic() - begun)
        tally.seconds[fault] += round(time.monotonic() - begun)
        _judge(db, store, session.id, sound, faulty)
        counted = Counter(run["label"] for run in runs(cluster.log)[before:])
        tally.again[fault] += sum(counted[scene.id] > 1 for scene in (*sound, faulty))
        tally.trials[fault] += 1
        tally.scenes += 4
    finally:
        db.close()


def _scene(db: Database, session_id: str, **code) -> Scene:
    source = json.dumps(code)
    draft = SceneDraft("A scene", "code", source, digest=f"{source} {time.monotonic_ns()}")
    return add_scene(db, session_id, draft, author="agent")


def _break(cluster: Cluster, fault: str, random: random.Random) -> None:
    pause = random.uniform(0, 2.0)
    match fault:
        case "server dies":
            cluster.kill_server()
            cluster.start_server()
        case "worker dies":
            cluster.worker.close()
            cluster.start_worker()
        case "server and worker die":
            cluster.kill_server()
            cluster.worker.close()
            cluster.start_server()
            cluster.start_worker()
        case "redis dies" | "redis forgets":
            cluster.redis.kill()
            time.sleep(pause)
            cluster.redis.start(remember=fault == "redis dies")
        case "sandbox dies":
            for run in runs(cluster.log)[-2:]:
                _kill_sandbox(run["pid"])
        case "disk full":
            cluster.fill_disk()
            time.sleep(pause)
            cluster.free_disk()
        case "network cut":
            cluster.net.cut()
            time.sleep(pause * 4)
            cluster.net.mend()
        case _:
            raise AssertionError(fault)


def _kill_sandbox(pid: int) -> None:
    with suppress(ProcessLookupError, FileNotFoundError):
        # A number may have gone to somebody else since.
        if Path(f"/proc/{pid}/comm").read_text() == "sleep\n":
            os.kill(pid, signal.SIGKILL)


def _wait(db: Database, session_id: str) -> None:
    deadline = time.monotonic() + _SETTLED_S
    while any(scene.status not in ("ready", "error") for scene in list_scenes(db, session_id)):
        assert time.monotonic() < deadline, [
            dict(row) for row in db.rows("SELECT * FROM jobs WHERE session_id = ?", (session_id,))
        ]
        time.sleep(0.05)


def _judge(db: Database, store: LocalChunkStore, session_id: str, sound: list[Scene], faulty: Scene) -> None:
    found = {scene.id: scene for scene in list_scenes(db, session_id)}
    assert [(found[scene.id].status, found[scene.id].error) for scene in sound] == [("ready", None)] * 3
    assert found[faulty.id].status == "error"
    assert found[faulty.id].error["code"] == "scene_failed"
    assert found[faulty.id].error["message"]
    assert verify(db, store) == []
    ready = db.rows(
        "SELECT COUNT(*) AS times FROM outbox WHERE session_id = ? AND kind = 'scene' "
        "AND payload ->> 'status' = 'ready' GROUP BY payload ->> 'sceneId', payload ->> 'version', "
        "payload ->> 'checksum'",
        (session_id,),
    )
    assert len(ready) == 3  # one checksum for each version, ever
    chunks = list(store.root.glob(f"projects/*/sessions/{session_id}/**/*.mp4"))
    assert len(chunks) == 3
