"""One server under load, and uploads to S3.

    .venv/bin/python benchmarks/service.py [--quick] [--json] [--only load|upload]

load: a real ``proofreel serve --http`` renders one edit after the other, while 200 readers follow the
session's event stream and 50 MCP clients ask ``get_status`` every two seconds. Idle is one client, alone,
in the same run. The figure is loaded p99 ÷ idle p50; any refused or broken answer counts as an error.

upload: the same files to the same SeaweedFS by ``S3ChunkStore.put`` and by boto3's ``upload_file``, in turns.
The figure is our throughput ÷ boto3's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

LESSON = """---
title: Load
---

## One

A circle is round, and its area grows with the square of its radius.

$$A = \\pi r^2$$

## Two

- first
- second
- third
"""
POLL_S = 2.0


@dataclass
class Client:
    """An HTTP/1.1 client of one connection: lean, so that the load is the server's and not its own."""

    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def request(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        if self.writer is None:
            await self.open()
        assert self.reader
        assert self.writer
        data = json.dumps(body).encode() if body is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
            f"Accept: application/json, text/event-stream\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        self.writer.write(head.encode() + data)
        status, headers = await self.head()
        if "content-length" in headers:
            return status, await self.reader.readexactly(int(headers["content-length"]))
        parts: list[bytes] = []
        while size := int(await self.reader.readline(), 16):
            parts.append((await self.reader.readexactly(size + 2))[:-2])
        await self.reader.readline()
        return status, b"".join(parts)

    async def head(self) -> tuple[int, dict[str, str]]:
        assert self.reader
        status = int((await self.reader.readline()).split()[1])
        headers: dict[str, str] = {}
        while (line := await self.reader.readline()) != b"\r\n":
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return status, headers

    async def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """An MCP tool call, as a stateless client makes it."""
        params = {"name": tool, "arguments": arguments}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        status, body = await self.request("POST", "/mcp/", message)
        found = re.search(rb"^data: (.*)$", body, re.MULTILINE)
        answer = json.loads(found.group(1) if found else body)
        if status != 200 or "error" in answer or answer["result"].get("isError"):
            raise RuntimeError(f"{status}: {json.dumps(answer)[:300]}")
        return answer["result"]["structuredContent"]


@dataclass
class Load:
    """What was seen."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    events: int = 0
    renders: int = 0
    readers: int = 0


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def follow(port: int, session: str, load: Load) -> None:
    """Read a session's events until cancelled; the stream must not end."""
    client = Client(port)
    try:
        await client.open()
        assert client.reader
        assert client.writer
        client.writer.write(
            f"GET /api/sessions/{session}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        )
        status, _ = await client.head()
        if status != 200:
            load.errors.append(f"events: {status}")
            return
        load.readers += 1
        while line := await client.reader.readline():
            load.events += line.startswith(b"event:")
        load.errors.append("events: the stream ended")
    except OSError as error:
        load.errors.append(f"events: {error!r}")


async def poll(port: int, session: str, load: Load, until: float) -> None:
    client = Client(port)
    await asyncio.sleep(random.uniform(0, POLL_S))
    while (begun := time.perf_counter()) < until:
        try:
            await client.call("get_status", session_id=session)
            load.times.append(time.perf_counter() - begun)
        except (OSError, RuntimeError, ValueError, asyncio.IncompleteReadError) as error:
            load.errors.append(f"get_status: {error!r}")
            client = Client(port)
        await asyncio.sleep(max(0.0, POLL_S - (time.perf_counter() - begun)))


async def keep_rendering(port: int, session: str, load: Load, until: float) -> None:
    """Change a scene's title as soon as the last change is rendered; a render that fails is an error."""
    client = Client(port)
    number = 0
    rendered = {scene["scene_id"]: 1 for scene in (await status_of(client, session))["scenes"]}
    while time.perf_counter() < until:
        for scene in (await status_of(client, session))["scenes"]:
            if scene["status"] == "error":
                load.errors.append(f"render: {json.dumps(scene)[:300]}")
            if scene["status"] not in ("ready", "error"):
                continue
            load.renders += scene["version"] - rendered[scene["scene_id"]]
            rendered[scene["scene_id"]] = scene["version"]
            number += 1
            _, said = await client.request("GET", f"/api/scenes/{scene['scene_id']}/source")
            code = re.sub(r'self\.title\(".*"\)', f'self.title("Change {number}")', json.loads(said)["code"])
            body = {"version": scene["version"], "code": code}
            got, said = await client.request("POST", f"/api/scenes/{scene['scene_id']}/edit", body)
            if got != 202:
                load.errors.append(f"edit: {got} {said[:200]!r}")
        await asyncio.sleep(0.5)


async def status_of(client: Client, session: str) -> dict[str, Any]:
    return await client.call("get_status", session_id=session)


def cpu_s(pid: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(port: int, pid: int, *, seconds: float, readers: int, pollers: int) -> dict[str, Any]:
    first = Client(port)
    session = (await first.call("plan_lesson", lesson=LESSON, quality="preview"))["session_id"]
    for _ in range(60):
        if (await first.call("render", session_id=session, wait_s=10))["status"] == "ready":
            break
    idle: list[float] = []
    for _ in range(100):
        begun = time.perf_counter()
        await first.call("get_status", session_id=session)
        idle.append(time.perf_counter() - begun)
        await asyncio.sleep(0.02)
    load = Load()
    used = cpu_s(pid)
    until = time.perf_counter() + seconds
    following = [asyncio.create_task(follow(port, session, load)) for _ in range(readers)]
    await asyncio.gather(
        keep_rendering(port, session, load, until),
        *(poll(port, session, load, until) for _ in range(pollers)),
    )
    used = cpu_s(pid) - used
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    p50, p99 = median(idle), percentile(load.times, 0.99)
    return {
        "idle_p50_ms": round(p50 * 1000, 2),
        "loaded_p50_ms": round(median(load.times) * 1000, 2),
        "loaded_p99_ms": round(p99 * 1000, 2),
        "ratio": round(p99 / p50, 2),
        "server_cpu_share": round(used / seconds, 2),
        "calls": len(load.times),
        "readers": load.readers,
        "events": load.events,
        "renders": load.renders,
        "errors": len(load.errors),
        "first_errors": load.errors[:5],
    }


def load_test(folder: Path, *, seconds: float, readers: int, pollers: int) -> dict[str, Any]:
    environment = {
        **os.environ,
        "PROOFREEL_HOME": str(folder / "home"),
        "PROOFREEL_RATE_PER_MINUTE": "1000000",
        "PROOFREEL_VOICE": "none",
    }
    command = [sys.executable, "-m", "proofreel", "serve", "--http", "--port", "0"]
    log = (folder / "server.log").open("w+")
    server = subprocess.Popen(command, env=environment, stderr=log, stdout=log, cwd=ROOT)
    try:
        port = 0
        for _ in range(600):
            said = (folder / "server.log").read_text()
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", said):
                port = int(found.group(1))
                break
            if server.poll() is not None:
                raise RuntimeError(said)
            time.sleep(0.1)
        result = asyncio.run(measure(port, server.pid, seconds=seconds, readers=readers, pollers=pollers))
        rendering_peak = (folder / "server.log").read_text().count("render_crashed")
        return result | {"crashes": rendering_peak}
    finally:
        server.terminate()
        server.wait(20)


def upload_test(folder: Path, *, rounds: int) -> dict[str, Any]:
    from boto3.s3.transfer import TransferConfig

    from pipeline.chunks.s3 import S3ChunkStore
    from tests.seaweed import s3_service, settings_for

    sizes = [300_000, 1_000_000, 3_000_000, 12_000_000, 40_000_000]
    ours: list[float] = []
    theirs: list[float] = []
    with s3_service(folder / "s3") as endpoint:
        store = S3ChunkStore(settings_for(endpoint))
        client = store._client  # noqa: SLF001  # the same client: only the way of uploading differs
        for number in range(rounds + 1):
            files: list[Path] = []
            for size in sizes:
                path = folder / f"{number}-{size}.mp4"
                path.write_bytes(os.urandom(size))
                files.append(path)

            def put(number: int = number, files: list[Path] = files) -> float:
                begun = time.perf_counter()
                for path in files:
                    about = {"digest": "d", "frames": 1, "report": {}}
                    store.put(f"projects/ours/{number}/{path.name}", path.read_bytes(), about)
                return time.perf_counter() - begun

            def plain(number: int = number, files: list[Path] = files) -> float:
                begun = time.perf_counter()
                for path in files:
                    key = f"projects/theirs/{number}/{path.name}"
                    client.upload_file(str(path), store.settings.bucket, key, Config=TransferConfig())
                return time.perf_counter() - begun

            turns = [(ours, put), (theirs, plain)]
            for times, run in turns if number % 2 else turns[::-1]:
                times.append(run())
            for path in files:
                path.unlink()
    total = sum(sizes) / 1e6
    # The first round warms up both.
    our, their = median(ours[1:]), median(theirs[1:])
    return {
        "ours_mb_s": round(total / our, 1),
        "boto3_mb_s": round(total / their, 1),
        "ratio": round(their / our, 2),
        "rounds": rounds,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a third of the time")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=["load", "upload"])
    options = parser.parse_args()
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        if options.only != "upload":
            seconds = 20.0 if options.quick else 60.0
            result["load"] = load_test(Path(name), seconds=seconds, readers=200, pollers=50)
        if options.only != "load":
            result["upload"] = upload_test(Path(name), rounds=3 if options.quick else 7)
    print(json.dumps(result) if options.json else json.dumps(result, indent=2))
    load, upload = result.get("load"), result.get("upload")
    if (load and (load["errors"] or load["ratio"] > 10)) or (upload and upload["ratio"] < 0.8):
        sys.exit(1)


if __name__ == "__main__":
    main()
