"""An hour of mixed load with faults: memory, descriptors, processes, containers and disk must level off.

    .venv/bin/python benchmarks/soak.py [--minutes 60] [--sandbox auto|docker|bubblewrap] [--seed N] [--json]

A real Redis, a real ``proofreel serve --http`` that gives its scenes to two real ``proofreel worker``, and
three authors (edit, check, look, export, revert, insert, delete, break and mend a scene), four viewers that
come and go, and one vandal who sends what nobody should. Meanwhile workers, Redis, sandboxes and, in the
first sixth, the server are killed and started again. A gauge has levelled off when its median of the last
quarter is at most 5 % (and a little: see ``SLACK``) above that of the third. The database is not judged: it
keeps every version's source for good, and the report says how many bytes that is for an edit.

Exit code 1: something grew, an answer was a 5xx, a scene was lost, or the database is not sound.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

GAUGE_S, FAULT_S, SWEEP_S = 5.0, 40.0, 60.0
ON_ITS_WAY_S = 120
"""Files younger than this stay at a sweep; `proofreel gc` leaves them an hour, too long for a short run."""
SLACK = {
    "rss_mb": 8.0,
    "fds": 8.0,
    "threads": 4.0,
    "processes": 3.0,
    "containers": 2.0,
    "mb": 6.0,
    "keys": 20.0,
}
LESSON = """---
title: Soak {number}
---

## One

A circle is round.

$$A = \\pi r^2$$

## Two

- first
- second
"""
SCENE = """from manim import *


class Soak(Scene):
    def construct(self):
        # {number}
        shape = {shape}().set_color({color})
        self.play(Create(shape), run_time={seconds})
        self.wait(0.2)
"""
BROKEN = SCENE.replace("self.wait(0.2)", "raise ValueError('broken on purpose')")


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


@dataclass
class Tally:
    """What was done and what came of it."""

    begun: float = field(default_factory=time.monotonic)
    actions: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    series: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def gauge(self, name: str, value: float) -> None:
        self.series.setdefault(name, []).append((time.monotonic() - self.begun, value))


class Person:
    """Somebody who talks to the server; while it is down on purpose they wait and come again."""

    def __init__(self, stack: Stack, tally: Tally, dice: random.Random) -> None:
        self.stack, self.tally, self.dice = stack, tally, dice
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{stack.port}", timeout=90)

    async def ask(self, method: str, path: str, **how: Any) -> httpx.Response | None:
        """The answer; None: the server is down. A 5xx is noted."""
        try:
            answer = await self.client.request(method, path, **how)
        except httpx.HTTPError as error:
            if not self.stack.expected_down:
                self.tally.wrong.append(f"{method} {path}: {error!r}")
            await asyncio.sleep(1)
            return None
        if answer.status_code >= 500:
            self.tally.wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer

    async def tool(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A tool's structured answer; empty where it was refused."""
        message = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": name, "arguments": arguments},
        }
        headers = {"Accept": "application/json, text/event-stream"}
        answer = await self.ask("POST", "/mcp/", json=message, headers=headers)
        if answer is None or answer.status_code != 200:
            return {}
        found = re.search(r"^data: (.*)$", answer.text, re.MULTILINE)
        told = json.loads(found[1] if found else answer.text)
        result = told.get("result", {})
        if "error" in told or result.get("isError"):
            said = json.dumps(told)
            code = re.search(r'"text": "([a-z_]+):', said)
            self.tally.refused[f"{name}: {code[1] if code else said[:120]}"] += 1
            if "internal" in said.lower():
                self.tally.wrong.append(f"{name}: {said[:300]}")
            return {}
        return result.get("structuredContent") or {}


