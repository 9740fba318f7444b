"""A server that is told to end closes all that it has, whenever it is told and by whichever signal."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .test_crash import Server, wait_for

pytestmark = pytest.mark.bubblewrap

STOPPED = {signal.SIGINT: 130, signal.SIGTERM: 143}
SERVE = [sys.executable, "-m", "proofreel", "serve", "--http", "--port", "0"]


def groups_of(pid: int) -> list[str]:
    """The control groups of a server's workers."""
    return [path.name for path in Path("/sys/fs/cgroup").glob("**/proofreel-*") if f"-{pid}-" in path.name]


@pytest.mark.parametrize("number", STOPPED, ids=lambda number: number.name)
def test_in_the_middle_of_a_render_it_gives_the_job_back_and_leaves_no_worker(home, lesson, number):
    from pipeline.lesson import parse
    from pipeline.studio import Studio, StudioSettings
    from render_sandbox.sandbox import SandboxSettings

    studio = Studio(StudioSettings(home, SandboxSettings()))
    plan = studio.plan(parse(lesson), owner="local", quality="preview")
    server = Server()
    server.post(f"/api/sessions/{plan.session.id}/render")
    wait_for(lambda: studio.db.row("SELECT 1 FROM jobs WHERE leased_by IS NOT NULL"))
    pid = server.process.pid
    had = groups_of(pid)

    server.process.send_signal(number)
    _, said = server.process.communicate(timeout=60)

    assert server.process.returncode == STOPPED[number]
    assert "Traceback" not in said
    assert had
    assert groups_of(pid) == []
    assert studio.db.row("SELECT 1 FROM jobs WHERE leased_by IS NOT NULL") is None
    studio.db.close()


@pytest.mark.parametrize("number", STOPPED, ids=lambda number: number.name)
def test_told_before_it_is_up_it_ends_without_a_traceback(home, number):
    server = Server()  # it has said its address, and what comes next is the start of its app

    server.process.send_signal(number)
    _, said = server.process.communicate(timeout=60)

    assert server.process.returncode == STOPPED[number]
    assert "Traceback" not in said
    assert said.startswith("Stopped. What was ready is kept")


def test_told_while_it_is_loaded_it_says_nothing(home):
    process = subprocess.Popen(SERVE, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: "pydantic" in Path(f"/proc/{process.pid}/maps").read_text())

    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)

    # Interrupted within an exec() of the standard library Python ends itself by the signal; shells say 130, too.
    assert process.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in said


def test_where_ctrl_c_is_ignored_it_is_ended_by_sigterm_all_the_same(home):
    """What a script starts with ``&`` has Ctrl-C ignored."""
    process = subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *SERVE], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Studio and player: ")
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None

    process.terminate()
    process.communicate(timeout=60)

    assert process.returncode == 143
