"""The table of figures in the README: made from what the benchmarks printed, and from nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import figures  # noqa: E402

PRINTED = {
    "render": {"median_ratio": {"final": 4.41, "edit": 9.0}},
    "sandbox": {
        "rows": [{"backend": "docker", "ratio": 0.05, "pool_s": 0.15}, {"backend": "x", "error": "no"}]
    },
    "rehearsal": {"median_part_of_ql": 0.2, "median_s": 1.25, "judgement": {}},
    "formulas": {"median_ratio": None, "formulas": 8, "mathjax_median_ms": 6.1},
    "checker": {"running": 1000, "median_ms": 2.5, "false_alarms": []},
    "search": {"fresh": {"questions": 105, "ndcg@10": 0.871, "p50_ms": 0.5}},
    "startup": {"ratio": 0.08, "initialize_s": 0.178},
    "state": {"transitions_per_s": 2500, "queue_ratio": 1.1},
}


def test_the_readme_s_table_is_what_the_kept_documents_say():
    page = figures.README.read_text(encoding="utf-8")

    assert figures.with_table(page) == page


def test_each_command_of_the_table_exists_and_prints_documents():
    for figure in figures.FIGURES.values():
        assert "--json" in (ROOT / figure.command).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", figures.FIGURES)
def test_a_document_becomes_lines_with_its_figures(name, tmp_path, monkeypatch):
    kept = {"processors": 2, "load": [0.5, 1.5], "result": PRINTED[name]}
    (tmp_path / f"{name}.json").write_text(json.dumps(kept))
    monkeypatch.setattr(figures, "KEPT", tmp_path)

    lines = [line for line in figures.table().splitlines() if f"`{figures.FIGURES[name].command}`" in line]

    assert lines
    assert all("2 processors, load 0.5–1.5" in line for line in lines)
    assert {"render": "4.41 × as fast", "sandbox": "20 × as fast", "search": "nDCG@10 0.87"}.get(
        name, ""
    ) in lines[0]
