"""bubblewrap for somebody who isn't root: with a cgroup handed to them, and without one."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from render_sandbox.cgroups import find_cgroups

pytestmark = pytest.mark.bubblewrap

NOBODY = 65534
ROOT = Path(__file__).parents[2]

RUN = """
import asyncio, json, os, sys
from pathlib import Path
from render_sandbox.errors import SandboxError
from render_sandbox.job import Job, Limits
from render_sandbox.sandbox import SandboxSettings, open_sandbox

def job(body):
    code = "from manim import *\\nclass A(Scene):\\n    def construct(self):\\n        " + body + "\\n        self.wait(0.2)\\n"
    return Job("render", {"format": {"width": 320, "height": 180, "fps": 5}, "profile": "preview"}, {"scene.py": code.encode()})

async def main(allow):
    said = {"uid": os.getuid()}
    settings = SandboxSettings(backend="bubblewrap", workers=1, python=Path(sys.argv[1]), allow_no_memory_limit=allow,
                               limits=Limits(wall_s=30, memory_mb=600))
    try:
        async with open_sandbox(settings) as sandbox:
            said["notes"] = sandbox.status().notes
            said["report"] = (await sandbox.run(job("import os; print('IDS', os.getresuid())"))).report
            try:
                await sandbox.run(job("x = bytearray(900 << 20)"))
            except SandboxError as error:
                said["bomb"] = str(error)
            else:
                said["bomb"] = "MemoryError, or it passed"
    except SandboxError as error:
        said["refused"] = str(error)
    print(json.dumps(said, default=str))

asyncio.run(main(sys.argv[2] == "allow"))
"""


@pytest.fixture
def their_cgroups() -> Generator[list[Path]]:
    """A group in each hierarchy that nobody may divide further, as a login session has."""
    cgroups: Any = find_cgroups()
    if cgroups is None or cgroups.how != "cgroup v1":
        pytest.skip(
            "this machine's kernel: this arranges the groups of cgroup v1 by hand; on v2 a login session has them from systemd"
        )
    made: list[Path] = []
    for home in cgroups._homes.values():
        folder = home / f"nobodys-{os.getpid()}"
        folder.mkdir()
        made.append(folder)
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
    yield made
    for folder in made:
        folder.rmdir()


def run_as_nobody(python: Path, setpriv: str, allow: str, cgroups: list[Path]) -> dict[str, Any]:
    join = "".join(f"echo 0 > {group}/cgroup.procs; " for group in cgroups)
    drop = f'{setpriv} --reuid {NOBODY} --regid {NOBODY} --clear-groups {python} -c "$CODE" {python} {allow}'
    done = subprocess.run(
        ["sh", "-c", f"{join} exec {drop}"],
        env={"CODE": RUN, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd="/",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_with_a_cgroup_of_their_own_a_memory_limit_holds(
    their_python: Path, setpriv: str, their_cgroups: list[Path]
) -> None:
    said = run_as_nobody(their_python, setpriv, "refuse", their_cgroups)
    assert said["uid"] == NOBODY
    assert said["report"]["ok"] is True, said
    assert said["notes"] == []
    assert "memory: 600 MiB limit reached" in said["bomb"]


def test_without_a_cgroup_it_refuses_and_names_the_setting(their_python: Path, setpriv: str) -> None:
    said = run_as_nobody(their_python, setpriv, "refuse", [])
    assert "nothing would limit its memory" in said["refused"]
    assert "allow_no_memory_limit" in said["refused"]


def test_without_a_cgroup_but_allowed_it_runs_and_says_what_is_weaker(
    their_python: Path, setpriv: str
) -> None:
    said = run_as_nobody(their_python, setpriv, "allow", [])
    assert said["report"]["ok"] is True, said
    assert any("no memory limit for the whole worker" in note for note in said["notes"])
