"""How much faster a formula is without TeX: `.venv/bin/python benchmarks/formulas.py [--quick] [--json]`.

Whole MathTex constructions of formulas of tests/render_sandbox/math/formulas.txt, each for the first time:
by manim with LaTeX and an empty media folder, and by MathJax, warm as in a waiting worker, one after the
other formula by formula, so that both see the same machine. Times are wall milliseconds. ``load_ms`` is
what a worker pays before it is ready. Without latex and dvisvgm only MathJax is measured; ``without_latex``
counts the formulas that this machine's LaTeX has no package for.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import manim  # noqa: E402

from render_sandbox.stage import math  # noqa: E402

FORMULAS = ROOT / "tests" / "render_sandbox" / "math" / "latex_facts.py"


def main() -> None:
    """Measure, and print one JSON document or a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every tenth formula")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    manim.config.verbosity = "CRITICAL"
    begun = time.perf_counter()
    math.install("mathjax")
    math.warm()
    load_ms = 1000 * (time.perf_counter() - begun)
    rows = measure(10 if arguments.quick else 1)
    document = {"load_ms": round(load_ms, 1), **summary(rows), "rows": rows}
    if arguments.json:
        print(json.dumps(document))
        return
    figures = {name: value for name, value in document.items() if name != "rows"}
    print("\n".join(f"{name}: {value}" for name, value in figures.items()))


def measure(step: int) -> list[dict[str, Any]]:
    """A row for every ``step``-th formula."""
    source: Any = importlib.util.spec_from_file_location("latex_facts", FORMULAS)
    facts: Any = importlib.util.module_from_spec(source)
    source.loader.exec_module(facts)
    engines = ["mathjax"] + (["latex"] if shutil.which("latex") and shutil.which("dvisvgm") else [])
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, manim.tempconfig({"media_dir": folder}):
        for line, parts, packages in list(facts.formulas())[::step]:
            template = facts.template(packages)
            row: dict[str, Any] = {"formula": line}
            for engine in engines:
                math.install(engine)
                begun = time.perf_counter()
                try:
                    manim.MathTex(*parts, tex_template=template)
                except ValueError:
                    # LaTeX lacks a package of the formula here.
                    row["failed"] = engine
                    continue
                row[f"{engine}_ms"] = round(1000 * (time.perf_counter() - begun), 2)
            rows.append(row)
    return rows


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Medians, and the median of the ratios."""
    found: dict[str, Any] = {"formulas": len(rows)}
    for engine in ("mathjax", "latex"):
        times = [row[f"{engine}_ms"] for row in rows if f"{engine}_ms" in row]
        found[f"{engine}_median_ms"] = round(statistics.median(times), 1) if times else None
    ratios = [row["latex_ms"] / row["mathjax_ms"] for row in rows if "latex_ms" in row]
    found["median_ratio"] = round(statistics.median(ratios), 1) if ratios else None
    found["without_latex"] = sum(row.get("failed") == "latex" for row in rows)
    found["least_ratio"] = round(min(ratios), 1) if ratios else None
    return found


if __name__ == "__main__":
    main()
