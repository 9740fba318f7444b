"""Which control groups are used, read from trees such as kernels and systemd make them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from render_sandbox.cgroups import find_cgroups

SECOND = "30 20 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
FIRST = "".join(
    f"4{n} 20 0:3{n} / /sys/fs/cgroup/{name} rw - cgroup cgroup rw,{name}\n"
    for n, name in enumerate(("memory", "pids", "cpu"))
)


def tree(root: Path, mounts: str, own: str, folders: dict[str, str]) -> Path:
    """Files under ``root``; folders of cgroups with what their ``subtree_control`` says."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mountinfo").write_text("22 20 0:21 / /proc rw - proc proc rw\n" + mounts)
    (root / "proc/self/cgroup").write_text(own)
    for name, control in folders.items():
        folder = root / "sys/fs/cgroup" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cgroup.procs").write_text("")
        (folder / "cgroup.subtree_control").write_text(control)
    return root


def test_version_1_is_used_where_memory_is_there(tmp_path: Path) -> None:
    own = "3:memory:/a\n2:pids:/\n1:cpu:/\n0::/\n"
    found = find_cgroups(tree(tmp_path, FIRST, own, {"memory/a": "", "pids": "", "cpu": ""}))
    assert found is not None
    assert (found.how, found.has_memory, found.has_processes) == ("cgroup v1", True, True)


def test_version_2_is_used_beside_our_own_group(tmp_path: Path) -> None:
    user = "user.slice/user-1000.slice/user@1000.service/app.slice"
    own = f"0::/{user}/terminal.scope\n"
    found = find_cgroups(tree(tmp_path, SECOND, own, {user: "memory pids", f"{user}/terminal.scope": ""}))
    assert found is not None
    assert (found.how, found.has_memory, found.has_processes) == ("cgroup v2", True, True)


def test_version_2_at_the_top_of_a_container_is_used(tmp_path: Path) -> None:
    found = find_cgroups(tree(tmp_path, SECOND, "0::/\n", {".": "cpu memory"}))
    assert found is not None
    assert (found.how, found.has_memory, found.has_processes) == ("cgroup v2", True, False)


@pytest.mark.parametrize(
    ("mounts", "own", "folders"),
    [
        ("", "0::/\n", {}),
        (SECOND, "0::/session.scope\n", {".": "pids", "session.scope": ""}),
        (SECOND, "0::/../outside\n", {".": "", "session.scope": ""}),
        (FIRST, "2:pids:/\n1:cpu:/\n0::/\n", {"pids": "", "cpu": ""}),
    ],
    ids=["nothing mounted", "no memory controller", "a group outside", "version 1 without memory"],
)
def test_where_memory_cannot_be_limited_there_is_no_way(
    tmp_path: Path, mounts: str, own: str, folders: dict[str, str]
) -> None:
    assert find_cgroups(tree(tmp_path, mounts, own, folders)) is None


def test_a_folder_that_we_may_not_write_to_is_no_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    assert find_cgroups(tree(tmp_path, SECOND, "0::/a\n", {".": "memory", "a": ""})) is None
