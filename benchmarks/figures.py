"""The figures of README.md: measure them, keep what the benchmarks print, and write the table from that.

    .venv/bin/python benchmarks/figures.py run render sandbox   # or no name: all of them
    .venv/bin/python benchmarks/figures.py table                # README.md anew from what is kept

``run`` starts each benchmark as its page says, with ``--json``, and keeps its document with the machine's
processors and load before and after. No number in the table is written by hand, and a test holds the table
to the documents. Figures are ratios within one run wherever there is a rival; times are this machine's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

__all__ = ["FIGURES", "KEPT", "README", "table", "with_table"]

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "benchmarks" / "figures"
README = ROOT / "README.md"
BEGIN, END = "<!-- figures: written by benchmarks/figures.py table -->", "<!-- /figures -->"


@dataclass(frozen=True, slots=True)
class Figure:
    """One benchmark, and the lines that its document gives to the table."""

    command: str
    lines: Callable[[Any], list[tuple[str, str]]]
    """From the document: what was measured, and the figure."""


def _render(told: Any) -> list[tuple[str, str]]:
    names = {
        "final": "a scene at 1080p30, against `manim` (median of scenes)",
        "preview": "a scene at 480p15, against `manim -ql`",
        "queue, 5 scenes, final": "a lesson of five scenes at 1080p30, against `manim` scene by scene",
        "queue, 5 scenes, preview": "the same at 480p15",
        "edit": "the last of ten plays changed, against `manim` with its cache",
    }
    told_of = told["median_ratio"]
    return [(name, f"{told_of[work]:g} × as fast") for work, name in names.items() if work in told_of]


def _sandbox(told: Any) -> list[tuple[str, str]]:
    return [
        (f"one second of video in an isolated worker ({row['backend']}), against `manim` without isolation",
         f"{1 / row['ratio']:.0f} × as fast ({row['pool_s']:g} s)")
        for row in told["rows"] if "ratio" in row
    ]  # fmt: skip


def _rehearsal(told: Any) -> list[tuple[str, str]]:
    speed = f"{1 / told['median_part_of_ql']:.1f} × as fast ({told['median_s']:.1f} s)"
    lines = [("a rehearsal with its report and contact sheet, against `manim -ql`", speed)]
    if judged := told["judgement"].get("all"):
        right = f"precision {judged['precision']:.2f}, recall {judged['recall']:.2f}"
        # No forecast: what it does on scenes that it has never seen stands in docs/layout-rules.md.
        what = f"findings of the layout report on {judged['scenes']} labelled scenes, none of them new to it"
        lines.append((what, right))
    return lines


def _formulas(told: Any) -> list[tuple[str, str]]:
    if told["median_ratio"] is None:
        return [(f"a formula without TeX, median of {told['formulas']}", f"{told['mathjax_median_ms']} ms")]
    what = f"a formula for the first time, against manim with LaTeX (median of {told['formulas']})"
    return [(what, f"{told['median_ratio']:g} × as fast ({told['mathjax_median_ms']} ms)")]


def _checker(told: Any) -> list[tuple[str, str]]:
    alarms = f"{told['median_ms']:g} ms, {len(told['false_alarms'])} false alarms"
    return [(f"the static check of {told['running']:,} scenes that run (median)", alarms)]


def _search(told: Any) -> list[tuple[str, str]]:
    fresh = told["fresh"]
    what = f"snippet search, {fresh['questions']} questions written before any search was run"
    return [(what, f"nDCG@10 {fresh['ndcg@10']:.2f} at {fresh['p50_ms']:.1f} ms")]


def _startup(told: Any) -> list[tuple[str, str]]:
    what = "first answer over stdio, against importing FastMCP alone"
    return [(what, f"{1 / told['ratio']:.0f} × as fast ({told['initialize_s']:g} s)")]


def _state(told: Any) -> list[tuple[str, str]]:
    return [
        ("transitions of scenes written to SQLite", f"{told['transitions_per_s']:,} a second"),
        ("an operation of the queue with 10,000 jobs waiting, against an empty one",
         f"{told['queue_ratio']:g} × as long"),
    ]  # fmt: skip


FIGURES = {
    "render": Figure("benchmarks/render.py", _render),
    "sandbox": Figure("benchmarks/sandbox.py", _sandbox),
    "rehearsal": Figure("benchmarks/rehearsal.py", _rehearsal),
    "formulas": Figure("benchmarks/formulas.py", _formulas),
    "checker": Figure("benchmarks/checker.py", _checker),
    "search": Figure("benchmarks/search/run.py", _search),
    "startup": Figure("benchmarks/startup.py", _startup),
    "state": Figure("benchmarks/state.py", _state),
}
"""By name, in the order of the table."""


def run(name: str) -> None:
    """Start one benchmark and keep its document.

    Raises:
        SystemExit: it printed none.
    """
    before = os.getloadavg()[0]
    command = [sys.executable, *FIGURES[name].command.split(), "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    try:
        result = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"{name}: exit code {done.returncode}, and no document on stdout")
    kept = {
        "command": f".venv/bin/python {FIGURES[name].command}",
        "day": datetime.now(UTC).date().isoformat(),
        "processors": len(os.sched_getaffinity(0)),
        "load": [round(before, 1), round(os.getloadavg()[0], 1)],
        "result": result,
    }
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{name}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def table() -> str:
    """The table in Markdown, from the documents that are kept."""
    lines = ["| | | on | command |", "|---|---|---|---|"]
    for name, figure in FIGURES.items():
        path = KEPT / f"{name}.json"
        if not path.exists():
            lines.append(f"| not measured yet | – | – | `{figure.command}` |")
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        machine = f"{kept['processors']} processors, load {kept['load'][0]:g}–{kept['load'][1]:g}"
        for what, said in figure.lines(kept["result"]):
            lines.append(f"| {what} | **{said}** | {machine} | `{figure.command}` |")
    return "\n".join(lines)


def with_table(page: str) -> str:
    """A page with the table between its two marks as it is now."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


def main() -> None:
    """Measure, or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["run", "table"])
    parser.add_argument("names", nargs="*", help=f"of {', '.join(FIGURES)}; none: all")
    options = parser.parse_args()
    if unknown := set(options.names) - set(FIGURES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}")
    if options.what == "run":
        for name in options.names or FIGURES:
            run(name)
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
