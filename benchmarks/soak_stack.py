"""The processes of a soak: Redis, the server and two workers, started, killed and counted."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

__all__ = ["Stack", "containers", "docker"]

ROOT = Path(__file__).parents[1]


def environment(home: Path, redis_port: int, sandbox: str) -> dict[str, str]:
    own = {
        "PROOFREEL_HOME": str(home),
        "PROOFREEL_QUEUE": "celery",
        "PROOFREEL_QUEUE_URL": f"redis://127.0.0.1:{redis_port}/0",
        "PROOFREEL_SANDBOX": sandbox,
        "PROOFREEL_WORKERS": "1",
        "PROOFREEL_VOICE": "none",
        "PROOFREEL_RATE_PER_MINUTE": "1000000",
        "PROOFREEL_LARGEST_REQUEST_KB": "256",
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("PROOFREEL_")} | own


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Stack:
    """Redis, the server and two workers, as processes that can be killed."""

    def __init__(self, folder: Path, sandbox: str) -> None:
        self.folder, self.home = folder, folder / "home"
        (folder / "redis").mkdir()
        self.redis_port, self.port = free_port(), free_port()
        self.environment = environment(self.home, self.redis_port, sandbox)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.expected_down = False

    def start(self, name: str) -> None:
        program = [sys.executable, "-m", "proofreel"]
        redis = ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", ""]
        redis += ["--appendonly", "yes", "--dir", str(self.folder / "redis")]
        command = {
            "redis": redis,
            "server": [*program, "serve", "--http", "--port", str(self.port)],
        }.get(name, [*program, "worker", "-c", "1"])
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, cwd=ROOT
            )

    async def up(self) -> None:
        async with httpx.AsyncClient() as client:
            for _ in range(600):
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(f"http://127.0.0.1:{self.port}/api/status")).status_code == 200:
                        return
                await asyncio.sleep(0.2)
        raise RuntimeError((self.folder / "server.log").read_text()[-2000:])

    def end(self, name: str, how: int = signal.SIGKILL) -> None:
        process = self.running.pop(name)
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(90)
        if process.poll() is None:
            process.kill()
            process.wait()

    def close(self) -> None:
        for name in ("server", "worker-1", "worker-2", "redis"):
            if name in self.running:
                self.end(name, signal.SIGTERM)


def docker(*arguments: str) -> str:
    if shutil.which("docker") is None:
        return ""
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False).stdout


def containers(stack: Stack) -> list[str]:
    """Names of the containers of our processes."""
    pids = "|".join(str(process.pid) for process in stack.running.values())
    listed = docker("ps", "-a", "--format", "{{.Names}}").split()
    return [name for name in listed if re.fullmatch(rf"proofreel-(?:{pids})-\d+-\w+", name)]
