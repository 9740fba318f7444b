"""How fast the checker is, and how often it is right on a folder of scenes with known outcomes.

    .venv/bin/python benchmarks/checker.py --json
    .venv/bin/python benchmarks/checker.py FOLDER --outcomes outcomes.json --json

Without a folder: the snippets and manim's docstring examples, all of which run, and the labelled scenes of
tests/knowledge/checker. ``outcomes.json`` maps file names to ``true`` (runs) or ``false`` (fails).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "knowledge" / "checker")]

from written_scenes import scenes  # noqa: E402

from knowledge.checker import check  # noqa: E402
from knowledge.search.manim_docs import extract, installed_manim  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--outcomes", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    sources = _folder(args.folder) if args.folder else _own()
    outcomes: dict[str, bool] = json.loads(args.outcomes.read_text()) if args.outcomes else {}
    if not args.folder:
        outcomes = {s.name: not s.rules for s in scenes()}
    seconds: list[float] = []
    refused: dict[str, bool] = {}
    for name, source in sources.items():
        start = time.perf_counter()
        findings = check(source)
        seconds.append(time.perf_counter() - start)
        refused[name] = any(f.severity == "error" for f in findings)
    failing = [n for n in sources if outcomes.get(n) is False]
    running = [n for n in sources if outcomes.get(n, args.outcomes is None)]
    report = {
        "files": len(sources),
        "median_ms": round(statistics.median(seconds) * 1000, 2),
        "p95_ms": round(sorted(seconds)[int(len(seconds) * 0.95)] * 1000, 2),
        "failing": len(failing),
        "caught": sum(refused[n] for n in failing),
        "missed": [n for n in failing if not refused[n]],
        "running": len(running),
        "false_alarms": [n for n in running if refused[n]],
    }
    print(json.dumps(report) if args.json else "\n".join(f"{k}: {v}" for k, v in report.items()))


def _folder(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(errors="replace") for p in sorted(folder.glob("*.py"))}


def _own() -> dict[str, str]:
    sources = {p.name: p.read_text() for p in sorted((ROOT / "knowledge" / "snippets").rglob("*.py"))}
    sources |= {s.name: s.source for s in scenes()}
    manim = installed_manim()
    failing = json.loads((ROOT / "tests/knowledge/checker/examples_that_fail.json").read_text())
    if manim is not None:
        examples = extract(manim)
        sources |= {
            s.id: f"from manim import *\n{s.code}"
            for s in examples
            if not any(f"class {n}(" in s.code for n in failing)
        }
    return sources


if __name__ == "__main__":
    main()
