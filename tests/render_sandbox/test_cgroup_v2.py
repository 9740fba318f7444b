"""bubblewrap under a kernel whose cgroups are of version 2, with and without systemd.

The kernel of the machine that runs the tests may have version 1, so these boot one of their own: User-mode
Linux, a program, with this machine's files as its root, read-only.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.bubblewrap, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
NOBODY = 65534
SAID = "\x1eSAID "

RUN = """
import asyncio, json, sys
from pathlib import Path
from render_sandbox.cgroups import find_cgroups
from render_sandbox.errors import SandboxError
from render_sandbox.job import Job, Limits
from render_sandbox.sandbox import SandboxSettings, open_sandbox

LIMITS = Limits(wall_s=100, memory_mb=300, processes=64)
BODIES = {
    "good": "import os; print('IDS', os.getresuid())",
    "bomb": "x = []\\n        while True: x.append(bytearray(32 << 20))",
    "forks": "import os, time\\n        n = 0\\n        try:\\n            while os.fork(): n += 1\\n            time.sleep(100)\\n"
    "        except OSError as error: print('FORKS', n, error)",
}

def job(body):
    code = "from manim import *\\nclass A(Scene):\\n    def construct(self):\\n        " + body + "\\n        self.wait(0.2)\\n"
    asked = {"format": {"width": 320, "height": 180, "fps": 5}, "profile": "preview"}
    return Job("render", asked, {"scene.py": code.encode()}, LIMITS, "scene 3")

async def main():
    said = {"how": find_cgroups().how}
    settings = SandboxSettings(backend="bubblewrap", workers=1, python=Path(sys.executable), limits=LIMITS, start_timeout_s=200)
    async with open_sandbox(settings) as sandbox:
        said["notes"] = sandbox.status().notes
        for name in sys.argv[1:]:
            try:
                outcome = await sandbox.run(job(BODIES[name]))
                said[name] = {**outcome.report, "log": outcome.log}
            except SandboxError as error:
                said[name] = str(error)
    said["left"] = [str(path) for path in Path("/sys/fs/cgroup").glob("**/proofreel-*")]
    print("\\x1eSAID " + json.dumps(said, default=str), flush=True)

asyncio.run(main())
"""

MOUNTS = """
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PYTHONDONTWRITEBYTECODE=1
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs -o mode=755 tmp /run
"""
OFF = """
exec {python} -c "import os; os.sync(); import ctypes; ctypes.CDLL(None).reboot(0x4321FEDC)"
"""
BY_HAND = """
mount -t cgroup2 none /sys/fs/cgroup; cd /sys/fs/cgroup
echo '+memory +pids +cpu' > cgroup.subtree_control
mkdir -p session/ours; echo '+memory +pids +cpu' > session/cgroup.subtree_control
echo 0 > session/ours/cgroup.procs
chown -R {uid} session
cd /
setpriv --reuid {uid} --regid {uid} --clear-groups {command}
"""
SYSTEMD = """
units=/run/systemd/system
mkdir -p $units
# Nothing may write to the disk, and nothing is to wait for a device.
for unit in systemd-tmpfiles-setup systemd-tmpfiles-clean systemd-journald systemd-journal-flush systemd-udevd \\
    systemd-logind systemd-timesyncd systemd-networkd systemd-resolved docker containerd; do
    ln -s /dev/null $units/$unit.service
done
printf '[Unit]\\nRequires=basic.target trial.service\\nAfter=basic.target\\n' > $units/trial.target
mkdir -p $units/user@.service.d
printf '[Service]\nEnvironment=XDG_RUNTIME_DIR=/run/user/%%i\n' > $units/user@.service.d/runtime.conf
cat > $units/trial.service <<X
[Unit]
Wants=user@{uid}.service dbus.socket
After=user@{uid}.service dbus.socket
[Service]
Type=oneshot
StandardOutput=tty
StandardError=tty
TTYPath=/dev/console
ExecStart=/bin/sh {inside}
ExecStopPost=/bin/sh {off}
X
exec /lib/systemd/systemd --unit=trial.target --show-status=0
"""


@pytest.fixture
def boot(their_python: Path, setpriv: str, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Boots the kernel, runs scenes as nobody, says what they said."""
    linux = shutil.which("linux.uml")
    if linux is None:
        pytest.skip("User-mode Linux is missing: apt install user-mode-linux")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o005)
    (tmp_path / "run.py").write_text(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + RUN)

    def run(script: str, *bodies: str, environment: str = "") -> dict[str, Any]:
        command = f"env {environment} {their_python} {tmp_path}/run.py {' '.join(bodies)}"
        names = {"uid": NOBODY, "command": command, "inside": tmp_path / "inside", "off": tmp_path / "off"}
        drop = f"setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups {command}"
        (tmp_path / "inside").write_text(f"cd /\nexport PYTHONDONTWRITEBYTECODE=1\n{drop}\n")
        (tmp_path / "off").write_text(OFF.format(python=sys.executable))
        init = tmp_path / "init"
        init.write_text(f"#!/bin/sh\n{MOUNTS}{script.format(**names)}\nexec /bin/sh {tmp_path}/off\n")
        init.chmod(0o755)
        kernel = [linux, "rootfstype=hostfs", "rootflags=/", "ro", f"init={init}", "mem=2000M", "con=null"]
        kernel += ["con0=fd:0,fd:1", "quiet", f"uml_dir={tmp_path}/uml"]
        process = subprocess.Popen(
            kernel,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            out, _ = process.communicate(timeout=800)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)  # the kernel's processes are processes of this machine
            process.wait()
            raise
        text = out.decode(errors="replace")
        if "Run " not in text and "INIT" not in text and SAID not in text and "ptrace" in text:
            pytest.skip("this machine's kernel: User-mode Linux does not start: " + text[-200:])
        assert SAID in text, text[-3000:]
        return json.loads(text.split(SAID)[1].splitlines()[0])

    return run


def test_in_a_folder_handed_to_an_ordinary_user_memory_is_limited(boot: Any) -> None:
    said = boot(BY_HAND, "bomb")
    assert said["how"] == "cgroup v2"
    assert said["notes"] == []
    assert "memory: 300 MiB limit reached after" in said["bomb"]
    assert said["left"] == []


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_in_a_folder_handed_to_an_ordinary_user_each_limit_holds(boot: Any) -> None:
    said = boot(BY_HAND, "good", "bomb", "forks")
    assert said["good"]["ok"] is True
    assert "memory: 300 MiB limit reached after" in said["bomb"]
    assert said["forks"]["ok"] is True
    (count,) = [int(line.split()[1]) for line in said["forks"]["log"].splitlines() if "FORKS" in line]
    assert count < 64
    assert said["left"] == []


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_in_a_scope_of_an_ordinary_users_systemd_each_limit_holds(boot: Any) -> None:
    if not Path("/usr/lib/systemd/user/dbus.socket").exists():
        pytest.skip("systemd for users is missing: apt install systemd libpam-systemd dbus-user-session")
    runtime = f"/run/user/{NOBODY}"
    session = f"XDG_RUNTIME_DIR={runtime} DBUS_SESSION_BUS_ADDRESS=unix:path={runtime}/bus"
    said = boot(SYSTEMD, "good", "bomb", "forks", environment=shlex.join(shlex.split(session)))
    assert said["how"] == "systemd-run --user --scope"
    assert said["notes"] == []
    assert said["good"]["ok"] is True
    assert "memory: 300 MiB limit reached after" in said["bomb"]
    assert said["forks"]["ok"] is True
    assert said["left"] == []
