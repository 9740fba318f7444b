"""Starting workers with bubblewrap, and what is told where it can't have its namespaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from render_sandbox.bubblewrap import BubblewrapBackend, enclosure
from render_sandbox.job import Limits
from render_sandbox.session import await_ready
from render_sandbox.settings import SandboxSettings

MACHINE = "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n24 22 0:5 / /proc rw - proc proc rw\n"
CHROOT = "24 22 0:5 / /proc rw - proc proc rw\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/mountinfo").write_text(MACHINE)
    return tmp_path


def test_a_machine_of_its_own_is_no_enclosure(root: Path):
    assert enclosure(root) == ""


def test_a_container_is_told_by_its_engine_s_mark(root: Path):
    (root / ".dockerenv").touch()
    assert enclosure(root) == "a container"


def test_a_chroot_is_told_by_a_root_that_is_not_mounted(root: Path):
    (root / "proc/self/mountinfo").write_text(CHROOT)
    assert enclosure(root) == "a chroot"


def test_without_a_proc_nothing_is_claimed(tmp_path: Path):
    assert enclosure(tmp_path) == ""


@pytest.mark.bubblewrap
async def test_two_sandboxes_of_one_process_start_workers_side_by_side():
    settings = SandboxSettings(backend="bubblewrap", workers=1)
    backends = [BubblewrapBackend(settings), BubblewrapBackend(settings)]
    for backend in backends:
        await backend.prepare()

    workers = [await backend.start(Limits()) for backend in backends]
    try:
        for worker in workers:
            await await_ready(worker, settings.start_timeout_s)
    finally:
        for worker in workers:
            await worker.kill()
