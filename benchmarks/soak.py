"""An hour of mixed load with faults: memory, descriptors, processes, containers and disk must level off.

    .venv/bin/python benchmarks/soak.py [--minutes 60] [--sandbox auto|docker|bubblewrap] [--seed N] [--json]

A real Redis, a real ``proofreel serve --http`` that gives its scenes to two real ``proofreel worker``, and
three authors (edit, check, look, export, revert, insert, delete, break and mend a scene, now and then throw
the session away and begin another), four viewers that come and go, and one vandal who sends what nobody
should. Meanwhile workers, Redis, sandboxes and, in the first sixth, the server are killed and started again.
A gauge has levelled off when its median of the last quarter is at most 5 % (and a little: see ``SLACK`` in
``soak_gauges``) above that of the third. The database is not judged: it keeps every version's source for
good, and the report says how many bytes that is for an edit.

Exit code 1: something grew, an answer was a 5xx, a scene was lost, or the database is not sound.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.soak_gauges import Tally, judge, read_gauges  # noqa: E402
from benchmarks.soak_people import Author, Person, vandalize, view  # noqa: E402
from benchmarks.soak_stack import Stack, containers, docker  # noqa: E402

GAUGE_S, FAULT_S, SWEEP_S = 5.0, 40.0, 60.0
ON_ITS_WAY_S = 120
"""Files younger than this stay at a sweep; `proofreel gc` leaves them an hour, too long for a short run."""


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
