"""Workers in containers: one each, without network, file systems, capabilities or a way back."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import socket
import struct
from typing import Any

import docker
from docker.errors import APIError, DockerException, NotFound
from docker.types import LogConfig, Ulimit

from render_sandbox import owner
from render_sandbox.backend import Autopsy, Flood, LogTail, Worker
from render_sandbox.beginning import begin_or_undo
from render_sandbox.docker_image import find_image
from render_sandbox.environment import worker_environment
from render_sandbox.errors import BackendMissing, SandboxError, WorkerDied
from render_sandbox.job import Limits
from render_sandbox.seccomp import docker_profile
from render_sandbox.settings import SandboxSettings

__all__ = ["OWNER_LABEL", "WORKER_LABEL", "DockerBackend", "worker_options"]

log = logging.getLogger("proofreel.sandbox")

WORKER_LABEL = "proofreel.worker"
OWNER_LABEL = "proofreel.owner"
_READ = 256 << 10
_STDERR = 2
_MUX_HEADER = struct.Struct(">BxxxI")
_OOM_REPORT_S = 0.5
"""How long the engine may take to say that a killed container was out of memory."""


class DockerBackend:
    """Starts workers through a Docker engine."""

    name = "docker"

    def __init__(self, settings: SandboxSettings) -> None:
        self._settings = settings
        self._client: Any = None
        self._image = ""
        self._numbers = itertools.count(1)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is weaker here: nothing that is known."""
        return ()

    async def prepare(self) -> None:
        """Connect, reap, and find the image or build its thin layer."""
        self._client = await asyncio.to_thread(_connect)
        await asyncio.to_thread(_reap, self._client)
        self._image = await asyncio.to_thread(self._choose_image)

    async def start(self, limits: Limits) -> Worker:
        """Start a container and hold its standard streams."""
        name = f"proofreel-{os.getpid()}-{next(self._numbers)}-{os.urandom(3).hex()}"

        async def remove(begun: tuple[Any, socket.socket]) -> None:
            await asyncio.to_thread(_remove, *begun)

        try:
            # The engine works on regardless: what it made for somebody who is gone has to be removed.
            container, stream = await begin_or_undo(asyncio.to_thread(self._run, name, limits), remove)
        except (DockerException, OSError) as error:  # an engine that is too busy to answer is an OSError
            raise WorkerDied(f"Docker did not start a worker: {error}", fix=_ENGINE_FIX) from None
        return _ContainerWorker(container, stream, name, limits)

    async def aclose(self) -> None:
        """Close the connection to the engine."""
        if self._client is not None:
            await asyncio.to_thread(self._client.close)

    def _choose_image(self) -> str:
        settings = self._settings
        try:
            if settings.image is None:
                return find_image(self._client, settings.stage, latex=settings.latex)
            self._client.images.get(settings.image)
        except NotFound:
            raise BackendMissing(
                f"There is no Docker image {settings.image}.", fix="Build it, or leave the image setting out."
            ) from None
        except DockerException as error:
            raise BackendMissing(f"The worker's image can't be used: {error}", fix=_ENGINE_FIX) from None
        return settings.image

    def _run(self, name: str, limits: Limits) -> tuple[Any, socket.socket]:
        options = worker_options(self._settings, limits, owner.this_process())
        container = self._client.containers.create(self._image, name=name, **options)
        try:
            raw = container.attach_socket(params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
            stream: socket.socket = raw._sock  # noqa: SLF001  (docker-py wraps it in a blocking reader)
            stream.setblocking(False)
            container.start()
        except BaseException:
            container.remove(force=True, v=True)
            raise
        # The wrapper would close the socket when it is collected.
        container.raw_stream = raw
        return container, stream


def worker_options(settings: SandboxSettings, limits: Limits, made_by: str) -> dict[str, Any]:
    """What a worker's container is made with, as docker-py takes it; ``made_by`` marks whose it is."""
    tmp = f"rw,noexec,nosuid,nodev,size={settings.tmp_mb}m,nr_inodes={settings.tmp_inodes},mode=1777"
    return {
        "command": ["/opt/worker/bin/python", "-P", "-m", "render_sandbox.stage.worker"],
        "environment": worker_environment("/stage"),
        "working_dir": "/tmp",
        "labels": {WORKER_LABEL: "1", OWNER_LABEL: made_by},
        "hostname": "sandbox",
        "user": "65534:65534",
        "init": True,
        "stdin_open": True,
        "tty": False,
        "network_mode": "none",
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true", f"seccomp={docker_profile()}"],
        "ipc_mode": "private",
        "shm_size": f"{settings.shm_mb}m",
        "tmpfs": {"/tmp": tmp},
        "pids_limit": limits.processes,
        "mem_limit": f"{limits.memory_mb}m",
        "memswap_limit": f"{limits.memory_mb}m",
        "nano_cpus": int(settings.cpus * 1e9),
        "cpu_shares": 512,
        "oom_score_adj": 500,
        "log_config": LogConfig(type="none"),
        "ulimits": [
            Ulimit(name="core", soft=0, hard=0),
            Ulimit(name="nofile", soft=1024, hard=1024),
            Ulimit(name="memlock", soft=0, hard=0),
            Ulimit(name="msgqueue", soft=0, hard=0),
        ],
    }


class _ContainerWorker:
    """One container and the connection to its standard streams."""

    def __init__(self, container: Any, stream: socket.socket, name: str, limits: Limits) -> None:
        self._container = container
        self._stream = stream
        self._buffer = bytearray()
        self._log = LogTail()
        self._ended = False
        self._autopsy: asyncio.Task[Autopsy] | None = None
        self.name = name
        self.limits = limits

    async def resize(self, limits: Limits) -> bool:
        """Change the memory limit; docker-py can't change that of processes."""
        if limits.processes != self.limits.processes:
            return False
        memory = f"{limits.memory_mb}m"
        try:
            await asyncio.to_thread(self._container.update, mem_limit=memory, memswap_limit=memory)
        except (DockerException, OSError):
            return False
        return True

    async def write(self, data: bytes) -> None:
        """Send bytes to standard input."""
        await asyncio.get_running_loop().sock_sendall(self._stream, data)

    async def read(self) -> bytes:
        """Some bytes of standard output; what came of standard error on the way goes to the log."""
        while True:
            said = self._cut()
            if said:
                return said
            # sock_recv does not yield when there is something to read: under a flood, nothing else would run.
            await asyncio.sleep(0)
            data = await self._receive()
            if not data:
                self._ended = True
                return b""
            self._buffer += data

    def log(self) -> str:
        """Standard error so far."""
        return self._log.text()

    async def settle(self, within_s: float) -> None:
        """Read on until standard error has come to where the worker ended it."""
        with contextlib.suppress(TimeoutError, Flood):
            async with asyncio.timeout(within_s):
                while not self._log.ended and await self.read():
                    pass

    def alive(self) -> bool:
        """Whether the engine has not hung up on us."""
        if self._ended or self._autopsy is not None:
            return False
        try:
            return self._stream.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def kill(self) -> Autopsy:
        """Remove the container."""
        if self._autopsy is None:
            self._autopsy = asyncio.get_running_loop().create_task(self._end())
        return await asyncio.shield(self._autopsy)

    async def _end(self) -> Autopsy:
        return await asyncio.to_thread(_bury, self._container, self._stream, self._ended)

    async def _receive(self) -> bytes:
        try:
            return await asyncio.get_running_loop().sock_recv(self._stream, _READ)
        except OSError:
            return b""

    def _cut(self) -> bytes:
        """Take the whole pieces out of the buffer: eight bytes of header (stream, size), then the payload."""
        said = bytearray()
        start = 0
        while len(self._buffer) - start >= _MUX_HEADER.size:
            stream, size = _MUX_HEADER.unpack_from(self._buffer, start)
            end = start + _MUX_HEADER.size + size
            if len(self._buffer) < end:
                break
            payload = self._buffer[start + _MUX_HEADER.size : end]
            start = end
            if stream == _STDERR:
                self._log.feed(bytes(payload))
            else:
                said += payload
        del self._buffer[:start]
        return bytes(said)


_ENGINE_FIX = "Check that 'docker info' works for this user, or use bubblewrap."


def _connect() -> Any:
    try:
        client = docker.from_env(timeout=30)
        client.ping()
    except (DockerException, OSError) as error:
        raise BackendMissing(
            f"No Docker engine answers{_reason(str(error))}.",
            fix="Start Docker, or install it; a user other than root must be in the group docker.",
        ) from None
    return client


def _reason(said: str) -> str:
    """Why, in a word or two; what the client says itself is an exception within an exception."""
    if "FileNotFoundError" in said:
        return ": there is no socket of one"
    if "PermissionError" in said:
        return ": this user may not use its socket"
    if "ConnectionRefusedError" in said:
        return ": it is not running"
    return f": {said}"


def _reap(client: Any) -> None:
    """Remove the containers of servers that ended without doing so."""
    for container in client.containers.list(all=True, filters={"label": WORKER_LABEL}, ignore_removed=True):
        if owner.is_gone(container.labels.get(OWNER_LABEL, "")):
            log.info("removing %s, left behind by a server that ended", container.name)
            _remove(container)


def _bury(container: Any, stream: socket.socket, ended: bool) -> Autopsy:
    autopsy = _examine(container, _OOM_REPORT_S if ended else 0.0)
    _remove(container, stream)
    return autopsy


def _examine(container: Any, patience_s: float) -> Autopsy:
    """How the container ended; the engine learns of an exit, and of its reason, a moment late."""
    import time

    until = time.monotonic() + patience_s
    state: dict[str, Any] = {}
    while True:
        try:
            container.reload()
        except (DockerException, OSError):
            return Autopsy()
        state = container.attrs["State"]
        known = not state["Running"] and (state["OOMKilled"] or state["ExitCode"] != 137)
        if known or time.monotonic() >= until:
            break
        time.sleep(0.05)
    code = None if state["Running"] else int(state["ExitCode"])
    return Autopsy(exit_code=code, out_of_memory=bool(state["OOMKilled"]))


def _remove(container: Any, stream: socket.socket | None = None) -> None:
    if stream is not None:
        # Otherwise the engine waits for the stream to be read before it lets go of the container.
        with contextlib.suppress(OSError):
            stream.shutdown(socket.SHUT_RDWR)
        stream.close()
        # The descriptor stays open as long as the wrapper is, and that lies in a cycle of docker-py's.
        container.raw_stream.close()
    for _ in range(3):
        try:
            container.remove(force=True, v=True)
        except NotFound:
            return
        except APIError as error:
            if error.status_code == 409 and "already in progress" in str(error):
                return
            log.warning("removing %s: %s", container.name, error)
        except (DockerException, OSError) as error:
            log.warning("removing %s: %s", container.name, error)
        else:
            return
    raise SandboxError(
        f"The container {container.name} can't be removed.", fix=f"docker rm -f {container.name}"
    )
