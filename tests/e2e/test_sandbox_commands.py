"""``proofreel sandbox`` as a person runs it: its own process, its real exit code and output."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from render_sandbox import owner

from .command import COMMAND, proofreel

DRAW = "self.play(Create(Circle()), run_time=0.4)"


def run(*arguments: Any, **environment: str) -> subprocess.CompletedProcess[str]:
    return proofreel("sandbox", *arguments, **environment)


@pytest.fixture
def scene(tmp_path: Path) -> Callable[[str], Path]:
    def write(body: str) -> Path:
        path = tmp_path / "circle.py"
        path.write_text(
            f"from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n        {body}\n"
        )
        return path

    return write


def test_run_stores_a_video_that_a_second_worker_has_decoded(scene: Any, tmp_path: Path) -> None:
    done = run("run", scene(f"print('hello'); {DRAW}"), "-o", tmp_path / "circle.mp4")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("6 frames in ")
    assert done.stderr.strip() == "hello"
    assert (tmp_path / "circle.mp4").read_bytes()[4:8] == b"ftyp"


def test_run_with_json_says_everything_in_one_document(scene: Any) -> None:
    done = run("run", scene(f"print('hello'); {DRAW}"), "--json")
    said = json.loads(done.stdout)
    assert (said["ok"], said["frames"], said["log"]) == (True, 6, "hello\n")
    assert said["files"]["chunk.mp4"] > 1000
    assert done.stderr == ""


def test_run_does_not_store_what_only_claims_to_be_a_video(scene: Any, tmp_path: Path) -> None:
    lie = (
        "import json, os, struct, time; say = lambda kind, data: os.write(101, struct.pack('>BI', kind, len(data)) + data); "
        'say(18, b\'{"name": "chunk.mp4", "size": 3}\'); say(2, b\'lie\'); say(19, b\'{"ok": true, "frames": 9}\'); time.sleep(9)'
    )
    done = run("run", scene(lie), "-o", tmp_path / "lie.mp4")
    assert done.returncode == 1
    assert "sandbox_chunk_rejected: What circle.py sent as its video was refused" in done.stderr
    assert not (tmp_path / "lie.mp4").exists()


def test_run_names_the_line_of_a_mistake(scene: Any) -> None:
    done = run("run", scene("self.play(Create(Circel()))"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "The scene failed (line 6): NameError: name 'Circel' is not defined" in done.stderr


def test_run_names_the_limit_that_was_reached_in_either_form(scene: Any) -> None:
    path = scene("while True: pass")
    done = run("run", path, "--time-limit", "1.5")
    assert done.returncode == 1
    assert "sandbox_limit: time: 1.5 s limit reached after " in done.stderr
    assert "in circle.py" in done.stderr
    assert "Fix: Shorten the scene" in done.stderr
    as_json = run("run", path, "--time-limit", "1.5", "--json")
    assert as_json.returncode == 1
    error = json.loads(as_json.stdout)["error"]
    assert error["code"] == "sandbox_limit"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.py"], "does not exist"),
        (["SCENE", "--backend", "chroot"], "'bubblewrap'"),
        (["SCENE", "-o", "/nonexistent/x.mp4"], "there is no folder /nonexistent"),
        (["SCENE", "-o", "/tmp"], "is a directory"),
        (["SCENE", "--time-limit", "0"], "0.1"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_runs(scene: Any, arguments: Any, said: str) -> None:
    path = str(scene(DRAW))
    done = run("run", *[path if argument == "SCENE" else argument for argument in arguments], COLUMNS="200")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_run_without_a_backend_names_the_fix(scene: Any) -> None:
    done = run("run", scene(DRAW), PROOFREEL_SANDBOX="none")
    assert done.returncode == 1
    assert "no scene is run" in done.stderr
    assert "Fix: Set it to 'auto', 'docker' or 'bubblewrap'" in done.stderr


def test_ctrl_c_ends_the_run_and_leaves_no_worker(scene: Any) -> None:
    path = scene("print('begun', flush=True)\n        while True: pass")
    process = subprocess.Popen(
        [*COMMAND, "sandbox", "run", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    here = "-".join(owner.this_process().split("-")[:2])
    mark = f"proofreel-{here}-{process.pid}-"
    until = time.monotonic() + 60
    while not (groups := list(Path("/sys/fs/cgroup").glob(f"**/{mark}*"))) and time.monotonic() < until:
        time.sleep(0.05)
    assert groups, "a worker is there"
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert list(Path("/sys/fs/cgroup").glob(f"**/{mark}*")) == []


def test_status_says_for_each_backend_whether_it_works_and_how_to_mend_it(tmp_path: Path) -> None:
    nowhere = f"unix://{tmp_path}/none.sock"
    done = run("status", DOCKER_HOST=nowhere)
    assert done.returncode == 0
    docker, bubblewrap = done.stdout.splitlines()
    assert docker.startswith("docker: No Docker engine answers")
    assert "Start Docker" in docker
    assert bubblewrap == "bubblewrap: works"
    said = json.loads(run("status", "--json", DOCKER_HOST=nowhere).stdout)
    assert (said["ok"], said["configured"]) == (True, "bubblewrap")
    assert said["backends"]["docker"]["error"]["code"] == "sandbox_backend_missing"


def test_build_without_an_engine_says_what_to_start(tmp_path: Path) -> None:
    nowhere = f"unix://{tmp_path}/none.sock"
    done = run("build", DOCKER_HOST=nowhere)
    assert done.returncode == 1
    assert "No Docker engine answers" in done.stderr
    assert "Fix: Start Docker first." in done.stderr


@pytest.mark.docker
def test_build_of_what_is_there_takes_no_time_and_says_the_name() -> None:
    import docker
    from docker.errors import DockerException

    from render_sandbox.docker_image import environment_tag, worker_tag
    from render_sandbox.sandbox import SandboxSettings

    try:
        there = docker.from_env().images.list(environment_tag())
    except (DockerException, OSError) as error:
        pytest.skip(f"{error} (start a Docker engine)")
    if not there:
        pytest.skip("the worker's image is missing: proofreel sandbox build")
    said = json.loads(run("build", "--json").stdout)
    assert said["ok"] is True
    assert said["image"] == worker_tag(SandboxSettings().stage)
    assert said["environment_built"] is False
