"""What a soak did, what it measured meanwhile, and whether that has levelled off."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.soak_stack import Stack, containers

__all__ = ["Tally", "judge", "read_gauges"]

SLACK = {
    "rss_mb": 8.0,
    "fds": 8.0,
    "threads": 4.0,
    "processes": 3.0,
    "containers": 2.0,
    "mb": 6.0,
    "keys": 20.0,
}


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
