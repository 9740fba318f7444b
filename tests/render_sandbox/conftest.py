"""Backends to test with, and scenes to run in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from render_sandbox.bubblewrap import find_bubblewrap
from render_sandbox.errors import BackendMissing
from render_sandbox.job import Job, Limits
from render_sandbox.sandbox import SandboxSettings

FORMAT = {"width": 320, "height": 180, "fps": 5}

BACKENDS = [
    pytest.param("docker", marks=pytest.mark.docker),
    pytest.param("bubblewrap", marks=pytest.mark.bubblewrap),
]


@cache
def missing(backend: str) -> str:
    """Why this backend can't be tested here; empty if it can."""
    if backend == "bubblewrap":
        return "" if find_bubblewrap() else "bubblewrap is missing: apt install bubblewrap"
    import docker
    from docker.errors import DockerException

    from render_sandbox.docker_image import find_image

    try:
        client = docker.from_env()
        client.ping()
        find_image(client, SandboxSettings().stage)
    except (DockerException, BackendMissing, OSError) as error:
        return f"{error} (start an engine, then: proofreel sandbox build)"
    return ""


def scene_job(
    code: str, *, limits: Limits | None = None, label: str = "", kind: Any = "render", **request: Any
) -> Job:
    asked: Mapping[str, Any] = {"scene": None, "format": FORMAT, "profile": "preview", **request}
    return Job(kind, asked, {"scene.py": code.encode()}, limits, label)


def drawing(body: str = "self.wait(0.2)") -> str:
    lines = body.strip("\n").splitlines()
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    inner = "\n".join("        " + line[indent:] for line in lines)
    return f"from manim import *\n\n\nclass Drawn(Scene):\n    def construct(self):\n{inner}\n"


@pytest.fixture
def make_job() -> Any:
    return scene_job


@pytest.fixture
def draw() -> Any:
    return drawing


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    why = missing(request.param)
    if why:
        pytest.skip(why)
    return request.param


@pytest.fixture(scope="session")
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can arrange this: run the tests as root")


@pytest.fixture(scope="session")
def setpriv() -> str:
    found = shutil.which("setpriv")
    if found is None:
        pytest.skip("setpriv is missing: apt install util-linux")
    return found


@pytest.fixture(scope="session")
def their_python(as_root: None) -> Generator[Path]:
    """An environment with manim that anybody can read."""
    system = Path("/usr/bin/python3")
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    asked = subprocess.run(
        [system, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.stdout.strip() != ours:
        pytest.skip(f"needs /usr/bin/python3 of version {ours} (apt install python3)")
    if find_bubblewrap() is None:
        pytest.skip("bubblewrap is missing: apt install bubblewrap")
    import manim

    packages = Path(manim.__file__).parents[1]
    folder = Path(tempfile.mkdtemp(dir="/var/tmp", prefix="proofreel-test-"))
    folder.chmod(0o755)
    (folder / "bin").mkdir()
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    (folder / "bin" / "python").symlink_to(system.resolve())
    (folder / "lib" / f"python{ours}").mkdir(parents=True)
    target = folder / "lib" / f"python{ours}" / "site-packages"
    if subprocess.run(["cp", "-al", packages, target], capture_output=True, check=False).returncode:
        shutil.copytree(packages, target, dirs_exist_ok=True)
    yield folder / "bin" / "python"
    shutil.rmtree(folder)
