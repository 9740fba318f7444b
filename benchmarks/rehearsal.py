"""How fast and how right a rehearsal is.

    .venv/bin/python benchmarks/rehearsal.py [--quick] [--no-render] --json

``speed``: warm, in this process, scenes of about 20 s at 1080p30: report and sheet, and in the same
run ``manim -ql`` on the same files (a process each, as a user runs it; scenes without formulas, as
there may be no TeX). ``judgement``: precision and recall over the labelled scenes of
tests/render_sandbox/layout, each rule of each scene counted once.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "render_sandbox" / "layout")]

from labelled import Case, cases  # noqa: E402

from render_sandbox.stage.channel import MemoryChannel  # noqa: E402
from render_sandbox.stage.jobs import rehearse, render  # noqa: E402

FORMAT = {"width": 1920, "height": 1080, "fps": 30}
TWENTY_SECONDS = ("bullets_two_columns", "binary_search", "derivative_numbers", "sorting_long", "updaters")


def main() -> None:
    """Measure, and print one JSON document or a few lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="one repetition, two scenes")
    parser.add_argument("--no-render", action="store_true", help="leave `manim -ql` out")
    options = parser.parse_args()
    render.warm()
    rehearse.warm()
    names = TWENTY_SECONDS[:2] if options.quick else TWENTY_SECONDS
    rows = [speed(name, 1 if options.quick else 3, rival=not options.no_render) for name in names]
    result: dict[str, Any] = {
        "speed": rows,
        "median_s": statistics.median(row["report_and_sheet_s"] for row in rows),
        "judgement": {} if options.quick else judged(),
    }
    if not options.no_render:
        result["median_part_of_ql"] = statistics.median(row["part_of_ql"] for row in rows)
    print(json.dumps(result, indent=None if options.json else 2))


def speed(name: str, repeats: int, *, rival: bool) -> dict[str, Any]:
    source = (ROOT / "benchmarks" / "scenes" / "rehearsal" / f"{name}.py").read_text("utf-8")
    walls: list[float] = []
    report: dict[str, Any] = {}
    channel = MemoryChannel()
    for _ in range(repeats):
        channel = MemoryChannel()
        begun = time.perf_counter()
        report = rehearsed(source, channel, sheet=True)
        walls.append(time.perf_counter() - begun)
    assert report["ok"], report["error"]
    row: dict[str, Any] = {
        "scene": name,
        "duration_s": report["duration_s"],
        "plays": len(report["plays"]),
        "report_and_sheet_s": round(statistics.median(walls), 3),
        "sheet_bytes": len(channel.files["sheet.jpg"]),
        "findings": len(report["findings"]),
    }
    if rival:
        row["ql_s"] = round(quick_render(source), 2)
        row["part_of_ql"] = round(row["report_and_sheet_s"] / row["ql_s"], 3)
    return row


def quick_render(source: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "scene.py").write_text(source, "utf-8")
        begun = time.perf_counter()
        manim = Path(sys.executable).parent / "manim"
        subprocess.run(
            [manim, "render", "-ql", "--disable_caching", "--progress_bar", "none", "scene.py"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        return time.perf_counter() - begun


def rehearsed(source: str, channel: MemoryChannel, **request: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            return rehearse.run({"format": FORMAT, **request}, {"scene.py": source.encode()}, channel)
        finally:
            os.chdir(ROOT)


def judged() -> dict[str, Any]:
    groups: dict[str, list[Case]] = {}
    for case in cases():
        groups.setdefault(case.name.split("/")[0].split("_", 1)[1], []).append(case)
    return {name: score(members) for name, members in groups.items()} | {"all": score(cases())}


def score(members: list[Case]) -> dict[str, Any]:
    right = false = missed = 0
    for case in members:
        report = rehearsed(case.source, MemoryChannel())
        found = {one["rule"] for one in report.get("findings", [])}
        right += len(found & case.expected)
        false += len(found - case.expected)
        missed += len(case.expected - found)
    return {
        "scenes": len(members),
        "clean": sum(not case.expected for case in members),
        "precision": round(right / max(right + false, 1), 3),
        "recall": round(right / max(right + missed, 1), 3),
    }


if __name__ == "__main__":
    main()