class Author(Person):
    """Works on one session for ever."""

    number = 0
    session = ""

    async def work(self) -> None:
        planned = None
        while not planned:
            planned = await self.tool("plan_lesson", lesson=LESSON.format(number=self.dice.random()))
        self.session = planned["session_id"]
        while True:
            scenes = await self.scenes()
            if scenes:
                await self.act(scenes)
            await asyncio.sleep(self.dice.uniform(0.2, 2))

    async def scenes(self) -> list[dict[str, Any]]:
        answer = await self.ask("GET", f"/api/sessions/{self.session}")
        return answer.json()["scenes"] if answer is not None and answer.status_code == 200 else []

    async def act(self, scenes: list[dict[str, Any]]) -> None:
        kind = self.dice.choices(
            [
                "edit",
                "break",
                "check",
                "look",
                "export",
                "revert",
                "insert",
                "delete",
                "move",
                "plan",
                "search",
            ],
            [10, 2, 3, 3, 2, 2, 2, 2, 1, 2, 2],
        )[0]
        scene = self.dice.choice(scenes)
        self.tally.actions[kind] += 1
        path = f"/api/scenes/{scene['id']}"
        self.number += 1
        match kind:
            case "edit" | "break":
                # Behind a broken scene comes a whole one at the author's next edit of it.
                body = {"version": scene["version"], "code": self.code(BROKEN if kind == "break" else SCENE)}
                await self.ask("POST", f"{path}/edit", json=body)
            case "check":
                await self.tool("check_scene", scene_id=scene["id"])
            case "look":
                await self.tool("view_frames", scene_id=scene["id"], times=[0.3])
            case "export":
                await self.tool("export_video", session_id=self.session)
            case "revert":
                await self.ask(
                    "POST", f"{path}/revert", json={"version": self.dice.randint(1, scene["version"])}
                )
            case "insert" if len(scenes) < 5:
                body = {"title": "More", "code": self.code(SCENE), "render": True}
                await self.ask("POST", f"/api/sessions/{self.session}/scenes", json=body)
            case "delete" if len(scenes) > 2:
                await self.ask("DELETE", path)
            case "move":
                await self.ask("POST", f"{path}/move", json={"index": 0})
            case "plan":
                lesson = LESSON.format(number=self.number % 7)
                await self.tool("plan_lesson", lesson=lesson, session_id=self.session, confirm=True)
                await self.tool("render", session_id=self.session)
            case _:
                await self.tool(
                    "search_snippets", query=self.dice.choice(["tangent", "sort", "a tree grows"])
                )

    def code(self, scene: str) -> str:
        dice = self.dice
        return scene.format(
            number=dice.random(),
            shape=dice.choice(["Circle", "Square", "Triangle", "Star"]),
            color=dice.choice(["BLUE", "YELLOW", "GREEN"]),
            seconds=round(dice.uniform(0.2, 1.5), 1),
        )


async def view(person: Person, authors: list[Author]) -> None:
    """Follow a session for a while, and leave without a word."""
    while True:
        session = person.dice.choice(authors).session
        if session:
            person.tally.actions["follow"] += 1
            with contextlib.suppress(TimeoutError, httpx.HTTPError):
                async with (
                    asyncio.timeout(person.dice.uniform(1, 20)),
                    person.client.stream("GET", f"/api/sessions/{session}/events") as stream,
                ):
                    async for _ in stream.aiter_bytes():
                        pass
        await asyncio.sleep(person.dice.uniform(0.1, 2))


async def vandalize(person: Person, authors: list[Author]) -> None:
    """Malformed, huge, hostile, duplicate and late input; every answer must be a 4xx or a refusal."""
    dice = person.dice
    while True:
        await asyncio.sleep(dice.uniform(0.2, 2))
        person.tally.actions["vandalize"] += 1
        session = dice.choice(authors).session
        match dice.randrange(6):
            case 0:
                await raw(person.stack.port, dice.randbytes(dice.randint(1, 5000)))
            case 1:
                with contextlib.suppress(httpx.HTTPError):  # it may hang up before all is sent
                    await person.client.post("/api/scenes/x/edit", content=b"x" * 1_000_000)
            case 2:
                await person.ask(
                    "POST", "/mcp/", content=dice.randbytes(200), headers={"Content-Type": "application/json"}
                )
            case 3:
                await person.tool(
                    dice.choice(["rm", "plan_lesson", "check_scene"]), lesson=["x"], scene_id="../../etc"
                )
            case 4:
                for _ in range(2):
                    await person.ask("POST", f"/api/sessions/{session}/render")
            case _:
                await raw(
                    person.stack.port,
                    b"POST /api/scenes/x/edit HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{",
                )


