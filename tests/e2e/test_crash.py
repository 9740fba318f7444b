"""The server is killed in the middle of a render and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from pipeline.chunks import LocalChunkStore
from pipeline.state import Database, projects, scenes
from pipeline.verifying import verify

pytestmark = [pytest.mark.bubblewrap, pytest.mark.slow]


class Server:
    """``proofreel serve --http`` as its own process."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "proofreel", "serve", "--http", "--port", "0"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        assert line.startswith("Studio and player: "), line
        self.url = line.split()[3].rstrip("/")

    def get(self, path: str):
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return json.load(answer)

    def post(self, path: str):
        request = urllib.request.Request(self.url + path, method="POST", data=b"")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def wait_for(condition, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


# Of the six moments four are only in the nightly run: here are before the first scene, and between two.
MOMENTS = {
    (ready, delay): (ready, delay) in {(0, 0.3), (1, 0.0)} for ready in range(3) for delay in (0.0, 0.3)
}


@pytest.mark.parametrize(
    ("ready", "delay"),
    [pytest.param(*at, marks=() if always else pytest.mark.nightly) for at, always in MOMENTS.items()],
)
def test_after_sigkill_the_session_ends_ready_and_nothing_is_rendered_twice(home, lesson, ready, delay):
    from pipeline.lesson import parse
    from pipeline.studio import Studio, StudioSettings
    from render_sandbox.sandbox import SandboxSettings

    studio = Studio(StudioSettings(home, SandboxSettings()))
    plan = studio.plan(parse(lesson), owner="local", quality="preview")
    path = f"/api/sessions/{plan.session.id}"
    server = Server()
    server.post(f"{path}/render")
    wait_for(
        lambda: (
            sum(scene.status == "ready" for scene in scenes.list_scenes(studio.db, plan.session.id)) >= ready
        )
    )
    time.sleep(delay)  # somewhere in the scene that follows

    server.kill()
    stored = {file: file.stat().st_mtime_ns for file in (home / "chunks").rglob("*.mp4")}
    again = Server()
    try:
        wait_for(lambda: again.get(path)["status"] in ("ready", "error"))
    finally:
        again.stop()

    found = scenes.list_scenes(studio.db, plan.session.id)
    assert [(scene.status, scene.error, scene.version) for scene in found] == [("ready", None, 1)] * 3
    assert verify(studio.db, LocalChunkStore(home / "chunks")) == []
    chunks = list((home / "chunks").rglob("*.mp4"))
    assert len(chunks) == 3
    assert {file: file.stat().st_mtime_ns for file in stored} == stored
    studio.db.close()


def test_a_database_opened_after_a_crash_is_whole(home, lesson):
    code = (
        "import os, signal\nfrom pathlib import Path\nfrom pipeline.state import Database, projects\n"
        f"db = Database(Path({str(home)!r}) / 'proofreel.db')\n"
        "projects.create_project(db, owner='local', title='kept')\n"
        "with db.transaction() as tx:\n"
        "    tx.execute(\"UPDATE projects SET title = 'half'\")\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)

    db = Database(home / "proofreel.db")

    assert [project.title for project in projects.list_projects(db, owner="local")] == ["kept"]
    db.close()
