"""Judge the snippet search by questions whose answers are known.

    .venv/bin/python benchmarks/search/run.py [--json] [--misses]

nDCG@10 with gain 2 for a full answer and 1 for a partial one; recall@5 and success@3 count full
answers only. Times are of one search in process, each question asked five times, the first of them
cold; the CPU time says what the search costs where other processes disturb the clock.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from knowledge.search import SnippetIndex


@dataclass(frozen=True)
class Judged:
    query: str
    gains: dict[str, int]

    @property
    def full(self) -> set[str]:
        return {name for name, gain in self.gains.items() if gain == 2}


def load(path: Path) -> list[Judged]:
    judged: list[Judged] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            query, answers = line.split(" | ")
            gains = {name.lstrip("~"): 1 if name.startswith("~") else 2 for name in answers.split()}
            judged.append(Judged(query, gains))
    return judged


def ndcg(found: list[str], gains: dict[str, int]) -> float:
    def dcg(values: list[int]) -> float:
        return sum(value / math.log2(rank + 2) for rank, value in enumerate(values))

    ideal = dcg(sorted(gains.values(), reverse=True)[:10])
    return dcg([gains.get(name, 0) for name in found[:10]]) / ideal


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[math.ceil(len(values) * share) - 1]


def measure(index: SnippetIndex, judged: list[Judged], *, misses: bool) -> dict[str, float]:
    scores: list[float] = []
    recalls: list[float] = []
    successes: list[bool] = []
    times: list[float] = []
    cpu: list[float] = []
    for item in judged:
        for _ in range(5):
            start, start_cpu = time.perf_counter(), time.process_time()
            answer = index.search(item.query, limit=10)
            cpu.append((time.process_time() - start_cpu) * 1000)
            times.append((time.perf_counter() - start) * 1000)
        found = [hit.snippet.id for hit in answer.hits]
        scores.append(ndcg(found, item.gains))
        recalls.append(len(item.full & set(found[:5])) / len(item.full))
        successes.append(bool(item.full & set(found[:3])))
        if misses and not successes[-1]:
            print(f"{item.query}\n    wanted {sorted(item.full)}\n    found  {found[:5]}", file=sys.stderr)
    return {
        "questions": len(judged),
        "ndcg@10": round(statistics.mean(scores), 3),
        "recall@5": round(statistics.mean(recalls), 3),
        "success@3": round(statistics.mean(successes), 3),
        "p50_ms": round(percentile(times, 0.5), 3),
        "p99_ms": round(percentile(times, 0.99), 3),
        "p99_cpu_ms": round(percentile(cpu, 0.99), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Judge the snippet search.")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument(
        "--misses", choices=["tuned", "held_out", "teacher", "far", "fresh"], help="list the questions missed"
    )
    parser.add_argument("--meaning", action="store_true", help="with MiniLM: needs the extra `search`")
    options = parser.parse_args()
    judged, teacher, far, fresh = (
        load(Path(__file__).with_name(f"{name}.txt"))
        for name in ("queries", "queries-teacher", "queries-far", "queries-fresh")
    )
    index = SnippetIndex.open(meaning=options.meaning)
    if options.meaning and not index.wait_for_meaning(1800):
        parser.error("the extra isn't installed: see docs/snippets.md")
    rows = {
        name: measure(index, part, misses=options.misses == name)
        for name, part in [
            ("tuned", judged[::2]),
            ("held_out", judged[1::2]),
            ("teacher", teacher),
            ("far", far),
            ("fresh", fresh),
        ]
    }
    result = {"snippets": len(index), "version": index.version, **rows}
    if options.json:
        print(json.dumps(result))
        return
    for name, figures in rows.items():
        print(name, *(f"{key} {value}" for key, value in figures.items()), sep="  ")


if __name__ == "__main__":
    main()