async def raw(port: int, data: bytes) -> None:
    """Send bytes and hang up."""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(3):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(data)
            await writer.drain()
            await reader.read(1000)
            writer.close()


async def break_things(stack: Stack, tally: Tally, dice: random.Random, minutes: float) -> None:
    while True:
        await asyncio.sleep(dice.uniform(0.5, 1.5) * FAULT_S)
        early = time.monotonic() - tally.begun < minutes * 60 / 6
        fault = dice.choice(["worker", "worker leaves", "redis", "sandbox", *(["server"] if early else [])])
        tally.faults[fault] += 1
        match fault:
            case "worker" | "worker leaves":
                how = signal.SIGTERM if fault == "worker leaves" else signal.SIGKILL
                await asyncio.to_thread(stack.end, "worker-1", how)
                stack.start("worker-1")
            case "redis":
                await asyncio.to_thread(stack.end, "redis")
                await asyncio.sleep(dice.uniform(0, 4))
                stack.start("redis")
            case "sandbox":
                names = containers(stack)
                if names:
                    await asyncio.to_thread(docker, "kill", dice.choice(names))
            case _:
                stack.expected_down = True
                await asyncio.to_thread(stack.end, "server")
                stack.start("server")
                await stack.up()
                stack.expected_down = False


def docker(*arguments: str) -> str:
    if shutil.which("docker") is None:
        return ""
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False).stdout


def containers(stack: Stack) -> list[str]:
    """Names of the containers of our processes."""
    pids = "|".join(str(process.pid) for process in stack.running.values())
    listed = docker("ps", "-a", "--format", "{{.Names}}").split()
    return [name for name in listed if re.fullmatch(rf"proofreel-(?:{pids})-\d+-\w+", name)]


def read_gauges(stack: Stack, tally: Tally) -> None:
    # worker-1 is the one that faults hit; what is to level off is in one that lives on.
    for name in ("server", "worker-2", "redis"):
        process = stack.running.get(name)
        with contextlib.suppress(OSError, AttributeError):
            folder = Path(f"/proc/{process.pid}")  # pyright: ignore[reportOptionalMemberAccess]
            status = dict(
                line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line
            )
            tally.gauge(f"{name} rss_mb", int(status["VmRSS"].split()[0]) / 1024)
            tally.gauge(f"{name} threads", int(status["Threads"]))
            tally.gauge(f"{name} fds", len(list((folder / "fd").iterdir())))
    tally.gauge("ours processes", descendants([process.pid for process in stack.running.values()]))
    tally.gauge("ours containers", len(containers(stack)))
    for part in ("chunks", "exports", "cache"):
        tally.gauge(f"{part} mb", size(stack.home / part) / 1e6)
    tally.gauge("database", sum(file.stat().st_size for file in stack.home.glob("proofreel.db*")) / 1e6)
    with contextlib.suppress(Exception):  # it may be down just now
        import redis

        with redis.Redis(port=stack.redis_port) as client:
            tally.gauge("redis keys", client.dbsize())  # pyright: ignore[reportArgumentType]


def descendants(roots: list[int]) -> int:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found, grown = set(roots), True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return len(found) - len(roots)


