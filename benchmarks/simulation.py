"""What 10, 100 and 1,000 workers do with a stream of scenes: a discrete-event simulation of the queue.

    .venv/bin/python benchmarks/simulation.py [--workers 10 100 1000] [--load 0.5 0.8 0.95] [--json]
    .venv/bin/python benchmarks/simulation.py --measured HOME/proofreel.db

Service times are measured ones: how long jobs took from being taken to being stored, with the length of
what they made, read from a proofreel database (``--measured``) or from ``service_times.json`` beside this
file. Scenes arrive as a Poisson stream; ``load`` is the part of all workers' time that the stream needs. The
queue is the real one's: first come, first served within a priority, a worker has one scene at a time. A
part of the workers' starts is lost (``--deaths`` a scene): the scene begins again after the silence of 30 s.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

_SILENCE_S = 30.0
Sample = tuple[float, float]
"""Seconds that a scene took, and seconds of video that it made."""


@dataclass(frozen=True)
class Row:
    """One cell of the result. Times in seconds."""

    workers: int
    load: float
    scenes: int
    scenes_per_hour: float
    wait_p50: float
    wait_p90: float
    wait_p99: float
    wait_max: float
    busy: float
    cost_per_video_minute: float


def measured(path: Path) -> list[Sample]:
    """Every finished job of a database."""
    rows = (
        sqlite3.connect(path)
        .execute(
            """
        SELECT (ended_at - started_at) / 1000.0, CAST(duration_frames AS REAL) / fps FROM jobs
        JOIN scenes ON scenes.id = jobs.scene_id JOIN sessions ON sessions.id = scenes.session_id
        WHERE jobs.status = 'done' AND ended_at > started_at AND duration_frames > 0
        """
        )
        .fetchall()
    )
    return [(float(took), float(made)) for took, made in rows]


def simulate(
    samples: list[Sample],
    *,
    workers: int,
    load: float,
    scenes: int,
    deaths: float,
    price_per_hour: float,
    seed: int,
) -> Row:
    """One stream of ``scenes`` through ``workers``; the first tenth warms up and is not counted."""
    chance = random.Random(seed)
    mean = fmean(took for took, _ in samples)
    rate = load * workers / mean
    free = [0.0] * workers  # when each worker is free again: first come, first served
    now, worked, made = 0.0, 0.0, 0.0
    waits: list[float] = []
    for number in range(scenes):
        now += chance.expovariate(rate)
        took, length = chance.choice(samples)
        while chance.random() < deaths:
            took += took * chance.random() + _SILENCE_S
        begun = max(now, heapq.heappop(free))
        heapq.heappush(free, begun + took)
        worked += took
        made += length
        if number >= scenes // 10:
            waits.append(begun - now)
    waits.sort()
    span = max(free)
    return Row(
        workers,
        load,
        scenes,
        round(rate * 3600, 1),
        *(round(_percentile(waits, part), 2) for part in (0.5, 0.9, 0.99, 1.0)),
        busy=round(worked / (workers * span), 3),
        # What is paid is the workers' whole time, idle or not.
        cost_per_video_minute=round(workers * span / 3600 * price_per_hour / (made / 60), 5),
    )


def _percentile(values: list[float], part: float) -> float:
    return values[min(len(values) - 1, int(part * len(values)))]


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--load", type=float, nargs="+", default=[0.5, 0.8, 0.95])
    parser.add_argument("--scenes", type=int, default=100_000)
    parser.add_argument("--deaths", type=float, default=0.001, help="chance that a worker dies in a scene")
    parser.add_argument("--price", type=float, default=0.04, help="of one worker an hour (1 vCPU, 2 GB)")
    parser.add_argument("--quality", choices=["final", "preview"], default="final")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measured", type=Path, metavar="DB", help="a proofreel.db with finished jobs")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    beside = Path(__file__).with_name("service_times.json")
    samples = (
        measured(options.measured) if options.measured else json.loads(beside.read_text())[options.quality]
    )
    rows = [
        simulate(
            samples,
            workers=workers,
            load=load,
            scenes=options.scenes,
            deaths=options.deaths,
            price_per_hour=options.price,
            seed=options.seed,
        )
        for workers in options.workers
        for load in options.load
    ]
    if options.json:
        print(json.dumps({"samples": len(samples), "rows": [asdict(row) for row in rows]}))
        return
    took, made = (fmean(part) for part in zip(*samples, strict=True))
    print(f"{len(samples)} measured scenes: {took:.1f} s of work for {made:.1f} s of video on average")
    print("workers  load  scenes/h   wait p50     p90     p99     max   busy   $ per video minute")
    for r in rows:
        print(
            f"{r.workers:7}  {r.load:4}  {r.scenes_per_hour:8.0f}  {r.wait_p50:8.2f}{r.wait_p90:8.2f}"
            f"{r.wait_p99:8.2f}{r.wait_max:8.1f}  {r.busy:5.2f}  {r.cost_per_video_minute:18.4f}"
        )


if __name__ == "__main__":
    main()