def size(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
    return total


def sweep_home(home: Path) -> None:
    from pipeline.state.database import Database
    from pipeline.sweeping import sweep

    database = Database(home / "proofreel.db")
    try:
        sweep(database, home, keep=2, now=time.time() + 3600 - ON_ITS_WAY_S)
    finally:
        database.close()


async def every(seconds: float, act: Any, *arguments: Any) -> None:
    while True:
        await asyncio.to_thread(act, *arguments)
        await asyncio.sleep(seconds)


async def run(stack: Stack, tally: Tally, minutes: float, seed: int) -> None:
    dice = random.Random(seed)
    for name in ("redis", "server", "worker-1", "worker-2"):
        stack.start(name)
    await stack.up()
    tally.begun = time.monotonic()

    def person(kind: type[Any]) -> Any:
        return kind(stack, tally, random.Random(dice.random()))

    authors: list[Author] = [person(Author) for _ in range(3)]
    jobs = [
        *(author.work() for author in authors),
        *(view(person(Person), authors) for _ in range(4)),
        vandalize(person(Person), authors),
        break_things(stack, tally, dice, minutes),
        every(GAUGE_S, read_gauges, stack, tally),
        every(SWEEP_S, sweep_home, stack.home),
    ]
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(minutes * 60):
            await asyncio.gather(*jobs)
    await settle(stack, authors, tally)


async def settle(stack: Stack, authors: list[Author], tally: Tally) -> None:
    """When the load has ended every scene comes to its end; errors are those that were made on purpose."""
    for name in {"redis", "worker-1", "worker-2", "server"} - set(stack.running):
        stack.start(name)
    await stack.up()
    stack.expected_down = False
    until = time.monotonic() + 900  # on a machine that others use, too, a queue takes its time
    open_scenes = ["all"]
    while open_scenes and time.monotonic() < until:
        await asyncio.sleep(2)
        scenes = [scene for author in authors for scene in await author.scenes()]
        open_scenes = [scene["id"] for scene in scenes if scene["status"] not in ("ready", "error")]
        for scene in scenes if not open_scenes else []:
            code = (scene.get("error") or {}).get("code", "")
            tally.actions[f"at the end: {scene['status']} {code}".strip()] += 1
            if code not in ("", "scene_failed"):
                tally.wrong.append(f"scene {scene['id']}: {scene['error']}")
    tally.wrong += [f"scene {scene}: no end within 15 minutes" for scene in open_scenes]


def judge(tally: Tally) -> list[dict[str, Any]]:
    """Each gauge: medians of the four quarters, and whether it has levelled off."""
    rows: list[dict[str, Any]] = []
    for name, points in sorted(tally.series.items()):
        end = points[-1][0]
        quarters = [[v for t, v in points if end * n / 4 <= t <= end * (n + 1) / 4] for n in range(4)]
        medians = [round(median(values or [0]), 1) for values in quarters]
        slack = SLACK.get(name.split()[-1])
        level = slack is None or medians[3] <= medians[2] * 1.05 + slack
        rows.append({"gauge": name, "quarters": medians, "judged": slack is not None, "level": level})
    return rows


def main() -> None:
    """Run, judge and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--sandbox", choices=["auto", "docker", "bubblewrap"], default="auto")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="proofreel-soak-") as name:
        stack = Stack(Path(name), options.sandbox)
        try:
            asyncio.run(run(stack, tally, options.minutes, options.seed))
        finally:
            stack.close()
        time.sleep(2)
        left = containers(stack)
        checked = subprocess.run(
            [sys.executable, "-m", "proofreel", "db", "check", "--json"],
            env=stack.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        crashes = [
            f"{log.name}: {line[-2500:]}"
            for log in Path(name).glob("*.log")
            for line in log.read_text(errors="replace").splitlines()
            if "Traceback" in line
        ]
    report(options, tally, left, json.loads(checked.stdout), crashes)


def report(options: Any, tally: Tally, left: list[str], database: dict[str, Any], crashes: list[str]) -> None:
    gauges = judge(tally)
    grown = tally.series["database"]
    edits = sum(tally.actions[kind] for kind in ("edit", "break", "plan", "insert"))
    result = {
        "minutes": options.minutes,
        "load_average": os.getloadavg(),
        "gauges": gauges,
        "database_bytes_per_edit": round((grown[-1][1] - grown[0][1]) * 1e6 / max(1, edits)),
        "actions": dict(tally.actions),
        "faults": dict(tally.faults),
        "refused": dict(tally.refused.most_common(20)),
        "wrong": len(tally.wrong),
        "first_wrong": tally.wrong[:10],
        "tracebacks_in_logs": len(crashes),
        "first_tracebacks": crashes[:3],
        "containers_left": left,
        "database_sound": database["ok"],
    }
    if options.json:
        print(json.dumps(result))
    else:
        for row in gauges:
            verdict = ("level" if row["level"] else "GROWS") if row["judged"] else "not judged"
            print(
                f"{row['gauge']:<22}" + "".join(f"{value:>10}" for value in row["quarters"]) + f"  {verdict}"
            )
        print(json.dumps({key: value for key, value in result.items() if key != "gauges"}, indent=2))
    if not all(row["level"] for row in gauges) or tally.wrong or left or not database["ok"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
